package greedy

import "skysim/sim"

// cheapest adds least to the bill, by what is expected: of a new machine the
// billed time from rent to the end of the job, of one that exists what it has
// to be held longer. Equal costs go to the earlier end.
type cheapest struct{}

func (cheapest) rank(_ *request, c *candidate) key {
	hi, lo := wide(c.cost)
	return key{hi, lo, int64(c.finish)}
}

// enough compares with the least an offer at that price could cost: its
// machines as roomy and as fast as any option's, up at once.
func (cheapest) enough(r *request, best *candidate, price sim.Rate) bool {
	run := runTime(r.run, r.shape.speed, r.job.Limit)
	least := times(sim.Product(int64(price), int64(run)), r.fewest())
	over := best.cost.Minus(least)
	return over.Hi < 0
}
