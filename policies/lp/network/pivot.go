package network

// simplex takes steps until no arc is worth using more or less, or the budget
// is spent. It returns the number of steps and whether it was done.
func (s *Solver) simplex(most int) (pivots int, done bool) {
	if s.asIs {
		return 0, true
	}
	for {
		enter := s.choose()
		if enter < 0 {
			return pivots, true
		}
		if pivots >= most {
			return pivots, false
		}
		s.pivot(enter)
		pivots++
	}
}

// choose prices the arcs in turn, a block at a time, and returns the one of the
// first block that has any whose use saves most per unit; -1 if there is none.
func (s *Solver) choose() int32 {
	if len(s.hints) > 0 {
		if enter := s.hinted(); enter >= 0 {
			return enter
		}
	}
	for seen := int32(0); seen < s.arcs; {
		to := min(s.next+s.block, s.arcs)
		if s.next < 2*s.nodes {
			to = min(to, 2*s.nodes)
		}
		enter := s.best(s.next, to)
		seen += to - s.next
		if s.next = to; to == s.arcs {
			s.next = 0
		}
		if enter >= 0 {
			return enter
		}
	}
	return -1
}

// best returns the arc from one number up to another that saves most per unit,
// or -1. All are the root's, or none.
func (s *Solver) best(from, to int32) int32 {
	enter, least := int32(-1), int64(0)
	if from < 2*s.nodes {
		for a := from; a < to; a++ {
			if c := s.saving(a); c < least {
				enter, least = a, c
			}
		}
		return enter
	}
	arcs, state := s.p.Arcs[from-2*s.nodes:to-2*s.nodes], s.state[from:to]
	source, sink := s.tree.price[:s.sources], s.tree.price[s.sources:]
	if !s.capped { // an arc of the tree saves exactly nothing, and none is full
		for i := range arcs {
			a := &arcs[i]
			if c := a.Cost + source[a.From] - sink[a.To]; c < least {
				enter, least = from+int32(i), c
			}
		}
		return enter
	}
	for i := range arcs {
		a := &arcs[i]
		if c := int64(state[i]) * (a.Cost + source[a.From] - sink[a.To]); c < least && a.Cap != 0 {
			enter, least = from+int32(i), c
		}
	}
	return enter
}

// saving returns what a unit more on an arc that rests at zero costs, or a unit
// less on a full one; 0 for an arc of the tree.
func (s *Solver) saving(a int32) int64 {
	if s.state[a] == inTree {
		return 0
	}
	from, to := s.ends(a)
	return int64(s.state[a]) * (s.arcCost(a) + s.tree.price[from] - s.tree.price[to])
}

// pivot sends as much as fits around the cycle that an arc closes with the
// tree, and exchanges it for the arc that stopped it.
func (s *Solver) pivot(enter int32) {
	t := &s.tree
	tail, head := s.ends(enter)
	if s.state[enter] == atCap {
		tail, head = head, tail // to use it less is to use it backwards
	}
	join := t.join(tail, head)
	// Of the arcs that stop the flow the last leaves, going around the cycle from
	// the join: that keeps the tree strongly feasible [Cunningham].
	delta, out, tailSide := s.arcCap(enter), int32(-1), false
	for v := tail; v != join; v = t.parent[v] {
		if d := s.room(v, !t.up[v]); d < delta {
			delta, out, tailSide = d, v, true
		}
	}
	for v := head; v != join; v = t.parent[v] {
		if d := s.room(v, t.up[v]); d <= delta {
			delta, out, tailSide = d, v, false
		}
	}
	if delta > 0 {
		s.send(enter, delta, join)
	}
	if out < 0 { // the arc itself is full, or empty
		s.state[enter] = -s.state[enter]
		return
	}
	s.exchange(enter, out, tailSide)
}

// room returns how much more can be sent along the arc above v, or back along it.
func (s *Solver) room(v int32, forward bool) int64 {
	a := s.tree.arc[v]
	if !forward {
		return s.flow[a]
	}
	n := s.arcCap(a)
	if n == Unlimited {
		return n
	}
	return n - s.flow[a]
}

// send sends delta around the cycle of an arc that enters.
func (s *Solver) send(enter int32, delta int64, join int32) {
	t := &s.tree
	from, to := s.ends(enter)
	delta *= int64(s.state[enter])
	s.flow[enter] += delta
	for v := from; v != join; v = t.parent[v] {
		if t.up[v] {
			s.flow[t.arc[v]] -= delta
		} else {
			s.flow[t.arc[v]] += delta
		}
	}
	for v := to; v != join; v = t.parent[v] {
		if t.up[v] {
			s.flow[t.arc[v]] += delta
		} else {
			s.flow[t.arc[v]] -= delta
		}
	}
}

// exchange takes the arc above out from the tree and puts enter into it. tailSide
// says that out is above the node that enter flows from.
func (s *Solver) exchange(enter, out int32, tailSide bool) {
	t := &s.tree
	from, to := s.ends(enter)
	leave := t.arc[out]
	v, parent := from, to
	if tailSide == (s.state[enter] == atCap) {
		v, parent = parent, v
	}
	up := v == from
	// v's price becomes what makes the reduced cost of enter zero.
	by := s.arcCost(enter) + t.price[from] - t.price[to]
	if up {
		by = -by
	}
	s.state[enter] = inTree
	if s.flow[leave] == 0 {
		s.state[leave] = s.resting(leave)
	} else {
		s.state[leave] = atCap
	}
	t.rehang(v, out, parent, enter, up)
	t.shift(v, by)
}
