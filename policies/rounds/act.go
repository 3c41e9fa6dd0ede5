package rounds

import (
	"slices"

	"skysim/sim"
)

// start is a job to be started, and where.
type start struct {
	job int32
	at  []sim.Place
}

// act carries a round out. Jobs that go on stay where they are; the others are stopped
// first and then started, in order of number, on the oldest machines that are
// left. Where tasks differ in size, what was room enough when the round was tried out
// may be none: then a job stays where it is if it can, or waits for a round. So does one that
// a quota or a partition keeps from starting. Jobs that are away stay as they are.
func (p *Policy) act(v *sim.View, plan *sim.Plan) {
	for i := range p.jobs {
		if j := &p.jobs[i]; j.attempt != 0 && j.next == j.on {
			p.keep(v, j)
		}
	}
	p.short, p.starting = false, p.starting[:0]
	for i := range p.jobs {
		j := &p.jobs[i]
		if j.next < 0 || j.attempt != 0 && j.next == j.on {
			continue
		}
		var at []sim.Place
		ok := j.attempt == 0 || v.Hindered(j.id, p.kinds[j.next].offer) == sim.Accepted
		if ok {
			at, ok = p.take(j, j.next)
		}
		switch {
		case ok:
			p.starting = append(p.starting, start{int32(i), slices.Clone(at)})
		case j.attempt != 0 && p.keep(v, j):
			j.next, p.short = j.on, true
		default:
			j.next, p.short = -1, true
		}
	}
	for i := range p.jobs {
		j := &p.jobs[i]
		if j.attempt != 0 && j.next != j.on {
			p.stop(v, plan, j)
		}
	}
	for _, s := range p.starting {
		j := &p.jobs[s.job]
		if v.Hindered(j.id, p.kinds[j.next].offer) == sim.Accepted {
			j.attempt, _ = plan.Start(j.id, s.at...)
		}
		p.short = p.short || j.attempt == 0
	}
	p.changed = p.changed || p.short // another kind may do
}
