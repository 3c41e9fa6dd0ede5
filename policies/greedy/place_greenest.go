package greedy

import "skysim/sim"

// greenest emits least, at the intensities of the moment and by what is expected: a
// new machine draws its idle power from now to the end of the job, one that exists
// for as long as it has to be held longer (an owned one runs anyway), and the tasks
// what they occupy. Equal emissions go to the earlier end, and then, of offers, to
// the cheaper. Where the world does not say what machines emit, everything is as
// green as the next and the earliest end wins.
type greenest struct{}

func (greenest) rank(r *request, c *candidate) key {
	hi, lo := wide(r.emission(c))
	return key{hi, lo, int64(c.finish)}
}

// enough is false: what a machine emits does not follow from what it costs.
func (greenest) enough(*request, *candidate, sim.Rate) bool { return false }

// emission returns what a candidate is expected to emit: microjoules × milligrams
// per kWh. The parts of a gang count as if all were where the first is.
func (r *request) emission(c *candidate) sim.Wide {
	w := r.market.world
	mg, known := r.v.Carbon(r.market.region(c.offer))
	if !known {
		return sim.Wide{}
	}
	o := &w.Offers[c.offer]
	p := &w.Carbon.Power[o.Type]
	now, d := r.v.Now(), &r.job.Demand
	busy := p.CPU*d.CPU + p.GPU*int64(d.GPUs)*int64(d.Share)
	sum := times(sim.Product(joules(busy, c.finish.Sub(c.ready)), mg), r.tasks)
	if c.fresh > 0 {
		sum = sum.Plus(times(sim.Product(joules(p.Idle, c.finish.Sub(now)), mg), c.fresh))
	}
	if c.exists() && o.Purchase != sim.Owned {
		if more := c.finish.Sub(max(c.machine.BusyUntil, now)); more > 0 {
			sum = sum.Plus(sim.Product(joules(p.Idle, more), mg))
		}
	}
	return sum
}

// joules returns what so many nanowatts come to over a time, in microjoules, to the
// milliwatt and the millisecond. It saturates at a megawatt and at a hundred days.
func joules(nanowatts int64, d sim.Duration) int64 {
	const milli = 1_000_000
	return min(nanowatts/milli, 1e9) * min(max(int64(d), 0)/milli, 9e9)
}
