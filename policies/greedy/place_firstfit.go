package greedy

import "skysim/sim"

// firstFit takes the oldest machine with room. If there is none it rents where
// the machines needed cost least per hour, however long they boot and however
// slow they are.
type firstFit struct{}

func (firstFit) rank(r *request, c *candidate) key {
	if c.exists() {
		return key{0}
	}
	hi, lo := r.hourly(c)
	return key{1, hi, lo}
}

func (firstFit) enough(r *request, best *candidate, price sim.Rate) bool {
	return best.exists() || r.dearer(best, price)
}

func (firstFit) existing(v *sim.View, j sim.JobID) sim.MachineID { return v.FirstFit(j) }

func (firstFit) needs() sim.Needs { return sim.Needs{FirstFit: true} }

// dearer reports whether machines at that price per hour can cost no less per
// hour than those that best rents.
func (r *request) dearer(best *candidate, price sim.Rate) bool {
	least := times(sim.Product(int64(price), 1), r.fewest())
	over := least.Minus(sim.Product(int64(r.v.Price(best.offer)), int64(best.fresh)))
	return over.Hi >= 0
}

// fewest returns the number of machines that the tasks need if they are as
// roomy as any option's.
func (r *request) fewest() int { return (r.tasks + r.shape.room - 1) / r.shape.room }
