package greedy

import "skysim/sim"

// walk starts what can be started, in the order of the queue. A job that
// nothing could ever hold with these options waits without keeping the others
// from passing.
func (g *Policy) walk(v *sim.View, p *sim.Plan) {
	g.decision++
	g.nextRent = sim.Never
	failed := false // a job found no place in this decision
	g.line.open(v)
	g.guard = nil
	for id := g.line.next(v); id != 0; id = g.line.next(v) {
		if v.OverQuota(id) { // it waits for its own tenant, and keeps nobody from passing
			g.line.pass(id)
			continue
		}
		if g.short != nil && g.guard == nil && v.Gang(id) == 1 {
			if g.quick(v, p, id) {
				continue
			}
			if g.market.owned && g.opts.Backfill == BackfillNone && g.opts.Preempt == PreemptNone {
				return // it waits for an owned machine: there is nothing else to look at
			}
		}
		r := g.ask(v, id)
		r.waits = g.mustWait(r)
		if !(failed && g.hopeless(r)) && (g.start(r, p) || g.preempt(r, p)) {
			continue
		}
		if r.waits {
			g.nextRent = min(g.nextRent, r.rentFrom)
		}
		if s := g.shape(r); s.hopeful {
			if g.opts.Backfill == BackfillNone {
				return
			}
			if !r.barred {
				s.failure(r).note(g.decision, r.job.Tasks)
			}
			failed = true
			g.keepFree(r)
		}
		g.line.pass(id)
	}
}

// ask makes the request of a job.
func (g *Policy) ask(v *sim.View, id sim.JobID) *request {
	r := &g.req
	r.v, r.id, r.shape = v, id, nil
	r.job = v.Job(id)
	r.tasks = int(r.job.Tasks)
	r.guard, r.barred = g.guard, false
	return r
}

// hopeless reports whether a job of the same shape and no more tasks has found
// no place in this decision: then neither will this one.
func (g *Policy) hopeless(r *request) bool {
	f := g.shape(r).failure(r)
	return f.decision == g.decision && r.job.Tasks >= f.tasks
}

// shape returns what is known about jobs like the one in r.
func (g *Policy) shape(r *request) *shape {
	if r.shape == nil {
		r.shape = g.market.shape(r.v, &r.job)
	}
	return r.shape
}

// quick starts a job of one task on a machine that exists, if the rule knows
// one, without a look at anything else.
func (g *Policy) quick(v *sim.View, p *sim.Plan, id sim.JobID) bool {
	m := g.short.existing(v, id)
	if m == 0 || g.ownFirst && !g.market.isOwned(v.Machine(m).Offer) {
		return false // perhaps the job has to wait for one that is owned
	}
	place := sim.Place{Machine: m}
	if g.deviser != nil {
		place.GPUs = g.device(v, id, m)
	}
	_, refused := p.Start(id, place)
	return refused == sim.Accepted
}

// start looks for places for the job and starts it there.
func (g *Policy) start(r *request, p *sim.Plan) bool {
	if !g.shape(r).hopeful {
		return false
	}
	g.expect(r)
	for g.search(r) {
		switch g.commit(r, p, g.contest.best()) {
		case sim.Accepted:
			g.minded(r)
			return true
		case sim.NoSupply: // there was less than the View had shown
			continue
		}
		return false
	}
	return false
}

// expect fills in what the candidates are worked out with.
func (g *Policy) expect(r *request) {
	r.run = g.opts.expected(&r.job)
	r.last, r.decision = g.last, g.decision
	r.moves = r.v.Data(r.id) != sim.Data{}
}

// search looks for the best candidate for the job and reports whether there is
// one. Where jobs wait for owned machines, these come first also for a job that
// need not wait any longer, whatever the placement says of others.
func (g *Policy) search(r *request) bool {
	if g.ownFirst && !r.waits {
		r.waits = true
		found := g.seek(r)
		r.waits = false
		if found {
			return true
		}
	}
	return g.seek(r)
}

// seek looks for the best candidate among the machines that the job may have.
func (g *Policy) seek(r *request) bool {
	if g.opts.Place == Random || g.opts.Place == Scatter {
		r.draws = sim.NewStream(g.seed, "policy", uint64(r.job.Number), uint64(r.job.Attempts))
	}
	t := &g.contest
	t.rule, t.found = g.rule, false
	switch {
	case r.tasks > 1:
		g.gang(r, t)
	case g.short != nil && g.guard == nil && !g.ownFirst: // no machine that exists has room: see quick
		t.offers(r)
	default:
		t.machines(r)
		t.offers(r)
	}
	return t.found
}
