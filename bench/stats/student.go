package stats

import "math"

// TQuantile returns the p quantile of Student's t distribution with df ≥ 1
// degrees of freedom, and NaN for p outside (0, 1) or df < 1.
//
// Note: gonum's quantile goes through Lgamma and Exp, whose last bits depend
// on the processor. For whole degrees of freedom the distribution function is
// a finite sum of products, so bisection on it needs nothing that could
// differ between builds.
//
// References: Abramowitz and Stegun, Handbook of Mathematical Functions,
// 26.7.3 and 26.7.4.
func TQuantile(p float64, df int) float64 {
	switch {
	case !(p > 0 && p < 1) || df < 1:
		return math.NaN()
	case p == 0.5:
		return 0
	case p < 0.5:
		return -TQuantile(1-p, df)
	}
	low, high := 0.0, 1.0
	for tCDF(high, df) < p && high < 1e15 {
		low, high = high, float64(2*high)
	}
	for {
		mid := low + (high-low)/2
		if mid <= low || mid >= high {
			return high
		}
		if tCDF(mid, df) < p {
			low = mid
		} else {
			high = mid
		}
	}
}

// seriesLimit is where the t distribution is taken as normal enough to stop
// counting degrees: the quantiles differ by less than 1e-6 from there on.
const seriesLimit = 100_000

// tCDF returns P(T ≤ t) for t ≥ 0.
func tCDF(t float64, df int) float64 {
	df = min(df, seriesLimit)
	n := float64(df)
	r := math.Sqrt(n + float64(t*t))
	sin, cos2 := t/r, n/(n+float64(t*t))
	// The even series is 1 + (1/2)cos² + (1·3)/(2·4)cos⁴ + …, the odd one
	// cos + (2/3)cos³ + (2·4)/(3·5)cos⁵ + …; both have df/2 terms.
	sum, term, first := 0.0, 1.0, 2
	if df%2 == 1 {
		term, first = math.Sqrt(cos2), 3
	}
	for k := first; k <= df; k += 2 {
		sum += term
		term *= float64(cos2*float64(k-1)) / float64(k)
	}
	a := float64(sin * sum)
	if df%2 == 1 {
		a = float64((2 / math.Pi) * (atan(t/math.Sqrt(n)) + a))
	}
	return 0.5 + a/2
}

// atan returns the arc tangent of x ≥ 0: three halvings of the angle, then
// its power series.
func atan(x float64) float64 {
	if x > 1 {
		return math.Pi/2 - atan(1/x)
	}
	for range 3 {
		x = x / (1 + math.Sqrt(1+float64(x*x)))
	}
	x2, sum, power := float64(x*x), 0.0, x
	for k := 1; k < 22; k += 2 {
		sum += power / float64(k)
		power = -float64(power * x2)
	}
	return 8 * sum
}
