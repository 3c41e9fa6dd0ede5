package network

import "skysim/sim"

// Solver solves transport problems one after another. A problem with as many
// nodes and arcs as the last one (costs, capacities, supplies, demands and
// penalties may differ) begins at the last tree and takes few steps; after the
// first such call nothing is allocated. The zero value is ready.
type Solver struct {
	p       *Problem // while it is being solved
	known   bool     // whether there is a tree of a last problem
	sources int
	nodes   int32 // without the root, which comes last
	arcs    int32 // the root's and the problem's, numbered as arcs.go says
	above   int64 // the cost of what must not be

	tree     tree
	rootCost []int64 // of the root's arcs
	state    []int8  // of each arc: whether it rests at zero, at its capacity, or not
	flow     []int64 // on each arc; an arc that rests at zero has none
	full     []int32 // the arcs that rest at their capacity when a warm solve begins
	rest     []int64 // of each node: what it has, less what is routed already
	order    []int32 // the nodes, parents first
	hints    []int32 // arcs that seemed worth using when a warm solve began
	asIs     bool    // the last tree is optimal for this problem too
	capped   bool    // whether any arc has a capacity, and may be full
	block    int32   // how many arcs are priced before the best of them enters
	next     int32   // the arc to be priced next

	ranked []ranked
	out    Solution
}

// The states of an arc: the sign with which its reduced cost is to be read.
const (
	atZero int8 = 1
	inTree int8 = 0 // or one that must never carry anything again
	atCap  int8 = -1
)

// Solve returns the cheapest flow of p. If required demand cannot be met it
// returns an *InfeasibleError; if the budget ran out, a Solution that is not
// Optimal, with ErrBudget unless required demand is met; if p is not valid, what
// Validate says. It only reads p, and keeps nothing of it.
func (s *Solver) Solve(p *Problem, b Budget) (*Solution, error) {
	worst, err := p.nodes()
	if err != nil {
		return nil, err
	}
	s.p = p
	if !s.fits() || !s.resume(worst) {
		dearest, capped, err := p.arcs()
		if err != nil {
			return nil, err
		}
		above, err := p.above(dearest, worst)
		if err != nil {
			return nil, err
		}
		s.above = min(4*above, mostPrice) // so that costs may grow
		s.capped = capped
		s.shape()
		s.star()
	}
	pivots, done := s.simplex(b.pivots(p))
	met := s.met()
	s.write(done && met)
	s.out.Pivots, s.p, s.known = pivots, nil, true
	switch {
	case done && !met:
		return nil, s.cut(p)
	case !met:
		return &s.out, ErrBudget
	}
	return &s.out, nil
}

// Solve solves one problem, with a Solver of its own.
func Solve(p *Problem, b Budget) (*Solution, error) { return new(Solver).Solve(p, b) }

// Forget makes the next Solve begin afresh, whatever its problem.
func (s *Solver) Forget() { s.known = false }

// shape makes room for a problem.
func (s *Solver) shape() {
	p := s.p
	s.sources, s.nodes = len(p.Supply), int32(len(p.Supply)+len(p.Demand))
	s.arcs = 2*s.nodes + int32(len(p.Arcs))
	s.state, s.flow = resize(s.state, int(s.arcs)), resize(s.flow, int(s.arcs))
	s.rest, s.order = resize(s.rest, int(s.nodes)), resize(s.order, int(s.nodes)+1)[:0]
	s.rootCost = resize(s.rootCost, int(2*s.nodes))
	s.tree.resize(int(s.nodes) + 1)
	s.block, s.next, s.hints, s.asIs = 20, 0, s.hints[:0], false
	for s.block*s.block < s.arcs {
		s.block++
	}
	s.out.Shortage, s.out.SinkPrice = resize(s.out.Shortage, len(p.Demand)), resize(s.out.SinkPrice, len(p.Demand))
	s.out.SourcePrice = resize(s.out.SourcePrice, s.sources)
	s.loadRoot()
}

// star begins with every source keeping all and every sink lacking all.
func (s *Solver) star() {
	clear(s.flow)
	for a := range s.state {
		s.state[a] = s.resting(int32(a))
	}
	s.tree.star()
	for v := range s.nodes {
		s.hang(v, s.net(v))
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

// hang ties a node to the root by the arc that takes what it has, or brings
// what it wants. Nothing at all goes towards the root, as in every strongly
// feasible tree.
func (s *Solver) hang(v int32, n int64) {
	a := 2 * v
	if n < 0 {
		a, n = a+1, -n
	}
	s.flow[a], s.state[a] = n, inTree
	s.tree.link(v, s.nodes, a, a == 2*v)
}

// met reports whether nothing flows that must not, and nothing required is
// lacking.
func (s *Solver) met() bool {
	for a, c := range s.rootCost {
		if c >= s.above && s.flow[a] != 0 {
			return false
		}
	}
	return true
}

// write fills the Solution from the tree.
func (s *Solver) write(optimal bool) {
	o := &s.out
	o.Optimal, o.Flow = optimal, s.flow[2*s.nodes:s.arcs:s.arcs]
	for j := range o.Shortage {
		o.Shortage[j] = s.flow[2*(s.sources+j)+1]
	}
	copy(o.SourcePrice, s.tree.price[:s.sources])
	copy(o.SinkPrice, s.tree.price[s.sources:s.nodes])
	o.Cost = s.cost()
	if optimal {
		// No arc is worth using more or less: the two are equal, as Check sees for itself.
		o.Bound = o.Cost
		return
	}
	s.sharpen()
	o.Bound, _ = bound(s.p, o)
}

// cost returns what the flow costs: only arcs of the tree and full ones carry any.
func (s *Solver) cost() (sum sim.Wide) {
	add := func(a int32) {
		if x, c := s.flow[a], s.arcCost(a); x != 0 && c < s.above {
			sum = sum.Plus(sim.Product(x, c))
		}
	}
	for v := range s.nodes {
		add(s.tree.arc[v])
	}
	if s.capped {
		for a, st := range s.state {
			if st == atCap {
				add(int32(a))
			}
		}
	}
	return sum
}

// resize returns a slice of that length, of the same memory if it is enough.
func resize[T any](list []T, n int) []T {
	if cap(list) >= n {
		return list[:n]
	}
	return make([]T, n)
}
