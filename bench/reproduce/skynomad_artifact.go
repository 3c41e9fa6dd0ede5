package reproduce

import (
	"cmp"
	"math"

	"skysim/policies"
	optimum "skysim/policies/dp/spot"
	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
)

// The artifact's Uniform Progress is that of package policies/spot but for its
// arithmetic and its bill:
//
//   - It compares what is done with an even progress in float64, as t·C/D in seconds. Where both
//     are the same the last bit decides, and a job that would have stayed on demand goes back to
//     spot machines, or does not. The honest policy, uniform(every=10m), compares exactly.
//   - A time that a product of hours makes longer than a whole second by a last bit counts for
//     one tick more where ticks are rounded up, and a deadline that is shorter by one for one tick less.
//   - A job that cannot be late is late all the same when its deadline leaves no room for the first
//     overhead (a ratio of 1): the artifact then stays on demand from the beginning, and stops
//     to bill in whole ticks at the deadline. What is left is billed as far as it is used. The honest bill
//     has the last tick whole, as that of every job in time.
//
// nomadArtifact does the first two; nomadBill.artifact the third.
type nomadArtifact struct{ work, deadline float64 } // seconds

// Choose goes by the rule, also when the job is late.
func (a nomadArtifact) Choose(s *spot.Situation) spot.Kind {
	p := s.Progress
	p.Work = sim.Duration(math.Ceil(a.work * 1e9))
	p.Deadline = sim.Duration(math.Floor(a.deadline * 1e9))
	return spot.UniformBy(p, func(then sim.Duration) int {
		even := float64(then.Seconds()*a.work) / a.deadline
		return cmp.Compare(p.Done.Seconds(), even)
	})
}

// uniform is the artifact's policy for the job.
func (j *nomadJob) uniform() (sim.Policy, error) {
	with := greedy.Default()
	with.Idle = 0
	rest, err := greedy.New(with, 1)
	if err != nil {
		return nil, err
	}
	return spot.New(spot.Options{Name: "uniform", Every: j.tick, Rest: rest}, nomadArtifact{j.workSeconds, j.deadlineSeconds})
}

// policy is one as everybody can write it, that looks at the job on every tick.
func (j *nomadJob) policy(use string) (sim.Policy, error) {
	call, err := grammar.Parse(use)
	if err != nil {
		return nil, err
	}
	return policies.Parse(call.With("every", grammar.Duration(j.tick)).String(), policies.Env{Seed: 1})
}

// artifact is the bill as the artifact has it: by its rule for such a job or, of a job that is late, as far as its
// last tick is used.
func (b *nomadBill) artifact(rule optimum.Billing) float64 {
	if b.late() {
		rule = optimum.Used
	}
	return b.by(rule)
}
