package allocate

import "math/big"

// counted is a problem in whole numbers: amounts and capacities are multiples of unit.
type counted struct {
	unit     *big.Rat
	demand   []int   // those that are not divisible, the largest first
	size     []int64 // of each of them
	rest     []int64 // sum of the sizes from each on; one more entry than sizes
	free     int64   // sum of the divisible amounts
	capacity []int64
}

// mostUnits keeps sums of amounts and capacities within 64 bits.
const mostUnits = 1 << 60

// count finds the largest unit and counts in it. ok is false if there are too many.
func count(p *Problem) (c *counted, total *big.Rat, ok bool) {
	c = &counted{demand: p.bySize()}
	total = new(big.Rat)
	var all []*big.Rat
	for _, r := range p.Resources {
		all = append(all, r.Capacity)
	}
	for _, d := range p.Demands {
		all = append(all, d.Amount)
	}
	for _, x := range all {
		total.Add(total, x)
	}
	c.unit = unitOf(all)
	limit := new(big.Rat).SetInt64(mostUnits)
	if limit.Mul(limit, c.unit).Cmp(total) < 0 {
		return c, total, false
	}
	for _, r := range p.Resources {
		c.capacity = append(c.capacity, c.whole(r.Capacity))
	}
	for _, d := range p.Demands {
		if d.Divisible {
			c.free += c.whole(d.Amount)
		}
	}
	c.rest = make([]int64, len(c.demand)+1)
	for _, j := range c.demand {
		c.size = append(c.size, c.whole(p.Demands[j].Amount))
	}
	for k := len(c.size) - 1; k >= 0; k-- {
		c.rest[k] = c.rest[k+1] + c.size[k]
	}
	return c, total, true
}

// whole returns how many units x is.
func (c *counted) whole(x *big.Rat) int64 { return new(big.Rat).Quo(x, c.unit).Num().Int64() }

// unitOf returns the largest number of which all are multiples, 1 if all are 0: the
// greatest common divisor of numerators over the least common multiple of denominators.
func unitOf(all []*big.Rat) *big.Rat {
	below := big.NewInt(1)
	for _, x := range all {
		g := new(big.Int).GCD(nil, nil, below, x.Denom())
		below.Mul(below, g.Quo(x.Denom(), g))
	}
	above := new(big.Int)
	for _, x := range all {
		n := new(big.Int).Mul(x.Num(), new(big.Int).Quo(below, x.Denom()))
		above.GCD(nil, nil, above, n)
	}
	if above.Sign() == 0 {
		above.SetInt64(1)
	}
	return new(big.Rat).SetFrac(above, below)
}
