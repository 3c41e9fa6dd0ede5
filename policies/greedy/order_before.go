package greedy

import (
	"cmp"
	"math/bits"

	"skysim/sim"
)

// standing is a job's place in the order: the key, or the score of orders
// that change while jobs wait, then the number.
type standing struct {
	key    int64
	score  float64
	number int64
	id     sim.JobID
}

func (s standing) before(other standing) bool {
	return cmp.Or(cmp.Compare(s.key, other.key), cmp.Compare(s.score, other.score), cmp.Compare(s.number, other.number)) < 0
}

// Before reports whether a job comes before another in the order, as things are now.
// Either may wait or run: what runs is taken as if it had waited since it was
// submitted, and what is left of it is what its estimate leaves.
func (g *Policy) Before(v *sim.View, a, b sim.JobID) bool {
	g.greet(v)
	x, y := v.Job(a), v.Job(b)
	return g.standing(v, &x).before(g.standing(v, &y))
}

// standing returns a job's place in the order.
func (g *Policy) standing(v *sim.View, j *sim.JobInfo) standing {
	s := standing{number: j.Number, id: j.ID}
	switch key := g.key(); {
	case g.line.score != nil:
		s.score = g.line.score(j, v.Now())
	case g.opts.Order == SRPT && g.rank == nil && j.Running != 0:
		s.key = left(v, j)
	case key != nil:
		s.key = key(j)
	}
	return s
}

// left is what is left of the estimate of a job that runs, at speed 1,000,000
// ppm: nothing if it has overrun it.
func left(v *sim.View, j *sim.JobInfo) int64 {
	a := v.Attempt(j.Running)
	if a.End == 0 || a.Started == sim.Never {
		return remaining(j)
	}
	hi, lo := bits.Mul64(uint64(max(0, a.End.Sub(v.Now()))), uint64(a.Speed))
	if hi >= million {
		return last
	}
	work, _ := bits.Div64(hi, lo, million)
	return int64(min(work, last))
}
