package sim

// SetInterval changes the time between checkpoints of a waiting job that keeps
// checkpoints, for the attempts that are started from now on.
func (p *Plan) SetInterval(id JobID, every Duration) Refusal {
	s := p.s
	if !s.isQueued(id) {
		return p.refuse(ActInterval, s.unqueued(id), p.aboutJob(id))
	}
	j := &s.Jobs[id.slot()]
	r := s.Restarts.List[j.Restart].Key
	switch {
	case r.Keep != KeepCheckpoint:
		return p.refuse(ActInterval, NothingToSave, p.aboutJob(id))
	case every <= 0:
		return p.refuse(ActInterval, BadInterval, p.aboutJob(id))
	}
	r.Every = every
	before := j.Restart
	j.Restart, _ = s.Restarts.intern(&r, 0)
	s.Restarts.drop(before)
	s.Sum.Actions++
	if s.tells {
		e := s.about(j, IntervalSet)
		e.Value = int64(every)
		s.tell(e)
	}
	return Accepted
}
