package stats

import "math"

// Interval is an estimate with a confidence interval around it.
type Interval struct {
	Center float64 // the estimate, in the unit of the samples
	Low    float64 // lower end; -Inf when the samples cannot say
	High   float64 // upper end; +Inf when the samples cannot say
	Level  float64 // confidence, as in 0.95
	N      int     // independent values behind it
}

// MeanInterval returns the mean of values with Student's t interval at the
// given level (0.95 for 95 %). One value gives an unbounded interval, none a
// Center of NaN as well: too little is known, which is not an error.
func MeanInterval(values []float64, level float64) Interval {
	return meanInterval(Mean(values), Variance(values), len(values), level)
}

// meanInterval is MeanInterval from a mean and a sample variance.
func meanInterval(mean, variance float64, n int, level float64) Interval {
	half := math.Inf(1)
	if n >= 2 {
		half = TQuantile(0.5+level/2, n-1) * math.Sqrt(variance/float64(n))
	}
	return around(mean, half, level, n)
}

// around returns center ± half.
func around(center, half, level float64, n int) Interval {
	return Interval{Center: center, Low: center - half, High: center + half, Level: level, N: n}
}

// Contains reports whether x lies in the interval, ends included.
func (i Interval) Contains(x float64) bool { return i.Low <= x && x <= i.High }

// Bounded reports whether both ends are finite.
func (i Interval) Bounded() bool { return i.High-i.Low < math.Inf(1) }

// Scale returns the interval with its estimate and ends multiplied by k > 0,
// to change the unit.
func (i Interval) Scale(k float64) Interval {
	i.Center, i.Low, i.High = i.Center*k, i.Low*k, i.High*k
	return i
}

// Change returns a ratio's interval as a relative change: 0.88 becomes -0.12.
func (i Interval) Change() Interval {
	i.Center, i.Low, i.High = i.Center-1, i.Low-1, i.High-1
	return i
}
