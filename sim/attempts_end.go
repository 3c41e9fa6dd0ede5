package sim

// attemptEnds is the event at the end of a run that nothing stopped.
func (s *Sim) attemptEnds(as int32) {
	s.Attempts[as].End = 0
	s.endAttempt(as, s.Attempts[as].Why)
}

// endAttempt ends a try for whatever reason and decides what becomes of its job,
// and of the other attempts of the job.
func (s *Sim) endAttempt(as int32, why Why) {
	js := s.Attempts[as].Job
	finishes := why == WorkDone && s.suffices(&s.Jobs[js])
	all := s.closeAttempt(as, why, finishes)
	j := &s.Jobs[js]
	switch {
	case finishes:
		if j.Attempt >= 0 {
			s.endPeers(js, Outrun)
		}
		s.endJob(js, Finished, all)
	case why == LimitHit:
		s.endPeers(js, LimitHit)
		s.endJob(js, TimedOut, all)
	case j.Attempt >= 0: // others go on
	case why == RunOver:
		j.Phase = held
	case why == Migrated: // and is bound again at once
	default:
		s.enqueue(js)
	}
}

// suffices counts an attempt that has done all of a job's work, and reports whether
// the job has finished.
func (s *Sim) suffices(j *job) bool {
	if !j.Votes {
		return true
	}
	j.Complete++
	return j.Complete >= j.Quorum
}

// endPeers ends the attempts that a job still has.
func (s *Sim) endPeers(js int32, why Why) {
	for s.Jobs[js].Attempt >= 0 {
		s.closeAttempt(s.Jobs[js].Attempt, why, false)
	}
}

// closeAttempt takes an attempt off its machines and forgets it. It returns how long all
// of the work takes at its speed, for those who listen.
func (s *Sim) closeAttempt(as int32, why Why, finishes bool) (all Duration) {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	var ran Duration
	if a.Start >= 0 {
		ran = s.Clock.Sub(a.Start)
	}
	var kept int64
	had := j.Done
	hadCarry := j.Carry
	if why == WorkDone {
		kept = s.complete(as, finishes)
	} else if ran > 0 {
		kept = s.keep(as, ran)
	}
	if a.End != 0 {
		s.cancel(&a.End)
	}
	if s.tells {
		e := s.aboutTry(as, AttemptEnded)
		e.Why, e.Run, e.Value = why, ran, kept
		s.tell(e)
		all = Duration(ceilScale(j.Work, ppm, a.Speed))
	}
	if finishes && s.world.Traffic != nil && len(s.Data) > 0 {
		s.deliver(as)
	}
	if len(s.Saved) > 0 && ran > 0 {
		s.rest(as, ran, why, j.Done != had || j.Carry != hadCarry)
	}
	s.vacate(as, ran)
	if j.Attempt == as {
		j.Attempt = a.Peer
	} else {
		s.leavePeers(j, as)
	}
	a.Job = -1
	s.FreeAttempts = append(s.FreeAttempts, as)
	return all
}
