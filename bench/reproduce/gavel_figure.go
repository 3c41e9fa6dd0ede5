package reproduce

import "skysim/bench/plot"

// gavelLow is up to how many hours the second panel goes.
const gavelLow = 30

// drawGavel draws the published numbers of jobs on one GPU over their rates, all of them, and
// ours where there are some; and once more what lies low. Without any there is no figure.
func drawGavel(all []*gavelSeries) (*plot.Figure, error) {
	d := plot.CurvesData{X: "jobs per hour", Y: "mean time from arrival to end (h)", Marked: true}
	d.Title = "Gavel: mean completion time by arrival rate"
	d.Note = "thin, with markers where it was run: ours; broad and light: published. Jobs 4000 to 4999, mean of three seeds; fifo_perf is gated up to 5.2 jobs per hour."
	for _, p := range gavelPolicies {
		d.Policies = append(d.Policies, p.name)
	}
	n := len(gavelPolicies)
	whole := plot.CurvesPanel{Title: "all", Published: make([][]plot.XY, n), Ours: make([][]plot.XY, n)}
	low := plot.CurvesPanel{Title: "what takes up to 30 hours", Published: make([][]plot.XY, n), Ours: make([][]plot.XY, n)}
	drawn := false
	for i, p := range gavelPolicies {
		for _, s := range all {
			if s.section != gavelSection || s.policy != p.name || s.label != "" {
				continue
			}
			drawn = true
			for _, at := range s.curve {
				add(&whole.Published[i], &low.Published[i], at)
			}
			for k, rate := range s.rates {
				add(&whole.Ours[i], &low.Ours[i], plot.XY{X: rate, Y: s.ours[k]})
			}
		}
	}
	if !drawn {
		return nil, nil
	}
	d.Panels = []plot.CurvesPanel{whole, low}
	return plot.Curves(d)
}

// add puts a point on a curve, and on the other if it is low.
func add(whole, low *[]plot.XY, at plot.XY) {
	*whole = append(*whole, at)
	if at.Y <= gavelLow {
		*low = append(*low, at)
	}
}
