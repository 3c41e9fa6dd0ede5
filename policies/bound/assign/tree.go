package assign

import "slices"

// tree is a depth-first search for an assignment that costs at most target. What
// is decided on the way down stands in flat slices and is undone from a trail.
type tree struct {
	in     *instance
	scaled []int64 // costs × scale
	free   []int32 // jobs without an agent
	place  []int32 // where in free each job stands
	agent  []int32 // of each job; -1 while it is free
	shut   []uint8 // pairs that cannot be: 1
	room   []int64 // capacity left
	paid   int64   // costs × scale of the jobs that have an agent
	trail  []int32 // a pair that was shut, or ^job that was assigned

	l       *lagrange
	loss    losses
	target  int64 // the most that is still of interest
	best    *candidate
	limit   int64 // of effort
	effort  int64
	nodes   int64
	stopped bool
}

// candidate is the best assignment found so far.
type candidate struct {
	value int64
	agent []int32 // nil while there is none
}

func newTree(in *instance, limit int64) *tree {
	t := &tree{in: in, limit: limit, best: &candidate{}}
	t.scaled, t.shut = make([]int64, len(in.cost)), make([]uint8, len(in.cost))
	for k, c := range in.cost {
		t.scaled[k] = c * scale
	}
	t.room = slices.Clone(in.capacity)
	t.free, t.place, t.agent = make([]int32, in.n), make([]int32, in.n), make([]int32, in.n)
	for j := range t.free {
		t.free[j], t.place[j], t.agent[j] = int32(j), int32(j), -1
	}
	t.l = newLagrange(t)
	t.loss = newLosses(in)
	return t
}

// assign gives a free job to an agent with room for it.
func (t *tree) assign(j int32, i int) {
	k := i*t.in.n + int(j)
	t.room[i] -= t.in.use[k]
	t.paid += t.scaled[k]
	t.agent[j] = int32(i)
	last, at := t.free[len(t.free)-1], t.place[j]
	t.free[at], t.place[last] = last, at
	t.free[len(t.free)-1] = j // so that undo finds it there
	t.free = t.free[:len(t.free)-1]
	t.trail = append(t.trail, ^j)
}

// ban shuts a pair out.
func (t *tree) ban(k int32) {
	if t.shut[k] == 0 {
		t.shut[k] = 1
		t.trail = append(t.trail, k)
	}
}

// undo takes back what was done since the trail had that length.
func (t *tree) undo(mark int) {
	for len(t.trail) > mark {
		k := t.trail[len(t.trail)-1]
		t.trail = t.trail[:len(t.trail)-1]
		if k >= 0 {
			t.shut[k] = 0
			continue
		}
		j := ^k
		i := int(t.agent[j])
		at := t.place[j]
		t.free = t.free[:len(t.free)+1]
		end := len(t.free) - 1
		if moved := t.free[at]; moved != j {
			t.free[end], t.place[moved] = moved, int32(end)
			t.free[at] = j
		}
		pair := i*t.in.n + int(j)
		t.room[i] += t.in.use[pair]
		t.paid -= t.scaled[pair]
		t.agent[j] = -1
	}
}

// open reports whether a free job may go to an agent.
func (t *tree) open(i int, j int32) bool {
	k := i*t.in.n + int(j)
	return t.shut[k] == 0 && t.in.use[k] <= t.room[i]
}

// propagate assigns the jobs that only one agent can take, until there is none.
// It reports whether every job still has one.
func (t *tree) propagate() bool {
	for again := true; again; {
		again = false
		for x := 0; x < len(t.free); x++ {
			j, only, n := t.free[x], -1, 0
			for i := 0; i < t.in.m && n < 2; i++ {
				if t.open(i, j) {
					only = i
					n++
				}
			}
			switch n {
			case 0:
				return false
			case 1:
				t.assign(j, only)
				again = true
				x-- // another job stands there now
			}
		}
	}
	return true
}

// accept takes an assignment of all jobs if it is the best so far.
func (t *tree) accept(agent []int32) {
	value := int64(0)
	for j, i := range agent {
		value += t.in.cost[int(i)*t.in.n+j]
	}
	if t.best.agent == nil || value < t.best.value {
		t.best.value, t.best.agent = value, slices.Clone(agent)
		t.target = min(t.target, value-1)
	}
}

// take accepts the assigned jobs with what the relaxation chose for the others.
func (t *tree) take() {
	agent := slices.Clone(t.agent)
	for _, j := range t.free {
		agent[j] = t.l.agent[j]
	}
	t.accept(agent)
}
