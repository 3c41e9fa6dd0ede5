package stats

import (
	"math"
	"slices"
)

// Mean returns the arithmetic mean of values, in their unit, and NaN when
// there are none.
func Mean(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// Variance returns the sample variance of values (divided by n-1), in their
// unit squared, and NaN when there are fewer than two. Equal values have
// variance exactly zero, although their mean may round.
func Variance(values []float64) float64 {
	if len(values) < 2 {
		return math.NaN()
	}
	if constant(values) {
		return 0
	}
	mean, sum := Mean(values), 0.0
	for _, v := range values {
		d := v - mean
		sum += float64(d * d)
	}
	return sum / float64(len(values)-1)
}

// Median returns the middle value, or the mean of the two middle ones, and
// NaN when there are none. It does not reorder values.
func Median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(values))
	if n%2 == 1 {
		return s[n/2]
	}
	return s[n/2-1] + (s[n/2]-s[n/2-1])/2
}

// constant reports whether all values are equal.
func constant(values []float64) bool {
	for _, v := range values {
		if v != values[0] {
			return false
		}
	}
	return true
}
