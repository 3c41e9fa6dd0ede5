package simtest

import (
	"math/big"

	"skysim/sim"
)

// auditJob is what the log says about a job.
type auditJob struct {
	submit   sim.Time
	started  bool
	ended    bool
	how      sim.Outcome
	tries    int32
	live     []*auditTry  // that hold places, oldest first
	last     []int64      // machines of the try that began to run last
	line     int64        // machine in whose line it stands, -1 for none
	away     bool         // it is deferred
	back     sim.Time     // until when
	every    sim.Duration // between checkpoints of tries that begin
	complete int32        // tries that did all of the work
	over     bool         // a try has hit the limit
	rest     *auditRest   // what it has saved, if that has a size
	done     *big.Int     // exact progress kept, in ns × ppm
}

const million = 1_000_000

// waits reports whether nothing but the policy holds a job back.
func (j *auditJob) waits() bool { return !j.ended && len(j.live) == 0 && j.line < 0 && !j.away }

// decided reports whether the job must end now.
func (j *auditJob) decided(in *sim.Job) bool { return j.over || j.complete >= max(1, in.Quorum) }

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
		a.tries[e.Job] = &auditJob{submit: e.Time, line: -1, every: in.Restart.Every, done: new(big.Int)}
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
	case sim.JobDeferred, sim.JobBack:
		a.deferred(e, j)
	case sim.IntervalSet:
		if j.every = sim.Duration(e.Value); !j.waits() || j.every <= 0 || in.Restart.Keep != sim.KeepCheckpoint {
			a.wrongf("job %d is to save every %v, and does not wait or keeps no checkpoints", e.Job, j.every)
		}
	case sim.JobEnded:
		a.end(e, j, in)
	}
}

// deferred follows a job out of the queue and back.
func (a *Audit) deferred(e *sim.Event, j *auditJob) {
	leaves := e.Kind == sim.JobDeferred
	switch until := sim.Time(e.Value); {
	case leaves && (!j.waits() || until < e.Time):
		a.wrongf("job %d is deferred until %v, and does not wait", e.Job, until)
	case !leaves && (!j.away || j.back != e.Time):
		a.wrongf("job %d is back, want it at %v (away: %v)", e.Job, j.back, j.away)
	}
	j.away, j.back = leaves, sim.Time(e.Value)
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
	if len(j.live) > 0 || j.line >= 0 || j.away {
		a.wrongf("job %d ends and has tries: %d, or stands in line %d, or is deferred", e.Job, len(j.live), j.line)
	}
	if j.over != (e.Outcome == sim.TimedOut) || j.decided(in) != (j.over || e.Outcome == sim.Finished) {
		a.wrongf("job %d ends with outcome %d; %d tries did all of its work, one hit its limit: %v", e.Job, e.Outcome, j.complete, j.over)
	}
	j.ended, j.how = true, e.Outcome
	if j.rest != nil {
		a.stays(e.Job, j.rest, e.Time, in)
		j.rest = nil
	}
	a.open--
	stay := int64(e.Time - j.submit)
	a.stay.Add(a.stay, big.NewInt(stay))
	a.sum.Ended[e.Outcome]++
	a.sum.LastEnd = e.Time
	if e.Value != stay {
		a.wrongf("job %d ends after %d ns, want %d", e.Job, e.Value, stay)
	}
	if in.Deadline > 0 && (e.Outcome != sim.Finished || e.Time > in.Deadline) {
		a.sum.DeadlineMisses++
	}
	if e.Outcome == sim.Forbidden {
		a.forbidden(e, in)
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
