package lp

import (
	"skysim/policies/lp/network"
	"skysim/sim"
)

// serve starts the waiting jobs whose time has come.
func (l *Policy) serve(v *sim.View, p *sim.Plan) {
	if len(l.classes) == 0 {
		return
	}
	if l.easy(v) {
		for i := range l.classes {
			for _, id := range l.classes[i].jobs {
				l.inner.Start(v, p, id, sim.Never)
			}
		}
	} else {
		l.open(v)
		l.quotes(v)
		l.round(v, p, l.solve())
	}
	for _, id := range l.rest {
		l.inner.Start(v, p, id, sim.Never)
	}
}

// easy reports whether the classes are in nobody's way: the place that is cheapest for each is
// for rent in any number. Then it needs no plan.
func (l *Policy) easy(v *sim.View) bool {
	for i := range l.classes {
		c := &l.classes[i]
		best, at := 0.0, -1
		for k := range c.reach.options {
			o := &c.reach.options[k]
			hours := float64(c.run(o.speed)) / hour
			x := l.tolls.price[o.offer]
			if !o.owned {
				x += float64(v.Price(o.offer))
			}
			x = float64(float64(x*hours) / float64(o.room))
			if at < 0 || coarse(x) < coarse(best) {
				best, at = x, k
			}
		}
		if o := &c.reach.options[at]; o.owned || v.Available(o.offer) < sim.Unlimited/2 {
			return false
		}
	}
	return true
}

// fine is the largest cost of a unit in a problem: costs are scaled to it, so that the unit
// of money does not matter.
const fine = 1 << 30

// solve makes the transport problem of the quotes and returns a flow for each of them, class
// by class, or nil.
func (l *Policy) solve() []int64 {
	p := &l.problem
	p.Supply, p.Demand, p.Penalty, p.Arcs = p.Supply[:0], p.Demand[:0], p.Penalty[:0], p.Arcs[:0]
	for i := range l.rows.list {
		p.Supply = append(p.Supply, l.rows.list[i].cap)
	}
	var dearest float64
	for i := range l.classes {
		for _, q := range l.classes[i].arcs {
			dearest = max(dearest, q.cost/float64(l.classes[i].size))
		}
	}
	for i := range l.classes {
		c := &l.classes[i]
		p.Demand = append(p.Demand, c.size*int64(len(c.jobs)))
		p.Penalty = append(p.Penalty, 64*fine) // whoever can have a place gets one
		for _, q := range c.arcs {
			x := int64(0)
			if dearest > 0 {
				x = int64(float64(float64(q.cost/float64(c.size))/dearest*fine) + 0.5)
			}
			p.Arcs = append(p.Arcs, network.Arc{From: q.row, To: int32(i), Cost: x, Cap: q.most})
		}
	}
	if len(p.Arcs) == 0 {
		return nil
	}
	l.solver.Forget()
	s, err := l.solver.Solve(p, l.budget)
	l.counts.Solved++
	if l.answer != nil && s != nil {
		l.answer(s)
	}
	if s == nil || network.Check(p, s) != nil {
		l.counts.Failed++
		return nil
	}
	if err != nil || !s.Optimal {
		l.counts.Unproved++
	}
	return s.Flow
}

// round starts jobs as the flows say, as many whole ones as fit into each, in the order of the
// queue. Jobs whose flow goes to places that are not there yet wait for them; then those that
// have none, or whose place turned out not to fit, go where they cost least, if anywhere.
func (l *Policy) round(v *sim.View, p *sim.Plan, flow []int64) {
	at := 0
	for i := range l.classes {
		c := &l.classes[i]
		if flow != nil {
			l.ship(v, p, c, flow[at:at+len(c.arcs)])
		}
		at += len(c.arcs)
	}
	for i := range l.classes {
		l.leave(v, p, &l.classes[i])
	}
}

// ship starts the jobs of a class on whose behalf something flows now.
func (l *Policy) ship(v *sim.View, p *sim.Plan, c *class, flow []int64) {
	var later int64
	for k, x := range flow {
		r := &l.rows.list[c.arcs[k].row]
		if r.what == rowLater {
			later += x
			continue
		}
		for n := x / c.size; n > 0 && c.started < len(c.jobs); n-- {
			if !l.pack.StartOn(v, p, c.jobs[c.started], r.offer) {
				later += n * c.size // room that is in pieces, or that others took
				break
			}
			c.started++
		}
	}
	c.waiting = int((later + c.size - 1) / c.size)
}

// leave lets the last of a class's jobs wait, as many as the plan says, and places the others
// that have not been started one by one.
func (l *Policy) leave(v *sim.View, p *sim.Plan, c *class) {
	for i := c.started; i < len(c.jobs); i++ {
		if i < len(c.jobs)-c.waiting || !c.patient {
			l.inner.Start(v, p, c.jobs[i], sim.Never)
		} else {
			j := v.Job(c.jobs[i])
			l.alarm(v, p, l.until(&j))
		}
	}
}
