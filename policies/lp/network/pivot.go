package network

// simplex takes steps until no arc is worth using more or less, or the budget
// is spent. It returns the number of steps and whether it was done.
func (s *Solver) simplex(most int) (pivots int, done bool) {
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
	price, all := s.tree.price, int32(len(s.links))
	enter, least := int32(-1), int64(0)
	a, left := s.next, s.block
	for range all {
		if a == all {
			a = 0
		}
		if st := s.state[a]; st != inTree {
			l := &s.links[a]
			if c := int64(st) * (l.cost + price[l.from] - price[l.to]); c < least {
				enter, least = a, c
			}
		}
		a++
		if left--; left == 0 {
			if enter >= 0 {
				break
			}
			left = s.block
		}
	}
	s.next = a
	return enter
}

// pivot sends as much as fits around the cycle that an arc closes with the
// tree, and exchanges it for the arc that stopped it.
func (s *Solver) pivot(enter int32) {
	t, l := &s.tree, &s.links[enter]
	tail, head := l.from, l.to
	if s.state[enter] == atCap {
		tail, head = head, tail // to use it less is to use it backwards
	}
	join := s.join(tail, head)
	// Of the arcs that stop the flow the last leaves, going around the cycle from
	// the join: that keeps the tree strongly feasible [Cunningham].
	delta, out, tailSide := s.cap[enter], int32(-1), false
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

// join returns the lowest node above both.
func (s *Solver) join(v, w int32) int32 {
	t := &s.tree
	for t.depth[v] > t.depth[w] {
		v = t.parent[v]
	}
	for t.depth[w] > t.depth[v] {
		w = t.parent[w]
	}
	for v != w {
		v, w = t.parent[v], t.parent[w]
	}
	return v
}

// room returns how much more can be sent along the arc above v, or back along it.
func (s *Solver) room(v int32, forward bool) int64 {
	a := s.tree.arc[v]
	if !forward {
		return s.flow[a]
	}
	if s.cap[a] == Unlimited {
		return Unlimited
	}
	return s.cap[a] - s.flow[a]
}

// send sends delta around the cycle of an arc that enters.
func (s *Solver) send(enter int32, delta int64, join int32) {
	t, l := &s.tree, &s.links[enter]
	delta *= int64(s.state[enter])
	s.flow[enter] += delta
	for v := l.from; v != join; v = t.parent[v] {
		if t.up[v] {
			s.flow[t.arc[v]] -= delta
		} else {
			s.flow[t.arc[v]] += delta
		}
	}
	for v := l.to; v != join; v = t.parent[v] {
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
	t, l := &s.tree, &s.links[enter]
	leave := t.arc[out]
	v, parent := l.from, l.to
	if tailSide == (s.state[enter] == atCap) {
		v, parent = parent, v
	}
	up := v == l.from
	// v's price becomes what makes the reduced cost of enter zero.
	by := l.cost + t.price[l.from] - t.price[l.to]
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
