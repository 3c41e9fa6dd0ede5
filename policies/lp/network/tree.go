package network

// tree is a spanning tree of the nodes, rooted at the last: for each node its
// parent, the arc between them, and the list of its children.
type tree struct {
	parent []int32
	arc    []int32
	up     []bool // whether the arc leads to the parent
	depth  []int32
	price  []int64 // of a unit at each node, 0 at the root
	child  []int32 // the first, or -1
	next   []int32 // the parent's next child, or -1
	prev   []int32 // the parent's previous child, or -1
	stack  []int32
}

// resize makes room for n nodes.
func (t *tree) resize(n int) {
	t.parent, t.arc, t.up = resize(t.parent, n), resize(t.arc, n), resize(t.up, n)
	t.depth, t.price = resize(t.depth, n), resize(t.price, n)
	t.child, t.next, t.prev = resize(t.child, n), resize(t.next, n), resize(t.prev, n)
	t.stack = resize(t.stack, n)[:0]
}

// star takes all nodes out of the tree but the root.
func (t *tree) star() {
	for v := range t.parent {
		t.parent[v], t.child[v], t.next[v], t.prev[v] = -1, -1, -1, -1
		t.depth[v], t.price[v] = 0, 0
	}
}

// link makes v a child.
func (t *tree) link(v, parent, arc int32, up bool) {
	t.parent[v], t.arc[v], t.up[v] = parent, arc, up
	first := t.child[parent]
	t.prev[v], t.next[v] = -1, first
	if first >= 0 {
		t.prev[first] = v
	}
	t.child[parent] = v
}

// unlink takes v from its parent's list.
func (t *tree) unlink(v int32) {
	before, after := t.prev[v], t.next[v]
	if before >= 0 {
		t.next[before] = after
	} else {
		t.child[t.parent[v]] = after
	}
	if after >= 0 {
		t.prev[after] = before
	}
}

// rehang takes the subtree below cut, which holds v, and makes v its top, a
// child of parent by an arc that leads up or down. The arcs on the way from v to
// cut change direction.
func (t *tree) rehang(v, cut, parent, arc int32, up bool) {
	for {
		oldParent, oldArc, oldUp := t.parent[v], t.arc[v], t.up[v]
		t.unlink(v)
		t.link(v, parent, arc, up)
		if v == cut {
			return
		}
		v, parent, arc, up = oldParent, v, oldArc, !oldUp
	}
}

// shift adds to the price of every node of v's subtree and measures their depth
// anew.
func (t *tree) shift(v int32, by int64) {
	stack := append(t.stack[:0], v)
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		t.price[v] += by
		t.depth[v] = t.depth[t.parent[v]] + 1
		for w := t.child[v]; w >= 0; w = t.next[w] {
			stack = append(stack, w)
		}
	}
	t.stack = stack
}

// join returns the lowest node above both, or one of them.
func (t *tree) join(v, w int32) int32 {
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
