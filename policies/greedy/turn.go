package greedy

import (
	"fmt"

	"skysim/sim"
)

// The methods of this file let another policy say whose turn it is, as the
// decorators of package wrap do; Decide is not called then. They are the parts of a
// decision: the order, the placement, what to do with idle machines.

// Head returns the waiting job that comes first in the order, of those that
// some machine could hold with these options and whose tenant has quota left, or 0.
func (g *Policy) Head(v *sim.View) sim.JobID {
	g.greet(v)
	g.line.open(v)
	for id := g.line.next(v); id != 0; id = g.line.next(v) {
		if !v.OverQuota(id) && g.shape(g.ask(v, id)).hopeful {
			return id
		}
		g.line.pass(id)
	}
	return 0
}

// Start starts a waiting job where the placement says, among the places at which it is
// expected to end before that instant; sim.Never is no such condition. It reports
// whether it did.
func (g *Policy) Start(v *sim.View, p *sim.Plan, id sim.JobID, before sim.Time) bool {
	g.greet(v)
	if v.OverQuota(id) { // jobs that were started since it was looked at may have used it up
		return false
	}
	g.decision++
	g.guard = nil
	if before != sim.Never {
		g.guard = deadline(before)
	} else if g.short != nil && v.Gang(id) == 1 && g.quick(v, p, id) {
		return true
	}
	r := g.ask(v, id)
	r.waits = g.mustWait(r)
	done := g.start(r, p)
	if r.waits && !done {
		g.nextRent = min(g.nextRent, r.rentFrom)
	}
	g.guard = nil
	return done
}

// Reservation returns the earliest instant at which the job would fit on the
// machines that exist and that it may use now, if those that run end by their estimates; see easy.
// sim.Never means that what runs is not in its way.
func (g *Policy) Reservation(v *sim.View, id sim.JobID) sim.Time {
	g.greet(v)
	g.easy = easy{g: g, head: id, waits: g.mustWait(g.ask(v, id)), tally: g.easy.tally}
	g.easy.reserve(v)
	return g.easy.at
}

// Retire rejects the first job whose patience is over and reports whether there was
// one; if not, it gives back the machines that have been idle for too long and
// asks for wakes.
func (g *Policy) Retire(v *sim.View, p *sim.Plan) (again bool) {
	g.greet(v)
	if v.Queued() > 0 && g.rejectFirst(v, p) {
		return true
	}
	g.rental.set(v, p, g.nextRent)
	g.nextRent = sim.Never
	g.retire(v, p)
	return false
}

// Wrappable returns an error if decisions are not these parts with the options:
// who may pass whom is for the other policy to say.
func (g *Policy) Wrappable() error {
	switch {
	case g.opts.Backfill != BackfillNone:
		return fmt.Errorf("backfill=%v is at odds with it", g.opts.Backfill)
	case g.opts.Preempt != PreemptNone:
		return fmt.Errorf("preempt=%v is at odds with it", g.opts.Preempt)
	}
	return nil
}

// greet meets the world if it was not seen before.
func (g *Policy) greet(v *sim.View) {
	if v.World() != g.market.world {
		g.meet(v.World())
	}
	if g.opts.Place == Proven {
		g.proof.learn(v)
	}
	g.survey()
}

// deadline is a guard of everything at and after an instant, rented or not.
type deadline sim.Time

func (d deadline) room(_ *request, _ *candidate, most int) int { return most }

func (d deadline) allows(r *request, c *candidate) bool { return r.ends(c) < sim.Time(d) }

func (d deadline) assign(*request, *candidate, []sim.Place) {}
