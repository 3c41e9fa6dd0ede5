package predict

import (
	"math"

	"skysim/sim"
)

// Basis says what a run time was predicted from.
type Basis uint8

// The rungs of the ladder, the most particular first.
const (
	ByTemplate Basis = iota + 1 // the same user, group, demand, tasks and claim
	ByDemand                    // the same user, demand and tasks
	ByUser                      // the same user
	ByAll                       // anybody
	ByEstimate                  // nobody has run: what the user claims
)

// String says it in a word.
func (b Basis) String() string {
	return [...]string{"nothing", "template", "demand", "user", "all", "estimate"}[b]
}

// RuntimeOptions are the settings of Runtimes.
type RuntimeOptions struct {
	// Last is of how many runs the mean is the prediction: 2 is what Tsafrir, Etsion &
	// Feitelson (2007) found hard to beat. At least 1.
	Last int
	// Keep is how many runs each rung remembers for quantiles. At least Last; 64 is usual.
	Keep int
	// Least is how many runs a rung needs to be believed. 1 to Last; 1 is usual.
	Least int
}

// DefaultRuntimes returns the usual settings.
func DefaultRuntimes() RuntimeOptions { return RuntimeOptions{Last: 2, Keep: 64, Least: 1} }

// Runtimes predicts how long jobs run, at speed 1,000,000 ppm, from those that have ended: by the mean of the last
// few of the most particular rung that has seen enough. A prediction is never above
// the job's claim, if it has one: users' claims are often limits, and jobs die there.
type Runtimes struct {
	opts  RuntimeOptions
	rungs [ByEstimate]map[rung]*history
}

// rung is what the jobs of one history have in common; what they need not is 0.
type rung struct {
	user, group int32
	tasks       int32
	demand      sim.Demand
	estimate    sim.Duration
}

// history is the last runs, in seconds, the newest last.
type history struct{ last []float64 }

// NewRuntimes returns a predictor that has seen nothing. Settings out of range are moved inside.
func NewRuntimes(o RuntimeOptions) *Runtimes {
	o.Last = max(o.Last, 1)
	o.Keep = max(o.Keep, o.Last)
	o.Least = min(max(o.Least, 1), o.Last)
	r := &Runtimes{opts: o}
	for i := range r.rungs {
		r.rungs[i] = map[rung]*history{}
	}
	return r
}

// rungOf returns the key of a job on a rung.
func rungOf(b Basis, j *sim.JobInfo) rung {
	switch b {
	case ByTemplate:
		return rung{j.User, j.Group, j.Tasks, j.Demand, j.Estimate}
	case ByDemand:
		return rung{user: j.User, tasks: j.Tasks, demand: j.Demand}
	case ByUser:
		return rung{user: j.User}
	}
	return rung{}
}

// Observe takes in how long a job ran.
func (r *Runtimes) Observe(j *sim.JobInfo, run sim.Duration) {
	for b := ByTemplate; b < ByEstimate; b++ {
		at := r.rungs[b]
		key := rungOf(b, j)
		h := at[key]
		if h == nil {
			h = &history{}
			at[key] = h
		}
		if len(h.last) == r.opts.Keep {
			copy(h.last, h.last[1:])
			h.last = h.last[:len(h.last)-1]
		}
		h.last = append(h.last, run.Seconds())
	}
}

// find returns the history that a job is predicted from.
func (r *Runtimes) find(j *sim.JobInfo, least int) (*history, Basis) {
	for b := ByTemplate; b < ByEstimate; b++ {
		if h := r.rungs[b][rungOf(b, j)]; h != nil && len(h.last) >= least {
			return h, b
		}
	}
	return nil, ByEstimate
}

// Predict returns how long a job is expected to run, and from what. It is 0 by ByEstimate if nobody has
// run and the job claims nothing.
func (r *Runtimes) Predict(j *sim.JobInfo) (sim.Duration, Basis) {
	h, b := r.find(j, r.opts.Least)
	if h == nil {
		return j.Estimate, b
	}
	return r.cap(j, mean(h.last[max(0, len(h.last)-r.opts.Last):])), b
}

// Quantile returns a run time that a job stays below with probability q, from 0 to 1, as far as the runs
// of its rung tell: those of a rung with at least 1/(1−q) − 1 of them, so that the
// quantile lies within the sample. It is the claim if there is no such rung.
func (r *Runtimes) Quantile(j *sim.JobInfo, q float64) (sim.Duration, Basis) {
	least := r.opts.Keep
	if q < 1 {
		least = min(least, max(r.opts.Least, int(math.Ceil(1/(1-q)))-1))
	}
	h, b := r.find(j, least)
	if h == nil {
		return j.Estimate, b
	}
	return r.cap(j, quantile(sorted(h.last), q)), b
}

// cap turns seconds into a run time that does not exceed the claim, and is not 0.
func (r *Runtimes) cap(j *sim.JobInfo, seconds float64) sim.Duration {
	d := max(1, sim.Duration(float64(min(seconds*1e9, 9e18))))
	if j.Estimate > 0 {
		d = min(d, j.Estimate)
	}
	return d
}
