package sim

// Cut is a partition: while At is 1 and not 0, nothing travels between regions A and B, in
// either direction. A gang that stands in both ends; whoever stands in one goes on, whatever
// is still on its way to it.
type Cut struct {
	A, B RegionID
	At   Path
}

// cutTurns parts or joins two regions.
func (s *Sim) cutTurns(i int32) {
	c := &s.world.Cuts[i]
	is := c.At.ValueAt(s.Clock)
	s.Parted[i] = is == 1
	s.scheduleTurn(&c.At, is, classCut, i)
	k := RegionsJoined
	s.CutsOn--
	if s.Parted[i] {
		k = RegionsCut
		s.CutsOn += 2
	}
	if s.tells {
		s.tell(Event{Kind: k, Job: -1, Machine: -1, Offer: -1, Value: int64(i)})
	}
	for as := range s.Attempts {
		if s.Parted[i] && s.Attempts[as].First >= 0 && s.standsIn(int32(as), c.A) && s.standsIn(int32(as), c.B) {
			s.endAttempt(int32(as), RegionsParted)
		}
	}
	for ms := s.fit.after(-1); ms >= 0; ms = s.fit.after(s.fit.rank[ms]) {
		s.fit.mark(ms) // there is room for other jobs than before
	}
}

// standsIn reports whether an attempt has a task in a region.
func (s *Sim) standsIn(as int32, r RegionID) bool {
	for t := s.Attempts[as].First; t >= 0; t = s.Tasks[t].Next {
		if s.regionOf(s.Machines[s.Tasks[t].Machine].Offer) == r {
			return true
		}
	}
	return false
}

// Reachable reports whether data can travel between two regions now; within one it always can.
func (v *View) Reachable(a, b RegionID) bool {
	w := v.s.world
	return inside(a, w.Regions) && inside(b, w.Regions) && v.s.reachable(a, b)
}

func (s *Sim) reachable(a, b RegionID) bool {
	if s.CutsOn == 0 || a == b {
		return true
	}
	for i, parted := range s.Parted {
		if c := &s.world.Cuts[i]; parted && (c.A == a && c.B == b || c.A == b && c.B == a) {
			return false
		}
	}
	return true
}

// together finds out whether a gang's places can reach each other, and returns the first
// that cannot.
func (s *Sim) together(places []Place) (Refusal, int) {
	for i := range places {
		here := s.regionOf(s.Machines[places[i].Machine.slot()].Offer)
		for k := range i {
			if !s.reachable(here, s.regionOf(s.Machines[places[k].Machine.slot()].Offer)) {
				return Unreachable, i
			}
		}
	}
	return Accepted, len(places) - 1
}

// hinders reports whether something that passes may stand in the way of a start: a quota
// or a partition.
func (s *Sim) hinders() bool { return s.quotas || s.CutsOn > 0 }

// hindrance says what does, of a start on a machine that has room.
func (s *Sim) hindrance(j *job, ms int32) Refusal { return s.hindered(j, s.Machines[ms].Offer) }

func (s *Sim) hindered(j *job, o OfferID) Refusal {
	switch {
	case s.quotas && j.Tenant > 0 && s.overQuota(j):
		return OverQuota
	case s.CutsOn > 0 && !s.reaches(j, s.regionOf(o)):
		return Unreachable
	}
	return Accepted
}

// reaches reports whether all that a start of a job in a region would fetch can travel there.
func (s *Sim) reaches(j *job, r RegionID) bool {
	js := s.Window.slot(j.Number)
	if int(js) < len(s.Data) && s.Data[js].Reads > 0 && !s.reachable(s.Data[js].Home, r) {
		return false
	}
	if from := s.savedIn(js); from >= 0 && !s.reachable(from, r) {
		return false
	}
	return true
}

// Hindered returns what keeps a job from an offer's machines now and will pass, new machines
// among them: OverQuota, or Unreachable if what it would fetch cannot travel there. Accepted is nothing.
func (v *View) Hindered(j JobID, o OfferID) Refusal {
	s := v.s
	if !s.hinders() || !s.isAlive(j) || !inside(o, s.Offers) {
		return Accepted
	}
	return s.hindered(&s.Jobs[j.slot()], o)
}
