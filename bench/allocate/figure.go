package allocate

import (
	"fmt"
	"math/big"
	"slices"

	"skysim/bench/plot"
	"skysim/policies/allocate"
)

const (
	// mostBars is how many resources a figure shows.
	mostBars = 40
)

// Figure draws load and cost of each resource, for each policy that was run. It is nil if
// none found an allocation.
func (r *Report) Figure() (*plot.Figure, error) {
	p := r.File.Problem
	answers := r.All
	if answers == nil {
		answers = []Answer{r.Chosen}
	}
	bars, note := r.bars(answers)
	d := plot.AllocationData{Title: r.File.Name + ": load of each resource", Note: note}
	for _, i := range bars {
		d.Resources = append(d.Resources, p.Resources[i].Name)
		d.Capacity = append(d.Capacity, *float(p.Resources[i].Capacity))
	}
	k := r.colours(answers, bars)
	d.Demands = k.names
	found := false
	for _, a := range answers {
		x := plot.AllocationPanel{Title: a.Policy.String()}
		if a.Result != nil {
			found = true
			x = a.panel(p, bars, k)
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

// bars are the resources that are drawn, the most loaded ones if there are too many for
// all, and what to say below the title.
func (r *Report) bars(answers []Answer) (list []int, note string) {
	all := r.File.Problem.Resources
	loads := make([]*big.Rat, len(all))
	for i := range all {
		list = append(list, i)
		loads[i] = new(big.Rat)
		for _, a := range answers {
			if a.Result != nil {
				loads[i].Add(loads[i], a.Result.Loads[i])
			}
		}
	}
	if len(all) <= mostBars {
		return list, r.File.Why
	}
	slices.SortStableFunc(list, func(a, b int) int { return loads[b].Cmp(loads[a]) })
	note = fmt.Sprintf("the %d most loaded of %d resources", mostBars, len(all))
	if len(answers) > 1 {
		note += ", by what all policies together lay on them"
	}
	return list[:mostBars], note
}

// panel is// panel is one answer, with the demands of one colour together.
func (a *Answer) panel(p *allocate.Problem, bars []int, k colours) plot.AllocationPanel {
	r := a.Result
	x := plot.AllocationPanel{Title: fmt.Sprintf("%s: %s = %s", a.Policy, measures(p, a.Policy), short(r.Objective))}
	if r.Optimal {
		x.Title += ", optimal"
	}
	for _, i := range bars {
		parts := make([]*big.Rat, len(k.names))
		for j := range parts {
			parts[j] = new(big.Rat)
		}
		for j := range p.Demands {
			c := k.of[j]
			parts[c].Add(parts[c], r.Allocation[j][i])
		}
		x.Amounts = append(x.Amounts, floats(parts))
	}
	if r.Costs != nil {
		for _, i := range bars {
			x.Costs, x.Penalties = append(x.Costs, *float(r.Costs[i])), append(x.Penalties, *float(r.Penalties[i]))
		}
	}
	return x
}
