package sim

import "math/bits"

// Plan is the one door through which a policy acts. Each call is checked,
// applied, charged and logged at once, and the View shows the result; a call
// that cannot be done is refused with a reason and changes nothing.
type Plan struct{ s *Sim }

// Place is where one task of a job goes.
type Place struct {
	Machine MachineID
	// GPUs is the mask of the devices to use; 0 leaves the choice to the
	// engine, which takes the fullest ones that suffice.
	GPUs uint32
}

// Rent rents a machine of an on-demand or spot offer. It begins to boot now,
// and jobs may be started on it at once: they wait for it to come up.
func (p *Plan) Rent(o OfferID) (MachineID, Refusal) {
	s := p.s
	switch {
	case !inside(o, s.Offers):
		return 0, p.refuse(ActRent, UnknownOffer, Event{Job: -1, Machine: -1, Offer: -1, Value: int64(o)})
	case s.world.Offers[o].Purchase == Owned:
		return 0, p.refuse(ActRent, NotForRent, Event{Job: -1, Machine: -1, Offer: o})
	case s.isDark(s.world.Offers[o].Zone):
		return 0, p.refuse(ActRent, ZoneIsDown, Event{Job: -1, Machine: -1, Offer: o})
	case s.view.Available(o) == 0:
		return 0, p.refuse(ActRent, NoSupply, Event{Job: -1, Machine: -1, Offer: o})
	case len(s.Machines) >= maxSlot && len(s.FreeMachines) == 0:
		return 0, p.refuse(ActRent, TooManyAlive, Event{Job: -1, Machine: -1, Offer: o})
	}
	ms := s.newMachine(o)
	m := &s.Machines[ms]
	boot, ok := s.world.Offers[o].Boot, true
	if s.boots != nil {
		boot, ok = s.boots.Boot(o, m.Ordinal)
	}
	m.State, m.Fails, m.Ready = Booting, !ok, s.Clock.Add(boot)
	m.BusyUntil = s.expectedUp(m)
	m.Event = s.schedule(m.Ready, classMachine, ms)
	s.Sum.Rented++
	s.Sum.Actions++
	s.fit.add(ms)
	if s.tells {
		e := s.of(m, MachineRented)
		e.Value = m.Ordinal
		s.tell(e)
	}
	return MachineID(handle(ms, m.Gen)), Accepted
}

// Release gives a rented machine back. It must have no tasks, and nobody may
// stand in its line.
func (p *Plan) Release(id MachineID) Refusal {
	s := p.s
	if !s.isMachine(id) {
		return p.refuse(ActRelease, StaleMachine, Event{Job: -1, Machine: -1, Offer: -1})
	}
	ms := id.slot()
	m := &s.Machines[ms]
	switch {
	case s.world.Offers[m.Offer].Purchase == Owned:
		return p.refuse(ActRelease, NotForRent, s.of(m, 0))
	case m.Tasks > 0 || m.Lined:
		return p.refuse(ActRelease, StillBusy, s.of(m, 0))
	}
	if m.State != Noticed {
		s.Offers[m.Offer].Held--
	}
	s.Sum.Actions++
	s.endMachine(ms, MachineReleased, 0)
	return Accepted
}

// Start starts a waiting job, one place per task. If one of the machines still
// boots, the gang holds its places and runs as soon as the last one is up. Those
// who stand in the machines' lines are not asked.
func (p *Plan) Start(id JobID, places ...Place) (AttemptID, Refusal) {
	s := p.s
	if !s.isQueued(id) {
		return 0, p.refuse(ActStart, s.unqueued(id), p.aboutJob(id))
	}
	js := id.slot()
	j := &s.Jobs[js]
	switch {
	case len(places) != int(j.Tasks):
		return 0, p.refuse(ActStart, WrongPlaces, p.aboutJob(id))
	case len(s.Attempts) >= maxSlot && len(s.FreeAttempts) == 0:
		return 0, p.refuse(ActStart, TooManyAlive, p.aboutJob(id))
	}
	if why, at := p.check(j, places); why != Accepted {
		return 0, p.refuse(ActStart, why, p.aboutPlace(id, &places[at]))
	}
	return p.begin(js, places), Accepted
}

// begin starts an attempt of a job at places that check has found free.
func (p *Plan) begin(js int32, places []Place) AttemptID {
	s := p.s
	as := s.newAttempt(js)
	for i := len(places) - 1; i >= 0; i-- { // each goes in front of the others: the first task last
		s.occupy(as, places[i].Machine.slot(), s.chosen[i])
	}
	s.Sum.Actions++
	s.bind(as)
	return s.attemptID(as)
}

// check finds out whether all tasks of a gang fit where they are to go, some of
// them perhaps on the same machine, and leaves in s.chosen the devices they
// get. Whether it fits or not, it changes nothing: what it takes on the way it
// gives back. at is the place that does not fit.
func (p *Plan) check(j *job, places []Place) (why Refusal, at int) {
	s := p.s
	s.chosen = s.chosen[:0]
	if len(places) == 1 {
		devices, why := p.fits(j, &places[0])
		s.chosen = append(s.chosen, devices)
		return why, 0
	}
	d := &s.Shapes.List[j.Shape].Key
	for at = range places {
		devices, refusal := p.fits(j, &places[at])
		if why = refusal; why != Accepted {
			break
		}
		s.chosen = append(s.chosen, devices)
		s.hold(places[at].Machine.slot(), d, devices, 1)
	}
	for i, devices := range s.chosen {
		s.hold(places[i].Machine.slot(), d, devices, -1)
	}
	if why == Accepted && s.CutsOn > 0 {
		return s.together(places)
	}
	return why, at
}

// hold takes what a task occupies on a machine, or with -1 gives it back.
func (s *Sim) hold(ms int32, d *Demand, devices uint32, sign int64) {
	m := &s.Machines[ms]
	m.FreeCPU -= sign * d.CPU
	m.FreeMem -= sign * d.Mem
	if devices != 0 {
		s.takeDevices(ms, devices, int16(sign)*int16(d.Share))
	}
}

// fits checks one place of a job and returns the devices that its task gets.
func (p *Plan) fits(j *job, place *Place) (uint32, Refusal) {
	s := p.s
	if !s.isMachine(place.Machine) {
		return 0, StaleMachine
	}
	ms := place.Machine.slot()
	why := s.opens(j, ms)
	if why != Accepted {
		return 0, why
	}
	devices, why := s.seat(&s.Shapes.List[j.Shape].Key, ms, place.GPUs)
	if why == Accepted && s.hinders() {
		why = s.hindrance(j, ms)
	}
	return devices, why
}

// opens finds out whether a machine may take tasks of a job at all.
func (s *Sim) opens(j *job, ms int32) Refusal {
	m := &s.Machines[ms]
	d := &s.Shapes.List[j.Shape].Key
	switch {
	case m.State == Noticed:
		return MachineLeaves
	case m.State == Down:
		return MachineDown
	case m.Cordoned:
		return IsCordoned
	case d.Rules != 0 && s.law(d.Rules, m.Offer) != Accepted:
		return s.law(d.Rules, m.Offer)
	case s.speed(j.Profile, m.Type) == 0:
		return CannotRun
	case !s.allows(d, m.Type):
		return WrongKind
	}
	return Accepted
}

// seat finds out whether a task fits into what is free on a machine, and on which devices:
// those in the mask, unless it is 0.
func (s *Sim) seat(d *Demand, ms int32, mask uint32) (uint32, Refusal) {
	m := &s.Machines[ms]
	switch {
	case m.FreeCPU < d.CPU || m.FreeMem < d.Mem:
		return 0, NoRoom
	case d.GPUs == 0 && mask != 0:
		return 0, WrongDevices
	case d.GPUs == 0:
		return 0, Accepted
	case mask == 0:
		if devices := s.pickDevices(ms, d); devices != 0 {
			return devices, Accepted
		}
		return 0, NoRoom
	}
	free := s.devices(ms)
	if bits.OnesCount32(mask) != int(d.GPUs) || bits.Len32(mask) > len(free) {
		return 0, WrongDevices
	}
	for rest := mask; rest != 0; rest &= rest - 1 {
		if int32(free[bits.TrailingZeros32(rest)]) < d.Share {
			return 0, WrongDevices
		}
	}
	return mask, Accepted
}

// Stop stops an attempt. Its job waits again, with what it keeps.
func (p *Plan) Stop(id AttemptID) Refusal {
	s := p.s
	if !s.isAttempt(id) {
		return p.refuse(ActStop, StaleAttempt, Event{Job: -1, Machine: -1, Offer: -1})
	}
	s.Sum.Actions++
	s.endAttempt(id.slot(), PolicyStop)
	s.serveFreed()
	return Accepted
}

// Reject turns a waiting job away for ever.
func (p *Plan) Reject(id JobID) Refusal {
	s := p.s
	if !s.isQueued(id) {
		return p.refuse(ActReject, s.unqueued(id), p.aboutJob(id))
	}
	s.Sum.Actions++
	s.endJob(id.slot(), Rejected, 0)
	return Accepted
}

// WakeAt asks for a decision at an instant, even if nothing else happens then.
// At the present instant it opens another round.
func (p *Plan) WakeAt(t Time) Refusal {
	s := p.s
	switch {
	case t < s.Clock:
		return p.refuse(ActWake, InThePast, Event{Job: -1, Machine: -1, Offer: -1, Value: int64(t)})
	}
	s.Sum.Actions++
	if t == Never || (s.Wake == t && s.Wake > s.Clock) {
		return Accepted // never comes, or is coming already
	}
	s.Wake = t
	s.schedule(t, classWake, 0)
	return Accepted
}

// refuse counts and logs a refusal.
func (p *Plan) refuse(a Action, why Refusal, about Event) Refusal {
	p.s.Sum.Refused++
	if p.s.tells {
		about.Kind, about.Action, about.Refusal = ActionRefused, a, why
		p.s.tell(about)
	}
	return why
}

// aboutPlace begins the event of a refusal that is about a job and a place.
func (p *Plan) aboutPlace(id JobID, at *Place) Event {
	e := p.aboutJob(id)
	if s := p.s; s.isMachine(at.Machine) {
		m := &s.Machines[at.Machine.slot()]
		e.Machine, e.Offer = m.Number, m.Offer
	}
	return e
}

// aboutJob begins a refusal's event; a stale handle leaves the job unnamed.
func (p *Plan) aboutJob(id JobID) Event {
	if p.s.tells && p.s.isAlive(id) {
		return p.s.about(&p.s.Jobs[id.slot()], 0)
	}
	return Event{Job: -1, Machine: -1, Offer: -1}
}
