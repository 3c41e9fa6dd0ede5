package simtest

import "skysim/sim"

// InOrder is the plainest policy: the head of the queue goes to the oldest
// machines with room for its whole gang; if there are not enough, machines of
// one offer are rented for the rest; if they are not to be had, it waits and
// everybody behind it too.
type InOrder struct {
	// Rent is the offer to rent from, -1 for none.
	Rent sim.OfferID
	// Release gives a machine back as soon as it is idle.
	Release bool
	places  []sim.Place
}

// Needs implements sim.Needer.
func (*InOrder) Needs() sim.Needs { return sim.Needs{FirstFit: true} }

// String implements sim.Policy.
func (f *InOrder) String() string { return "in-order" }

// Decide implements sim.Policy.
func (f *InOrder) Decide(v *sim.View, p *sim.Plan) {
	for j := v.First(); j != 0 && f.place(v, p, j); j = v.First() {
		if _, refused := p.Start(j, f.places...); refused != sim.Accepted {
			return
		}
	}
	for f.Release && v.OldestIdle() != 0 {
		p.Release(v.OldestIdle())
	}
}

// place finds places for a whole gang and rents what is missing.
func (f *InOrder) place(v *sim.View, p *sim.Plan, j sim.JobID) bool {
	missing := int(v.Job(j).Tasks)
	f.places = f.places[:0]
	for m := v.FirstFit(j); m != 0 && missing > 0; m = v.NextFit(j, m) {
		missing -= f.fill(m, min(missing, v.Room(j, m)))
	}
	if missing == 0 {
		return true
	}
	if f.Rent < 0 {
		return false
	}
	room := v.OfferRoom(j, f.Rent)
	if room == 0 || v.Available(f.Rent) < int64((missing+room-1)/room) {
		return false
	}
	for missing > 0 {
		m, _ := p.Rent(f.Rent)
		missing -= f.fill(m, min(missing, room))
	}
	return true
}

// fill puts n tasks on a machine.
func (f *InOrder) fill(m sim.MachineID, n int) int {
	for range n {
		f.places = append(f.places, sim.Place{Machine: m})
	}
	return n
}
