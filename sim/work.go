package sim

// footing is what an attempt's work counts from. Where nothing else is said it is
// what its job has kept. An attempt has one of its own (attempt.Apart) once its
// job has others, whose saves it must not count as its own, or once it has saved
// out of turn.
type footing struct {
	Ordinal int32    // of the try, from 1
	Carry   int32    // beside Base, in ns·ppm below a million
	Base    int64    // work of the job that was kept when it began to run
	Mark    Duration // after so much run time, overhead apart, the periodic checkpoints count anew
	Worked  Duration // run time that was work by then
	First   Duration // after so much its first save is complete, if that is not a periodic one
	Safe    Duration // of it, what is safe until then: the checkpoint that ends at Mark may be under way
}

// footing returns an attempt's footing.
func (s *Sim) footing(as int32) footing {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	if !a.Apart {
		return footing{Ordinal: j.Tries, Base: j.Done, Carry: j.Carry}
	}
	f := s.Footings[as]
	if a.Start < 0 {
		f.Base, f.Carry = j.Done, j.Carry
	}
	return f
}

// ordinal returns which try of its job an attempt is, from 1.
func (s *Sim) ordinal(as int32) int32 {
	if a := &s.Attempts[as]; !a.Apart {
		return s.Jobs[a.Job].Tries
	}
	return s.Footings[as].Ordinal
}

// setApart gives an attempt a footing of its own.
func (s *Sim) setApart(as int32) *footing {
	if !s.Attempts[as].Apart {
		for len(s.Footings) <= int(as) {
			s.Footings = append(s.Footings, footing{})
		}
		s.Footings[as] = s.footing(as)
		s.Attempts[as].Apart = true
	}
	return &s.Footings[as]
}

// plannedRun returns how long an attempt runs if nothing stops it and that much
// is the work of its job: overhead, what is left of the work at its speed, and
// the checkpoints in between.
func (s *Sim) plannedRun(a *attempt, at *footing, all int64) Duration {
	var work int64
	switch {
	case at.Base == 0 && a.Speed == ppm:
		work = all
	case all <= at.Base: // of a claim, which may be too small
	case at.Carry == 0:
		work = ceilScale(all-at.Base, ppm, a.Speed)
	default: // ⌈((all−Base)·10⁶ − Carry) / Speed⌉, the numerator being positive
		work = ceilScale(all-at.Base-1, ppm, a.Speed)
		for ; at.progressed(a.Speed, Duration(work)) < all; work++ {
		}
	}
	work = max(0, work-int64(at.Worked)) // from the mark on
	run := Time(a.Overhead).Add(at.Mark).Add(Duration(work))
	if r := &s.Restarts.List[s.Jobs[a.Job].Restart].Key; r.Keep == KeepCheckpoint && work > 0 {
		n := (work - 1) / int64(r.Every)
		run = run.Add(Duration(ceilScale(n, int64(r.Cost), 1)))
	}
	return Duration(run)
}

// progressed returns the work of the job that is done after running for d without pauses.
func (f *footing) progressed(speed int64, d Duration) int64 {
	q, _ := floorScale(int64(d), speed, int64(f.Carry), ppm)
	return f.Base + q
}

// useful returns how much of a run, overhead apart, was work, and how much of that a
// stop keeps.
func (f *footing) useful(r *Restart, run Duration) (worked, saved Duration) {
	switch r.Keep {
	case KeepNothing:
		return run, 0
	case KeepAll:
		return run, run
	}
	if run < f.Mark {
		return f.Worked, f.Safe
	}
	cycle := Duration(Time(r.Every).Add(r.Cost))
	since := run - f.Mark
	saved = f.Worked + since/cycle*r.Every
	return saved + min(since%cycle, r.Every), saved
}

// keep moves what an interrupted attempt keeps into its job, if that is more than
// the job has, and counts what it bought and lost. It returns how much of what was kept is new.
func (s *Sim) keep(as int32, ran Duration) int64 {
	j := &s.Jobs[s.Attempts[as].Job]
	bought, done, carry := s.stopped(as, ran)
	kept := done - j.Done
	j.Done, j.Carry = done, carry
	s.countWork(bought, kept)
	return kept
}

// stopped returns how much work a stop of an attempt finds that it has bought, and what its
// job would then have kept.
func (s *Sim) stopped(as int32, ran Duration) (bought, done int64, carry int32) {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	at := s.footing(as)
	r := &s.Restarts.List[j.Restart].Key
	worked, saved := at.useful(r, max(0, ran-a.Overhead))
	bought = min(at.progressed(a.Speed, worked), j.Work) - at.Base
	done, left := floorScale(int64(saved), a.Speed, int64(at.Carry), ppm)
	if done += at.Base; done >= j.Work { // it would have ended in this instant, and goes with a peer
		done, left = j.Work, 0
	}
	// What earlier attempts kept is kept: Keep says what a stop keeps of this one.
	if r.Keep == KeepNothing || done < j.Done || done == j.Done && int32(left) <= j.Carry {
		return bought, j.Done, j.Carry
	}
	return bought, done, int32(left)
}

// complete counts the work of an attempt that has done all of it. last says that its job
// has finished with it; otherwise others must do all of the work too, and only
// theirs may count as kept.
func (s *Sim) complete(as int32, last bool) int64 {
	a := &s.Attempts[as]
	j := &s.Jobs[a.Job]
	bought, kept := j.Work-j.Done, int64(0)
	if a.Apart {
		bought = j.Work - s.Footings[as].Base
	}
	if last {
		kept = j.Work - j.Done
		j.Done, j.Carry = j.Work, 0
	}
	s.countWork(bought, kept)
	return kept
}

// countWork adds to the sums of work.
func (s *Sim) countWork(bought, kept int64) {
	s.Sum.WorkBought.Add(bought)
	s.Sum.WorkKept.Add(kept)
	if bought != kept {
		s.Sum.WorkLost.Add(bought - kept)
	}
}
