package greedy

import (
	"slices"

	"skysim/sim"
)

// With Preempt later, a job that finds no place stops jobs that run and come later in
// the order, if that makes room for it.
//
// A site has to hold all of it: a machine for a job of one task, a domain of machines
// (see gang.go) for a gang. On each site the jobs that come last are stopped first until
// there is room, and then those of them are spared that need not have been, the
// ones that come first in the order before the others. The site is taken where the first
// in the order of those stopped comes latest; of equals the one where fewer are stopped,
// then the one of the older machine. A gang that is stopped is stopped as a whole and
// counts once; what that frees elsewhere stays free for others.
//
// Note: to stop as few as possible whoever they are would be worse. The one stopped
// for that would come before others that run, and stop those in turn.
//
// Nothing goes round in circles: within a decision a job is stopped only for one that
// comes before it, and the order is total. From one instant to the next the first in
// the order is never stopped, so that something ends. A job that has overrun its estimate
// has, by order SRPT, nothing left and is not stopped any more.
//
// For a job that still waits for owned machines (see Options.Wait) nobody is stopped on a
// rented one.
//
// Those behind a job whose reservation they have to mind stop nobody: see guard.
//
// It takes O(m + a·log a) for m machines and a attempts, and again O(GPUs) for each
// task of those that could be stopped, for each waiting job that is tried.
type eviction struct {
	tally   tally
	victims []victim // that come later, the last first
	at      [][]int  // by site, which victims have tasks there
	chosen  []int    // on the site under consideration
	best    []int
}

// victim is an attempt that may be stopped.
type victim struct {
	standing
	end *ending
}

// preempt makes room for the job if that is possible and starts it.
func (g *Policy) preempt(r *request, p *sim.Plan) bool {
	if g.opts.Preempt != PreemptLater || g.guard != nil || !g.shape(r).hopeful {
		return false
	}
	e := &g.eviction
	if !e.find(g, r) {
		return false
	}
	for _, k := range e.best {
		if p.Stop(e.victims[k].end.attempt) == sim.Accepted && r.v.Job(e.victims[k].id).Running == 0 { // no replica is left
			g.line.rejoin(r.v, e.victims[k].id)
		}
	}
	return g.short != nil && r.tasks == 1 && g.quick(r.v, p, r.id) || g.start(r, p)
}

// find leaves in best whom to stop and reports whether that helps.
func (e *eviction) find(g *Policy, r *request) bool {
	mine := g.standing(r.v, &r.job)
	f := g.lookAhead(r.v)
	e.victims = e.victims[:0]
	for i := range f.ends {
		j := r.v.Job(f.ends[i].job)
		if s := g.standing(r.v, &j); mine.before(s) {
			e.victims = append(e.victims, victim{s, &f.ends[i]})
		}
	}
	if len(e.victims) == 0 {
		return false
	}
	slices.SortStableFunc(e.victims, func(a, b victim) int {
		switch {
		case b.before(a.standing):
			return -1
		case a.before(b.standing):
			return 1
		}
		return 0 // replicas of a job
	})
	e.tally.open(f, r.v, r.id, r.waits)
	e.locate(f)
	found := false
	for site := range e.at {
		if e.clear(f, site) && (!found || e.better()) {
			found = true
			e.best, e.chosen = e.chosen, e.best
		}
	}
	return found
}

// locate lists the victims of each site.
func (e *eviction) locate(f *future) {
	for len(e.at) < e.tally.sites() {
		e.at = append(e.at, nil)
	}
	e.at = e.at[:e.tally.sites()]
	for i := range e.at {
		e.at[i] = e.at[i][:0]
	}
	for k := range e.victims {
		for _, p := range f.place[e.victims[k].end.from:e.victims[k].end.to] {
			spot, there := f.at[p.Machine]
			if !there {
				continue
			}
			site := e.tally.site(spot)
			if site < 0 || len(e.at[site]) > 0 && e.at[site][len(e.at[site])-1] == k {
				continue
			}
			e.at[site] = append(e.at[site], k)
		}
	}
}

// clear chooses whom to stop on a site and reports whether that helps. It leaves
// the future as it was.
func (e *eviction) clear(f *future, site int) bool {
	e.chosen = e.chosen[:0]
	stop := func(k int, sign int32) { f.release(e.victims[k].end, sign, e.tally.count) }
	for _, k := range e.at[site] {
		if e.tally.held(site) >= e.tally.tasks {
			break
		}
		stop(k, -1)
		e.chosen = append(e.chosen, k)
	}
	helps := e.tally.held(site) >= e.tally.tasks
	for i := len(e.chosen) - 1; i >= 0 && helps; i-- {
		k := e.chosen[i]
		if stop(k, 1); e.tally.held(site) >= e.tally.tasks {
			e.chosen = slices.Delete(e.chosen, i, i+1)
		} else {
			stop(k, -1)
		}
	}
	for _, k := range e.chosen {
		stop(k, 1)
	}
	return helps && len(e.chosen) > 0
}

// better reports whether the chosen are to be stopped rather than the best.
func (e *eviction) better() bool {
	if first, other := e.chosen[len(e.chosen)-1], e.best[len(e.best)-1]; first != other {
		return first < other
	}
	return len(e.chosen) < len(e.best)
}
