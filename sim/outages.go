package sim

import (
	"cmp"
	"slices"
)

// A zone that goes down takes its machines with it, all in one event, in order of
// offers and then of age: rented ones are gone, owned ones stand still until it comes up.

// openWeather schedules the first turn of every zone and of every partition. A zone that is down from the
// beginning goes down at the first instant, when its owned machines have come up.
func (s *Sim) openWeather() {
	if len(s.world.Outages) > 0 {
		s.Dark = make([]bool, len(s.world.Zones))
		for _, z := range s.world.zonesByName() {
			s.scheduleTurn(&s.world.Outages[z], 0, classZone, z)
		}
	}
	if len(s.world.Cuts) > 0 {
		s.Parted = make([]bool, len(s.world.Cuts))
		for c := range s.world.Cuts {
			s.scheduleTurn(&s.world.Cuts[c].At, 0, classCut, int32(c))
		}
	}
}

// zonesByName returns the zones in the order of the names of provider, region and zone, so
// that the order in which a world lists them never decides anything.
func (w *World) zonesByName() []int32 {
	order := make([]int32, len(w.Zones))
	for z := range order {
		order[z] = int32(z)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		ra, rb := &w.Regions[w.Zones[a].Region], &w.Regions[w.Zones[b].Region]
		return cmp.Or(cmp.Compare(w.Providers[ra.Provider].Name, w.Providers[rb.Provider].Name),
			cmp.Compare(ra.Name, rb.Name), cmp.Compare(w.Zones[a].Name, w.Zones[b].Name))
	})
	return order
}

// scheduleTurn schedules the first instant from now on at which a path of 0 and 1 is
// not what it is said to be; steps that change nothing are none.
func (s *Sim) scheduleTurn(p *Path, is int64, c class, slot int32) {
	for i := p.step(s.Clock); i < len(p.At); i++ {
		if p.Value[i] != is {
			s.schedule(max(s.Clock, p.At[i]), c, slot)
			return
		}
	}
}

// zoneTurns takes a zone down or up.
func (s *Sim) zoneTurns(z ZoneID) {
	p := &s.world.Outages[z]
	is := p.ValueAt(s.Clock)
	s.Dark[z] = is == 1
	s.scheduleTurn(p, is, classZone, int32(z))
	if s.tells {
		k := ZoneUp
		if s.Dark[z] {
			k = ZoneDown
		}
		s.tell(Event{Kind: k, Job: -1, Machine: -1, Offer: -1, Value: int64(z)})
	}
	for o := range s.world.Offers {
		if s.world.Offers[o].Zone != z {
			continue
		}
		for ms := s.Offers[o].Peers.First; ms >= 0; {
			next := s.Machines[ms].Peer.After
			if s.Dark[z] {
				s.strike(ms, ZoneOutage)
			} else {
				s.repaired(ms)
			}
			ms = next
		}
	}
}

// isDark reports whether a zone is down.
func (s *Sim) isDark(z ZoneID) bool { return len(s.Dark) > 0 && s.Dark[z] }

// ZoneUp reports whether a zone is up now; one that the world does not have is not.
func (v *View) ZoneUp(z ZoneID) bool { return inside(z, v.s.world.Zones) && !v.s.isDark(z) }

// strike takes a machine out of service. A rented one is gone, paid until now, even in
// its notice; an owned one stands still.
func (s *Sim) strike(ms int32, why Why) {
	m := &s.Machines[ms]
	if m.State == Down {
		return // and its repair goes on
	}
	s.Sum.Broken++
	if s.world.Offers[m.Offer].Purchase != Owned {
		if m.State != Noticed {
			s.Offers[m.Offer].Held--
		}
		s.lose(ms, MachineBroke, why)
		return
	}
	m.State = Down
	s.wasUp(m)
	if m.Event != 0 {
		s.cancel(&m.Event) // it does not break a second time
	}
	s.empty(ms, why)
	s.fit.update(ms)
	if s.tells {
		e := s.of(m, MachineBroke)
		e.Why = why
		s.tell(e)
	}
}

// repaired lets a machine come up again that stands still, if it is not broken
// and its zone is not down.
func (s *Sim) repaired(ms int32) {
	m := &s.Machines[ms]
	if m.State != Down || m.Event != 0 || s.isDark(s.world.Offers[m.Offer].Zone) {
		return
	}
	s.comesUp(ms)
	s.fit.update(ms)
}
