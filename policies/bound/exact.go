package bound

import (
	"math"
	"math/big"
	"math/bits"

	"skysim/sim"
)

// mulDiv returns ⌊a·b/d⌋ for a, b ≥ 0 and d > 0, at most the largest int64, and
// whether that is exact.
func mulDiv(a, b, d int64) (q int64, exact bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi >= uint64(d) {
		return math.MaxInt64, true
	}
	u, rest := bits.Div64(hi, lo, uint64(d))
	if u > math.MaxInt64 {
		return math.MaxInt64, true
	}
	return int64(u), rest == 0
}

// times returns a·b for a, b ≥ 0, at most the largest int64.
func times(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 || lo > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(lo)
}

// Rates are 2⁻⁸ pico-dollars per hour, so that a small price loses nothing that
// matters, and amounts are rates × nanoseconds.
const (
	fine    = 8
	perNano = 1000 * int64(hour) << fine // amount of one nano-dollar
	dearest = int64(1) << 60             // no rate is above it, so that amounts can be added
)

// rate returns ⌊price·part·2⁻²⁴⌋, where price is in pico-dollars per hour and part in
// 2⁻³²: a rate.
func rate(price, part int64) int64 {
	hi, lo := bits.Mul64(uint64(price), uint64(part))
	if hi >= 1<<20 {
		return dearest
	}
	return min(dearest, int64(hi<<(64-32+fine)|lo>>(32-fine)))
}

// dollars returns amount/perNano in nano-dollars, rounded down or up.
func dollars(amount *big.Int, up bool) sim.Money {
	q, rest := new(big.Int).DivMod(amount, big.NewInt(perNano), new(big.Int)) // Euclidean: down, as the divisor is positive
	if up && rest.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	switch {
	case q.IsInt64():
		return sim.Money(min(max(q.Int64(), -endless/4), endless/4)) // more than any bill
	case q.Sign() < 0:
		return -endless / 4
	}
	return endless / 4
}

// less reports whether a < b.
func less(a, b sim.Wide) bool { return a.Hi < b.Hi || a.Hi == b.Hi && a.Lo < b.Lo }
