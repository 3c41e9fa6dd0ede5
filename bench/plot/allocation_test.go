package plot

import (
	"math"
	"strings"
	"testing"
)

// allocationScene has a panel per policy; policy k fills every resource a little less.
func allocationScene(policies, resources, demands []string) AllocationData {
	d := AllocationData{Title: "own.toml: load and cost of each resource", Note: "what is asked", Resources: resources, Demands: demands}
	for i := range resources {
		d.Capacity = append(d.Capacity, float64(500+250*i))
	}
	for k, name := range policies {
		p := AllocationPanel{Title: name + ": Σ (c + p·x/M)·x = 386.903409, optimal"}
		for i := range resources {
			var row []float64
			for range demands {
				row = append(row, d.Capacity[i]/float64(len(demands)+k))
			}
			p.Amounts = append(p.Amounts, row)
			p.Costs = append(p.Costs, 92.336*float64(i+1))
			p.Penalties = append(p.Penalties, 30*float64(i))
		}
		d.Panels = append(d.Panels, p)
	}
	return d
}

func addAllocations(m map[string]func() (*Figure, error)) {
	providers := []string{"aws", "azure", "google cloud"}
	m["allocation_one"] = func() (*Figure, error) { return Allocation(allocationScene(five[:1], providers, []string{"web"})) }
	m["allocation_six"] = func() (*Figure, error) {
		d := allocationScene(nine[:6], providers, []string{"web", "batch", "nightly", "and 12 others"})
		d.Panels[2] = AllocationPanel{Title: "first-fit"}
		d.Panels[3].Costs, d.Panels[3].Penalties = nil, nil
		return Allocation(d)
	}
	m["allocation_long_names"] = func() (*Figure, error) { return Allocation(allocationScene(long[:2], long, nine)) }
	m["allocation_nothing"] = func() (*Figure, error) {
		d := allocationScene(five[:2], providers[:1], []string{"web"})
		d.Capacity[0] = 0
		for k := range d.Panels {
			d.Panels[k].Amounts[0][0], d.Panels[k].Costs, d.Panels[k].Penalties = 0, nil, nil
		}
		return Allocation(d)
	}
	m["allocation_extreme"] = func() (*Figure, error) {
		d := allocationScene(five[:2], providers, []string{"web", "batch"})
		d.Capacity = []float64{1e15, 1e-9, 0}
		for k := range d.Panels {
			d.Panels[k].Amounts = [][]float64{{1e15 / 3, 1e14}, {1e-9, 0}, {0, 0}}
			d.Panels[k].Costs = []float64{1e18, 1e-12, 0}
			d.Panels[k].Penalties = []float64{1e17, 0, 0}
		}
		return Allocation(d)
	}
}

func TestAllocationErrors(t *testing.T) {
	for _, c := range []struct {
		name, want string
		spoil      func(d *AllocationData)
	}{
		{"a row too few", "1 rows of amounts for 2 resources", func(d *AllocationData) { d.Panels[0].Amounts = d.Panels[0].Amounts[:1] }},
		{"an amount too few", "b: 0 amounts for 1 demands", func(d *AllocationData) { d.Panels[0].Amounts[1] = nil }},
		{"a negative amount", "-1 is no length of a bar", func(d *AllocationData) { d.Panels[0].Amounts[1][0] = -1 }},
		{"NaN", "NaN is no length of a bar", func(d *AllocationData) { d.Panels[0].Costs[1] = math.NaN() }},
		{"infinite", "+Inf is no length of a bar", func(d *AllocationData) { d.Capacity[0] = math.Inf(1) }},
		{"a cost too few", "1 costs for 2 resources", func(d *AllocationData) { d.Panels[0].Penalties = d.Panels[0].Penalties[:1] }},
	} {
		d := allocationScene(five[:1], []string{"a", "b"}, []string{"web"})
		c.spoil(&d)
		if _, err := Allocation(d); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}
