package greedy

import "skysim/sim"

// fastest is expected to end first; equal ends go to the lower cost.
type fastest struct{}

func (fastest) rank(_ *request, c *candidate) key {
	hi, lo := wide(c.cost)
	return key{int64(c.finish), hi, lo}
}

func (fastest) enough(*request, *candidate, sim.Rate) bool { return false }
