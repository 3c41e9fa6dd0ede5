package rounds

import (
	"slices"

	"skysim/policies/lp/fair"
	"skysim/sim"
)

// class is what makes two jobs alike for the division of time.
type class struct {
	profile, tasks int32
	demand         sim.Demand
}

// divide decides the share of each kind that every job is entitled to. Jobs of a class
// have equal shares, and count as one that takes as many machines.
//
// With weight 1/n and scale n·s the level of n jobs of scale s together is that of
// each of them.
func (p *Policy) divide() {
	problem := &fair.Problem{}
	for _, k := range p.kinds {
		problem.Machines = append(problem.Machines, float64(k.count))
	}
	index := map[class]int{}
	of := make([]int, len(p.jobs))
	for i := range p.jobs {
		j := &p.jobs[i]
		c := class{j.profile, j.tasks, j.demand}
		at, there := index[c]
		if !there {
			at = len(index)
			index[c] = at
			problem.Throughput = append(problem.Throughput, p.throughput(j))
			problem.Scale, problem.Weight = append(problem.Scale, 0), append(problem.Weight, 0)
		}
		of[i] = at
		problem.Scale[at] += float64(float64(j.tasks) / float64(slices.Max(j.room)))
		problem.Weight[at]++
	}
	for i, n := range problem.Weight {
		problem.Weight[i] = 1 / n
	}
	shares, err := fair.Solve(problem, fair.Budget{Gap: 1e-7})
	for i := range p.jobs {
		j := &p.jobs[i]
		for k := range j.had {
			j.had[k], j.share[k] = half, 0
		}
		if err == nil { // the error is about what numbers can hold: then all fill up, in order of arrival
			copy(j.share, shares.X[of[i]])
		}
	}
}

// throughput is what MaxMin takes a job to achieve on each kind.
func (p *Policy) throughput(j *job) []float64 {
	row := make([]float64, len(p.kinds))
	for k, s := range j.speed {
		switch {
		case s > 0 && p.opts.Unaware:
			row[k] = 1
		case s > 0:
			row[k] = float64(s)
		}
	}
	return row
}

// fill chooses, kind by kind, the jobs whose share is the largest beside what they have
// had of it. Among equals the larger share comes first, and then who came first.
func (p *Policy) fill(now sim.Time) {
	kinds := p.usual
	if p.opts.Place == Random {
		draw := sim.NewStream(p.opts.Seed, "rounds/kinds", uint64(now))
		kinds = shuffled(len(p.kinds), &draw)
	}
	for _, k := range kinds {
		h := p.heap(k)
		for h.len() > 0 {
			j := &p.jobs[h.pop()]
			if _, ok := p.take(j, k); ok {
				j.next = k
			} else if f := &p.cluster.full[k]; h.alike && f.tasks <= h.least {
				break // nor does any of the others fit
			}
		}
	}
	p.cluster.reset(len(p.kinds))
}
