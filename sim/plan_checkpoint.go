package sim

// Checkpoint makes a job that keeps checkpoints save now, out of turn: after its
// Restart.Cost all work done so far is safe, and the next interval begins. If it is
// lost before, only what was safe already is kept. It is refused if no work was done
// since the attempt last began to save: a checkpoint that is under way serves.
func (p *Plan) Checkpoint(id AttemptID) Refusal {
	s := p.s
	if !s.isAttempt(id) {
		return p.refuse(ActCheckpoint, StaleAttempt, Event{Job: -1, Machine: -1, Offer: -1})
	}
	if !s.savable(id.slot()) {
		return p.refuse(ActCheckpoint, NothingToSave, p.aboutJob(s.jobID(s.Attempts[id.slot()].Job)))
	}
	s.Sum.Actions++
	s.save(id.slot())
	return Accepted
}

// savable reports whether an attempt keeps checkpoints, works, and has done some since it
// last began to save.
func (s *Sim) savable(as int32) bool {
	a := &s.Attempts[as]
	r := &s.Restarts.List[s.Jobs[a.Job].Restart].Key
	if r.Keep != KeepCheckpoint || a.Start < 0 {
		return false
	}
	at := s.footing(as)
	since := s.Clock.Sub(a.Start) - a.Overhead - at.Mark
	if since < 0 {
		return false
	}
	since %= Duration(Time(r.Every).Add(r.Cost))
	return since > 0 && since < r.Every
}

// save begins a checkpoint out of turn.
func (s *Sim) save(as int32) {
	f := s.setApart(as)
	a := &s.Attempts[as]
	r := &s.Restarts.List[s.Jobs[a.Job].Restart].Key
	run := s.Clock.Sub(a.Start) - a.Overhead
	f.Worked, f.Safe = f.useful(r, run)
	f.Mark = Duration(Time(run).Add(r.Cost))
	if f.First == 0 && f.Safe == 0 {
		f.First = f.Mark
	}
	s.cancel(&a.End)
	s.scheduleEnd(as)
	if s.tells {
		e := s.aboutTry(as, CheckpointBegun)
		e.Value = int64(s.Clock.Add(r.Cost))
		s.tell(e)
	}
}

// saveOnNotice lets the attempts on a machine save which want to before it is lost, and can.
func (s *Sim) saveOnNotice(ms int32, lost Time) {
	for t := s.Machines[ms].First; t >= 0; t = s.Tasks[t].After {
		as := s.Tasks[t].Attempt
		r := &s.Restarts.List[s.Jobs[s.Attempts[as].Job].Restart].Key
		if r.OnNotice && s.Clock.Add(r.Cost) <= lost && s.savable(as) {
			s.save(as)
		}
	}
}

// Savable reports whether an attempt has something to save now that Plan.Checkpoint would save: it
// keeps checkpoints, works, and has done some work since it last began to save.
func (v *View) Savable(id AttemptID) bool { return v.s.isAttempt(id) && v.s.savable(id.slot()) }
