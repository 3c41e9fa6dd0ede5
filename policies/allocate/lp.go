package allocate

import (
	"math/big"
	"slices"
)

// relaxed is the linear (or convex) relaxation of a problem, solved.
type relaxed struct {
	filling *filling
	filled
	bound *big.Rat // the dual value, with the criterion's constant
}

// relax solves the problem as if everything were divisible. It fails only if that is
// infeasible.
func relax(p *Problem, c *criterion) (*relaxed, error) {
	f := p.whole(c)
	got, ok := f.solve()
	if !ok {
		return nil, p.infeasible()
	}
	return &relaxed{f, got, add(f.dual(got.price), c.constant)}, nil
}

// table returns an allocation from the relaxation: itself, if all demands are divisible,
// and otherwise rounded.
func (r *relaxed) table(p *Problem, policy Policy) (table, error) {
	if p.Divisible() {
		t := newTable(p)
		p.pour(t, r.loads, r.filling.merit())
		return t, nil
	}
	order := r.filling.merit()
	l := newPlacer(p, func([]*big.Rat) []int { return order })
	for _, j := range p.bySize() {
		if !l.put(j) && p.Objective == Cost {
			return nil, l.stuck(policy, j)
		}
	}
	return p.complete(l.t, r.filling)
}

// bySize lists the demands that are not divisible, the largest first, and those of one
// size in turn.
func (p *Problem) bySize() []int {
	order := slices.DeleteFunc(p.turns(), func(j int) bool { return p.Demands[j].Divisible })
	slices.SortStableFunc(order, func(a, b int) int { return p.Demands[b].Amount.Cmp(p.Demands[a].Amount) })
	return order
}

// complete lays the divisible demands on what the others in t leave, at the least cost.
func (p *Problem) complete(t table, whole *filling) (table, error) {
	f := *whole
	f.low = t.loads(len(p.Resources))
	f.amount = sum(f.low)
	for _, d := range p.Demands {
		if d.Divisible {
			f.amount = add(f.amount, d.Amount)
		}
	}
	got, ok := f.solve()
	if !ok {
		return nil, p.infeasible()
	}
	rest := make([]*big.Rat, len(got.loads))
	for i := range rest {
		rest[i] = sub(got.loads[i], f.low[i])
	}
	p.pour(t, rest, f.merit())
	return t, nil
}
