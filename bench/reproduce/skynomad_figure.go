package reproduce

import (
	"math"
	"slices"

	"skysim/bench/plot"
)

// nomadCurves are the strategies that are drawn, by name.
var nomadCurves = []struct{ strategy, name string }{
	{nomadUniform, "UP"},
	{"multi_region_availability_probe_simple", "UP(A)"},
	{nomadEager, "UP(S)"},
	{"unified_cost_model_risk", "SkyNomad"},
	{nomadOptimum, "Optimal"},
}

// drawNomad draws mean costs by deadline ratio, of the table with most ratios; nil if none has two.
func drawNomad(tables []*nomadTable) (*plot.Figure, error) {
	var means []nomadMean
	most := 1
	for _, t := range tables {
		all := slices.DeleteFunc(t.means(), func(m nomadMean) bool { return math.IsNaN(m.best) })
		if n := len(slices.CompactFunc(slices.Clone(all), func(a, b nomadMean) bool { return a.ratio == b.ratio })); n > most {
			most, means = n, all
		}
	}
	if means == nil {
		return nil, nil
	}
	d := plot.CurvesData{X: "deadline beyond the run time (%)", Y: "mean cost ($)"}
	d.Title = "skynomad: what a later deadline saves on spot markets"
	d.Note = "broad and light: published; thin: ours, of which those beside SkyNomad and UP(A) are policies of our own"
	var panel plot.CurvesPanel
	for _, c := range nomadCurves {
		var theirs, ours []plot.XY
		for i := range means {
			m := &means[i]
			if m.strategy != c.strategy {
				continue
			}
			slack := (m.ratio - 1) * 100
			theirs = append(theirs, plot.XY{X: slack, Y: m.paid})
			if y, _ := m.ours(); !math.IsNaN(y) {
				ours = append(ours, plot.XY{X: slack, Y: y})
			}
		}
		d.Policies = append(d.Policies, c.name)
		panel.Published, panel.Ours = append(panel.Published, theirs), append(panel.Ours, ours)
	}
	d.Panels = []plot.CurvesPanel{panel}
	return plot.Curves(d)
}
