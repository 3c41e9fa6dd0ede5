package sim

// AttemptInfo is what a scheduler may know about a try of a job.
type AttemptInfo struct {
	ID      AttemptID
	Ordinal int32 // which try of its job it is, from 1
	Job     JobID
	Bound   Time  // when its places were taken
	Started Time  // when the gang began to run; Never while machines boot
	Speed   int64 // ppm, of the slowest machine
	Tasks   int32
	// End is when the attempt is expected to end by its job's estimate, 0 if the
	// job has none: from Started, or from when its machines should be up, with what
	// travels first, with the overhead of this start, less the work kept from earlier tries, with the
	// pauses for checkpoints, at its speed, and no longer than the job's Limit. It
	// may lie in the past: estimates can be wrong.
	End Time
}

// Attempt returns what may be known about an attempt that holds places; ID is 0
// if it does not.
func (v *View) Attempt(id AttemptID) AttemptInfo {
	s := v.s
	if !s.isAttempt(id) {
		return AttemptInfo{}
	}
	a := &s.Attempts[id.slot()]
	started := a.Start
	if started < 0 {
		started = Never
	}
	return AttemptInfo{id, s.ordinal(id.slot()), s.jobID(a.Job), a.Bound, started, a.Speed, s.Jobs[a.Job].Tasks, s.expectedEnd(id.slot())}
}

// Places appends the machine and the devices of every task of an attempt to
// places, first task first.
func (v *View) Places(id AttemptID, places []Place) []Place {
	s := v.s
	if s.isAttempt(id) {
		for t := s.Attempts[id.slot()].First; t >= 0; t = s.Tasks[t].Next {
			places = append(places, Place{s.machineID(s.Tasks[t].Machine), s.Tasks[t].Devices})
		}
	}
	return places
}

func (s *Sim) isAttempt(id AttemptID) bool {
	slot := id.slot()
	return id != 0 && inside(slot, s.Attempts) && s.Attempts[slot].Gen == id.gen() && s.Attempts[slot].First >= 0
}

// expectedStart returns when an attempt began to run, or when a scheduler must
// expect it to.
func (s *Sim) expectedStart(a *attempt) Time {
	if a.Start >= 0 {
		return a.Start
	}
	at := s.Clock
	for t := a.First; t >= 0 && a.Booting > 0; t = s.Tasks[t].Next {
		at = max(at, s.expectedUp(&s.Machines[s.Tasks[t].Machine]))
	}
	return at
}

// expectedEnd works out when an attempt would end if its job's claim were true.
// The job's work, which no policy may learn, has no part in it.
func (s *Sim) expectedEnd(as int32) Time {
	try := s.Attempts[as]
	j := &s.Jobs[try.Job]
	if j.Estimate == 0 {
		return 0
	}
	if try.Start < 0 {
		try.Overhead, _ = s.lead(as)
	}
	at := s.footing(as)
	run := s.plannedRun(&try, &at, int64(j.Estimate))
	if j.Limit > 0 {
		run = min(run, j.Limit)
	}
	return s.expectedStart(&try).Add(run)
}
