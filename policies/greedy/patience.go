package greedy

import "skysim/sim"

// A job's patience is over when it has stood in the queue for as long as the
// Patience option says, counted from when it last joined it: a job that was
// interrupted, or that waited for others to finish, begins anew. It is rejected
// then, but never if it can start in the same decision by the rules of the
// walk. So with patience=0s a job is lost that finds no place on arrival.
//
// The jobs whose patience is over go one by one, in the order of the queue,
// and the queue is walked again after each: with Backfill none, the one behind a
// rejected head may be just the one that finds a place. It is rejected without
// being tried only if it stands behind a job that may wait on.

// rejectFirst rejects the first waiting job whose patience is over, or all of
// them if none can have stood in the way of another. It reports whether the
// queue has to be walked again, and if not asks to be woken when the next
// patience is over.
func (g *Policy) rejectFirst(v *sim.View, p *sim.Plan) bool {
	if g.opts.Patience == Never {
		return false
	}
	now := v.Now()
	// Whoever joined since the last decision joined now.
	if g.expiry = min(g.expiry, now.Add(g.opts.Patience)); g.expiry <= now {
		g.expiry = sim.Never
		g.line.open(v)
		for id := g.line.next(v); id != 0; id = g.line.next(v) {
			if due := v.Job(id).Queued.Add(g.opts.Patience); due > now {
				g.expiry = min(g.expiry, due)
				g.line.pass(id)
			} else if p.Reject(id); g.opts.Backfill != BackfillAny {
				g.expiry = now // the rest is looked at after the walk
				return true
			}
		}
	}
	g.rejection.set(v, p, g.expiry)
	return false
}
