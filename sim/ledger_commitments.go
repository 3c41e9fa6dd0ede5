package sim

import "fmt"

// scope is a machine type in a region for which there are commitments.
type scope struct {
	offers []OfferID    // on demand
	terms  []Commitment // as the world lists them
	index  []int32      // of each in World.Commitments
}

// Phase returns how long after the beginning of a clock hour, in UTC, the epoch is.
func (w *World) Phase() Duration {
	s := w.Epoch.Unix() % 3600 // UnixNano does not reach the zero Time
	if s < 0 {
		s += 3600
	}
	return Duration(s)*1_000_000_000 + Duration(w.Epoch.Nanosecond())
}

// openScopes gathers the commitments by what they cover.
func (s *Sim) openScopes() {
	w := s.world
	if len(w.Commitments) == 0 {
		return
	}
	s.phase = w.Phase()
	type place struct {
		Type   TypeID
		Region RegionID
	}
	at := make(map[place]int32)
	for i, c := range w.Commitments {
		k, known := at[place{c.Type, c.Region}]
		if !known {
			k = int32(len(s.scopes))
			at[place{c.Type, c.Region}] = k
			s.scopes = append(s.scopes, scope{})
		}
		s.scopes[k].terms = append(s.scopes[k].terms, c)
		s.scopes[k].index = append(s.scopes[k].index, int32(i))
	}
	s.scopeOf = make([]int32, len(w.Offers))
	for o := range w.Offers {
		s.scopeOf[o] = -1
		if k, known := at[place{w.Offers[o].Type, s.regionOf(OfferID(o))}]; known && w.Offers[o].Purchase == OnDemand {
			s.scopeOf[o] = k
			s.scopes[k].offers = append(s.scopes[k].offers, OfferID(o))
		}
	}
}

// firstHour returns the beginning of the clock hour in which the run begins.
func (s *Sim) firstHour() Time { return -Time(s.phase) }

// closeHours settles all clock hours that end by an instant, before the clock
// gets there. Machines that are alive now are alive all the while.
func (s *Sim) closeHours(to Time) {
	for s.Settled.Add(hour) <= to && s.err == nil {
		s.closeHour()
	}
}

// closeHour settles the earliest hour that is not settled. It counts what living
// machines use of it; when they end, charge counts only what comes after.
func (s *Sim) closeHour() {
	start, end := s.Settled, s.Settled.Add(hour)
	for k := range s.scopes {
		cover := &s.Cover[k]
		for _, o := range s.scopes[k].offers {
			for ms := s.Offers[o].Peers.First; ms >= 0; ms = s.Machines[ms].Peer.After {
				m := &s.Machines[ms]
				if _, from, billed := s.billedFrom(m, m.State != Booting); billed {
					cover.Add(&s.world.Offers[o].Price, max(from, start), end, s.phase)
				}
			}
		}
		if len(cover.Hours) > 0 && cover.Hours[0].Start == start {
			s.credit(k, cover.Hours[0])
			cover.Hours = cover.Hours[:copy(cover.Hours, cover.Hours[1:])]
		}
	}
	s.Settled = end
}

// credit writes what the commitments of a scope take off an hour.
func (s *Sim) credit(k int, u HourUse) {
	var ok bool
	if s.credits, ok = u.Credits(s.scopes[k].terms, s.credits[:0]); !ok {
		s.overflow("machine type", int64(s.scopes[k].terms[0].Type))
		return
	}
	for _, c := range s.credits {
		i := s.scopes[k].index[c.Commitment]
		p := s.world.Regions[s.world.Commitments[i].Region].Provider
		if !s.book(CreditLine, p, -c.Amount) {
			s.overflow("commitment", int64(i))
			return
		}
		if s.liners != nil {
			cost, _ := roundMoney(u.Cost)
			s.write(Line{
				Kind: CreditLine, Machine: -1, Offer: -1, Commitment: i, From: max(0, u.Start), Billed: c.Covered, Used: u.Used,
				Moved: Moved{Job: -1}, Amount: -c.Amount, Reason: fmt.Sprintf("covers %v of %v of machine time that cost %v", c.Covered, u.Used, cost),
			})
		}
	}
}

// endCommitments settles the last hours and charges for every hour that began in the
// run, used or not. Time billed in hours that begin later is not covered:
// they are not paid for either.
func (s *Sim) endCommitments() {
	for s.Settled < s.Clock && s.err == nil {
		s.closeHour()
	}
	for i := range s.world.Commitments {
		c := &s.world.Commitments[i]
		hours := c.Hours(s.firstHour(), s.Clock, s.phase)
		if hours == 0 || c.Count == 0 {
			continue
		}
		p := s.world.Regions[c.Region].Provider
		fee, ok := c.Fee(hours)
		if !ok || !s.book(FeeLine, p, fee) {
			s.overflow("commitment", int64(i))
			return
		}
		if s.liners != nil {
			from := max(0, c.From)
			until := max(from, min(c.To, s.Clock))
			s.write(Line{
				Kind: FeeLine, Machine: -1, Offer: -1, Commitment: int32(i), From: from, Life: until.Sub(from),
				Billed: Duration(ceilScale(hours, c.Count*int64(hour), 1)), Moved: Moved{Job: -1}, Amount: fee,
				Reason: fmt.Sprintf("%s for %s at %v, used or not", several(c.Count, "machine"), several(hours, "hour"), c.Price),
			})
		}
	}
}

// several says how many there are of something.
func several(n int64, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
