package stats

import (
	"math"
	"math/rand/v2"
	"slices"
)

// signs counts the negative, zero and positive differences.
func signs(diff []float64) (lower, equal, higher int) {
	for _, d := range diff {
		switch {
		case d < 0:
			lower++
		case d > 0:
			higher++
		default:
			equal++
		}
	}
	return lower, equal, higher
}

// signTest returns the exact two-sided p value of the sign test: how often a
// fair coin would fall at least this unevenly. Ties are left out.
func signTest(lower, higher int) float64 {
	n, k := lower+higher, min(lower, higher)
	if n == 0 {
		return 1
	}
	// sum·2^exponent is the tail; it is scaled as it grows, so that thousands
	// of seeds neither overflow nor underflow.
	term, sum, exponent := 1.0, 0.0, -n
	for i := 0; i <= k; i++ {
		sum += term
		term = float64(term*float64(n-i)) / float64(i+1)
		if term > 0x1p500 {
			sum, term, exponent = math.Ldexp(sum, -500), math.Ldexp(term, -500), exponent+500
		}
	}
	return min(1, math.Ldexp(sum, exponent+1))
}

// exactPairs is the largest number of pairs whose 2ⁿ sign patterns are all
// tried; above, as many patterns are drawn.
const exactPairs = 16

// flipTest returns the two-sided p value of the sign-flip test: if policy and
// baseline were alike, each paired difference could as well have had the
// other sign; p is the share of sign patterns whose sum is at least as far
// from zero as the one seen.
func (o Options) flipTest(diff []float64) float64 {
	n := len(diff)
	seen, size := 0.0, 0.0
	for _, d := range diff {
		seen += d
		size += math.Abs(d)
	}
	if size == 0 {
		return 1
	}
	// Patterns with the same sum may round differently: count them as equal.
	limit := math.Abs(seen) - float64(1e-12*size)
	if n <= exactPairs {
		count := 0
		for mask := range uint64(1) << n {
			if math.Abs(flipped(diff, mask)) >= limit {
				count++
			}
		}
		return float64(count) / float64(uint64(1)<<n)
	}
	const draws = 1 << exactPairs
	rng, count := rand.New(rand.NewPCG(o.Seed, streamFlips)), 1 // 1: the pattern seen
	for range draws {
		if math.Abs(flippedAtRandom(diff, rng)) >= limit {
			count++
		}
	}
	return float64(count) / (draws + 1)
}

// flipped sums diff with the signs of mask's set bits reversed.
func flipped(diff []float64, mask uint64) float64 {
	sum := 0.0
	for i, d := range diff {
		if mask>>i&1 != 0 {
			d = -d
		}
		sum += d
	}
	return sum
}

// flippedAtRandom sums diff with random signs.
func flippedAtRandom(diff []float64, rng *rand.Rand) float64 {
	sum, bits := 0.0, uint64(0)
	for i, d := range diff {
		if i%64 == 0 {
			bits = rng.Uint64()
		}
		if bits>>(i%64)&1 != 0 {
			d = -d
		}
		sum += d
	}
	return sum
}

// seedsFor returns the number of pairs an exact test needs at least to reach
// alpha when it is the first of m in Holm's order: m·2/2ⁿ ≤ alpha.
func seedsFor(alpha float64, m int) int {
	n := 1
	for float64(m)*math.Ldexp(1, 1-n) > alpha && n < 60 {
		n++
	}
	return n
}

// Holm returns the p values adjusted for being several, by Holm's step-down
// method: reject where the adjusted value is at most α, and the chance of any
// false rejection is at most α. The order of p is kept; NaN counts as 1.
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	clean := slices.Clone(p)
	for i := range p {
		order[i] = i
		if math.IsNaN(p[i]) {
			clean[i] = 1
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case clean[a] < clean[b]:
			return -1
		case clean[a] > clean[b]:
			return 1
		}
		return 0
	})
	adjusted, worst := make([]float64, len(p)), 0.0
	for rank, i := range order {
		worst = max(worst, min(1, float64(len(p)-rank)*clean[i]))
		adjusted[i] = worst
	}
	return adjusted
}
