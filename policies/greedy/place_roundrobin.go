package greedy

import "skysim/sim"

// roundRobin goes through the regions, and so through the providers, in the
// order of their offers: each job goes to the next region that has a place for
// it, there to the oldest machine with room, else to new machines that cost
// least per hour. The policy remembers the region used last.
type roundRobin struct{}

func (roundRobin) rank(r *request, c *candidate) key {
	n := int64(len(r.market.rank))
	ahead := (r.regionOf(c) - r.last - 1 + n) % n
	if c.exists() {
		return key{ahead}
	}
	hi, lo := r.hourly(c)
	return key{ahead, 1, hi, lo}
}

func (roundRobin) enough(r *request, best *candidate, price sim.Rate) bool {
	return best.key[0] == 0 && firstFit{}.enough(r, best, price)
}

// regionOf returns the rank of a candidate's region, from 1.
func (r *request) regionOf(c *candidate) int64 { return r.market.rank[r.market.region(c.offer)] }
