package spot

import (
	"math"
	"math/bits"

	"skysim/sim"
)

// Cost is an amount of pico-dollars (10⁻¹² USD), as the integers of a sim.Rate.
type Cost int64

// none is the cost of what cannot be done. It leaves room for one sum.
const none = Cost(math.MaxInt64 / 4)

// Money rounds to nano-dollars, half to even.
func (c Cost) Money() sim.Money {
	q, r := c/1000, c%1000
	if r > 500 || r == 500 && q&1 == 1 {
		q++
	}
	return sim.Money(q)
}

// String writes the exact amount, as in $12.5.
func (c Cost) String() string { return sim.Rate(c).String() }

// forTime returns what a machine costs for a time that is not negative: one line, rounded half to even.
// It reports whether that is less than none.
func forTime(price sim.Rate, d sim.Duration) (Cost, bool) {
	const hour = 3600 * 1_000_000_000
	hi, lo := bits.Mul64(uint64(price), uint64(d))
	if hi >= hour {
		return 0, false
	}
	q, r := bits.Div64(hi, lo, hour)
	if r > hour/2 || r == hour/2 && q&1 == 1 {
		q++
	}
	return Cost(q), q < uint64(none)
}

// EqualMoves returns a Problem.Move in which every move between two of so many
// regions costs the same.
func EqualMoves(regions int, c Cost) [][]Cost {
	m := make([][]Cost, regions)
	for i := range m {
		m[i] = make([]Cost, regions)
		for j := range m[i] {
			if i != j {
				m[i][j] = c
			}
		}
	}
	return m
}
