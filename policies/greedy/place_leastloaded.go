package greedy

import (
	"math/bits"

	"skysim/sim"
)

// leastLoaded takes the machine with the largest free share, which is the
// smallest of the free shares of those resources that the job asks for. If none
// has room it rents as firstFit does.
type leastLoaded struct{}

func (leastLoaded) rank(r *request, c *candidate) key {
	if !c.exists() {
		return firstFit{}.rank(r, c)
	}
	d, m := &r.job.Demand, &c.machine
	t := &r.market.world.Types[r.market.world.Offers[c.offer].Type]
	free := int64(1_000_000_000)
	if d.CPU > 0 {
		free = min(free, share(m.FreeCPU, t.CPU))
	}
	if d.Mem > 0 {
		free = min(free, share(m.FreeMem, t.Mem))
	}
	if d.GPUs > 0 {
		free = min(free, share(m.FreeGPU, int64(t.GPUs)*1000))
	}
	return key{0, -free}
}

func (leastLoaded) enough(r *request, best *candidate, price sim.Rate) bool {
	return firstFit{}.enough(r, best, price)
}

// share returns free of all in parts per billion, rounded down.
func share(free, all int64) int64 {
	if free <= 0 || all <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(min(free, all)), 1_000_000_000)
	q, _ := bits.Div64(hi, lo, uint64(all))
	return int64(q)
}
