package network

import "skysim/sim"

// link is an arc as the simplex method sees it, with the root's arcs after the
// problem's own: for node v of n, number m+2v leads from v to the root and m+2v+1
// from the root to v.
type link struct {
	from, to int32
	cost     int64
}

// Solver solves transport problems one after another. A problem with as many
// nodes and the same arcs as the last one (costs, capacities, supplies, demands
// and penalties may differ) begins at the last tree and takes few steps; after
// the first such call nothing is allocated. The zero value is ready.
type Solver struct {
	p       *Problem
	sources int
	nodes   int32 // without the root, which comes last
	arcs    int32 // without the root's
	above   int64 // the cost of what must not be

	links []link
	state []int8 // whether an arc rests at zero, at its capacity, is in the tree, or shut
	flow  []int64
	cap   []int64
	tree  tree
	rest  []int64 // of each node: supply less demand not yet routed
	order []int32 // the nodes, parents first
	block int32   // how many arcs are priced before the best of them enters
	next  int32   // the arc to be priced next

	ranked []ranked
	out    Solution
}

// The states of an arc: the sign with which its reduced cost is to be read.
const (
	atZero int8 = 1
	inTree int8 = 0 // or shut
	atCap  int8 = -1
)

// Solve returns the cheapest flow of p. If required demand cannot be met it
// returns an *InfeasibleError; if the budget ran out, a Solution that is not
// Optimal, with ErrBudget unless required demand is met; if p is not valid, what
// Validate says.
func (s *Solver) Solve(p *Problem, b Budget) (*Solution, error) {
	above, err := p.validate()
	if err != nil {
		return nil, err
	}
	warm := s.same(p)
	s.p, s.above = p, above
	if !warm {
		s.shape()
	}
	s.load()
	if warm {
		s.settle()
	} else {
		s.star()
	}
	pivots, done := s.simplex(b.pivots(p))
	s.write(done)
	s.out.Pivots = pivots
	if s.met() {
		s.out.Optimal = done
		return &s.out, nil
	}
	if done {
		return nil, s.cut()
	}
	return &s.out, ErrBudget
}

// Solve solves one problem, with a Solver of its own.
func Solve(p *Problem, b Budget) (*Solution, error) { return new(Solver).Solve(p, b) }

// Forget makes the next Solve begin afresh, whatever its problem.
func (s *Solver) Forget() { s.nodes, s.p = 0, nil }

// same reports whether p has the nodes and arcs of the last problem.
func (s *Solver) same(p *Problem) bool {
	if s.p == nil || len(p.Supply) != s.sources || len(p.Supply)+len(p.Demand) != int(s.nodes) || len(p.Arcs) != int(s.arcs) {
		return false
	}
	for i := range p.Arcs {
		a, l := &p.Arcs[i], &s.links[i]
		if a.From != l.from || a.To+int32(s.sources) != l.to {
			return false
		}
	}
	return true
}

// shape makes room for a problem of other size.
func (s *Solver) shape() {
	p := s.p
	s.sources = len(p.Supply)
	s.nodes, s.arcs = int32(s.sources+len(p.Demand)), int32(len(p.Arcs))
	all := int(s.arcs + 2*s.nodes)
	s.links, s.state = resize(s.links, all), resize(s.state, all)
	s.flow, s.cap = resize(s.flow, all), resize(s.cap, all)
	s.rest, s.order = resize(s.rest, int(s.nodes)), resize(s.order, int(s.nodes)+1)[:0]
	s.tree.resize(int(s.nodes) + 1)
	for i := range p.Arcs {
		a := &p.Arcs[i]
		s.links[i].from, s.links[i].to = a.From, a.To+int32(s.sources)
	}
	for v := range s.nodes {
		s.links[s.arcs+2*v] = link{from: v, to: s.nodes}
		s.links[s.arcs+2*v+1] = link{from: s.nodes, to: v}
	}
	s.block = 20
	for s.block*s.block < s.arcs {
		s.block++
	}
	s.next = 0
	s.out.Flow, s.out.Shortage = resize(s.out.Flow, len(p.Arcs)), resize(s.out.Shortage, len(p.Demand))
	s.out.SourcePrice, s.out.SinkPrice = resize(s.out.SourcePrice, s.sources), resize(s.out.SinkPrice, len(p.Demand))
}

// load takes the costs and capacities.
func (s *Solver) load() {
	for i := range s.p.Arcs {
		a := &s.p.Arcs[i]
		s.links[i].cost = a.Cost
		if s.cap[i] = a.Cap; a.Cap >= min(s.p.Supply[a.From], s.p.Demand[a.To]) && a.Cap > 0 {
			// Never full before its source or sink is: the tree then needs fewer steps.
			s.cap[i] = Unlimited
		}
	}
	for v := range s.nodes {
		toRoot, fromRoot := s.arcs+2*v, s.arcs+2*v+1
		s.cap[toRoot], s.cap[fromRoot] = Unlimited, Unlimited
		if int(v) < s.sources {
			s.links[toRoot].cost = 0             // what a source keeps
			s.links[fromRoot].cost = 2 * s.above // what it does not have
		} else {
			s.links[toRoot].cost = 2 * s.above // what a sink did not want
			s.links[fromRoot].cost = min(s.p.penalty(int(v)-s.sources), s.above)
		}
	}
}

// star begins with every source keeping all and every sink lacking all.
func (s *Solver) star() {
	for a := range s.arcs {
		s.state[a], s.flow[a] = s.resting(a), 0
	}
	for a := s.arcs; a < s.arcs+2*s.nodes; a++ {
		s.state[a], s.flow[a] = s.resting(a), 0
	}
	s.tree.star()
	for v := range s.nodes {
		n := s.net(v)
		s.hang(v, n)
	}
	s.price()
}

// net returns what a node has to give, negative for what it wants.
func (s *Solver) net(v int32) int64 {
	if int(v) < s.sources {
		return s.p.Supply[v]
	}
	return -s.p.Demand[int(v)-s.sources]
}

// resting returns the state of an arc that carries nothing and is not in the
// tree. What must not be never comes back, and a shut arc never enters.
func (s *Solver) resting(a int32) int8 {
	if a < s.arcs {
		if s.cap[a] == 0 {
			return inTree
		}
		return atZero
	}
	if v := (a - s.arcs) / 2; (int(v) < s.sources) == ((a-s.arcs)%2 == 0) {
		return atZero
	}
	return inTree
}

// hang ties a node to the root by the arc that takes what it has, or brings
// what it wants. Nothing at all goes towards the root, as in every strongly
// feasible tree.
func (s *Solver) hang(v int32, n int64) {
	a := s.arcs + 2*v
	if n < 0 {
		a, n = a+1, -n
	}
	s.flow[a], s.state[a] = n, inTree
	s.tree.link(v, s.nodes, a, a == s.arcs+2*v)
}

// met reports whether nothing flows that must not, and nothing required is
// lacking.
func (s *Solver) met() bool {
	for v := range s.nodes {
		for a := s.arcs + 2*v; a < s.arcs+2*v+2; a++ {
			if s.flow[a] != 0 && s.links[a].cost >= s.above {
				return false
			}
		}
	}
	return true
}

// write fills the Solution from the tree.
func (s *Solver) write(done bool) {
	o := &s.out
	o.Optimal, o.Cost = false, sim.Wide{}
	copy(o.Flow, s.flow[:s.arcs])
	for j := range o.Shortage {
		o.Shortage[j] = s.flow[s.arcs+2*int32(s.sources+j)+1]
	}
	copy(o.SourcePrice, s.tree.price[:s.sources])
	copy(o.SinkPrice, s.tree.price[s.sources:s.nodes])
	if !done {
		s.sharpen()
	}
	o.Cost = cost(s.p, o)
	o.Bound, _ = bound(s.p, o)
}

// resize returns a slice of that length, of the same memory if it is enough.
func resize[T any](list []T, n int) []T {
	if cap(list) >= n {
		return list[:n]
	}
	return make([]T, n)
}
