package sim

const ppm = 1_000_000

// newAttempt begins a try of a queued job; its tasks are added one by one.
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
	*a = attempt{Gen: a.Gen + 1, Job: js, First: -1, Bound: s.Clock, Start: -1, Speed: int64(Never)}
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
	a.Overhead, j.LastOn = s.owed(as)
	if j.First < 0 {
		j.First = s.Clock
		s.Sum.Started++
		wait := j.waited()
		s.Sum.WaitSum.Add(int64(wait))
		s.Sum.WaitMax = max(s.Sum.WaitMax, wait)
	}
	run := s.plannedRun(j, a, j.Work)
	a.Why = WorkDone
	if j.Limit > 0 && run > j.Limit {
		run, a.Why = j.Limit, LimitHit
	}
	a.End = s.schedule(s.Clock.Add(run), classEnd, as)
	if len(s.Data) > 0 {
		s.move(as, true)
	}
	if s.tells {
		e := s.about(j, AttemptStarted)
		first := &s.Machines[s.Tasks[a.First].Machine]
		e.Machine, e.Offer, e.Value = first.Number, first.Offer, a.Speed
		s.tell(e)
	}
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

// plannedRun returns how long the attempt runs if nothing stops it and that much
// is the work of its job: overhead, what is left of the work at its speed, and
// the checkpoints in between.
func (s *Sim) plannedRun(j *job, a *attempt, all int64) Duration {
	var work int64
	switch {
	case j.Done == 0 && a.Speed == ppm:
		work = all
	case all <= j.Done: // of a claim, which may be too small
	case j.Carry == 0:
		work = ceilScale(all-j.Done, ppm, a.Speed)
	default: // ⌈((all−Done)·10⁶ − Carry) / Speed⌉, the numerator being positive
		work = ceilScale(all-j.Done-1, ppm, a.Speed)
		for ; s.progressed(j, a.Speed, Duration(work)) < all; work++ {
		}
	}
	run := Time(a.Overhead).Add(Duration(work))
	if r := &s.Restarts.List[j.Restart].Key; r.Keep == KeepCheckpoint && work > 0 {
		n := (work - 1) / int64(r.Every)
		run = run.Add(Duration(ceilScale(n, int64(r.Cost), 1)))
	}
	return Duration(run)
}

// progressed returns the work done after running for d without pauses.
func (s *Sim) progressed(j *job, speed int64, d Duration) int64 {
	q, _ := floorScale(int64(d), speed, int64(j.Carry), ppm)
	return j.Done + q
}

// bind makes an attempt the job's own. Its gang runs at once if all machines are up.
func (s *Sim) bind(as int32) {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	if j.Phase == queued {
		s.queue.remove(j.Key, j.Number)
	}
	j.Phase, j.Attempt = bound, as
	j.Tries++
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
		e := s.about(j, AttemptBound)
		first := &s.Machines[s.Tasks[a.First].Machine]
		e.Machine, e.Offer = first.Number, first.Offer
		s.tell(e)
	}
}

// tellPlaces tells where the tasks of a gang are.
func (s *Sim) tellPlaces(as int32) {
	a := &s.Attempts[as]
	for t := a.First; t >= 0; t = s.Tasks[t].Next {
		m := &s.Machines[s.Tasks[t].Machine]
		e := s.about(&s.Jobs[a.Job], TaskPlaced)
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

// attemptEnds is the event at the end of a run that nothing stopped.
func (s *Sim) attemptEnds(as int32) {
	s.Attempts[as].End = 0
	s.endAttempt(as, s.Attempts[as].Why)
}

// endAttempt ends a try for whatever reason and decides what becomes of its job.
func (s *Sim) endAttempt(as int32, why Why) {
	a := &s.Attempts[as]
	js := a.Job
	j := &s.Jobs[js]
	var ran Duration
	if a.Start >= 0 {
		ran = s.Clock.Sub(a.Start)
	}
	before := j.Done
	if why == WorkDone {
		s.Sum.WorkBought.Add(j.Work - j.Done)
		s.Sum.WorkKept.Add(j.Work - j.Done)
		j.Done, j.Carry = j.Work, 0
	} else if ran > 0 {
		s.keep(j, a, ran)
	}
	if a.End != 0 {
		s.cancel(&a.End)
	}
	if s.tells {
		first := &s.Machines[s.Tasks[a.First].Machine]
		e := s.about(j, AttemptEnded)
		e.Machine, e.Offer, e.Why, e.Run, e.Value = first.Number, first.Offer, why, ran, j.Done-before
		s.tell(e)
	}
	if why == WorkDone && len(s.Data) > 0 {
		s.move(as, false)
	}
	s.vacate(as, ran)
	a = &s.Attempts[as]
	all := Duration(0)
	if s.tells {
		all = Duration(ceilScale(j.Work, ppm, a.Speed))
	}
	a.Job = -1
	s.FreeAttempts = append(s.FreeAttempts, as)
	j.Attempt = -1
	switch why {
	case WorkDone:
		s.endJob(js, Finished, all)
	case LimitHit:
		s.endJob(js, TimedOut, all)
	case RunOver:
		j.Phase = held
	default:
		s.enqueue(js)
	}
}

// keep moves what an interrupted attempt keeps into the job, and counts what
// it bought and lost.
func (s *Sim) keep(j *job, a *attempt, ran Duration) {
	r := &s.Restarts.List[j.Restart].Key
	run := max(0, ran-a.Overhead) // time after the overhead
	worked, saved := run, Duration(0)
	switch r.Keep {
	case KeepAll:
		saved = run
	case KeepCheckpoint:
		cycle := Duration(Time(r.Every).Add(r.Cost))
		saved = run / cycle * r.Every
		worked = saved + min(run%cycle, r.Every)
	}
	bought := s.progressed(j, a.Speed, worked) - j.Done
	kept, carry := floorScale(int64(saved), a.Speed, int64(j.Carry), ppm)
	if r.Keep == KeepNothing {
		// What earlier attempts kept is kept: Keep says what a stop keeps of
		// this attempt, and nothing was kept before either.
		kept, carry = 0, int64(j.Carry)
	}
	s.Sum.WorkBought.Add(bought)
	s.Sum.WorkKept.Add(kept)
	s.Sum.WorkLost.Add(bought - kept)
	j.Done += kept
	j.Carry = int32(carry)
}
