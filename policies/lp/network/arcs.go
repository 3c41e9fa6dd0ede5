package network

// Arcs are numbered so that a tree outlives the problem it was made for: 2v leads
// from node v to the root, 2v+1 from the root to v, and the problem's own follow.
// They are read where they stand in the Problem, because copying them is most
// of the work when little has changed.

// own returns the problem's arc of that number.
func (s *Solver) own(a int32) *Arc { return &s.p.Arcs[a-2*s.nodes] }

// ends returns the nodes that an arc leaves and enters.
func (s *Solver) ends(a int32) (from, to int32) {
	if a >= 2*s.nodes {
		x := s.own(a)
		return x.From, x.To + int32(s.sources)
	}
	if a%2 == 0 {
		return a / 2, s.nodes
	}
	return s.nodes, a / 2
}

// arcCost returns what a unit on an arc costs.
func (s *Solver) arcCost(a int32) int64 {
	if a >= 2*s.nodes {
		return s.own(a).Cost
	}
	return s.rootCost[a]
}

// arcCap returns an arc's capacity: Unlimited if its source or its sink is
// exhausted before it is full, for then it never stops anything. That takes fewer
// steps.
func (s *Solver) arcCap(a int32) int64 {
	if a < 2*s.nodes {
		return Unlimited
	}
	x := s.own(a)
	if n := x.Cap; n == 0 || (n < s.p.Supply[x.From] && n < s.p.Demand[x.To]) {
		return n
	}
	return Unlimited
}

// loadRoot sets the costs of the root's arcs: nothing for what a source keeps,
// the penalty for what a sink lacks; what must not be costs more than any way
// around it can save, and twice that where there is no need for it at all.
func (s *Solver) loadRoot() {
	for v := range int(s.nodes) {
		if v < s.sources {
			s.rootCost[2*v], s.rootCost[2*v+1] = 0, 2*s.above
		} else {
			s.rootCost[2*v], s.rootCost[2*v+1] = 2*s.above, min(s.p.penalty(v-s.sources), s.above)
		}
	}
}

// resting returns the state of an arc that carries nothing and is not in the
// tree. What a source does not have and what a sink did not want never come back.
func (s *Solver) resting(a int32) int8 {
	if a < 2*s.nodes && (int(a/2) < s.sources) != (a%2 == 0) {
		return inTree
	}
	return atZero
}
