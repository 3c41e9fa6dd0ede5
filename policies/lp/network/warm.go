package network

// settle makes the last tree a strongly feasible tree of a problem with other
// numbers. Where the flow of a tree arc no longer fits, the arc goes to the nearest
// bound, and the node below it is tied to the root by an arc that takes the
// difference: what must not be, if so, and the simplex method does the rest.
func (s *Solver) settle() {
	for v := range s.nodes {
		s.rest[v] = s.net(v)
	}
	for a := range s.arcs + 2*s.nodes {
		s.park(a)
	}
	s.walk()
	for i := len(s.order) - 1; i > 0; i-- {
		s.fit(s.order[i])
	}
	s.price()
}

// park sets the flow of an arc that is not in the tree.
func (s *Solver) park(a int32) {
	full := s.state[a] == atCap
	s.flow[a], s.state[a] = 0, s.resting(a)
	if !full {
		return
	}
	// An arc that was full stays so if that still fits its ends.
	l := &s.links[a]
	if n := s.cap[a]; n > 0 && n <= s.rest[l.from] && n <= -s.rest[l.to] {
		s.rest[l.from] -= n
		s.rest[l.to] += n
		s.flow[a], s.state[a] = n, atCap
	}
}

// walk lists the nodes, parents before children, the root first.
func (s *Solver) walk() {
	t := &s.tree
	s.order = append(s.order[:0], s.nodes)
	for i := 0; i < len(s.order); i++ {
		for w := t.child[s.order[i]]; w >= 0; w = t.next[w] {
			s.order = append(s.order, w)
		}
	}
}

// fit sets the flow of the arc above v to what v's subtree leaves over.
func (s *Solver) fit(v int32) {
	t := &s.tree
	a, up, parent := t.arc[v], t.up[v], t.parent[v]
	n := s.rest[v]
	flow := n
	if !up {
		flow = -n
	}
	if flow >= 0 && flow <= s.cap[a] && (up && flow < s.cap[a] || !up && flow > 0) {
		s.flow[a], s.state[a] = flow, inTree
		if parent != s.nodes {
			s.rest[parent] += n
		}
		return
	}
	flow = max(0, min(flow, s.cap[a]))
	s.flow[a], s.state[a] = flow, s.resting(a)
	if flow > 0 {
		s.state[a] = atCap
	}
	if !up {
		flow = -flow
	}
	if parent != s.nodes {
		s.rest[parent] += flow
	}
	t.unlink(v)
	s.hang(v, n-flow)
}

// price computes the prices and depths from the tree.
func (s *Solver) price() {
	t := &s.tree
	s.walk()
	t.price[s.nodes], t.depth[s.nodes] = 0, 0
	for _, v := range s.order[1:] {
		p, c := t.parent[v], s.links[t.arc[v]].cost
		if t.up[v] {
			c = -c
		}
		t.price[v], t.depth[v] = t.price[p]+c, t.depth[p]+1
	}
}
