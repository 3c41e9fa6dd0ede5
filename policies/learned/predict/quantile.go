package predict

import (
	"math"
	"slices"
)

// quantile returns the q-quantile of a sorted sample by the rule that is exact for coverage of a
// next observation: the ⌈q·(n+1)⌉-th smallest, held within the sample. NaN for an empty one.
func quantile(sorted []float64, q float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	rank := int(math.Ceil(float64(q * float64(n+1))))
	return sorted[min(max(rank, 1), n)-1]
}

// mean returns the mean, added up from the first on, and NaN for none.
func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// sorted returns a sorted copy.
func sorted(x []float64) []float64 {
	c := slices.Clone(x)
	slices.Sort(c)
	return c
}

// Pinball returns the loss of a forecast of the q-quantile: q·(y−f) if the truth y lies above it, else
// (1−q)·(f−y). Its mean is least for the true quantile; at q = ½ it is half the absolute error.
func Pinball(y, forecast, q float64) float64 {
	if y >= forecast {
		return float64(q * (y - forecast))
	}
	return float64((1 - q) * (forecast - y))
}
