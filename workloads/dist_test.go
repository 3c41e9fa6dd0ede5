package workloads

import (
	"math"
	"slices"
	"testing"
	"time"

	"skysim/sim"
)

// Moments over seeded streams; the tolerances are four standard errors, taken
// from the sample itself.
func TestMomentsOfDistributions(t *testing.T) {
	cases := []struct {
		name      string
		dist      Dist
		mean, cv2 float64 // cv2 < 0: not compared, the tail is too heavy for a sample
	}{
		{"deterministic", Deterministic(3), 3, 0},
		{"exponential", Exponential(3), 3, 1},
		{"log-normal", LogNormalMean(5, 0.5), 5, math.Exp(0.25) - 1},
		{"wide log-normal", LogNormalMean(5, 1.4), 5, -1},
		{"bounded Pareto", BoundedParetoMean(7, 1.3, 100), 7, -1},
		{"bounded Pareto with index 1", BoundedParetoMean(7, 1, 50), 7, -1},
		{"hyperexponential", Hyperexponential{0.9, 1, 11}, 2, (2*(0.9+0.1*121) - 4) / 4},
		{"cv2 of 0", WithCV2(2, 0), 2, 0},
		{"cv2 of 0.3", WithCV2(2, 0.3), 2, 0.3},
		{"cv2 of 0.5", WithCV2(2, 0.5), 2, 0.5},
		{"cv2 of 0.8", WithCV2(2, 0.8), 2, 0.8},
		{"cv2 of 1", WithCV2(2, 1), 2, 1},
		{"cv2 of 4", WithCV2(2, 4), 2, 4},
		{"choice", mustChoice([]float64{1, 2, 10}, []float64{2, 1, 1}), 3.5, (0.5+1+25)/12.25 - 1},
	}
	const n = 300_000
	for _, c := range cases {
		if got := c.dist.Mean(); math.Abs(got/c.mean-1) > 1e-12 {
			t.Errorf("%s: Mean() = %v, want %v", c.name, got, c.mean)
		}
		s, sum, sq := sim.NewStream(1, c.name), 0.0, 0.0
		for range n {
			x := c.dist.Draw(&s)
			if !(x >= 0) {
				t.Fatalf("%s: drew %v", c.name, x)
			}
			sum, sq = sum+x, sq+(x-c.mean)*(x-c.mean)
		}
		if got, tol := sum/n, 4*math.Sqrt(sq/n/n)+1e-9; math.Abs(got-c.mean) > tol {
			t.Errorf("%s: mean of draws %v, want %v ± %v", c.name, got, c.mean, tol)
		}
		if got := sq / n / (c.mean * c.mean); c.cv2 >= 0 && math.Abs(got-c.cv2) > 0.03*(1+c.cv2) {
			t.Errorf("%s: squared coefficient of variation %v, want %v", c.name, got, c.cv2)
		}
	}
}

// The whole shape, by Kolmogorov and Smirnov: with 20,000 draws, 99.9 % of
// samples stay within 1.95/√n of their distribution function.
func TestShapesOfDistributions(t *testing.T) {
	pareto := BoundedPareto{Alpha: 1.3, Lo: 120, Hi: 12000}
	cases := []struct {
		name string
		dist Dist
		cdf  func(x float64) float64
	}{
		{"exponential", Exponential(3), func(x float64) float64 { return -math.Expm1(-x / 3) }},
		{"log-normal", LogNormal{5, 1.4}, func(x float64) float64 { return 0.5 * math.Erfc(-math.Log(x/5)/1.4/math.Sqrt2) }},
		{"bounded Pareto", pareto, func(x float64) float64 {
			return (1 - math.Pow(120/x, 1.3)) / (1 - math.Pow(0.01, 1.3))
		}},
		{"hyperexponential", Hyperexponential{0.9, 1, 11}, func(x float64) float64 {
			return -0.9*math.Expm1(-x) - 0.1*math.Expm1(-x/11)
		}},
		{"two phases", WithCV2(2, 0.5), func(x float64) float64 { return 1 - math.Exp(-x)*(1+x) }},
	}
	const n = 20_000
	for _, c := range cases {
		s, xs := sim.NewStream(1, c.name), make([]float64, n)
		for i := range xs {
			xs[i] = c.dist.Draw(&s)
		}
		slices.Sort(xs)
		worst := 0.0
		for i, x := range xs {
			f := c.cdf(x)
			worst = max(worst, f-float64(i)/n, float64(i+1)/n-f)
		}
		if limit := 1.95 / math.Sqrt(n); worst > limit {
			t.Errorf("%s: %.4f away from its distribution, want at most %.4f", c.name, worst, limit)
		}
	}
}

func TestChoiceRefusesBadWeights(t *testing.T) {
	cases := []struct {
		name            string
		values, weights []float64
		want            string
	}{
		{"too few", []float64{1, 2}, []float64{1}, "1 weights for 2 values, want one for each"},
		{"negative", []float64{1, 2}, []float64{1, -1}, "weight 1 is -1, want a number from 0 up"},
		{"not a number", []float64{1}, []float64{math.NaN()}, "weight 0 is NaN, want a number from 0 up"},
		{"all zero", []float64{1, 2}, []float64{0, 0}, "the weights sum to 0, want more than 0"},
		{"none", nil, nil, "the weights sum to 0, want more than 0"},
	}
	for _, c := range cases {
		if _, err := NewChoice(c.values, c.weights); err == nil || err.Error() != c.want {
			t.Errorf("%s: error %v, want %s", c.name, err, c.want)
		}
	}
}

func TestNanosecondsRound(t *testing.T) {
	cases := []struct {
		ns   float64
		want time.Duration
	}{
		{0, 0}, {0.49, 0}, {0.5, 1}, {0.49999999999999994, 0}, {1.5, 2},
		{1<<52 + 1, 1<<52 + 1}, {1e30, time.Duration(sim.Never)}, {math.Inf(1), time.Duration(sim.Never)}, {math.NaN(), time.Duration(sim.Never)},
	}
	for _, c := range cases {
		if got := nanoseconds(c.ns); got != c.want {
			t.Errorf("nanoseconds(%v) = %d, want %d", c.ns, got, c.want)
		}
	}
}
