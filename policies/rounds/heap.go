package rounds

// heap gives out the jobs that may have a kind, the one that is owed most first. Mostly a few
// of many are wanted, which is why they are not sorted.
type heap struct {
	items []item
	alike bool  // all have the same demand
	least int32 // the fewest tasks that one of them has
}

// item is a job with what it is owed of the kind.
type item struct {
	owed, share float64
	job         int32
}

// before reports whether a job comes before another.
func (a *item) before(b *item) bool {
	switch {
	case a.owed != b.owed:
		return a.owed > b.owed
	case a.share != b.share:
		return a.share > b.share
	}
	return a.job < b.job
}

// heap returns the jobs that have no kind in this round and can run on k.
func (p *Policy) heap(k int32) *heap {
	h := &p.waiting
	*h = heap{items: h.items[:0], alike: true}
	first := -1
	for i := range p.jobs {
		j := &p.jobs[i]
		if j.next >= 0 || j.barred || j.away || j.speed[k] == 0 {
			continue
		}
		if first < 0 {
			first, h.least = i, j.tasks
		}
		h.alike, h.least = h.alike && j.demand == p.jobs[first].demand, min(h.least, j.tasks)
		h.items = append(h.items, item{j.share[k] / j.had[k], j.share[k], int32(i)})
	}
	for i := len(h.items)/2 - 1; i >= 0; i-- {
		h.sink(i)
	}
	return h
}

func (h *heap) len() int { return len(h.items) }

// pop takes the first job out.
func (h *heap) pop() int32 {
	top, last := h.items[0].job, len(h.items)-1
	h.items[0] = h.items[last]
	h.items = h.items[:last]
	h.sink(0)
	return top
}

// sink moves an item down to where it belongs.
func (h *heap) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(h.items) {
			return
		}
		if right := child + 1; right < len(h.items) && h.items[right].before(&h.items[child]) {
			child = right
		}
		if !h.items[child].before(&h.items[i]) {
			return
		}
		h.items[i], h.items[child] = h.items[child], h.items[i]
		i = child
	}
}
