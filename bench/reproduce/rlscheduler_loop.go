package reproduce

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"skysim/policies/greedy"
	"skysim/policies/wrap"
	"skysim/sim"
)

// loop is how the artifact goes through the events of one instant: jobs that arrive come
// first, one by one, then those that end, one by one in the order in which they
// started; after each it does what it would do if it were alone. So the head may block,
// and let others pass, for want of processors that are free in the same second; or a
// queue that was empty commits to the first of several that arrive together. The engine
// has no such order: its policies see an instant as a whole.
//
// It does that by looking away. The commit decorator of package wrap and the greedy
// policy decide, and the loop shows them one event after another: a job that has not
// "arrived" is not in the queue, and a job that has not "ended" still holds its processors.
// Beyond that it has the artifact's reservation, which does not move an estimate that
// was overrun to now, and its two scores with a waiting time that is none.
//
// It is for one owned machine and jobs of one task, and keeps no state for
// snapshots.
type loop struct {
	*wrap.Commit
	desk *desk
}

// heuristic is one of the artifact's, by name.
type heuristic struct {
	order  string // of package greedy
	suffix string // of the name, for those with a score of their own
	// score replaces the order, smaller first; nil leaves it.
	score func(j *sim.JobInfo, now sim.Time) float64
}

// heuristics are those that a table can name. The artifact reads a job's
// scheduled_time, which is −1 until it has been scheduled, where WFP3 and UNICEP want the
// present: their waiting time is −1 − submit for every job, and what is left is an
// order by submit time, size and estimate that does not change while jobs wait.
// The published numbers of both are of this order. The honest ones are
// those of wfp3 and unicep. The artifact's 10⁻¹⁵ in UNICEP, against logarithms of 1, is
// in both: it orders jobs of one processor that have not waited yet.
func heuristics() map[string]*heuristic {
	cores := func(j *sim.JobInfo) float64 { return float64(j.Demand.CPU) / 1000 }
	wfp3 := func(wait float64, j *sim.JobInfo) float64 {
		return -math.Pow(wait/j.Estimate.Seconds(), 3) * cores(j)
	}
	unicep := func(wait float64, j *sim.JobInfo) float64 {
		return -(wait + 1e-15) / (math.Log2(cores(j)+1e-15) * j.Estimate.Seconds())
	}
	return map[string]*heuristic{
		"fcfs": {order: "fcfs"}, "sjf": {order: "sjf"}, "f1": {order: "f1"}, "wfp3": {order: "wfp3"},
		"unicep": {order: "unicep", score: func(j *sim.JobInfo, now sim.Time) float64 { return unicep(now.Sub(j.Submit).Seconds(), j) }},
		"wfp3-as-published": {order: "wfp3", suffix: " as published", score: func(j *sim.JobInfo, _ sim.Time) float64 {
			return wfp3(-1-j.Submit.Seconds(), j)
		}},
		"unicep-as-published": {order: "unicep", suffix: " as published", score: func(j *sim.JobInfo, _ sim.Time) float64 {
			return unicep(-1-j.Submit.Seconds(), j)
		}},
	}
}

// newLoop puts the loop before a greedy policy.
func newLoop(p sim.Policy, h *heuristic, backfill bool) sim.Policy {
	d := &desk{Policy: p.(*greedy.Policy), score: h.score}
	b := wrap.BackfillNone
	if backfill {
		b = wrap.BackfillEarly
	}
	c, err := wrap.NewCommit(d, b)
	if err != nil {
		panic(fmt.Errorf("rlscheduler: %w", err)) // greedy can be wrapped
	}
	return &loop{c, d}
}

// Needs adds the events.
func (l *loop) Needs() sim.Needs {
	n := l.Commit.Needs()
	n.Events = true
	return n
}

// Decide shows one event after another.
func (l *loop) Decide(v *sim.View, p *sim.Plan) {
	d := l.desk
	d.arriving, d.ending = d.arriving[:0], d.ending[:0]
	for _, e := range v.Events() {
		switch e.Kind {
		case sim.JobSubmitted:
			d.arriving = append(d.arriving, e.Job)
		case sim.AttemptEnded:
			d.ending = append(d.ending, e.Job)
		}
	}
	// In the order in which they started, which is that of the list of what runs.
	slices.SortFunc(d.ending, func(a, b int64) int { return cmp.Compare(d.position(a), d.position(b)) })
	for len(d.arriving) > 0 {
		d.arriving = d.arriving[1:]
		l.Commit.Decide(v, p)
	}
	for len(d.ending) > 0 {
		d.running = slices.Delete(d.running, d.position(d.ending[0]), d.position(d.ending[0])+1)
		d.ending = d.ending[1:]
		l.Commit.Decide(v, p)
	}
}

// desk is what the decorator sees of the greedy policy and the machine.
type desk struct {
	*greedy.Policy
	score    func(j *sim.JobInfo, now sim.Time) float64
	arriving []int64 // jobs not shown yet
	ending   []int64 // and jobs whose end is not, in order
	running  []stay  // in order of their start
}

// stay is a job on the machine.
type stay struct {
	job int64
	cpu int64
	end sim.Time // by its estimate
}

// position is where a job is among those that run.
func (d *desk) position(job int64) int {
	return slices.IndexFunc(d.running, func(s stay) bool { return s.job == job })
}

// free is what nobody holds whose end has been shown, in milli-vCPU.
func (d *desk) free(v *sim.View) int64 {
	m := v.Machine(v.FirstMachine())
	free := v.World().Types[v.World().Offers[m.Offer].Type].CPU
	for _, s := range d.running {
		free -= s.cpu
	}
	return free
}

// Head returns the first of those that have been shown.
func (d *desk) Head(v *sim.View) (head sim.JobID) {
	if len(d.arriving) == 0 && d.score == nil {
		return d.Policy.Head(v)
	}
	var first sim.JobInfo
	for id := v.First(); id != 0; id = v.Next(id) {
		j := v.Job(id)
		if slices.Contains(d.arriving, j.Number) {
			continue
		}
		if head == 0 || d.before(v, &j, &first) {
			head, first = id, j
		}
	}
	return head
}

// before reports whether a waiting job comes before another.
func (d *desk) before(v *sim.View, a, b *sim.JobInfo) bool {
	if d.score == nil {
		return d.Before(v, a.ID, b.ID)
	}
	return cmp.Or(cmp.Compare(d.score(a, v.Now()), d.score(b, v.Now())), cmp.Compare(a.Number, b.Number)) < 0
}

// Start starts a job that has been shown, if what is shown as free is enough.
func (d *desk) Start(v *sim.View, p *sim.Plan, id sim.JobID, before sim.Time) bool {
	j := v.Job(id)
	if slices.Contains(d.arriving, j.Number) || j.Demand.CPU > d.free(v) || !d.Policy.Start(v, p, id, before) {
		return false
	}
	d.running = append(d.running, stay{j.Number, j.Demand.CPU, v.Now().Add(j.Estimate)})
	return true
}

// Reservation adds up what ends, in order of the estimated ends.
func (d *desk) Reservation(v *sim.View, id sim.JobID) sim.Time {
	list, free := slices.Clone(d.running), d.free(v)
	slices.SortStableFunc(list, func(a, b stay) int { return cmp.Compare(a.end, b.end) })
	for _, s := range list {
		if free += s.cpu; free >= v.Job(id).Demand.CPU {
			return s.end
		}
	}
	return sim.Never
}
