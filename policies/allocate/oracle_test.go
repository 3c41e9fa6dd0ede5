package allocate

import (
	"fmt"
	"math/big"

	"skysim/sim"
)

// draw makes a problem of small numbers, so that ties, tight fits and degenerate and
// infeasible problems are frequent.
func draw(s *sim.Stream, o Objective, indivisible float64) *Problem {
	p := &Problem{Objective: o}
	if o == Utilisation && s.Bool(0.3) {
		p.Lambda = big.NewRat(s.Int64N(5), 4)
	}
	unit := []int64{1, 10, 8}[s.Int64N(3)] // amounts in whole ones, tenths or eighths
	few := 1 + s.Int64N(12)
	if indivisible < 1 {
		few = 1 + s.Int64N(3) // brute force counts every split
	}
	amount := func(n int64) *big.Rat { return big.NewRat(s.Int64N(n+1), unit) }
	for i := range 1 + s.Int64N(4) {
		p.Resources = append(p.Resources, Resource{
			Name: fmt.Sprint("r", i), Capacity: amount(few + 4), UnitCost: big.NewRat(s.Int64N(5), 20),
			Utilisation: big.NewRat(s.Int64N(11), 10), Penalty: big.NewRat(s.Int64N(4), 2),
		})
	}
	for j := range 1 + s.Int64N(5) {
		p.Demands = append(p.Demands, Demand{Name: fmt.Sprint("d", j), Amount: amount(few), Divisible: !s.Bool(indivisible), Priority: s.Int64N(3)})
	}
	return p
}

// brute tries every place of every demand that is not divisible and, for each, every way to
// split the divisible amount in units of step: a vertex of what is linear. It returns the
// best value as reported, and nil if there is none.
func brute(p *Problem, policy Policy, step *big.Rat) *big.Rat {
	b := &bruteForce{p: p, policy: policy, step: step, free: new(big.Rat)}
	for _, d := range p.Demands {
		if d.Divisible {
			b.free.Add(b.free, d.Amount)
		}
	}
	b.loads = zeros(len(p.Resources))
	b.place(0)
	return b.best
}

type bruteForce struct {
	p      *Problem
	policy Policy
	step   *big.Rat
	free   *big.Rat
	loads  []*big.Rat
	best   *big.Rat
}

func (b *bruteForce) place(j int) {
	if j == len(b.p.Demands) {
		b.split(0, b.free)
		return
	}
	d := b.p.Demands[j]
	if d.Divisible {
		b.place(j + 1)
		return
	}
	if b.p.Objective == Utilisation {
		b.place(j + 1)
	}
	for i, r := range b.p.Resources {
		old := b.loads[i]
		if b.loads[i] = new(big.Rat).Add(old, d.Amount); b.loads[i].Cmp(r.Capacity) <= 0 {
			b.place(j + 1)
		}
		b.loads[i] = old
	}
}

// split gives the resources from i on parts of what is left.
func (b *bruteForce) split(i int, left *big.Rat) {
	if i == len(b.p.Resources) {
		if left.Sign() == 0 || b.p.Objective == Utilisation {
			b.judge()
		}
		return
	}
	old := b.loads[i]
	for part := new(big.Rat); part.Cmp(left) <= 0; part = new(big.Rat).Add(part, b.step) {
		if b.loads[i] = new(big.Rat).Add(old, part); b.loads[i].Cmp(b.p.Resources[i].Capacity) > 0 {
			break
		}
		b.split(i+1, new(big.Rat).Sub(left, part))
	}
	b.loads[i] = old
}

// judge computes the value by its definition.
func (b *bruteForce) judge() {
	value := new(big.Rat)
	for i, r := range b.p.Resources {
		x := b.loads[i]
		if b.p.Objective == Utilisation {
			if r.Capacity.Sign() > 0 {
				value.Add(value, new(big.Rat).Quo(x, r.Capacity))
			}
			if b.p.Lambda != nil {
				idle := new(big.Rat).Sub(r.Capacity, x)
				value.Sub(value, idle.Mul(idle, b.p.Lambda))
			}
			continue
		}
		unit := new(big.Rat).Set(r.UnitCost)
		switch {
		case b.policy.Kind == LPPenalty:
			unit.Add(unit, new(big.Rat).Mul(r.Utilisation, r.Penalty))
		case b.policy.Kind == QPPenalty && x.Sign() > 0:
			share := new(big.Rat).Quo(x, r.Capacity)
			unit.Add(unit, share.Mul(share, r.Penalty))
		}
		value.Add(value, unit.Mul(unit, x))
	}
	if b.best == nil || (value.Cmp(b.best) > 0) == (b.p.Objective == Utilisation) {
		b.best = value
	}
}
