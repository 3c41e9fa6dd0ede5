package greedy

import "skysim/sim"

// Class is a kind of demand and how many jobs have it.
type Class struct {
	Demand sim.Demand // of one task
	Count  int64      // tasks, of all jobs that have it
}

// Expect tells the policy beforehand which demands its jobs will have, most
// frequent first. Placements that weigh what is left on a machine by the jobs
// still to come use it; without it they go by the jobs that they have seen. It
// must be called before the first Decide.
func (g *Policy) Expect(classes []Class) { g.expected = classes }
