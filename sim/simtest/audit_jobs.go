package simtest

import (
	"math/big"
	"slices"

	"skysim/sim"
)

// auditJob is what the log says about a job.
type auditJob struct {
	submit  sim.Time
	started bool
	ended   bool
	how     sim.Outcome
	tries   int32
	on      []int64  // machines of the present try, one for each task, sorted
	last    []int64  // and of the try before that ran
	bound   sim.Time // when the try took its places
	begun   sim.Time // when it began to run, -1 before
	running bool     // it has a try
	line    int64    // machine in whose line it stands, -1 for none
	speed   int64
	owed    sim.Duration
	done    *big.Int // exact progress kept, in ns × ppm
}

const million = 1_000_000

// job follows a job from its submission to its end.
func (a *Audit) job(e *sim.Event) {
	j := a.tries[e.Job]
	if (e.Kind == sim.JobSubmitted) != (j == nil) || (j != nil && j.ended) {
		a.wrongf("job %d is submitted twice, or speaks before it is or after its end", e.Job)
		return
	}
	in := &a.jobs[e.Job]
	switch e.Kind {
	case sim.JobSubmitted:
		a.tries[e.Job] = &auditJob{submit: e.Time, begun: -1, line: -1, done: new(big.Int)}
		a.sum.Submitted++
		a.open++
		if in.Deadline > 0 {
			a.sum.DeadlineJobs++
		}
		if e.Time != in.Submit || e.Job != a.sum.Submitted-1 {
			a.wrongf("job %d is submitted, want job %d, due at %v", e.Job, a.sum.Submitted-1, in.Submit)
		}
	case sim.JobReady:
		a.after(e, in)
	case sim.JobEnded:
		a.end(e, j, in)
	}
}

// after checks that all jobs that one waits for have finished.
func (a *Audit) after(e *sim.Event, in *sim.Job) {
	for _, n := range in.After {
		if a.tries[n].how != sim.Finished {
			a.wrongf("job %d goes on before job %d has finished", e.Job, n)
		}
	}
}

// end adds up what a job was.
func (a *Audit) end(e *sim.Event, j *auditJob, in *sim.Job) {
	j.ended, j.how = true, e.Outcome
	a.open--
	stay := int64(e.Time - j.submit)
	a.stay.Add(a.stay, big.NewInt(stay))
	a.sum.Ended[e.Outcome]++
	a.sum.LastEnd = e.Time
	if e.Value != stay || j.running || j.line >= 0 {
		a.wrongf("job %d ends after %d ns, want %d, and has a try: %v, and stands in line %d", e.Job, e.Value, stay, j.running, j.line)
	}
	if in.Deadline > 0 && (e.Outcome != sim.Finished || e.Time > in.Deadline) {
		a.sum.DeadlineMisses++
	}
	if e.Outcome != sim.Finished {
		return
	}
	a.sum.TurnaroundSum.AddProduct(stay, 1)
	tasks := max(1, int64(in.Tasks))
	a.sum.FinishedCPU.AddProduct(in.Work, in.Demand.CPU*tasks)
	a.sum.FinishedGPU.AddProduct(in.Work, int64(in.Demand.GPUs)*int64(in.Demand.Share)*tasks)
	if want := product(in.Work, million); j.done.Cmp(want) != 0 {
		a.wrongf("job %d is finished with %v of %v done", e.Job, j.done, want)
	}
}

// attempt follows a try.
func (a *Audit) attempt(e *sim.Event) {
	j, in := a.tries[e.Job], &a.jobs[e.Job]
	if j == nil || j.ended {
		a.wrongf("job %d is tried and does not live", e.Job)
		return
	}
	if e.Attempt != j.tries && e.Kind != sim.AttemptEnded {
		j.tries++
		a.sum.Attempts++
		if j.tries > 1 {
			a.sum.Restarts++
		}
		if j.running || e.Attempt != j.tries {
			a.wrongf("job %d, try %d begins, want try %d and none before it", e.Job, e.Attempt, j.tries)
		}
		j.running, j.on, j.bound = true, nil, e.Time
		if in.Tasks <= 1 {
			j.on = []int64{e.Machine}
		}
		a.after(e, in)
		a.served(e, j)
	}
	switch e.Kind {
	case sim.AttemptStarted:
		j.begun, j.speed = e.Time, e.Value
		if !j.started {
			wait := e.Time.Sub(j.submit)
			a.sum.Started++
			a.sum.WaitSum.AddProduct(int64(wait), 1)
			a.sum.WaitMax = max(a.sum.WaitMax, wait)
		}
		if j.on != nil {
			a.owe(j, in)
			a.moves(e.Job, j, in, e.Time, false)
		}
	case sim.AttemptEnded:
		a.cut(e, j, in)
		j.running, j.begun = false, -1
	}
}

// places looks up where the tasks are of the tries that began in this round.
func (a *Audit) places(v *sim.View) {
	found := map[int64][]int64{}
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		for _, j := range v.Tasks(id, nil) {
			n := v.Job(j).Number
			found[n] = append(found[n], v.Machine(id).Number)
		}
	}
	for n := range a.sum.Submitted {
		j, in := a.tries[n], &a.jobs[n]
		if !j.running || j.on != nil {
			continue
		}
		if j.on = found[n]; len(j.on) != int(max(1, in.Tasks)) {
			a.wrongf("job %d runs on %v, want %d places", n, j.on, in.Tasks)
		}
		if j.begun >= 0 {
			a.owe(j, in)
			a.moves(n, j, in, j.begun, false)
		}
	}
}

// owe works out the overhead of a start and its speed.
func (a *Audit) owe(j *auditJob, in *sim.Job) {
	j.owed = j.overhead(in)
	j.started, j.last = true, j.on
	if slowest := a.slowest(j, in); slowest != j.speed {
		a.wrongf("a try on machines %v runs at %d ppm, want %d", j.on, j.speed, slowest)
	}
}

// overhead is what a start of the present try begins with.
func (j *auditJob) overhead(in *sim.Job) sim.Duration {
	o := in.Restart.Owes
	first, moved := !j.started, j.started && !slices.Equal(j.on, j.last)
	if first && o&sim.OweFirst != 0 || !first && o&sim.OweRestart != 0 || moved && o&sim.OweMove != 0 {
		return in.Restart.Overhead
	}
	return 0
}

// slowest returns the speed of a gang on the machines of the present try.
func (a *Audit) slowest(j *auditJob, in *sim.Job) int64 {
	slowest := int64(sim.Never)
	for _, n := range j.on {
		t := a.world.Offers[a.machines[n].offer].Type
		speed := a.world.Types[t].Speed
		if len(a.world.Profiles) > 0 {
			speed = a.world.Profiles[in.Profile][t]
		}
		slowest = min(slowest, speed)
	}
	return slowest
}

// cut checks the end of a try: how long it ran and what it keeps.
func (a *Audit) cut(e *sim.Event, j *auditJob, in *sim.Job) {
	before := new(big.Int).Div(j.done, big.NewInt(million))
	if j.begun < 0 || j.on == nil { // it never ran, or is a gang that began and ended within the round
		if e.Run != 0 || e.Value != 0 || e.Why == sim.WorkDone {
			a.wrongf("job %d ran %v and did not begin", e.Job, e.Run)
		}
		if j.begun >= 0 {
			a.moves(e.Job, j, in, e.Time, false) // it did, but where is not known
			j.started, j.last = true, nil
			if o := in.Restart.Owes; in.Restart.Overhead > 0 && o&sim.OweMove != 0 && o&sim.OweRestart == 0 {
				a.wrongf("the log does not tell where job %d was when it was stopped, and the audit cannot go on", e.Job)
			}
		}
		return
	}
	run := e.Time.Sub(j.begun)
	planned := j.planned(in, in.Work)
	switch {
	case e.Run != run:
		a.wrongf("job %d ran %v, want %v", e.Job, e.Run, run)
	case e.Why == sim.WorkDone && big.NewInt(int64(run)).Cmp(planned) != 0,
		e.Why == sim.LimitHit && (run != in.Limit || big.NewInt(int64(run)).Cmp(planned) >= 0),
		big.NewInt(int64(run)).Cmp(planned) > 0:
		a.wrongf("job %d ran %v, its run is planned to take %v, its limit is %v, and it ends because %d", e.Job, run, planned, in.Limit, e.Why)
	}
	a.consume(e, j, in)
	if e.Why == sim.WorkDone {
		a.moves(e.Job, j, in, e.Time, true)
	}
	bought := new(big.Int).Sub(big.NewInt(in.Work), before)
	if e.Why == sim.WorkDone {
		j.done = product(in.Work, million)
	} else {
		worked, saved := useful(&in.Restart, max(0, run-j.owed))
		bought.Add(j.done, product(int64(worked), j.speed))
		bought.Sub(bought.Div(bought, big.NewInt(million)), before)
		j.done = new(big.Int).Add(j.done, product(int64(saved), j.speed))
	}
	after := new(big.Int).Div(j.done, big.NewInt(million))
	a.same("work kept", after.Sub(after, before), big.NewInt(e.Value))
	a.kept.Add(a.kept, big.NewInt(e.Value))
	a.bought.Add(a.bought, bought)
}

// planned returns how long a try takes if nothing stops it and that much is the work.
func (j *auditJob) planned(in *sim.Job, work int64) *big.Int {
	left := product(work, million)
	if left.Sub(left, j.done); left.Sign() < 0 {
		left.SetInt64(0)
	}
	left.Add(left, big.NewInt(j.speed-1))
	left.Div(left, big.NewInt(j.speed))
	total := new(big.Int).Add(left, big.NewInt(int64(j.owed)))
	if r := &in.Restart; r.Keep == sim.KeepCheckpoint && left.Sign() > 0 {
		n := new(big.Int).Sub(left, big.NewInt(1))
		n.Div(n, big.NewInt(int64(r.Every))) // none at the very end
		total.Add(total, n.Mul(n, big.NewInt(int64(r.Cost))))
	}
	return total
}

// useful returns how much of a run after its overhead is work, and how much of that is saved.
func useful(r *sim.Restart, run sim.Duration) (worked, saved sim.Duration) {
	switch r.Keep {
	case sim.KeepAll:
		return run, run
	case sim.KeepCheckpoint:
		for run >= r.Every+r.Cost { // one checkpoint after another
			worked, saved, run = worked+r.Every, saved+r.Every, run-r.Every-r.Cost
		}
		return worked + min(run, r.Every), saved
	}
	return run, 0
}

// consume counts the resource-time of a try.
func (a *Audit) consume(e *sim.Event, j *auditJob, in *sim.Job) {
	d := &in.Demand
	for _, n := range j.on {
		p := a.world.Offers[a.machines[n].offer].Purchase
		for r, take := range []int64{d.CPU, d.Mem, int64(d.GPUs) * int64(d.Share)} {
			a.used[p][r].Add(a.used[p][r], product(int64(e.Run), take))
		}
	}
}

// work compares the work bought, kept and lost.
func (a *Audit) work(got *sim.Totals) {
	a.same("work bought", a.bought, got.WorkBought.Big())
	a.same("work kept", a.kept, got.WorkKept.Big())
	a.same("work lost", new(big.Int).Sub(a.bought, a.kept), got.WorkLost.Big())
}
