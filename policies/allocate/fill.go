package allocate

import (
	"math/big"
	"slices"
	"sort"
)

// filling is a divisible amount laid on resources at the least cost: minimise Σ fᵢ(xᵢ)
// subject to lowᵢ ≤ xᵢ ≤ highᵢ and Σ xᵢ = amount, or at most amount if it need not
// all be placed.
type filling struct {
	curves    []curve
	low, high []*big.Rat
	amount    *big.Rat
	must      bool
}

// filled is the answer to a filling.
type filled struct {
	loads []*big.Rat
	// price is the marginal cost of the amount: the Lagrange multiplier.
	price *big.Rat
}

// solve returns the optimum, exactly, and false if there is none: if less than Σ low or
// more than Σ high must be placed.
//
// At a multiplier μ a resource takes the load at which its slope is μ. Loads grow with
// μ; they are linear between the slopes at the ends of the resources, and jump where
// a curve is straight. So the multiplier of the amount is found by bisection among
// those slopes and one interpolation.
func (f *filling) solve() (filled, bool) {
	target := f.amount
	if total := sum(f.high); total.Cmp(target) < 0 {
		if f.must {
			return filled{}, false
		}
		target = total
	}
	if sum(f.low).Cmp(target) > 0 {
		return filled{}, false
	}
	slopes := f.slopes()
	at := sort.Search(len(slopes), func(k int) bool {
		return sum(f.loads(slopes[k], true)).Cmp(target) >= 0
	})
	price := slopes[at]
	loads := f.loads(price, false)
	missing := sub(target, sum(loads))
	if missing.Sign() < 0 {
		// the multiplier is between two slopes, where all loads are linear
		before, after := f.loads(slopes[at-1], true), loads
		low, high := sum(before), sum(after)
		share := sub(target, low)
		share.Quo(share, high.Sub(high, low))
		price = sub(price, slopes[at-1])
		price.Mul(price, share).Add(price, slopes[at-1])
		for i := range loads {
			step := sub(after[i], before[i])
			loads[i] = step.Mul(step, share).Add(step, before[i])
		}
		return filled{loads, price}, true
	}
	for i, top := range f.loads(price, true) { // straight curves that begin at this price
		more := least(missing, sub(top, loads[i]))
		loads[i] = add(loads[i], more)
		missing = sub(missing, more)
	}
	if !f.must && sum(f.high).Cmp(f.amount) < 0 {
		price = new(big.Rat) // all is full: one unit more would stay unplaced
	}
	return filled{loads, price}, true
}

// slopes lists the slopes at the ends of all resources, in ascending order.
func (f *filling) slopes() []*big.Rat {
	var list []*big.Rat
	for i, c := range f.curves {
		list = append(list, c.slope(f.low[i]), c.slope(f.high[i]))
	}
	slices.SortFunc(list, (*big.Rat).Cmp)
	return slices.CompactFunc(list, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
}

// loads are what the resources take at a multiplier; full says whether straight curves of
// just that slope take all or nothing.
func (f *filling) loads(price *big.Rat, full bool) []*big.Rat {
	list := make([]*big.Rat, len(f.curves))
	for i, c := range f.curves {
		if c.second.Sign() > 0 {
			x := sub(price, c.first)
			x.Quo(x, add(c.second, c.second))
			list[i] = clamp(x, f.low[i], f.high[i])
			continue
		}
		list[i] = f.low[i]
		if order := c.first.Cmp(price); order < 0 || order == 0 && full {
			list[i] = f.high[i]
		}
	}
	return list
}

// merit lists the resources by the slope at their beginning, cheapest first, and of the
// same slope in the order of the problem.
func (f *filling) merit() []int {
	order := make([]int, len(f.curves))
	slope := make([]*big.Rat, len(f.curves))
	for i, c := range f.curves {
		order[i], slope[i] = i, c.slope(f.low[i])
	}
	slices.SortStableFunc(order, func(a, b int) int { return slope[a].Cmp(slope[b]) })
	return order
}
