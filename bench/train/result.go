package train

import (
	"fmt"

	"skysim/bench/plot"
	"skysim/bench/table"
)

// Figure draws the learning curve, in units of the usual heuristic, which is the line at 1:
// the candidates of each generation, and the mean of the next on cases that stay the same.
func (r *Result) Figure() (*plot.Figure, error) {
	var best, middle, usual, fixed []plot.XY
	for i, p := range r.Curve {
		x := float64(i + 1)
		best = append(best, plot.XY{X: x, Y: p.Best})
		middle = append(middle, plot.XY{X: x, Y: p.Middle})
		fixed = append(fixed, plot.XY{X: x, Y: p.Fixed})
		usual = append(usual, plot.XY{X: x, Y: 1})
	}
	return plot.Curves(plot.CurvesData{
		Head: plot.Head{
			Title:    fmt.Sprintf("train %s, seed %d", r.Task, r.Weights.Provenance.Seed),
			Note:     "on training data; every generation tries its candidates on cases of its own, and their mean on the same ones",
			Policies: []string{"mean, fixed cases", "median candidate", "best candidate", r.Usual},
		},
		X: "generation", Y: r.Unit, Counts: true, Marked: true,
		Panels: []plot.CurvesPanel{{Ours: [][]plot.XY{fixed, middle, best, usual}}},
	})
}

// Table prints the report on held-out data.
func (r *Result) Table() *table.Table {
	report := &r.Weights.HeldOut[0]
	t := table.New(r.Task+" on held-out data: "+report.On,
		table.Column{Title: "policy"}, table.Column{Title: report.Metric}, table.Column{Title: "of the best"})
	best := report.Rows[0].Value
	for _, row := range report.Rows {
		t.Add(table.Text(row.Policy), table.Fixed(row.Value, 2), table.Percent(row.Value/best, 1))
	}
	for _, also := range r.Weights.HeldOut {
		if also.Note != "" {
			t.Notes = append(t.Notes, also.On+": "+also.Note)
		}
	}
	for _, p := range r.Weights.Parameters {
		t.Notes = append(t.Notes, fmt.Sprintf("%s = %.6g %s: %s", p.Name, p.Value, p.Unit, p.Doc))
	}
	t.Notes = append(t.Notes, "trained on "+r.Weights.Provenance.TrainedOn)
	return t
}
