package sim

// Migrate stops an attempt and starts its job at other places in the same instant,
// with what it keeps, which travels if it has a size. If the places are refused,
// the attempt goes on. The places that it holds count as free.
func (p *Plan) Migrate(id AttemptID, places ...Place) (AttemptID, Refusal) {
	s := p.s
	if !s.isAttempt(id) {
		return 0, p.refuse(ActMigrate, StaleAttempt, Event{Job: -1, Machine: -1, Offer: -1})
	}
	old := id.slot()
	js := s.Attempts[old].Job
	j := &s.Jobs[js]
	if len(places) != int(j.Tasks) {
		return 0, p.refuse(ActMigrate, WrongPlaces, p.aboutJob(s.jobID(js)))
	}
	s.lift(old, -1)
	from := s.savedIn(js)
	s.setSavedIn(js, s.wouldRest(old))
	why, at := p.check(j, places)
	s.setSavedIn(js, from)
	s.lift(old, 1)
	if why != Accepted {
		return 0, p.refuse(ActMigrate, why, p.aboutPlace(s.jobID(js), &places[at]))
	}
	// Lines that get room by this move afterwards: the move comes first.
	s.endAttempt(old, Migrated)
	now := p.begin(js, places)
	s.serveFreed()
	return now, Accepted
}

// wouldRest returns where what a job has saved would rest if an attempt were stopped now.
func (s *Sim) wouldRest(as int32) RegionID {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	if len(s.Saved) == 0 || a.Start < 0 {
		return s.savedIn(a.Job)
	}
	ran := s.Clock.Sub(a.Start)
	_, done, carry := s.stopped(as, ran)
	if _, saved := s.firstSave(as, ran, true); !saved || done == j.Done && carry == j.Carry {
		return s.savedIn(a.Job)
	}
	return s.regionOf(s.Machines[s.Tasks[a.First].Machine].Offer)
}

// lift gives back what an attempt's tasks hold, with -1, and takes it again.
func (s *Sim) lift(as int32, sign int64) {
	a := &s.Attempts[as]
	d := &s.Shapes.List[s.Jobs[a.Job].Shape].Key
	for t := a.First; t >= 0; t = s.Tasks[t].Next {
		s.hold(s.Tasks[t].Machine, d, s.Tasks[t].Devices, sign)
		if s.quotas {
			s.tally(&s.Jobs[a.Job], d, sign)
		}
	}
}
