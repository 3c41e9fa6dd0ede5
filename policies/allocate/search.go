package allocate

import (
	"cmp"
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
	order  []int  // of resources, cheapest first
	kind   []int  // resources of one kind differ in nothing; its first resource
	alone  []bool // it is the only one of its kind
	reach  *reach
	bounds bounder
	// straight are the places 0, 1, … of order; slopes is the slope of a resource at a
	// load, nil if no curve bends.
	straight []int
	slopes   func(i int, load int64) float64

	load, room []int64
	choice     []int // resource of each demand so far; -1 is none
	seen       map[string]struct{}
	key        []byte
	sorted     []int64
	memory     int64

	steps, budget int64
	stop          func() bool // may be nil
	stopped       bool        // it has said yes
	looks         int64       // since the beginning, see over
	best          *big.Rat    // cost of the best known; nil if none
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
	if b, ok := s.bounds.(*bent); ok {
		s.slopes = b.slope
	}
	for i := range s.kind {
		s.straight = append(s.straight, i)
		for s.kind[i] = 0; !alike(k, c, s.kind[i], i); {
			s.kind[i]++
		}
		s.alone = append(s.alone, s.kind[i] == i)
		s.alone[s.kind[i]] = s.kind[i] == i
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
	s.steps += s.bounds.toll()
	rest := s.look(k)
	if !s.bounds.below(s.load, s.room, rest, s.best) {
		return
	}
	if k == len(s.size) {
		s.settle(rest)
		return
	}
	if k == 0 || s.size[k] != s.size[k-1] {
		if from = 0; !s.first(k) {
			return
		}
	}
	order := s.arrange(from)
	for at, place := range order {
		if s.over() {
			break
		}
		i := s.order[place]
		if s.load[i]+s.size[k] > s.capacity[i] || s.tried(order[:at], i) {
			continue
		}
		s.load[i] += s.size[k]
		s.choice[k] = i
		s.visit(k+1, place)
		s.load[i] -= s.size[k]
	}
	if s.spent() {
		s.leave(k)
	} else if !s.must {
		s.choice[k] = -1
		s.visit(k+1, len(s.order))
	}
}

// spent reports whether the search must end.
func (s *search) spent() bool { return s.stopped || s.steps > s.budget }

// often is after how many looks stop is asked: a look may take from a microsecond to
// a millisecond, and nobody notices a tenth of a second.
const often = 64

// over reports whether the search must end, and asks now and then whether it is to stop.
func (s *search) over() bool {
	if s.looks++; s.stop != nil && !s.stopped && s.looks%often == 1 {
		s.stopped = s.stop()
	}
	return s.spent()
}

// look finds the rooms that the demands from k on can fill, and returns their sum.
func (s *search) look(k int) (rest int64) {
	for i, load := range s.load {
		s.room[i] = s.reach.most(k, s.capacity[i]-load)
	}
	return s.rest[k] + s.free
}

// settle computes the cost of an allocation and keeps it if it is the best.
func (s *search) settle(rest int64) {
	cost, ok := s.bounds.bound(s.load, s.room, rest)
	if ok && (s.best == nil || cost.Cmp(s.best) < 0) {
		s.best, s.bestChoice = cost, slices.Clone(s.choice)
	}
}

// leave notes the bound of what the budget leaves at k, which is that of all its completions.
func (s *search) leave(k int) {
	cost, ok := s.bounds.floor(s.load, s.room, s.look(k))
	if ok && (s.open == nil || cost.Cmp(s.open) < 0) {
		s.open = cost
	}
}

// arrange lists the places in order from one on, the best resource first: which that is
// changes with the loads where curves bend.
func (s *search) arrange(from int) []int {
	if s.slopes == nil {
		return s.straight[from:]
	}
	list := slices.Clone(s.straight[from:])
	slices.SortStableFunc(list, func(a, b int) int {
		return cmp.Compare(s.slopes(s.order[a], s.load[s.order[a]]), s.slopes(s.order[b], s.load[s.order[b]]))
	})
	return list
}

// tried reports whether a resource just like one, and as full, stands at one of the places.
func (s *search) tried(places []int, i int) bool {
	if s.alone[s.kind[i]] {
		return false
	}
	s.steps += int64(len(places)) / 16
	for _, place := range places {
		if other := s.order[place]; s.kind[other] == s.kind[i] && s.load[other] == s.load[i] {
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
