package allocate

import (
	"fmt"
	"math/big"

	"skysim/bench/plot"
	"skysim/policies/allocate"
)

const (
	// mostBars is how many resources a figure shows, and mostColours how many demands it
	// tells apart.
	mostBars    = 40
	mostColours = 7
)

// Figure draws load and cost of each resource, for each policy that was run. It is nil if
// none found an allocation.
func (r *Report) Figure() (*plot.Figure, error) {
	p := r.File.Problem
	answers := r.All
	if answers == nil {
		answers = []Answer{r.Chosen}
	}
	bars := min(len(p.Resources), mostBars)
	d := plot.AllocationData{Title: r.File.Name + ": load of each resource", Note: r.note(bars)}
	for _, x := range p.Resources[:bars] {
		d.Resources = append(d.Resources, x.Name)
		d.Capacity = append(d.Capacity, *float(x.Capacity))
	}
	colours := min(len(p.Demands), mostColours)
	for _, x := range p.Demands[:colours] {
		d.Demands = append(d.Demands, x.Name)
	}
	if more := len(p.Demands) - colours; more > 0 {
		d.Demands = append(d.Demands, fmt.Sprintf("%d others", more))
	}
	found := false
	for _, a := range answers {
		x := plot.AllocationPanel{Title: a.Policy.String()}
		if a.Result != nil {
			found = true
			x = a.panel(p, bars, len(d.Demands))
			if x.Costs != nil {
				d.Title = r.File.Name + ": load and cost of each resource"
			}
		}
		d.Panels = append(d.Panels, x)
	}
	if !found {
		return nil, nil
	}
	return plot.Allocation(d)
}

// note says what the figure leaves out.
func (r *Report) note(bars int) string {
	if all := len(r.File.Problem.Resources); bars < all {
		return fmt.Sprintf("the first %d of %d resources", bars, all)
	}
	return r.File.Why
}

// panel is one answer, with all demands from the last colour on together.
func (a *Answer) panel(p *allocate.Problem, bars, colours int) plot.AllocationPanel {
	r := a.Result
	x := plot.AllocationPanel{Title: fmt.Sprintf("%s: %s = %s", a.Policy, measures(p, a.Policy), short(r.Objective))}
	if r.Optimal {
		x.Title += ", optimal"
	}
	for i := range bars {
		parts := make([]*big.Rat, colours)
		for j := range parts {
			parts[j] = new(big.Rat)
		}
		for j := range p.Demands {
			c := min(j, colours-1)
			parts[c].Add(parts[c], r.Allocation[j][i])
		}
		x.Amounts = append(x.Amounts, floats(parts))
	}
	if r.Costs != nil {
		x.Costs, x.Penalties = floats(r.Costs[:bars]), floats(r.Penalties[:bars])
	}
	return x
}
