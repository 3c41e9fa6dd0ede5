package reproduce

import (
	"fmt"
	"math"
	"strings"

	"skysim/bench/plot"
)

// drawRLScheduler draws every slowdown, beside what is known of it.
func drawRLScheduler(numbers []Number) (*plot.Figure, error) {
	d := plot.LevelsData{
		Title: "RLScheduler's heuristics: mean bounded slowdown",
		Note:  "discs: ours; crosses under them: what is known. Names run in the artifact's loop, constructions are ordinary policies.",
		X:     "mean bounded slowdown, mean over the windows",
	}
	log, _, _ := strings.Cut(numbers[0].Case, "/")
	for i := range numbers {
		if !strings.HasPrefix(numbers[i].Case, log+"/") {
			log = "" // several: their names matter
		}
	}
	for i := range numbers {
		n := &numbers[i]
		if n.Detail {
			continue
		}
		row := plot.LevelRow{Case: n.Case, Published: n.Published, Ours: n.Ours, Text: fmt.Sprintf("%.2f", n.Ours)}
		if log != "" {
			row.Case = strings.TrimPrefix(n.Case, log+"/")
		}
		if !math.IsNaN(n.Published) {
			row.Text = fmt.Sprintf("%.2f (%g)", n.Ours, math.Round(100*n.Published)/100)
		}
		d.Rows = append(d.Rows, row)
	}
	return plot.Levels(d)
}
