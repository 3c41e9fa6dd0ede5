package greedy

import "skysim/sim"

// Rank is an order that comes from outside, as a learned one does.
type Rank interface {
	// Score returns a number for a job as things are now, the smaller first. It must
	// not be NaN, and must depend on nothing but the job and the instant.
	Score(j *sim.JobInfo, now sim.Time) float64
	// Steady reports whether no two jobs ever change places while they wait. Then Score is
	// asked once, when a job enters the queue, with the instant of its submission for now.
	Steady() bool
}

// RankBy puts an order from outside in the place of the Order option. It must be called
// before the first Decide. The construction does not show it: whoever calls this prints
// a construction of its own.
func (g *Policy) RankBy(r Rank) { g.rank = r }

// key is that of the order in force; see Options.key.
func (g *Policy) key() func(*sim.JobInfo) int64 {
	switch {
	case g.rank == nil:
		return g.opts.key()
	case g.rank.Steady():
		return func(j *sim.JobInfo) int64 { return ordered(g.rank.Score(j, j.Submit)) }
	}
	return nil
}

// score is that of the order in force; see Options.score.
func (g *Policy) score() func(*sim.JobInfo, sim.Time) float64 {
	switch {
	case g.rank == nil:
		return g.opts.score()
	case g.rank.Steady():
		return nil
	}
	return g.rank.Score
}

// Processors returns what orders call processors: what a job occupies with all its tasks,
// in GPUs if it has any, else in vCPUs.
func Processors(j *sim.JobInfo) float64 { return processors(j) }
