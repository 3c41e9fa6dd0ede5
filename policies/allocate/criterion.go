package allocate

import "math/big"

// curve is what a load x on a resource costs: first·x + second·x². second is 0 or more.
type curve struct{ first, second *big.Rat }

// at returns the cost of a load.
func (c curve) at(x *big.Rat) *big.Rat {
	y := mul(c.second, x)
	return y.Add(y, c.first).Mul(y, x)
}

// slope returns what one unit more costs at a load.
func (c curve) slope(x *big.Rat) *big.Rat {
	y := mul(c.second, x)
	return y.Add(y, y).Add(y, c.first)
}

// criterion is what a policy minimises: Σ curves + constant. Under Utilisation it is
// the negative of what is reported.
type criterion struct {
	curves   []curve
	constant *big.Rat
	must     bool // everything must be served
	negative bool // the reported value is the negative
}

// criterionOf returns the criterion of a policy, which suits.
func criterionOf(p *Problem, policy Policy) *criterion {
	c := &criterion{must: p.Objective == Cost, negative: p.Objective == Utilisation, constant: new(big.Rat)}
	lambda := p.Lambda
	if policy.Lambda != nil {
		lambda = policy.Lambda
	}
	if lambda == nil {
		lambda = new(big.Rat)
	}
	for _, r := range p.Resources {
		if p.Objective == Utilisation {
			c.curves = append(c.curves, curve{shareWeight(&r, lambda), new(big.Rat)})
			c.constant.Add(c.constant, mul(lambda, r.Capacity))
			continue
		}
		c.curves = append(c.curves, costCurve(&r, policy.penalty()))
	}
	return c
}

// shareWeight is −(1/capacity + λ): what a unit of load costs, so to speak.
func shareWeight(r *Resource, lambda *big.Rat) *big.Rat {
	if r.Capacity.Sign() == 0 {
		return new(big.Rat) // no load to weigh
	}
	w := new(big.Rat).Inv(r.Capacity)
	return w.Add(w, lambda).Neg(w)
}

// costCurve is the cost of a load on a resource with a penalty, 0 for none.
func costCurve(r *Resource, penalty Kind) curve {
	c := curve{new(big.Rat).Set(r.UnitCost), new(big.Rat)}
	switch {
	case penalty == LPPenalty:
		c.first.Add(c.first, mul(r.Utilisation, r.Penalty))
	case penalty == QPPenalty && r.Capacity.Sign() > 0:
		c.second.Quo(r.Penalty, r.Capacity)
	}
	return c
}

// linear reports whether no curve bends.
func (c *criterion) linear() bool {
	for _, v := range c.curves {
		if v.second.Sign() != 0 {
			return false
		}
	}
	return true
}

// value returns what loads cost.
func (c *criterion) value(loads []*big.Rat) *big.Rat {
	total := new(big.Rat).Set(c.constant)
	for i, x := range loads {
		total.Add(total, c.curves[i].at(x))
	}
	return total
}

// reported turns a value that is minimised into the one that is reported, and a price
// likewise.
func (c *criterion) reported(x *big.Rat) *big.Rat {
	if c.negative {
		return neg(x)
	}
	return new(big.Rat).Set(x)
}

// Value returns what loads, one for each resource, are worth under the criterion of a
// policy that suits the problem, as Result.Objective is: so that the allocation of one
// policy can be judged as another one judges.
func (p *Problem) Value(policy Policy, loads []*big.Rat) *big.Rat {
	c := criterionOf(p, policy)
	return c.reported(c.value(loads))
}
