package reproduce

import (
	"math"

	"skysim/bench/stats"
)

// runMean is what one run found: a mean after warm-up, and a control.
type runMean struct {
	mean float64
	// control is something about the run whose expectation is exactly 0 and that the
	// mean goes along with: how much more work came in its time than was to be
	// expected. It is 0 where there is none.
	control float64
}

// estimate returns the mean of the samples with a simultaneous interval at a level. Where
// there is a control, its part in the differences between the runs is taken out
// by regression: what the mean would have been had the control been 0, as it is on average. For
// queues under load that halves the variance.
//
// Reference: S. S. Lavenberg, P. D. Welch, A perspective on the use of control variables to
// increase the efficiency of Monte Carlo simulations, Management Science 27, 1981.
func estimate(samples []runMean, level float64) stats.Interval {
	n := float64(len(samples))
	var y, x float64 // means
	plain := make([]float64, len(samples))
	for i, s := range samples {
		plain[i] = s.mean
		y += s.mean / n
		x += s.control / n
	}
	var xx, xy, yy float64
	for _, s := range samples {
		dx, dy := s.control-x, s.mean-y
		xx += float64(dx * dx)
		xy += float64(dx * dy)
		yy += float64(dy * dy)
	}
	if xx == 0 || len(samples) < 4 {
		return stats.MeanInterval(plain, level)
	}
	slope := xy / xx
	left := math.Max(0, yy-float64(slope*xy)) / (n - 2) // variance that the control does not explain
	half := stats.TQuantile(0.5+level/2, len(samples)-2) * math.Sqrt(left*(1/n+float64(x*x)/xx))
	center := y - float64(slope*x)
	return stats.Interval{Center: center, Low: center - half, High: center + half, Level: level, N: len(samples)}
}

// simultaneous is the level of each of so many intervals that all of them hold
// together with probability 0.99 at least, by Bonferroni's inequality.
func simultaneous(rows int) float64 { return 1 - (1-0.99)/float64(max(rows, 1)) }
