package assign

import "skysim/sim"

// newDraws returns a source of numbers below n.
func newDraws(seed uint64) func(n int64) int64 {
	s := sim.NewStream(seed, "assign")
	return func(n int64) int64 { return s.Int64N(n) }
}
