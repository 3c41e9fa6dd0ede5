package reproduce

import (
	"fmt"
	"math"

	"skysim/bench/plot"
	"skysim/policies/bound/assign"
)

// drawAssignment draws how far the bounds of each minimisation are below the best
// solution that was published: the LP's, and ours where it was not proved.
func drawAssignment(cases []*assignmentCase) (*plot.Figure, error) {
	d := plot.IntervalsData{
		Title: "assignment: how far the LP relaxation is from the best assignment",
		Note:  "minimisations; each bar begins at the LP's bound and ends at the best solution",
		X:     "bound below the best solution (%)",
	}
	for _, c := range cases {
		if c.problem.Sense != assign.Minimise || c.result.Agent == nil || math.IsNaN(c.lp()) {
			continue
		}
		best := float64(c.result.Value)
		if c.known != nil && c.known.Found {
			best = min(best, float64(c.known.Best))
		}
		if best <= 0 {
			continue
		}
		off := c.lp()/best - 1
		text := fmt.Sprintf("LP %.1f for %.0f", c.lp(), best)
		if c.result.Status == assign.Open {
			text += fmt.Sprintf(", open from %d to %d", c.result.Bound, c.result.Value)
		}
		d.Rows = append(d.Rows, plot.IntervalRow{Case: c.path, Center: off, Low: min(off, 0), High: max(0, off), Text: text})
	}
	if len(d.Rows) == 0 {
		return nil, nil
	}
	return plot.Intervals(d)
}
