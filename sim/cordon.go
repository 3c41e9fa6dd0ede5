package sim

// A cordoned machine is kept for something: nothing may start on it until its cordon is
// lifted, and what runs on it goes on. It has no room for anybody and is not idle, whoever looks for
// either in the View: so a policy that keeps machines in reserve can ask another one that
// knows nothing of it. It may be released.

// Cordon keeps everybody off a machine, rented or owned. Those who stand in its line go back to the queue.
func (p *Plan) Cordon(id MachineID) Refusal { return p.cordon(id, true) }

// Uncordon lets jobs on a machine again.
func (p *Plan) Uncordon(id MachineID) Refusal { return p.cordon(id, false) }

func (p *Plan) cordon(id MachineID, on bool) Refusal {
	s := p.s
	if !s.isMachine(id) {
		return p.refuse(ActCordon, StaleMachine, Event{Job: -1, Machine: -1, Offer: -1})
	}
	ms := id.slot()
	m := &s.Machines[ms]
	s.Sum.Actions++
	if m.Cordoned == on {
		return Accepted
	}
	m.Cordoned = on
	k := CordonLifted
	switch {
	case on:
		k = MachineCordoned
		s.dissolve(ms)
		if m.Listed {
			s.unlist(ms)
		}
	case m.Tasks == 0:
		m.IdleSince, m.BusyUntil = s.Clock, s.Clock // or those who are idle would not stand in order
		s.list(ms)
	}
	s.fit.update(ms)
	if s.tells {
		s.tell(s.of(m, k))
	}
	return Accepted
}

// liftCordons lets jobs on all machines again, because whoever kept them off is gone.
func (s *Sim) liftCordons() {
	for ms := range s.Machines {
		if m := &s.Machines[ms]; m.State != 0 && m.Cordoned {
			m.Cordoned = false
			if m.Tasks == 0 {
				m.IdleSince, m.BusyUntil = s.Clock, s.Clock
				s.list(int32(ms))
			}
			s.fit.update(int32(ms))
		}
	}
}
