package greedy

import "skysim/sim"

// retire gives back the machines that have been idle for as long as the Idle
// option says, and asks to be woken when the next one will have been. The
// machines idle longest come first, so one wake for the first of those that
// stay is enough; it comes too early if that one is used before, and then asks
// for the next.
func (g *Policy) retire(v *sim.View, p *sim.Plan) {
	if g.opts.Idle == Never {
		return
	}
	now := v.Now()
	for m := v.OldestIdle(); m != 0; {
		due := v.Machine(m).IdleSince.Add(g.opts.Idle)
		if due > now {
			g.wake.set(v, p, due)
			return
		}
		next := v.NextIdle(m)
		p.Release(m)
		m = next
	}
}
