package bound

import (
	"fmt"
	"math"

	"skysim/sim"
)

const (
	ppm  = 1_000_000
	hour = sim.Time(3600 * 1_000_000_000)
)

// need is a required job as the bounds see it.
//
// A job that keeps checkpoints may be two: the tail, which its last attempt may do
// however short it is, and the body, which only whole intervals between
// checkpoints can.
type need struct {
	job   *sim.Job
	tasks int64
	work  int64 // of the job's
	body  bool  // what is owed once is not owed here
	// ready is before any start of it, and last after its end where that binds.
	ready, last sim.Time
	// run is the least time that one attempt or several, together, run until it is
	// finished; idle is how much of it, at least, is overhead and checkpoints.
	run, idle sim.Duration
	shape     int32
}

// roster is the jobs of an instance, told apart.
type roster struct {
	needs    []need
	required int64 // jobs
	excluded int64
	hopeless int64
	end      sim.Time // of the earliest run
	limit    sim.Time // no work of a comparable run is done at or after it; Never if there is none
	over     sim.Time // the horizon: nothing at all happens at or after it; Never if there is none
	submit   sim.Time // of the last job
}

// enlist finds out which jobs can be finished at all, and how early each could
// start and end.
//
// A job is excluded if no run finishes it: the machines of the world never hold its
// gang; a job that it waits for is excluded; even begun at once at the highest speed it
// would reach the horizon; or it keeps nothing and would reach its limit.
func enlist(in *Instance, o *Options, at *admission) (*roster, error) {
	r := &roster{limit: sim.Never, over: sim.Never}
	if in.Until > 0 {
		r.limit, r.over = in.Until, in.Until
	}
	earliest := make([]sim.Time, len(in.Jobs)) // end of each job; Never if excluded
	for i := range in.Jobs {
		j := &in.Jobs[i]
		if err := sound(in, i); err != nil {
			return nil, err
		}
		if j.Submit >= r.limit { // never submitted: the run goes on until the horizon
			earliest[i], r.end = sim.Never, r.limit
			continue
		}
		r.end, r.submit = max(r.end, j.Submit), j.Submit
		n := need{job: j, tasks: max(1, int64(j.Tasks)), work: j.Work, ready: j.Submit, last: sim.Never}
		for _, k := range j.After {
			n.ready = max(n.ready, earliest[k])
		}
		speed := at.gangSpeed(j)
		n.run, n.idle = shortest(j, speed)
		earliest[i] = n.ready.Add(n.run)
		kills := j.Restart.Keep == sim.KeepNothing && j.Limit > 0 && n.run > j.Limit
		if speed == 0 || kills || earliest[i] >= r.limit {
			earliest[i] = sim.Never
			r.excluded++
			continue
		}
		r.end = max(r.end, earliest[i])
		r.needs = append(r.needs, n)
	}
	r.required = int64(len(r.needs))
	r.bind(o)
	return r, nil
}

// bind applies the deadlines of jobs and runs, where they bind.
//
// By ends the work and not the run: an excluded job may wait on, and then
// machines are lost, and hours begin, that the bill knows of.
func (r *roster) bind(o *Options) {
	if o.By > 0 && o.By < r.limit {
		r.limit = o.By + 1 // what ends at By is in time
	}
	for i := range r.needs {
		n := &r.needs[i]
		if r.limit < sim.Never {
			n.last = r.limit
		}
		if d := n.job.Deadline; o.Deadlines && d > 0 {
			n.last = min(n.last, d)
		}
		if n.ready.Add(n.run) > n.last {
			r.hopeless++
			n.last = sim.Never // no run is comparable: leave the job something
		}
	}
}

// sound reports what is wrong with a job, as far as the bounds depend on it.
func sound(in *Instance, i int) error {
	j := &in.Jobs[i]
	d := &j.Demand
	switch {
	case j.Submit < 0 || (i > 0 && j.Submit < in.Jobs[i-1].Submit):
		return fmt.Errorf("job %d: submitted at %v, want an instant from 0 on and not before the job in front of it", i, j.Submit)
	case j.Work < 0 || j.Tasks < 0 || j.Limit < 0 || j.Deadline < 0:
		return fmt.Errorf("job %d: work %d ns, %d tasks, limit %v, deadline %v: want none negative", i, j.Work, j.Tasks, j.Limit, j.Deadline)
	case d.CPU < 0 || d.Mem < 0 || d.GPUs < 0 || d.Share < 0 || d.Share > 1000:
		return fmt.Errorf("job %d: demand %+v, want nothing negative and a share of at most 1000", i, *d)
	case j.Restart.Keep == sim.KeepCheckpoint && j.Restart.Every <= 0:
		return fmt.Errorf("job %d: keeps checkpoints every %v, want a positive interval", i, j.Restart.Every)
	case j.Restart.Overhead < 0 || j.Restart.Cost < 0:
		return fmt.Errorf("job %d: overhead %v, checkpoints at %v: want none negative", i, j.Restart.Overhead, j.Restart.Cost)
	case j.Profile < 0 || (int(j.Profile) >= len(in.World.Profiles) && j.Profile > 0):
		return fmt.Errorf("job %d: profile %d, the world has %d", i, j.Profile, len(in.World.Profiles))
	case j.Data.Reads < 0 || j.Data.Writes < 0 || moves(j) && (j.Data.Home < 0 || int(j.Data.Home) >= len(in.World.Regions)):
		return fmt.Errorf("job %d: data %+v, want nothing negative and a home among %d regions", i, j.Data, len(in.World.Regions))
	}
	for _, k := range j.After {
		if k < 0 || k >= int64(i) {
			return fmt.Errorf("job %d: waits for job %d, want one with a smaller number", i, k)
		}
	}
	return nil
}

func moves(j *sim.Job) bool { return j.Data.Reads > 0 || j.Data.Writes > 0 }

// shortest returns the least time that attempts of a job run until it is finished
// if none is faster than speed, and how much of it is not work.
//
// However the run is cut, checkpoints that keep something are paid for, and no
// more than the last interval does without; see PROOF.md. Overhead is certain
// only if every start owes it: a first start may be stopped at once.
func shortest(j *sim.Job, speed int64) (run, idle sim.Duration) {
	if speed == 0 {
		return 0, 0
	}
	work := ceilDiv(j.Work, ppm, speed)
	r := &j.Restart
	if r.Keep == sim.KeepCheckpoint && work > 0 {
		idle = sim.Duration(ceilDiv((work-1)/int64(r.Every), int64(r.Cost), 1))
	}
	idle = sim.Duration(sim.Time(idle).Add(certain(r)))
	return sim.Duration(sim.Time(work).Add(idle)), idle
}

// certain returns the overhead that every start of a job begins with.
func certain(r *sim.Restart) sim.Duration {
	if r.Owes&sim.OweFirst != 0 && r.Owes&sim.OweRestart != 0 {
		return r.Overhead
	}
	return 0
}

// ceilDiv returns ⌈a·b/d⌉ for a, b ≥ 0 and d > 0, at most the largest int64.
func ceilDiv(a, b, d int64) int64 {
	q, exact := mulDiv(a, b, d)
	if !exact && q < math.MaxInt64 {
		q++
	}
	return q
}
