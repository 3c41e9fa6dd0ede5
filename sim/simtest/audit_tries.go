package simtest

import (
	"math/big"
	"math/bits"
	"slices"

	"skysim/sim"
)

// seen checks what a policy can see of the tries that hold places.
func (a *Audit) seen(v *sim.View) {
	seen := map[int64]bool{}
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		for _, of := range v.Tasks(id, nil) {
			if job := v.Job(of); !seen[job.Number] {
				seen[job.Number] = true
				a.try(v, &job)
			}
		}
	}
	for n := range a.sum.Submitted {
		if j := a.tries[n]; j.running != seen[n] {
			a.wrongf("job %d has a try: %v, and one that can be seen: %v", n, j.running, seen[n])
		}
	}
}

// try checks what can be seen of one.
func (a *Audit) try(v *sim.View, job *sim.JobInfo) {
	j, in, got := a.tries[job.Number], &a.jobs[job.Number], v.Attempt(job.Running)
	started := j.begun
	if started < 0 {
		started = sim.Never
	}
	want := sim.AttemptInfo{
		ID: job.Running, Job: job.ID, Bound: j.bound, Started: started, Speed: a.slowest(j, in), Tasks: max(1, in.Tasks), End: a.claimed(j, in),
	}
	if got != want {
		a.wrongf("of job %d's try can be seen %+v, want %+v", job.Number, got, want)
	}
	if kept := new(big.Int).Div(j.done, big.NewInt(million)); kept.Cmp(big.NewInt(int64(job.Done))) != 0 {
		a.wrongf("job %d has kept %v, it says %v", job.Number, kept, job.Done)
	}
	var on []int64
	for _, p := range v.Places(job.Running, nil) {
		on = append(on, v.Machine(p.Machine).Number)
		if n := bits.OnesCount32(p.GPUs); n != int(in.Demand.GPUs) {
			a.wrongf("a task of job %d has %d GPUs, want %d", job.Number, n, in.Demand.GPUs)
		}
	}
	if slices.Sort(on); !slices.Equal(on, j.on) {
		a.wrongf("job %d's places are on machines %v, want %v", job.Number, on, j.on)
	}
}

// claimed returns when a try would end if its job's estimate were its work, or 0.
func (a *Audit) claimed(j *auditJob, in *sim.Job) sim.Time {
	if in.Estimate == 0 {
		return 0
	}
	start, would := j.begun, *j
	if start < 0 { // it begins when all of its machines are up, which their offers promise
		start, would.speed, would.owed = a.now, a.slowest(j, in), j.overhead(in)
		for _, n := range j.on {
			if m := a.machines[n]; m.up < 0 {
				start = max(start, m.rented.Add(a.world.Offers[m.offer].Boot))
			}
		}
	}
	run := would.planned(in, int64(in.Estimate))
	if in.Limit > 0 && run.Cmp(big.NewInt(int64(in.Limit))) > 0 {
		run.SetInt64(int64(in.Limit))
	}
	if run.Add(run, big.NewInt(int64(start))); !run.IsInt64() {
		return sim.Never
	}
	return sim.Time(run.Int64())
}
