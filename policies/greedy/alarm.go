package greedy

import "skysim/sim"

// alarm is the wake asked for last, so that none is asked for twice. One that
// comes too early, because things went otherwise than expected, asks for the
// next.
type alarm sim.Time

// set asks to be woken at an instant to come, unless that has been asked for
// or an earlier wake is still to come.
func (a *alarm) set(v *sim.View, p *sim.Plan, due sim.Time) {
	if at := sim.Time(*a); due != sim.Never && (at <= v.Now() || at > due) {
		p.WakeAt(due)
		*a = alarm(due)
	}
}
