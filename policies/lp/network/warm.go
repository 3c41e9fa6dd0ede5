package network

// fits reports whether the last problem's tree is a tree of this one: as many
// nodes and arcs, and the arcs of the tree join the same nodes. What the others
// join does not matter.
func (s *Solver) fits() bool {
	p, t := s.p, &s.tree
	if !s.known || len(p.Supply) != s.sources || len(p.Supply)+len(p.Demand) != int(s.nodes) || 2*int(s.nodes)+len(p.Arcs) != int(s.arcs) {
		return false
	}
	for v := range s.nodes {
		from, to := s.ends(t.arc[v])
		if !t.up[v] {
			from, to = to, from
		}
		if from != v || to != t.parent[v] {
			return false
		}
	}
	return true
}

// resume makes the last tree a strongly feasible tree of this problem. It
// reports false if a number is not valid, or too large for the price that the last
// problem set on what must not be.
func (s *Solver) resume(worst int64) bool {
	s.loadRoot()
	s.price()
	dearest, ok := s.scan()
	if !ok {
		return false
	}
	if above, err := s.p.above(dearest, worst); err != nil || above > s.above {
		return false
	}
	// If no arc was worth using, and the prices stay, the tree is optimal as it is.
	cut := s.settle()
	s.asIs = !cut && len(s.hints) == 0 && s.best(0, 2*s.nodes) < 0
	return true
}

// mostHints is how many arcs scan remembers.
const mostHints = 1024

// fewHints is how many of them are compared before one enters.
const fewHints = 48

// scan goes once over all arcs, and at that looks for everything: whether they
// are valid, a number no cost is above, whether any has a capacity, those that
// were full, and those that seem worth using. An arc of the tree saves exactly
// nothing, so that the states matter only where arcs were full.
func (s *Solver) scan() (dearest int64, ok bool) {
	arcs, state := s.p.Arcs, s.state[2*s.nodes:s.arcs]
	source, sink := s.tree.price[:s.sources], s.tree.price[s.sources:s.nodes]
	s.full, s.hints = s.full[:0], s.hints[:0]
	below, caps := int64(0), int64(Unlimited)
	for i := range arcs {
		a := &arcs[i]
		if uint(a.From) >= uint(len(source)) || uint(a.To) >= uint(len(sink)) {
			return 0, false
		}
		dearest |= a.Cost ^ (a.Cost >> 63) // all the bits that any has
		below |= a.Cap
		caps &= a.Cap
		c := a.Cost + source[a.From] - sink[a.To]
		if s.capped && state[i] == atCap {
			s.full = append(s.full, 2*s.nodes+int32(i))
			c = -c
		}
		if c < 0 {
			s.hint(2*s.nodes+int32(i), a)
		}
	}
	s.capped = caps != Unlimited
	return dearest + 1, below >= 0 && dearest < mostPrice
}

// hint remembers an arc that seems worth using.
func (s *Solver) hint(a int32, x *Arc) {
	if x.Cap != 0 && s.state[a] != inTree && len(s.hints) < mostHints {
		s.hints = append(s.hints, a)
	}
}

// hinted returns the best of the last few hints, and drops those that save
// nothing any more; -1 if none is left.
func (s *Solver) hinted() int32 {
	enter, least, seen := int32(-1), int64(0), 0
	for i := len(s.hints) - 1; i >= 0 && seen < fewHints; i-- {
		a := s.hints[i]
		c := s.saving(a)
		if c >= 0 {
			last := len(s.hints) - 1
			s.hints[i] = s.hints[last]
			s.hints = s.hints[:last]
			continue
		}
		if seen++; c < least {
			enter, least = a, c
		}
	}
	return enter
}

// settle finds the flow of the tree. Where that no longer fits, the arc goes to
// the nearest bound, and the node below it is tied to the root by an arc that takes
// the difference: what must not be, if so, and the simplex method does the rest.
// It reports whether it had to do that.
func (s *Solver) settle() (cut bool) {
	for v := range s.nodes {
		s.rest[v], s.flow[s.tree.arc[v]] = s.net(v), 0
	}
	for _, a := range s.full {
		cut = !s.park(a) || cut
	}
	for i := len(s.order) - 1; i > 0; i-- {
		cut = !s.carry(s.order[i]) || cut
	}
	if cut {
		s.price()
	}
	return cut
}

// park lets an arc that was full stay so, if that still fits its ends. It reports
// false if it does not.
func (s *Solver) park(a int32) bool {
	s.flow[a], s.state[a] = 0, atZero
	from, to := s.ends(a)
	if n := s.arcCap(a); n > 0 && n <= s.rest[from] && n <= -s.rest[to] {
		s.rest[from] -= n
		s.rest[to] += n
		s.flow[a], s.state[a] = n, atCap
		return true
	}
	return false
}

// carry sets the flow of the arc above v to what v's subtree leaves over. It
// reports false if it had to cut the arc.
func (s *Solver) carry(v int32) bool {
	t := &s.tree
	a, up, parent := t.arc[v], t.up[v], t.parent[v]
	n, most := s.rest[v], s.arcCap(a)
	flow := n
	if !up {
		flow = -n
	}
	fits := flow >= 0 && flow <= most && (up && flow < most || !up && flow > 0)
	if !fits {
		flow = max(0, min(flow, most))
	}
	s.flow[a] = flow
	sent := flow
	if !up {
		sent = -flow
	}
	if parent != s.nodes {
		s.rest[parent] += sent
	}
	if fits {
		return true
	}
	if s.state[a] = s.resting(a); flow > 0 {
		s.state[a] = atCap
	}
	t.unlink(v)
	s.hang(v, n-sent)
	return false
}

// price computes the prices and depths from the tree, and lists the nodes,
// parents before children, the root first.
func (s *Solver) price() {
	t := &s.tree
	s.order = append(s.order[:0], s.nodes)
	t.price[s.nodes], t.depth[s.nodes] = 0, 0
	for i := 0; i < len(s.order); i++ {
		v := s.order[i]
		for w := t.child[v]; w >= 0; w = t.next[w] {
			c := s.arcCost(t.arc[w])
			if t.up[w] {
				c = -c
			}
			t.price[w], t.depth[w] = t.price[v]+c, t.depth[v]+1
			s.order = append(s.order, w)
		}
	}
}
