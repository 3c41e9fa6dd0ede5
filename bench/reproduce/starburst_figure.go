package reproduce

import (
	"context"

	"skysim/bench/plot"
)

// drawStarburst draws what each policy costs for how long it lets jobs wait, with
// the paper's machines and jobs and its own honest bill.
func drawStarburst(ctx context.Context, lab *Lab) (*plot.Figure, error) {
	s := starburstPaper()
	s.cases = nil
	kinds := []struct {
		name string
		kind starburstKind
		to   float64 // the largest parameter
	}{{"Constant-Wait", constantWait, 1}, {"Compute-Wait", computeWait, 0.5}, {"Star-Wait", starWait, 0.5}}
	const steps = 16
	for _, k := range kinds {
		for i := range steps + 1 {
			s.cases = append(s.cases, starburstCase{kind: k.kind, by: k.to * float64(i) / steps})
		}
	}
	rows, err := s.rows(ctx, lab, nil)
	if err != nil {
		return nil, err
	}
	d := plot.CurvesData{X: "mean time from arrival to end beyond the run time (h)", Y: "cloud cost ($)"}
	d.Title = "starburst: what waiting saves"
	d.Note = "500 jobs, 4 nodes of 8 GPUs, cloud at $2.50 per GPU-hour; each policy over its parameter; trials billed"
	var panel plot.CurvesPanel
	for i, k := range kinds {
		d.Policies = append(d.Policies, k.name)
		var curve []plot.XY
		for j := range steps + 1 {
			r := &rows[i*(steps+1)+j]
			end, _ := r.Metric("turnaround_mean_seconds")
			curve = append(curve, plot.XY{X: end/3600 - meanRun(s), Y: float64(r.Cost) / 1e9})
		}
		panel.Ours = append(panel.Ours, curve)
	}
	d.Panels = []plot.CurvesPanel{panel}
	return plot.Curves(d)
}

// meanRun is the mean run time of the jobs of a set, in hours.
func meanRun(s *starburstSet) float64 {
	sum := 0.0
	jobs := starburstJobs(uint32(s.seed), int(s.jobs), s.rate)
	for _, j := range jobs {
		sum += j.run
	}
	return sum / float64(len(jobs))
}
