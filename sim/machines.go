package sim

import "math/bits"

// schedulePaths schedules the first change of every price and supply.
func (s *Sim) schedulePaths() {
	for o := range s.world.Offers {
		offer := &s.world.Offers[o]
		st := &s.Offers[o]
		st.Price, st.Supply = int32(offer.Price.step(0)), int32(offer.Supply.step(0))
		s.scheduleStep(&offer.Price, st.Price, classPrice, int32(o))
		if offer.Purchase != Owned {
			s.scheduleStep(&offer.Supply, st.Supply, classSupply, int32(o))
		}
	}
}

func (s *Sim) scheduleStep(p *Path, step int32, c class, o int32) {
	if int(step)+1 < len(p.At) {
		s.schedule(p.At[step+1], c, o)
	}
}

func (s *Sim) priceChanges(o OfferID) {
	st, p := &s.Offers[o], &s.world.Offers[o].Price
	st.Price++
	s.Repriced++
	s.scheduleStep(p, st.Price, classPrice, int32(o))
	if s.tells {
		s.tell(Event{Kind: PriceChanged, Job: -1, Machine: -1, Offer: o, Value: p.Value[st.Price]})
	}
}

// supplyChanges applies a new supply. When this tenant holds more spot
// machines than that, the youngest get notice. On-demand machines are kept:
// there a lower supply only stops new rentals.
func (s *Sim) supplyChanges(o OfferID) {
	st, p := &s.Offers[o], &s.world.Offers[o].Supply
	st.Supply++
	s.scheduleStep(p, st.Supply, classSupply, int32(o))
	supply := p.Value[st.Supply]
	if s.tells {
		s.tell(Event{Kind: SupplyChanged, Job: -1, Machine: -1, Offer: o, Value: supply})
	}
	if s.world.Offers[o].Purchase != Spot {
		return
	}
	for ms := st.Peers.Last; ms >= 0 && st.Held > supply; {
		before := s.Machines[ms].Peer.Before
		if s.Machines[ms].State != Noticed {
			s.notice(ms)
		}
		ms = before
	}
}

// notice says that a machine will be lost. One that still boots is lost at once.
func (s *Sim) notice(ms int32) {
	m := &s.Machines[ms]
	s.Offers[m.Offer].Held--
	s.Sum.Noticed++
	booting := m.State == Booting
	m.State = Noticed
	s.fit.update(ms)
	if m.Listed {
		s.unlist(ms)
	}
	if m.Event != 0 {
		s.cancel(&m.Event)
	}
	at := s.Clock
	if !booting {
		at = at.Add(s.provider(m.Offer).Notice)
	}
	if s.tells {
		e := s.of(m, MachineNoticed)
		e.Value = int64(at)
		s.tell(e)
	}
	s.saveOnNotice(ms, at)
	s.dissolve(ms)
	if at == s.Clock {
		s.lose(ms, MachineLost, LostMachine)
		return
	}
	m.Event = s.schedule(at, classMachine, ms)
}

// machineTurns is the one event that a machine waits for: its boot, its notice, its
// life or its repair is over.
func (s *Sim) machineTurns(ms int32) {
	m := &s.Machines[ms]
	m.Event = 0
	switch {
	case m.State == Noticed:
		s.lose(ms, MachineLost, LostMachine)
	case m.State == Up:
		s.breaks(ms)
	case m.State == Down:
		s.repaired(ms)
	case m.Fails:
		s.Sum.BootFailures++
		s.Offers[m.Offer].Held--
		s.lose(ms, MachineFailed, FailedBoot)
	default:
		s.comesUp(ms)
	}
}

// comesUp starts the attempts that waited for this machine last.
func (s *Sim) comesUp(ms int32) {
	m := &s.Machines[ms]
	m.State, m.Ready = Up, s.Clock
	if s.faults != nil {
		s.ages(ms)
	}
	if s.tells {
		s.tell(s.of(m, MachineUp))
	}
	if m.Tasks == 0 {
		m.IdleSince, m.BusyUntil = s.Clock, s.Clock
		s.list(ms)
	}
	// The newest task is first in the list; attempts start in the order in
	// which they were bound, so walk from the oldest.
	last := m.First
	for last >= 0 && s.Tasks[last].After >= 0 {
		last = s.Tasks[last].After
	}
	for t := last; t >= 0; t = s.Tasks[t].Before {
		as := s.Tasks[t].Attempt
		if s.Attempts[as].Booting--; s.Attempts[as].Booting == 0 {
			s.start(as)
		}
	}
	if m.Lined {
		s.freed = append(s.freed, ms)
	}
}

// lose ends a machine that did not leave by the policy's will, and the
// attempts on it.
func (s *Sim) lose(ms int32, k Kind, why Why) {
	s.empty(ms, why)
	if k == MachineLost {
		s.Sum.Lost++
	}
	s.endMachine(ms, k, why)
}

// empty ends the attempts on a machine and sends its line back to the queue.
func (s *Sim) empty(ms int32, why Why) {
	for s.Machines[ms].First >= 0 {
		s.endAttempt(s.Tasks[s.Machines[ms].First].Attempt, why)
	}
	s.dissolve(ms)
}

// newMachine adds a machine of an offer, still without a state.
func (s *Sim) newMachine(o OfferID) int32 {
	var slot int32
	if n := len(s.FreeMachines); n > 0 {
		slot = s.FreeMachines[n-1]
		s.FreeMachines = s.FreeMachines[:n-1]
	} else {
		slot = int32(len(s.Machines))
		s.Machines = append(s.Machines, machine{})
		s.Devices = append(s.Devices, make([]int16, s.stride)...)
	}
	m, st := &s.Machines[slot], &s.Offers[o]
	t := &s.world.Types[s.world.Offers[o].Type]
	*m = machine{
		Number: s.Opened, Ordinal: st.Rentals, Rented: s.Clock, Ready: s.Clock, BusyUntil: s.Clock, FreeCPU: t.CPU, FreeMem: t.Mem,
		FreeGPU: int64(t.GPUs) * 1000, Gen: m.Gen + 1, Offer: o, Type: s.world.Offers[o].Type, First: -1,
		Peer: link{st.Peers.Last, -1},
	}
	for g := range t.GPUs {
		s.Devices[slot*s.stride+g] = 1000
	}
	if st.Peers.Last >= 0 {
		s.Machines[st.Peers.Last].Peer.After = slot
	} else {
		st.Peers.First = slot
	}
	st.Peers.Last = slot
	if s.faults != nil || len(s.Wear) > 0 {
		s.wears(slot)
	}
	st.Held++
	st.Rentals++
	s.Opened++
	s.Sum.Alive++
	s.Sum.Peak = max(s.Sum.Peak, s.Sum.Alive)
	return slot
}

// endMachine charges a machine that has no tasks any more and forgets it. why is
// told of one that broke.
func (s *Sim) endMachine(ms int32, k Kind, why Why) {
	m := &s.Machines[ms]
	up := m.State != Booting && m.Ready <= s.Clock && k != MachineFailed
	if m.State == Noticed && m.Ready > s.Clock {
		up = false // lost while it booted
	}
	if m.Listed {
		s.unlist(ms)
	}
	if m.Event != 0 {
		s.cancel(&m.Event)
	}
	if s.tells {
		e := s.of(m, k)
		if k == MachineBroke {
			e.Why = why
		}
		s.tell(e)
	}
	s.charge(m, up, k == MachineLost)
	if up && m.State != Down {
		s.wasUp(m)
	}
	st := &s.Offers[m.Offer]
	if m.Peer.Before >= 0 {
		s.Machines[m.Peer.Before].Peer.After = m.Peer.After
	} else {
		st.Peers.First = m.Peer.After
	}
	if m.Peer.After >= 0 {
		s.Machines[m.Peer.After].Peer.Before = m.Peer.Before
	} else {
		st.Peers.Last = m.Peer.Before
	}
	m.State = 0
	s.fit.forget(ms)
	s.FreeMachines = append(s.FreeMachines, ms)
	s.Sum.Alive--
}

// wasUp counts what a machine made available since it came up last.
func (s *Sim) wasUp(m *machine) {
	t := &s.world.Types[m.Type]
	u := &s.Sum.Use[s.world.Offers[m.Offer].Purchase]
	life := int64(s.Clock.Sub(m.Ready))
	u.AvailableCPU.AddProduct(life, t.CPU)
	u.AvailableMem.AddProduct(life, t.Mem)
	u.AvailableGPU.AddProduct(life, int64(t.GPUs)*1000)
}

// openOwned opens the owned machines at the first instant.
func (s *Sim) openOwned() {
	for o := range s.world.Offers {
		if offer := &s.world.Offers[o]; offer.Purchase == Owned {
			for range offer.Supply.Value[0] {
				ms := s.newMachine(OfferID(o))
				s.Machines[ms].State = Up
				if s.faults != nil {
					s.ages(ms)
				}
				s.fit.add(ms)
				if s.tells {
					s.tell(s.of(&s.Machines[ms], MachineUp))
				}
			}
		}
	}
}

// of begins an event about a machine.
func (s *Sim) of(m *machine, k Kind) Event {
	t := &s.world.Types[m.Type]
	return Event{
		Kind: k, Job: -1, Machine: m.Number, Offer: m.Offer, CPU: t.CPU, Mem: t.Mem, GPU: int64(t.GPUs) * 1000,
	}
}

// expectedUp returns when a machine came up, or when a scheduler must expect it
// to: how long this boot takes, and whether it fails, is weather.
func (s *Sim) expectedUp(m *machine) Time {
	if m.State != Booting {
		return m.Ready
	}
	return max(s.Clock, m.Rented.Add(s.world.Offers[m.Offer].Boot))
}

func (s *Sim) provider(o OfferID) *Provider { return &s.world.Providers[s.providerOf(o)] }

// list and unlist keep the machines that are up, empty and not owned, longest
// idle first.
func (s *Sim) list(ms int32) {
	m := &s.Machines[ms]
	if m.Listed || m.State != Up || m.Cordoned || s.world.Offers[m.Offer].Purchase == Owned {
		return
	}
	m.Listed, m.Idle = true, link{s.Idle.Last, -1}
	if s.Idle.Last >= 0 {
		s.Machines[s.Idle.Last].Idle.After = ms
	} else {
		s.Idle.First = ms
	}
	s.Idle.Last = ms
}

func (s *Sim) unlist(ms int32) {
	m := &s.Machines[ms]
	m.Listed = false
	if m.Idle.Before >= 0 {
		s.Machines[m.Idle.Before].Idle.After = m.Idle.After
	} else {
		s.Idle.First = m.Idle.After
	}
	if m.Idle.After >= 0 {
		s.Machines[m.Idle.After].Idle.Before = m.Idle.Before
	} else {
		s.Idle.Last = m.Idle.Before
	}
}

// devices returns the free thousandths of a machine's GPUs.
func (s *Sim) devices(ms int32) []int16 {
	n := s.world.Types[s.Machines[ms].Type].GPUs
	return s.Devices[ms*s.stride : ms*s.stride+n]
}

// takeDevices takes share of each device in the mask; a negative share gives it back.
func (s *Sim) takeDevices(ms int32, mask uint32, share int16) {
	free := s.devices(ms)
	s.Machines[ms].FreeGPU -= int64(share) * int64(bits.OnesCount32(mask))
	for ; mask != 0; mask &= mask - 1 {
		free[bits.TrailingZeros32(mask)] -= share
	}
}

// pickDevices chooses the devices for a task: the ones with the least free that
// still suffice, the lowest numbered among equals. It returns 0 if there are not enough.
func (s *Sim) pickDevices(ms int32, d *Demand) uint32 {
	free := s.devices(ms)
	var mask uint32
	for range d.GPUs {
		best := -1
		for g, f := range free {
			if int32(f) >= d.Share && mask>>g&1 == 0 && (best < 0 || f < free[best]) {
				best = g
			}
		}
		if best < 0 {
			return 0
		}
		mask |= 1 << best
	}
	return mask
}
