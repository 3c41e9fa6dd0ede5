package bench

import (
	"cmp"
	"slices"

	"skysim/bench/plot"
)

// curvePoints is how many points a curve of a figure has at most.
const curvePoints = 400

// pool makes one distribution of the waits of several runs. Every stored point
// stands for the jobs between it and the point before. Jobs that never started
// keep the curve below one.
func pool(rows []Row, stored map[string][]WaitPoint) []plot.CumulativePoint {
	type weighted struct {
		wait int64
		jobs float64
	}
	var all []weighted
	submitted := 0.0
	for i := range rows {
		submitted += float64(rows[i].Submitted)
		before := int64(0)
		for _, p := range stored[rows[i].Hash] {
			all = append(all, weighted{p.Wait, float64(rows[i].Started*(p.Share-before)) / 1000})
			before = p.Share
		}
	}
	slices.SortStableFunc(all, func(a, b weighted) int { return cmp.Compare(a.wait, b.wait) })
	var curve []plot.CumulativePoint
	jobs := 0.0
	for i, w := range all {
		jobs += w.jobs
		last := i == len(all)-1
		if !last && (all[i+1].wait == w.wait || (w.wait > 0 && i%(len(all)/curvePoints+1) != 0)) {
			continue
		}
		curve = append(curve, plot.CumulativePoint{Seconds: float64(w.wait) / 1e9, Fraction: min(1, jobs/submitted)})
	}
	return curve
}

// course turns the samples of a run into curves over time, up to where all but
// a two-hundredth of the bill is spent: one last long job would otherwise leave
// most of the figure empty.
func course(points []SeriesPoint, gpu bool) plot.TimeSeries {
	var t plot.TimeSeries
	if len(points) == 0 {
		return t
	}
	width := points[0].At
	bill := 0.0
	for _, p := range points {
		bill += float64(p.Spent)
	}
	spent, up := 0.0, 0 // up counts the points until the last machine was there
	for i, p := range points {
		if bill > 0 && spent >= 0.995*bill {
			break
		}
		spent += float64(p.Spent)
		at := float64(p.At-width) / 1e9
		used, available := p.OwnedCPUUsed+p.RentedCPUUsed, p.OwnedCPUAvailable+p.RentedCPUAvailable
		if gpu {
			used, available = p.OwnedGPUUsed+p.RentedGPUUsed, p.OwnedGPUAvailable+p.RentedGPUAvailable
		}
		share := 0.0
		if available > 0 {
			share = float64(used) / float64(available)
			up = i + 1
		}
		t.Utilisation = append(t.Utilisation, plot.TimePoint{Seconds: at, Value: share})
		t.Spending = append(t.Spending, plot.TimePoint{Seconds: at, Value: float64(p.Spent) / 1e9 / (float64(width) / 3.6e12)})
	}
	t.Utilisation = t.Utilisation[:up]
	return t
}
