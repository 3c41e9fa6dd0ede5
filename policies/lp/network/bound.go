package network

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// cost returns what a flow costs.
func cost(p *Problem, o *Solution) (sum sim.Wide) {
	for i, x := range o.Flow {
		if x != 0 {
			sum = sum.Plus(sim.Product(x, p.Arcs[i].Cost))
		}
	}
	for j, x := range o.Shortage {
		if c := p.penalty(j); x != 0 && c != Required {
			sum = sum.Plus(sim.Product(x, c))
		}
	}
	return sum
}

// bound returns what the prices prove: if every source sells at its price u ≥ 0
// and every sink pays its price v, at most its penalty, then no flow costs less
// than
//
//	Σ demand·v − Σ supply·u + Σ most·min(0, cost + u − v)
//
// where most is what an arc can carry at all. It reports whether the sum fits.
func bound(p *Problem, o *Solution) (sum sim.Wide, fits bool) {
	fits = true
	add := func(a, b int64) {
		x := sim.Product(a, b)
		next := sum.Plus(x)
		if (sum.Hi < 0) == (x.Hi < 0) && (next.Hi < 0) != (x.Hi < 0) {
			fits = false
		}
		sum = next
	}
	for j, v := range o.SinkPrice {
		add(p.Demand[j], v)
	}
	for i, u := range o.SourcePrice {
		add(p.Supply[i], -u)
	}
	for i := range p.Arcs {
		a := &p.Arcs[i]
		if c := a.Cost + o.SourcePrice[a.From] - o.SinkPrice[a.To]; c < 0 {
			add(p.most(a), c)
		}
	}
	return sum, fits
}

// ranked is an arc and what a unit costs that comes by it.
type ranked struct {
	to  int32
	arc int32
	at  int64
}

// sharpen makes the prices of a tree that is not optimal prove something: the
// sources' are kept where they are not negative, and each sink's becomes the price
// of the last unit it would buy, of the cheapest first. That is the Lagrangean
// bound with the supplies relaxed.
func (s *Solver) sharpen() {
	o, p := &s.out, s.p
	for i, u := range o.SourcePrice {
		o.SourcePrice[i] = max(u, 0)
	}
	s.ranked = s.ranked[:0]
	for i := range p.Arcs {
		a := &p.Arcs[i]
		s.ranked = append(s.ranked, ranked{a.To, int32(i), a.Cost + o.SourcePrice[a.From]})
	}
	slices.SortFunc(s.ranked, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(a.at, b.at), cmp.Compare(a.arc, b.arc))
	})
	for j := range o.SinkPrice {
		o.SinkPrice[j] = min(p.penalty(j), s.above)
	}
	bought, to := int64(0), int32(-1)
	for _, r := range s.ranked {
		if r.to != to {
			bought, to = 0, r.to
		}
		most := p.most(&p.Arcs[r.arc])
		if want := p.Demand[to] - bought; want > 0 && most >= want {
			o.SinkPrice[to] = min(r.at, p.penalty(int(to)))
		}
		bought += min(most, p.Demand[to]-bought)
	}
}
