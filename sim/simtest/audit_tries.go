package simtest

import (
	"math/big"
	"slices"

	"skysim/sim"
)

// auditTry is what the log says about a try that holds places.
type auditTry struct {
	number int32
	on     []int64  // machines, one for each task, sorted
	first  int64    // of them, the first task's
	bound  sim.Time // when it took its places
	begun  sim.Time // when it began to run, -1 before
	speed  int64
	owed   sim.Duration
	base   *big.Int       // what its job had kept when it began to run, in ns × ppm
	saves  []sim.Duration // run time after the overhead at which it began to save out of turn
}

// try returns the living try of that number, or nil.
func (j *auditJob) try(number int32) *auditTry {
	for _, t := range j.live {
		if t.number == number {
			return t
		}
	}
	return nil
}

// attempt follows a try.
func (a *Audit) attempt(e *sim.Event) {
	j, in := a.tries[e.Job], &a.jobs[e.Job]
	if j == nil || j.ended {
		a.wrongf("job %d is tried and does not live", e.Job)
		return
	}
	t := j.try(e.Attempt)
	if t == nil {
		if t = a.begin(e, j, in); t == nil {
			return
		}
	}
	switch e.Kind {
	case sim.TaskPlaced:
		t.on = append(t.on, e.Machine)
		slices.Sort(t.on)
	case sim.AttemptStarted:
		if len(t.on) != int(max(1, in.Tasks)) || t.begun >= 0 {
			a.wrongf("job %d runs on %v since %v, want %d places and one beginning", e.Job, t.on, t.begun, in.Tasks)
		}
		t.begun, t.speed, t.base, t.first = e.Time, e.Value, new(big.Int).Set(j.done), e.Machine
		if !j.started {
			wait := e.Time.Sub(j.submit)
			a.sum.Started++
			a.sum.WaitSum.AddProduct(int64(wait), 1)
			a.sum.WaitMax = max(a.sum.WaitMax, wait)
		}
		a.owe(j, t, in)
		a.moves(e.Job, j, t, in, e.Time)
	case sim.CheckpointBegun:
		a.save(e, j, t, in)
	case sim.AttemptEnded:
		a.cut(e, j, t, in)
		j.live = slices.DeleteFunc(j.live, func(o *auditTry) bool { return o == t })
		if e.Why == sim.Migrated {
			a.moving = e.Job
		}
	}
}

// begin takes up a new try.
func (a *Audit) begin(e *sim.Event, j *auditJob, in *sim.Job) *auditTry {
	j.tries++
	a.sum.Attempts++
	if j.tries > 1 {
		a.sum.Restarts++
	}
	if e.Attempt != j.tries || e.Kind == sim.AttemptEnded || e.Kind == sim.CheckpointBegun || j.away || j.decided(in) {
		a.wrongf("job %d, try %d begins with kind %d, want try %d; it is deferred: %v, or must end", e.Job, e.Attempt, e.Kind, j.tries, j.away)
		return nil
	}
	t := &auditTry{number: e.Attempt, bound: e.Time, begun: -1}
	if in.Tasks <= 1 {
		t.on = []int64{e.Machine}
	}
	j.live = append(j.live, t)
	a.after(e, in)
	a.served(e, j)
	return t
}

// owe works out the overhead of a start and its speed.
func (a *Audit) owe(j *auditJob, t *auditTry, in *sim.Job) {
	t.owed = sim.Duration(sim.Time(j.overhead(t, in)).Add(a.travels(j, in, a.regions(t))))
	j.started, j.last = true, t.on
	if slowest := a.slowest(t, in); slowest != t.speed {
		a.wrongf("a try on machines %v runs at %d ppm, want %d", t.on, t.speed, slowest)
	}
}

// overhead is what the start of a try begins with.
func (j *auditJob) overhead(t *auditTry, in *sim.Job) sim.Duration {
	o := in.Restart.Owes
	first, moved := !j.started, j.started && !slices.Equal(t.on, j.last)
	if first && o&sim.OweFirst != 0 || !first && o&sim.OweRestart != 0 || moved && o&sim.OweMove != 0 {
		return in.Restart.Overhead
	}
	return 0
}

// slowest returns the speed of a gang on the machines of a try.
func (a *Audit) slowest(t *auditTry, in *sim.Job) int64 {
	slowest := int64(sim.Never)
	for _, n := range t.on {
		kind := a.world.Offers[a.machines[n].offer].Type
		speed := a.world.Types[kind].Speed
		if len(a.world.Profiles) > 0 {
			speed = a.world.Profiles[in.Profile][kind]
		}
		slowest = min(slowest, a.slowed(speed, a.machines[n], in))
	}
	return slowest
}

// consume counts the resource-time of a try.
func (a *Audit) consume(e *sim.Event, t *auditTry, in *sim.Job) {
	d := &in.Demand
	for _, n := range t.on {
		p := a.world.Offers[a.machines[n].offer].Purchase
		for r, take := range []int64{d.CPU, d.Mem, int64(d.GPUs) * int64(d.Share)} {
			a.used[p][r].Add(a.used[p][r], product(int64(e.Run), take))
		}
	}
}
