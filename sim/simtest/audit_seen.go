package simtest

import (
	"math/big"
	"math/bits"
	"slices"

	"skysim/sim"
)

// seen checks what a policy can see of the tries that hold places, and of jobs that
// are out of the queue.
func (a *Audit) seen(v *sim.View) {
	seen := map[int64]bool{}
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		for _, of := range v.Tasks(id, nil) {
			if job := v.Job(of); !seen[job.Number] {
				seen[job.Number] = true
				a.running(v, &job)
			}
		}
	}
	for id := v.First(); id != 0; id = v.Next(id) {
		job := v.Job(id)
		a.keeps(v, &job)
	}
	away := 0
	for n := range a.sum.Submitted {
		j := a.tries[n]
		if len(j.live) > 0 != seen[n] {
			a.wrongf("job %d has %d tries, and some that can be seen: %v", n, len(j.live), seen[n])
		}
		if j.away {
			away++
		}
	}
	if away != v.Deferred() {
		a.wrongf("%d jobs are deferred, the View says %d", away, v.Deferred())
	}
}

// running checks what can be seen of a job that has tries.
func (a *Audit) running(v *sim.View, job *sim.JobInfo) {
	j, in := a.tries[job.Number], &a.jobs[job.Number]
	list := v.Attempts(job.ID, nil)
	if len(list) != len(j.live) || job.Running != list[0] || job.Complete != j.complete || job.Attempts != j.tries {
		a.wrongf("job %+v has tries %v, want %d of them", *job, list, len(j.live))
		return
	}
	a.keeps(v, job)
	for i, id := range list {
		t, got := j.live[i], v.Attempt(id)
		want := sim.AttemptInfo{
			ID: id, Ordinal: t.number, Job: job.ID, Bound: t.bound, Started: t.begun, Speed: a.slowest(t, in), Tasks: max(1, in.Tasks), End: a.claimed(j, t, in),
		}
		if want.Started < 0 {
			want.Started = sim.Never
		}
		if got != want {
			a.wrongf("of job %d's try can be seen %+v, want %+v", job.Number, got, want)
		}
		a.placed(v, id, t, in)
	}
}

// keeps checks what can be seen of what a job has kept, and of how far away that is.
func (a *Audit) keeps(v *sim.View, job *sim.JobInfo) {
	j, in := a.tries[job.Number], &a.jobs[job.Number]
	if kept := new(big.Int).Div(j.done, big.NewInt(million)); kept.Cmp(big.NewInt(int64(job.Done))) != 0 {
		a.wrongf("job %d has kept %v, it says %v", job.Number, kept, job.Done)
	}
	if job.Restart.Every != j.every {
		a.wrongf("job %d saves every %v, want %v", job.Number, job.Restart.Every, j.every)
	}
	saved := sim.RegionID(-1)
	if j.rest != nil {
		saved = j.rest.region
	}
	if job.Saved != saved {
		a.wrongf("what job %d has saved rests in region %d, it says %d", job.Number, saved, job.Saved)
	}
	for o := range a.world.Offers {
		r := a.world.Zones[a.world.Offers[o].Zone].Region
		if got, want := v.TransferTime(job.ID, sim.OfferID(o)), a.travels(j, in, []sim.RegionID{r}); got != want {
			a.wrongf("to reach job %d in region %d takes %v, want %v", job.Number, r, got, want)
		}
	}
}

// placed checks where a try can be seen to be.
func (a *Audit) placed(v *sim.View, id sim.AttemptID, t *auditTry, in *sim.Job) {
	var on []int64
	for _, p := range v.Places(id, nil) {
		on = append(on, v.Machine(p.Machine).Number)
		if n := bits.OnesCount32(p.GPUs); n != int(in.Demand.GPUs) {
			a.wrongf("a task of %v has %d GPUs, want %d", id, n, in.Demand.GPUs)
		}
	}
	if slices.Sort(on); !slices.Equal(on, t.on) {
		a.wrongf("%v has places on machines %v, want %v", id, on, t.on)
	}
}

// claimed returns when a try would end if its job's estimate were its work, or 0.
func (a *Audit) claimed(j *auditJob, t *auditTry, in *sim.Job) sim.Time {
	if in.Estimate == 0 {
		return 0
	}
	start, would := t.begun, *t
	if start < 0 { // it begins when all of its machines are up, which their offers promise
		start, would.speed, would.owed, would.base = a.now, a.slowest(t, in), sim.Duration(sim.Time(j.overhead(t, in)).Add(a.travels(j, in, a.regions(t)))), j.done
		for _, n := range t.on {
			if m := a.machines[n]; m.up < 0 {
				start = max(start, m.rented.Add(a.world.Offers[m.offer].Boot))
			}
		}
	}
	run := would.planned(j, in, int64(in.Estimate))
	if in.Limit > 0 && run.Cmp(big.NewInt(int64(in.Limit))) > 0 {
		run.SetInt64(int64(in.Limit))
	}
	if run.Add(run, big.NewInt(int64(start))); !run.IsInt64() {
		return sim.Never
	}
	return sim.Time(run.Int64())
}
