package allocate

import "math/big"

// dual returns what no allocation can cost less than, from a multiplier alone: the
// Lagrangian, in which the amount is no constraint but costs the multiplier a unit. It
// is a bound for any multiplier, 0 or less where the amount need not all be placed,
// and does not know how the multiplier was found.
func (f *filling) dual(price *big.Rat) *big.Rat {
	total := mul(price, f.amount)
	for i, c := range f.curves {
		at := f.low[i]
		switch {
		case c.second.Sign() > 0:
			x := sub(price, c.first)
			at = clamp(x.Quo(x, add(c.second, c.second)), f.low[i], f.high[i])
		case c.first.Cmp(price) < 0:
			at = f.high[i]
		}
		total.Add(total, c.at(at)).Sub(total, mul(price, at))
	}
	return total
}

// worth returns by how much one unit more of each resource's capacity lowers the cost,
// its curve being what it is: the multipliers of xᵢ ≤ highᵢ.
func (f *filling) worth(price *big.Rat) []*big.Rat {
	list := make([]*big.Rat, len(f.curves))
	for i, c := range f.curves {
		list[i] = sub(price, c.slope(f.high[i]))
		if list[i].Sign() < 0 {
			list[i] = new(big.Rat)
		}
	}
	return list
}

// whole is the filling of a problem in which everything is divisible.
func (p *Problem) whole(c *criterion) *filling {
	f := &filling{curves: c.curves, low: zeros(len(p.Resources)), amount: new(big.Rat), must: c.must}
	for _, r := range p.Resources {
		f.high = append(f.high, r.Capacity)
	}
	for _, d := range p.Demands {
		f.amount.Add(f.amount, d.Amount)
	}
	return f
}
