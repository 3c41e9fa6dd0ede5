package greedy

import (
	"math"
	"math/bits"

	"skysim/sim"
)

const million = 1_000_000

// runTime returns ⌈d·10⁶/speed⌉, cut at limit if there is one: how long a job
// runs at a speed in parts per million.
func runTime(d sim.Duration, speed int64, limit sim.Duration) sim.Duration {
	run := d
	if speed != million {
		hi, lo := bits.Mul64(uint64(d), million)
		lo, carry := bits.Add64(lo, uint64(speed-1), 0)
		if hi += carry; hi >= uint64(speed) {
			run = math.MaxInt64
		} else if q, _ := bits.Div64(hi, lo, uint64(speed)); q > math.MaxInt64 {
			run = math.MaxInt64
		} else {
			run = sim.Duration(q)
		}
	}
	if limit > 0 && run > limit {
		return limit
	}
	return run
}

// billed returns the time that a provider bills for a use of d. No use is not
// billed: it is not what a machine costs but what a task adds that counts.
func billed(b *sim.Billing, d sim.Duration) sim.Duration {
	if d <= 0 {
		return 0
	}
	return b.Time(min(d, 1<<62)) // far from where rounding up overflows
}

// times returns w·n for n ≥ 0.
func times(w sim.Wide, n int) sim.Wide {
	var sum sim.Wide
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			sum = sum.Plus(w)
		}
		w = w.Plus(w)
	}
	return sum
}

// key ranks candidates: the smaller one, position by position, is better.
type key [4]int64

func (k *key) less(other *key) bool {
	for i := range k {
		if k[i] != other[i] {
			return k[i] < other[i]
		}
	}
	return false
}

// wide returns the two positions of a key that order as w does.
func wide(w sim.Wide) (hi, lo int64) {
	return w.Hi, int64(w.Lo ^ 1<<63)
}
