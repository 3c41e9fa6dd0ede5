package rounds

import "skysim/sim"

// line gives whole machines to jobs in order of arrival, until one finds none.
func (p *Policy) line() {
	if p.opts.Place == Fastest {
		for i := range p.jobs {
			p.jobs[i].kind = -1
		}
	}
	for i := range p.jobs {
		if p.jobs[i].away {
			p.jobs[i].kind = -1
		}
	}
	for i := range p.jobs { // who has a kind keeps it
		if j := &p.jobs[i]; j.kind >= 0 {
			if _, ok := p.take(j, j.kind); !ok {
				j.kind = -1
			}
		}
	}
	for i := range p.jobs {
		j := &p.jobs[i]
		if j.kind >= 0 || j.barred || j.away {
			continue
		}
		for _, k := range p.preference(j) {
			if _, ok := p.take(j, k); ok {
				j.kind = k
				break
			}
		}
		if j.kind < 0 {
			break
		}
	}
	p.cluster.reset(len(p.kinds))
}

// preference is the order in which FIFO tries the kinds for a job.
func (p *Policy) preference(j *job) []int32 {
	switch p.opts.Place {
	case Fastest:
		return j.fast
	case Common:
		return p.usual
	}
	draw := sim.NewStream(p.opts.Seed, "rounds/job", uint64(j.number))
	return shuffled(len(p.kinds), &draw)
}

// shuffled returns 0 to n-1 in an order by lot.
func shuffled(n int, draw *sim.Stream) []int32 {
	list := make([]int32, n)
	for i := range list {
		k := draw.Int64N(int64(i) + 1)
		list[i] = list[k]
		list[k] = int32(i)
	}
	return list
}

// entitle makes every job want the kind that it has, unless it is away.
func (p *Policy) entitle() {
	for i := range p.jobs {
		if j := &p.jobs[i]; !j.away {
			j.next = j.kind
		}
	}
}
