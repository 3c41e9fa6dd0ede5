package greedy

import "skysim/sim"

// random takes any feasible place, each machine and each offer being as likely
// as the others: every candidate draws a number and the smallest wins. The
// draws belong to the job and its try, so that they do not depend on what was
// decided for others.
type random struct{}

func (random) rank(r *request, _ *candidate) key {
	return key{int64(r.draws.Uint64() >> 1)}
}

func (random) enough(*request, *candidate, sim.Rate) bool { return false }
