package lp

import (
	"math/bits"

	"skysim/policies/greedy"
	"skysim/sim"
)

// class is a set of waiting jobs that look alike: what holds for the first of them is
// taken to hold for all.
type class struct {
	key     classKey
	jobs    []sim.JobID // in the order of the queue
	first   sim.JobInfo
	size    int64        // of one job, in units: see size
	work    sim.Duration // expected of one job at speed 1,000,000 ppm
	patient bool         // it may be kept waiting for a better place
	reach   *reach
	arcs    []quote
	rooms   []int64 // by offer: tasks that fit on the machines that exist
	started int     // of jobs, by the plan; waiting is how many of the others it lets wait
	waiting int
}

// classKey is what makes jobs alike.
type classKey struct {
	kind    kindKey
	home    sim.RegionID // of data that move
	slack   int8         // bucket of the time to the latest start that meets the deadline
	patient bool
}

// kindKey is what does not change while a job waits.
type kindKey struct {
	demand  sim.Demand
	profile int32
	tasks   int32
	length  int8 // bucket of the expected run time
}

// maxClasses bounds one problem; the jobs of further classes are placed after it.
const maxClasses = 256

// bucket returns a small number that grows with d, two for each doubling; run times in one
// bucket differ by less than half.
func bucket(d sim.Duration) int8 {
	x := uint64(max(d, 0)) >> 32 // about four seconds
	n := bits.Len64(x)
	if n < 2 {
		return int8(2 * n)
	}
	return int8(2*n) + int8(x>>(n-2)&1)
}

// kindOf returns the kind of a job that is expected to work for so long.
func kindOf(j *sim.JobInfo, work sim.Duration) kindKey {
	return kindKey{j.Demand, j.Profile, j.Tasks, bucket(work)}
}

// work returns what is left of a job, expected at speed 1,000,000 ppm.
func (l *Policy) work(j *sim.JobInfo) sim.Duration {
	all := l.claims.likely(l.inner.Options().Expected(j))
	return max(all-j.Done, all/8)
}

// gather groups the waiting jobs; those that no machine could ever hold, and those
// that wait for their tenant's quota, are left out.
func (l *Policy) gather(v *sim.View) {
	l.classes = l.classes[:0]
	clear(l.at)
	l.rest = l.rest[:0]
	now := v.Now()
	for id := v.First(); id != 0; id = v.Next(id) {
		j := v.Job(id)
		r := l.market.reach(v, j.Demand, j.Profile)
		if len(r.options) == 0 || v.OverQuota(id) {
			continue
		}
		work := l.work(&j)
		k := classKey{kind: kindOf(&j, work), home: -1}
		if d := v.Data(id); d != (sim.Data{}) {
			k.home = d.Home
		}
		if j.Deadline > 0 && l.opts.Form == Deadlines {
			k.slack = 1 + bucket(j.Deadline.Sub(now.Add(work)))
		}
		k.patient = now < l.until(&j)
		i, known := l.at[k]
		if !known {
			if len(l.classes) == maxClasses {
				l.rest = append(l.rest, id)
				continue
			}
			i = l.enter(class{key: k, first: j, size: size(&j.Demand) * int64(j.Tasks), work: work, patient: k.patient, reach: r})
			l.at[k] = i
		}
		l.classes[i].jobs = append(l.classes[i].jobs, id)
	}
}

// enter adds a class, in the memory of one that was there before.
func (l *Policy) enter(c class) int {
	n := len(l.classes)
	if n < cap(l.classes) {
		l.classes = l.classes[:n+1]
		c.jobs, c.arcs, c.rooms = l.classes[n].jobs[:0], l.classes[n].arcs[:0], l.classes[n].rooms
		l.classes[n] = c
	} else {
		l.classes = append(l.classes, c)
	}
	return n
}

// until returns how long a job may be kept waiting for a better place.
func (l *Policy) until(j *sim.JobInfo) sim.Time { return j.Queued.Add(l.opts.Window) }

// run returns how long a job of the class is expected to run at a speed.
func (c *class) run(speed int64) sim.Duration {
	return greedy.RunTime(c.work, speed, c.first.Limit)
}
