package reproduce

import (
	"slices"

	"skysim/policies/greedy"
	"skysim/policies/wrap"
	"skysim/sim"
)

// The artifact of Starburst keeps a list of the jobs to come, into which it puts a
// job whose trial begins, to come again when the trial is over. Two things in it are
// not as the paper says:
//
//   - The list is read on at once, and it takes for an arrival whoever is first in it and
//     arrived now, first or again. So a job of which the trial begins and before whose
//     return nobody comes (nobody new, and nobody back from a trial) stands in
//     the queue at once: it may start on its own cluster although it is on trial, and
//     if it does not, it waits until its trial would have been over and for its time
//     after that. Its whole trial is billed.
//   - A job that ends in the cloud after a trial is billed for the end alone.
//
// The clock that this compares is hours in a float64: now is then
// (arrival + run time) − run time, which in a few cases is not the arrival.
//
// starburstArtifact makes the first of them happen: it takes a job whose trial
// would begin out of the cloud in the same instant, before it has cost anything.
// bill has the corrections for both.
type starburstArtifact struct {
	*wrap.Trial
	trial, credit sim.Duration
	jobs          []starburstJob

	early   map[int64]bool  // jobs that stood in the queue during their trial
	tried   map[int64]int32 // GPUs of all that had one
	pending []int64         // those that come back from one
	fresh   []sim.JobID
}

// newStarburstArtifact stands before a trial of a greedy policy.
func newStarburstArtifact(t *wrap.Trial, trial, credit sim.Duration, jobs []starburstJob) *starburstArtifact {
	a := &starburstArtifact{
		Trial: t, trial: trial, credit: credit, jobs: jobs, early: map[int64]bool{}, tried: map[int64]int32{},
	}
	t.Inner().(*greedy.Policy).Bend(a.wait)
	return a
}

// wait is none before the trial. After it, it is what the rule says less the credit;
// of a job that stands in the queue during its trial, that and the trial.
func (a *starburstArtifact) wait(j *sim.JobInfo, wait sim.Duration) sim.Duration {
	switch {
	case j.Attempts == 0:
		return 0
	case a.early[j.Number]:
		return a.trial + max(0, wait-a.credit)
	}
	return max(0, wait-a.credit)
}

// Decide lets the trial decide, and puts back into the queue who would stand there.
func (a *starburstArtifact) Decide(v *sim.View, p *sim.Plan) {
	a.pending = slices.DeleteFunc(a.pending, func(n int64) bool { return a.back(n) <= float64(v.Now().Seconds()/3600)+1e-9 })
	a.fresh = a.fresh[:0]
	for j := v.First(); j != 0; j = v.Next(j) {
		if v.Job(j).Attempts == 0 {
			a.fresh = append(a.fresh, j)
		}
	}
	a.Trial.Decide(v, p)
	again := false
	for _, id := range a.fresh {
		j := v.Job(id)
		if j.Running == 0 || j.Estimate <= a.trial || !a.rented(v, j.Running) {
			continue
		}
		a.tried[j.Number] = j.Demand.GPUs
		if a.overlooked(j.Number) {
			a.early[j.Number], again = true, true
			p.Stop(j.Running)
		} else {
			a.pending = append(a.pending, j.Number)
		}
	}
	if again {
		a.Trial.Decide(v, p)
	}
}

// back returns when the trial of a job is over, in hours.
func (a *starburstArtifact) back(n int64) float64 {
	return a.jobs[n].arrival + a.trial.Hours()
}

// overlooked reports whether the artifact takes a job on trial for one that arrives now.
func (a *starburstArtifact) overlooked(n int64) bool {
	j := a.jobs[n]
	next := n+1 == int64(len(a.jobs)) || a.jobs[n+1].arrival > a.back(n)
	return next && len(a.pending) == 0 && j.deadline()-j.run == j.arrival
}

func (a *starburstArtifact) rented(v *sim.View, id sim.AttemptID) bool {
	at := v.Machine(v.Places(id, nil)[0].Machine)
	return v.World().Offers[at.Offer].Purchase != sim.Owned
}

// starburstBill works out what the artifact bills beside what the engine does.
type starburstBill struct {
	artifact *starburstArtifact
	owned    map[int64]bool // jobs that ended on their own cluster
	waited   sim.Duration   // from arrival to the last start, all jobs together
	last     map[int64]sim.Time
	arrived  map[int64]sim.Time
}

func newStarburstBill() *starburstBill {
	return &starburstBill{
		owned: map[int64]bool{}, last: map[int64]sim.Time{}, arrived: map[int64]sim.Time{},
	}
}

// Observe implements sim.Observer.
func (b *starburstBill) Observe(v *sim.View, events []sim.Event) {
	for _, e := range events {
		switch e.Kind {
		case sim.JobSubmitted:
			b.arrived[e.Job] = e.Time
		case sim.AttemptStarted:
			o := v.World().Offers[e.Offer]
			b.last[e.Job], b.owned[e.Job] = e.Time, o.Purchase == sim.Owned
		case sim.JobEnded:
			b.waited += b.last[e.Job].Sub(b.arrived[e.Job])
		}
	}
}

// corrections returns what is to be added to the engine's bill for whole trials, in
// GPU-hours, and what the artifact then leaves out of it.
func (b *starburstBill) corrections() (whole, unbilled float64) {
	if b.artifact == nil {
		return 0, 0
	}
	for n := range int64(len(b.artifact.jobs)) {
		hours := float64(b.artifact.tried[n]) * b.artifact.trial.Hours()
		if b.artifact.early[n] {
			whole += hours
		}
		if !b.owned[n] {
			unbilled += hours
		}
	}
	return whole, unbilled
}
