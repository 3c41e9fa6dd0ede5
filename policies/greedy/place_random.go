package greedy

import (
	"math"

	"skysim/sim"
)

// random takes any feasible place, each machine and each offer being as likely
// as the others: every candidate draws a number and the smallest wins. The
// draws belong to the job and its try, so that they do not depend on what was
// decided for others.
type random struct{}

func (random) rank(r *request, _ *candidate) key {
	return key{int64(r.draws.Uint64() >> 1)}
}

// drawn is random or scatter where nothing is for rent: the draws that rank would
// make, without the candidates.
type drawn struct{ seed uint64 }

func (s drawn) existing(v *sim.View, j sim.JobID) (best sim.MachineID) {
	job := v.Job(j)
	draws := sim.NewStream(s.seed, "policy", uint64(job.Number), uint64(job.Attempts))
	least := uint64(math.MaxUint64)
	for m := v.FirstFit(j); m != 0; m = v.NextFit(j, m) {
		if draw := draws.Uint64() >> 1; draw < least {
			best, least = m, draw
		}
	}
	return best
}

func (drawn) needs() sim.Needs { return sim.Needs{FirstFit: true} }

func (random) enough(*request, *candidate, sim.Rate) bool { return false }
