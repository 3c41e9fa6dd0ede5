package simtest

import (
	"math/big"
	"slices"

	"skysim/sim"
)

// cut checks the end of a try: why, how long it ran and what it keeps.
func (a *Audit) cut(e *sim.Event, j *auditJob, t *auditTry, in *sim.Job) {
	if j.decided(in) != (e.Why == sim.Outrun || j.over && e.Why == sim.LimitHit) {
		a.wrongf("job %d, try %d ends because %d; %d tries did all of the work, one hit the limit: %v", e.Job, e.Attempt, e.Why, j.complete, j.over)
	}
	if t.begun < 0 { // it never ran
		if e.Run != 0 || e.Value != 0 || e.Why == sim.WorkDone {
			a.wrongf("job %d ran %v and did not begin", e.Job, e.Run)
		}
		return
	}
	run := e.Time.Sub(t.begun)
	planned := t.planned(j, in, in.Work)
	switch {
	case e.Run != run:
		a.wrongf("job %d ran %v, want %v", e.Job, e.Run, run)
	case e.Why == sim.WorkDone && big.NewInt(int64(run)).Cmp(planned) != 0,
		e.Why == sim.LimitHit && !j.over && (run != in.Limit || big.NewInt(int64(run)).Cmp(planned) >= 0),
		in.Limit > 0 && run > in.Limit,
		big.NewInt(int64(run)).Cmp(planned) > 0:
		a.wrongf("job %d ran %v, its run is planned to take %v, its limit is %v, and it ends because %d", e.Job, run, planned, in.Limit, e.Why)
	}
	a.consume(e, t, in)
	a.account(e, j, t, in)
}

// account works out what a try bought and what of it is kept.
func (a *Audit) account(e *sim.Event, j *auditJob, t *auditTry, in *sim.Job) {
	before := new(big.Int).Div(j.done, big.NewInt(million))
	worked, saved := t.useful(j, in, max(0, e.Run-t.owed))
	all := product(in.Work, million)
	bought := least(all, new(big.Int).Add(t.base, product(int64(worked), t.speed)))
	after := least(all, new(big.Int).Add(t.base, product(int64(saved), t.speed)))
	switch e.Why {
	case sim.WorkDone:
		bought, after = all, j.done
		if j.complete++; j.decided(in) {
			after = all
			a.returns(e.Job, t, in, e.Time)
		}
	case sim.LimitHit:
		j.over = true
	}
	more := after.Cmp(j.done) > 0
	if more {
		j.done = after
	}
	a.rests(e, j, t, in, more)
	kept := new(big.Int).Div(j.done, big.NewInt(million))
	a.same("work kept", kept.Sub(kept, before), big.NewInt(e.Value))
	a.kept.Add(a.kept, kept)
	a.bought.Add(a.bought, new(big.Int).Div(bought, big.NewInt(million)))
	a.bought.Sub(a.bought, new(big.Int).Div(t.base, big.NewInt(million)))
}

func least(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// planned returns how long a try takes if nothing stops it and that much is the work.
func (t *auditTry) planned(j *auditJob, in *sim.Job, work int64) *big.Int {
	left := product(work, million)
	if left.Sub(left, t.base); left.Sign() < 0 {
		left.SetInt64(0)
	}
	left.Add(left, big.NewInt(t.speed-1))
	left.Div(left, big.NewInt(t.speed))
	total := big.NewInt(int64(t.owed))
	if n := len(t.saves); n > 0 { // from the end of the last of them on
		worked, _, _ := t.walk(j, in, t.saves[n-1])
		if left.Sub(left, big.NewInt(int64(worked))); left.Sign() < 0 {
			left.SetInt64(0)
		}
		total.Add(total, big.NewInt(int64(t.saves[n-1]+in.Restart.Cost)))
	}
	total.Add(total, left)
	if in.Restart.Keep == sim.KeepCheckpoint && left.Sign() > 0 {
		n := new(big.Int).Sub(left, big.NewInt(1))
		n.Div(n, big.NewInt(int64(j.every))) // none at the very end
		total.Add(total, n.Mul(n, big.NewInt(int64(in.Restart.Cost))))
	}
	return total
}

// useful returns how much of a run after its overhead is work, and how much of that is saved.
func (t *auditTry) useful(j *auditJob, in *sim.Job, run sim.Duration) (worked, saved sim.Duration) {
	switch in.Restart.Keep {
	case sim.KeepAll:
		return run, run
	case sim.KeepNothing:
		return run, 0
	}
	worked, saved, _ = t.walk(j, in, run)
	return worked, saved
}

// walk goes from one checkpoint to the next. works says that some work was done since the last one began.
func (t *auditTry) walk(j *auditJob, in *sim.Job, run sim.Duration) (worked, saved sim.Duration, works bool) {
	orders := t.saves
	for at := sim.Duration(0); ; {
		stop := at + j.every
		if len(orders) > 0 && orders[0] < stop {
			stop, orders = orders[0], orders[1:]
		}
		if run < stop {
			return worked + run - at, saved, run > at
		}
		worked += stop - at
		if at = stop + in.Restart.Cost; run < at {
			return worked, saved, false
		}
		saved = worked
	}
}

// warned is a try that should save on notice.
type warned struct {
	job int64
	try int32
}

// warn finds out who should save before a machine is lost.
func (a *Audit) warn(e *sim.Event) {
	for n := range a.sum.Submitted {
		j, in := a.tries[n], &a.jobs[n]
		r := &in.Restart
		for _, t := range j.live {
			if !slices.Contains(t.on, e.Machine) || !r.OnNotice || r.Keep != sim.KeepCheckpoint || t.begun < 0 || e.Time.Add(r.Cost) > sim.Time(e.Value) {
				continue
			}
			if _, _, works := t.walk(j, in, max(0, e.Time.Sub(t.begun)-t.owed)); works {
				a.warned = append(a.warned, warned{n, t.number})
			}
		}
	}
}

// save follows a checkpoint out of turn.
func (a *Audit) save(e *sim.Event, j *auditJob, t *auditTry, in *sim.Job) {
	run := e.Time.Sub(t.begun) - t.owed
	_, _, works := t.walk(j, in, max(0, run))
	if in.Restart.Keep != sim.KeepCheckpoint || t.begun < 0 || !works || sim.Time(e.Value) != e.Time.Add(in.Restart.Cost) {
		a.wrongf("job %d, try %d saves until %v after running %v; it works: %v", e.Job, e.Attempt, sim.Time(e.Value), run, works)
	}
	t.saves = append(t.saves, run)
	a.warned = slices.DeleteFunc(a.warned, func(w warned) bool { return w == warned{e.Job, e.Attempt} })
}

// work compares the work bought, kept and lost.
func (a *Audit) work(got *sim.Totals) {
	a.same("work bought", a.bought, got.WorkBought.Big())
	a.same("work kept", a.kept, got.WorkKept.Big())
	a.same("work lost", new(big.Int).Sub(a.bought, a.kept), got.WorkLost.Big())
}
