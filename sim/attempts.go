package sim

const ppm = 1_000_000

// newAttempt begins a try of a job; its tasks are added one by one.
func (s *Sim) newAttempt(js int32) int32 {
	var slot int32
	if n := len(s.FreeAttempts); n > 0 {
		slot = s.FreeAttempts[n-1]
		s.FreeAttempts = s.FreeAttempts[:n-1]
	} else {
		s.Attempts = append(s.Attempts, attempt{})
		slot = int32(len(s.Attempts) - 1)
	}
	a := &s.Attempts[slot]
	*a = attempt{Gen: a.Gen + 1, Job: js, First: -1, Bound: s.Clock, Start: -1, Speed: int64(Never), Peer: -1}
	return slot
}

// occupy puts one task of an attempt on a machine that has room for it.
func (s *Sim) occupy(as, ms int32, devices uint32) {
	var slot int32
	if n := len(s.FreeTasks); n > 0 {
		slot = s.FreeTasks[n-1]
		s.FreeTasks = s.FreeTasks[:n-1]
	} else {
		s.Tasks = append(s.Tasks, task{})
		slot = int32(len(s.Tasks) - 1)
	}
	a, m := &s.Attempts[as], &s.Machines[ms]
	j := &s.Jobs[a.Job]
	s.Tasks[slot] = task{Attempt: as, Machine: ms, Next: a.First, Before: -1, After: m.First, Devices: devices}
	if m.First >= 0 {
		s.Tasks[m.First].Before = slot
	}
	a.First, m.First = slot, slot
	a.Speed = min(a.Speed, s.speedOn(j, ms))
	if m.State == Booting {
		a.Booting++
	}
	d := &s.Shapes.List[j.Shape].Key
	s.hold(ms, d, devices, 1)
	if s.quotas {
		s.tally(j, d, 1)
	}
	if m.Tasks++; m.Tasks == 1 && m.Listed {
		s.unlist(ms)
	}
	s.fit.update(ms)
}

// vacate takes an attempt's tasks off their machines and counts what they
// used while the gang ran.
func (s *Sim) vacate(as int32, ran Duration) {
	a := &s.Attempts[as]
	d := &s.Shapes.List[s.Jobs[a.Job].Shape].Key
	for slot := a.First; slot >= 0; {
		t := s.Tasks[slot]
		s.FreeTasks = append(s.FreeTasks, slot)
		slot = t.Next
		ms := t.Machine
		m := &s.Machines[ms]
		if t.Before >= 0 {
			s.Tasks[t.Before].After = t.After
		} else {
			m.First = t.After
		}
		if t.After >= 0 {
			s.Tasks[t.After].Before = t.Before
		}
		s.hold(ms, d, t.Devices, -1)
		if s.quotas {
			s.tally(&s.Jobs[a.Job], d, -1)
		}
		if ran > 0 {
			u := &s.Sum.Use[s.world.Offers[m.Offer].Purchase]
			u.UsedCPU.AddProduct(int64(ran), d.CPU)
			u.UsedMem.AddProduct(int64(ran), d.Mem)
			if t.Devices != 0 {
				u.UsedGPU.AddProduct(int64(ran), int64(d.GPUs)*int64(d.Share))
			}
		}
		if m.Tasks--; m.Tasks == 0 {
			m.IdleSince, m.BusyUntil = s.Clock, s.Clock
			s.list(ms)
		}
		s.fit.update(ms)
		if m.Lined {
			s.freed = append(s.freed, ms)
		}
	}
	a.First = -1
}

// start lets an attempt run, now that all its machines are up.
func (s *Sim) start(as int32) {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	a.Start = s.Clock
	a.Overhead, j.LastOn = s.lead(as)
	if j.First < 0 {
		j.First = s.Clock
		s.Sum.Started++
		wait := j.waited()
		s.Sum.WaitSum.Add(int64(wait))
		s.Sum.WaitMax = max(s.Sum.WaitMax, wait)
	}
	if a.Apart { // it begins with what its job has kept by now
		f := &s.Footings[as]
		f.Base, f.Carry = j.Done, j.Carry
	}
	s.scheduleEnd(as)
	if s.world.Traffic != nil && len(s.Data)+len(s.Saved) > 0 {
		s.fetch(as)
	}
	if s.tells {
		e := s.aboutTry(as, AttemptStarted)
		e.Value = a.Speed
		s.tell(e)
	}
}

// scheduleEnd schedules the end of an attempt that runs: when its work is done, or
// at its job's limit.
func (s *Sim) scheduleEnd(as int32) {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	var run Duration
	if !a.Apart && j.Done == 0 && a.Speed == ppm && s.Restarts.List[j.Restart].Key.Keep != KeepCheckpoint {
		run = Duration(Time(a.Overhead).Add(Duration(j.Work))) // what plannedRun comes to, of almost all
	} else {
		at := s.footing(as)
		run = s.plannedRun(a, &at, j.Work)
	}
	a.Why = WorkDone
	if j.Limit > 0 && run > j.Limit {
		run, a.Why = j.Limit, LimitHit
	}
	a.End = s.schedule(a.Start.Add(run), classEnd, as)
}

// owed returns the overhead that the start of an attempt begins with, and where
// the job is then said to have been last, if that may matter at its next start.
func (s *Sim) owed(as int32) (overhead Duration, lastOn uint64) {
	j := &s.Jobs[s.Attempts[as].Job]
	r := &s.Restarts.List[j.Restart].Key
	lastOn = j.LastOn
	if r.Overhead == 0 {
		return 0, lastOn
	}
	if r.Owes&OweMove != 0 {
		lastOn = s.whereabouts(as)
	}
	switch {
	case j.First < 0 && r.Owes&OweFirst != 0,
		j.First >= 0 && r.Owes&OweRestart != 0,
		j.First >= 0 && r.Owes&OweMove != 0 && lastOn != j.LastOn:
		return r.Overhead, lastOn
	}
	return 0, lastOn
}

// whereabouts sums up on which machines an attempt's tasks are, whatever their
// order: two gangs with the same sum are on the same machines.
func (s *Sim) whereabouts(as int32) uint64 {
	var sum uint64
	for t := s.Attempts[as].First; t >= 0; t = s.Tasks[t].Next {
		sum += absorb(0, uint64(s.Machines[s.Tasks[t].Machine].Number))
	}
	return sum
}

// bind makes an attempt its job's, the youngest of them. Its gang runs at once if all machines are up.
func (s *Sim) bind(as int32) {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	if j.Phase == queued {
		s.queue.remove(j.Key, j.Number)
	}
	j.Phase = bound
	j.Tries++
	if j.Attempt < 0 {
		j.Attempt = as
	} else {
		s.joinPeers(j, as)
	}
	s.Sum.Attempts++
	if j.Tries > 1 {
		s.Sum.Restarts++
	}
	s.expect(as)
	if s.tells && j.Tasks > 1 {
		s.tellPlaces(as)
	}
	if a.Booting == 0 {
		s.start(as)
	} else if s.tells {
		s.tell(s.aboutTry(as, AttemptBound))
	}
}

// aboutTry begins an event about an attempt.
func (s *Sim) aboutTry(as int32, k Kind) Event {
	a := &s.Attempts[as]
	e := s.about(&s.Jobs[a.Job], k)
	first := &s.Machines[s.Tasks[a.First].Machine]
	e.Attempt, e.Machine, e.Offer = s.ordinal(as), first.Number, first.Offer
	return e
}

// tellPlaces tells where the tasks of a gang are.
func (s *Sim) tellPlaces(as int32) {
	a := &s.Attempts[as]
	for t := a.First; t >= 0; t = s.Tasks[t].Next {
		m := &s.Machines[s.Tasks[t].Machine]
		e := s.about(&s.Jobs[a.Job], TaskPlaced)
		e.Attempt = s.ordinal(as)
		e.Machine, e.Offer, e.Value = m.Number, m.Offer, int64(s.Tasks[t].Devices)
		s.tell(e)
	}
}

// expect moves the estimated ends of an attempt's machines.
func (s *Sim) expect(as int32) {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	if j.Estimate == 0 {
		return
	}
	until := s.expectedStart(a).Add(Duration(ceilScale(int64(j.Estimate), ppm, a.Speed)))
	for t := a.First; t >= 0; t = s.Tasks[t].Next {
		m := &s.Machines[s.Tasks[t].Machine]
		m.BusyUntil = max(m.BusyUntil, until)
	}
}
