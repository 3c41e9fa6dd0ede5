package allocate

import (
	"encoding/binary"
	"math/big"
	"slices"
)

// search looks for the best places of demands that are not divisible: the largest
// first, each on every resource in turn, cheapest first. What it need not look at:
//
//   - completions that the relaxation shows to be no better than the best known;
//   - loads that were reached before by the same demands in another way (the states of
//     the dynamic program), as long as memory lasts;
//   - the second of two resources that differ in nothing, and the second order of two
//     demands of one size.
type search struct {
	*counted
	must   bool
	order  []int // of resources, cheapest first
	kind   []int // resources of one kind differ in nothing
	reach  *reach
	bounds bounder

	load, room []int64
	choice     []int // resource of each demand so far; -1 is none
	seen       map[string]struct{}
	key        []byte
	sorted     []int64
	memory     int64

	steps, budget int64
	best          *big.Rat // cost of the best known; nil if none
	bestChoice    []int
	open          *big.Rat // least bound of what was not looked at; nil if all was
}

// mostSeen is how many bytes the states may take.
const mostSeen = 1 << 26

func newSearch(p *Problem, c *criterion, k *counted, budget int64) *search {
	f := p.whole(c)
	m := len(p.Resources)
	s := &search{
		counted: k, must: c.must, order: f.merit(), reach: newReach(k), bounds: newBounder(c, k), kind: make([]int, m),
		load: make([]int64, m), room: make([]int64, m), choice: make([]int, len(k.size)), seen: map[string]struct{}{}, budget: budget,
	}
	for i := range s.kind {
		for s.kind[i] = 0; !alike(k, c, s.kind[i], i); {
			s.kind[i]++
		}
	}
	return s
}

// alike reports whether two resources differ in nothing but their names.
func alike(k *counted, c *criterion, a, b int) bool {
	v, w := c.curves[a], c.curves[b]
	return k.capacity[a] == k.capacity[b] && v.first.Cmp(w.first) == 0 && v.second.Cmp(w.second) == 0
}

// run searches. Afterwards best is the cost of bestChoice, and open what the budget left.
func (s *search) run() { s.visit(0, 0) }

// visit looks at all places for the demands from k on; from is where in order the
// last demand went, which holds for the next one if it is as large.
func (s *search) visit(k, from int) {
	cost, ok := s.bound(k)
	if !ok || s.best != nil && cost.Cmp(s.best) >= 0 {
		return
	}
	if k == len(s.size) {
		s.best, s.bestChoice = cost, slices.Clone(s.choice)
		return
	}
	if s.steps > s.budget {
		if s.open == nil || cost.Cmp(s.open) < 0 {
			s.open = cost
		}
		return
	}
	if k == 0 || s.size[k] != s.size[k-1] {
		if from = 0; !s.first(k) {
			return
		}
	}
	for at := from; at < len(s.order); at++ {
		i := s.order[at]
		if s.load[i]+s.size[k] > s.capacity[i] || s.tried(from, at) {
			continue
		}
		s.load[i] += s.size[k]
		s.choice[k] = i
		s.visit(k+1, at)
		s.load[i] -= s.size[k]
	}
	if !s.must {
		s.choice[k] = -1
		s.visit(k+1, len(s.order))
	}
}

// bound returns what the completions cost at least.
func (s *search) bound(k int) (*big.Rat, bool) {
	s.steps += s.bounds.toll()
	for i, load := range s.load {
		s.room[i] = s.reach.most(k, s.capacity[i]-load)
	}
	return s.bounds.bound(s.load, s.room, s.rest[k]+s.free)
}

// tried reports whether a resource just like the one at a place, and as full, stands
// between from and there.
func (s *search) tried(from, at int) bool {
	i := s.order[at]
	for _, other := range s.order[from:at] {
		if s.kind[other] == s.kind[i] && s.load[other] == s.load[i] {
			return true
		}
	}
	return false
}

// first reports whether these loads, at demand k, were not seen before, and remembers
// them if there is memory.
func (s *search) first(k int) bool {
	s.sorted = append(s.sorted[:0], s.load...)
	s.sortAlike()
	s.key = binary.AppendUvarint(s.key[:0], uint64(k))
	for _, load := range s.sorted {
		s.key = binary.AppendUvarint(s.key, uint64(load))
	}
	if _, there := s.seen[string(s.key)]; there {
		return false
	}
	if s.memory += int64(len(s.key)) + 32; s.memory < mostSeen {
		s.seen[string(s.key)] = struct{}{}
	}
	return true
}

// sortAlike sorts the loads of resources that are alike, by exchanging them.
func (s *search) sortAlike() {
	for i := range s.sorted {
		if s.kind[i] == i {
			continue
		}
		for x, y := i, i-1; y >= s.kind[i]; y-- {
			if s.kind[y] != s.kind[x] {
				continue
			}
			if s.sorted[y] <= s.sorted[x] {
				break
			}
			s.sorted[x], s.sorted[y] = s.sorted[y], s.sorted[x]
			x = y
		}
	}
}
