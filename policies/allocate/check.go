package allocate

import (
	"fmt"
	"math/big"
)

// result completes an answer with what follows from its allocation.
func (s *solver) result(a *answer) *Result {
	r := &Result{Policy: s.policy, Allocation: a.t, Loads: a.t.loads(len(s.p.Resources)), Bound: s.c.reported(a.bound), Proof: a.proof, Steps: a.steps}
	r.Objective = s.c.reported(s.c.value(r.Loads))
	r.Optimal = r.Objective.Cmp(r.Bound) == 0
	s.spend(r)
	room := new(big.Rat)
	for _, x := range s.p.Resources {
		room.Add(room, x.Capacity)
	}
	if r.Utilisation = sum(r.Loads); room.Sign() > 0 {
		r.Utilisation.Quo(r.Utilisation, room)
	}
	if a.relaxed != nil {
		r.Prices = &Prices{Demand: s.c.reported(a.relaxed.price), Resources: a.relaxed.filling.worth(a.relaxed.price)}
		if !s.p.Divisible() {
			r.Relaxed = a.relaxed.loads
		}
	}
	return r
}

// spend computes the money, if all unit costs are known.
func (s *solver) spend(r *Result) {
	for i := range s.p.Resources {
		x := &s.p.Resources[i]
		if x.UnitCost == nil {
			r.Costs, r.Penalties = nil, nil
			return
		}
		cost := costCurve(x, s.policy.penalty()).at(r.Loads[i])
		r.Costs = append(r.Costs, cost)
		r.Penalties = append(r.Penalties, sub(cost, mul(x.UnitCost, r.Loads[i])))
	}
	r.Cost = sum(r.Costs)
}

// check looks at a result as if somebody else had computed it. An error is a fault in
// this package, never in the problem.
func (s *solver) check(r *Result) error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("allocate: %s made an allocation that is none: %s", s.policy, fmt.Sprintf(format, args...))
	}
	for j, d := range s.p.Demands {
		placed, parts := new(big.Rat), 0
		for _, x := range r.Allocation[j] {
			if x.Sign() < 0 {
				return bad("demand %q gets %s", d.Name, Decimal(x))
			}
			if x.Sign() > 0 {
				parts++
			}
			placed.Add(placed, x)
		}
		switch {
		case placed.Cmp(d.Amount) > 0, s.c.must && placed.Cmp(d.Amount) < 0:
			return bad("demand %q of %s gets %s", d.Name, Decimal(d.Amount), Decimal(placed))
		case !d.Divisible && (parts > 1 || parts == 1 && placed.Cmp(d.Amount) != 0):
			return bad("demand %q is split", d.Name)
		}
	}
	for i, x := range s.p.Resources {
		if r.Loads[i].Cmp(x.Capacity) > 0 {
			return bad("%q of %s holds %s", x.Name, Decimal(x.Capacity), Decimal(r.Loads[i]))
		}
	}
	if better := r.Objective.Cmp(r.Bound); better < 0 && !s.c.negative || better > 0 && s.c.negative {
		return bad("%s is beyond the bound, %s", Decimal(r.Objective), Decimal(r.Bound))
	}
	return nil
}
