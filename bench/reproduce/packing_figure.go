package reproduce

import (
	"fmt"
	"math"

	"skysim/bench/plot"
)

// packed is a set of instances and the bins of each rule.
type packed struct {
	name  string
	bins  []int64
	known float64 // NaN if it is not
}

// drawPacking draws how far each rule is above the best packings known; nil if
// none is known.
func drawPacking(sets []packed) (*plot.Figure, error) {
	d := plot.IntervalsData{
		Title: "packing: bins above the best packing known",
		Note:  "all instances of a set together; each bar ends at what the rule needs",
		X:     "bins above the best known (%)",
	}
	for _, s := range sets {
		if math.IsNaN(s.known) {
			continue
		}
		for k, rule := range packingRules {
			over := float64(s.bins[k])/s.known - 1
			d.Rows = append(d.Rows, plot.IntervalRow{
				Case: s.name + ", " + rule.policy, Center: over, Low: min(0, over), High: max(0, over),
				Text: fmt.Sprintf("%d for %.0f", s.bins[k], s.known),
			})
		}
	}
	if len(d.Rows) == 0 {
		return nil, nil
	}
	return plot.Intervals(d)
}
