package reproduce

import (
	"fmt"
	"math"

	optimum "skysim/policies/dp/spot"
)

// sums are notes on all tables together: how often ours is equal to what was published, and how far it is from it.
func (t *nomadTables) sums() []string {
	var plans, spread, exact nomadCount
	for _, table := range t.list {
		for i := range table.cases {
			switch c := &table.cases[i]; {
			case c.result.err != nil:
			case c.Strategy == nomadOptimum && !c.result.late && c.result.noBest == nil:
				plans.add(c.result.best, c.Cost)
			case c.Strategy == nomadEager:
				spread.add(c.Cost, c.result.uniform.artifact(c.result.rule))
			}
		}
	}
	for _, r := range t.results {
		if r.rule == optimum.Whole && r.err == nil && !r.uniform.late() {
			exact.add(r.uniform.by(r.rule), r.own[0].by(r.rule))
		}
	}
	var notes []string
	if plans.all > 0 {
		notes = append(notes, fmt.Sprintf("the optimum is equal to %d of %d published plans, which are otherwise up to %.1f %% above it", plans.same, plans.all, 100*plans.worst))
	}
	if spread.all > 0 {
		notes = append(notes, fmt.Sprintf("of UP(S), on which nothing is gated, %d of %d rows are equal to Uniform Progress in our engine with all zones", spread.same, spread.all))
	}
	if exact.all > 0 {
		notes = append(notes, fmt.Sprintf("of %d runs in one zone that are not alike, %d pay something else under the ordinary %s, which compares exactly: up to %.1f %%",
			exact.all, exact.all-exact.same, nomadOwn[0].use, 100*exact.worst))
	}
	return notes
}

// nomadCount counts pairs of costs.
type nomadCount struct {
	all, same int
	worst     float64 // the largest difference, as a share of the first
}

func (n *nomadCount) add(of, cost float64) {
	n.all++
	if math.Abs(cost-of) <= nomadTolerance*of {
		n.same++
	}
	if of > 0 {
		n.worst = max(n.worst, math.Abs(cost/of-1))
	}
}
