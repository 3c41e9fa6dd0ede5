package rounds

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// job is what the policy knows of one that it minds.
type job struct {
	id     sim.JobID
	number int64
	kind   int32 // FIFO: the one that it is entitled to, -1 for none
	// MaxMin: the share of each kind that it is entitled to, and for how long it has
	// had the kind since shares were decided, in rounds, and half a round more.
	share, had []float64

	// What does not change, and the present.
	profile int32
	tasks   int32
	demand  sim.Demand
	speed   []int64       // on each kind, 0 where it cannot run
	room    []int64       // tasks that an empty machine of each kind holds
	fast    []int32       // kinds, the fastest first; among equals in the order of Common
	attempt sim.AttemptID // 0 while it waits
	on      int32         // the kind that it runs on when a round begins, -1 for none
	barred  bool          // its tenant's quota is used up; it keeps nobody from passing
	away    bool          // it is not to be had in this round: see locate
	next    int32         // the kind that this round wants it on, -1 for none
}

// half a round is what every job is taken to have had of every kind when shares are
// decided, so that shares decide who comes first.
const half = 0.5

// hear learns from the events of this round whether jobs have come or gone, and looks for
// them if so. What is not known yet after a Load is looked for, too.
func (p *Policy) hear(v *sim.View) {
	came, ready := false, p.newest == 0 || p.opts.Rest.Needs().Order != nil
	for _, e := range v.Events() {
		switch e.Kind {
		case sim.PolicyWoken, sim.PriceChanged:
			continue
		case sim.JobSubmitted:
			came = true
		case sim.JobEnded:
			p.ends = true
		case sim.JobReady: // it may be older than others in the queue
			ready = true
		}
		// A machine that came up again, or a quota that somebody else no longer uses up, may
		// be what the first in line waits for.
		p.changed = p.changed || p.opts.Share == FIFO && len(p.jobs) > 0
	}
	if p.ends {
		p.ends = false
		p.forget(v)
	}
	from := v.First()
	if !ready {
		if !came {
			return
		}
		if next := v.Next(p.newest); next != 0 {
			from = next
		}
	}
	p.adopt(v, from)
}

// forget drops the jobs that have ended.
func (p *Policy) forget(v *sim.View) {
	left := p.jobs[:0]
	for i := range p.jobs {
		if j := &p.jobs[i]; v.Gang(j.id) > 0 {
			left = append(left, *j)
		} else {
			delete(p.known, j.id)
		}
	}
	p.changed = p.changed || len(left) < len(p.jobs)
	p.jobs = left
}

// adopt takes down the new ones among the waiting jobs, from one of them on.
func (p *Policy) adopt(v *sim.View, from sim.JobID) {
	for id := from; id != 0; id = v.Next(id) {
		p.newest = id
		if p.known[id] {
			continue
		}
		if j := v.Job(id); p.minded(v, &j) {
			p.known[id], p.changed = true, true
			p.insert(p.made(v, &j))
		} else {
			p.mixed = true
		}
	}
}

// minded reports whether the policy can do something for a job.
func (p *Policy) minded(v *sim.View, j *sim.JobInfo) bool {
	switch j.Restart.Keep {
	case sim.KeepNothing:
		return false
	case sim.KeepCheckpoint:
		if j.Restart.Every+j.Restart.Cost+j.Restart.Overhead > p.opts.Every {
			return false
		}
	}
	if j.Restart.Overhead >= p.opts.Every || j.Line != 0 {
		return false
	}
	return slices.ContainsFunc(p.kinds, func(k kind) bool {
		return int64(v.OfferRoom(j.ID, k.offer))*k.count >= int64(j.Tasks)
	})
}

// made returns what is to be known of a job that is new.
func (p *Policy) made(v *sim.View, info *sim.JobInfo) job {
	n := len(p.kinds)
	j := job{
		id: info.ID, number: info.Number, kind: -1, share: make([]float64, n), had: make([]float64, n),
		profile: info.Profile, tasks: info.Tasks, demand: info.Demand, speed: make([]int64, n), room: make([]int64, n),
	}
	for k, at := range p.kinds {
		j.had[k] = half
		if room := int64(v.OfferRoom(info.ID, at.offer)); room*at.count >= int64(info.Tasks) {
			j.room[k], j.speed[k] = room, v.Speed(info.Profile, at.typ)
		}
	}
	rank := make([]int, n)
	for i, k := range p.usual {
		rank[k] = i
	}
	j.fast = sorted(n, func(a, b int32) int { return cmp.Or(cmp.Compare(j.speed[b], j.speed[a]), rank[a]-rank[b]) })
	return j
}

// insert puts a job in order of number. Nearly always it is the last.
func (p *Policy) insert(j job) {
	at := len(p.jobs)
	for at > 0 && p.jobs[at-1].number > j.number {
		at--
	}
	p.jobs = slices.Insert(p.jobs, at, j)
}

// count adds the round that is over to what jobs have had.
func (p *Policy) count(now sim.Time) {
	rounds := 0.0
	if p.acted >= 0 {
		rounds = float64(now.Sub(p.acted)) / float64(p.opts.Every)
	}
	for i := range p.jobs {
		if j := &p.jobs[i]; j.on >= 0 {
			j.had[j.on] += rounds
		}
	}
}

// sorted returns 0 to n-1 in the order of compare, and equals in that of numbers.
func sorted(n int, compare func(a, b int32) int) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = int32(i)
	}
	slices.SortStableFunc(list, compare)
	return list
}
