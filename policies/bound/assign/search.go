package assign

import (
	"cmp"
	"slices"
)

// branch is a job that goes to an agent, and what that costs at least.
type branch struct {
	agent int
	loss  int64
}

// search looks through everything below the present state, from the prices in
// t.l. When it returns, whatever costs at most target has been found, or the
// effort is spent (stopped).
func (t *tree) search(depth int) {
	t.nodes++
	mark := len(t.trail)
	if job, branches, ok := t.bound(depth); ok {
		price := slices.Clone(t.l.bestPrice)
		at := t.l.best
		for _, b := range branches {
			if at+b.loss > t.goal() {
				continue
			}
			if t.stopped = t.stopped || t.effort > t.limit; t.stopped {
				break
			}
			inner := len(t.trail)
			t.assign(job, b.agent)
			copy(t.l.price, price)
			t.search(depth + 1)
			t.undo(inner)
		}
	}
	t.undo(mark)
}

// goal is the bound above which nothing is of interest.
func (t *tree) goal() int64 { return t.target * scale }

// bound raises the bound of the present state and shuts out what is beyond
// the goal. It returns the job to branch on, or false if there is nothing left
// to look for.
func (t *tree) bound(depth int) (job int32, branches []branch, ok bool) {
	steps := innerSteps
	if depth == 0 {
		steps = rootSteps
	}
	for round := 0; ; round++ {
		if !t.propagate() {
			return 0, nil, false
		}
		if t.l.ascend(t.goal(), steps) {
			t.take()
			return 0, nil, false
		}
		if t.l.best > t.goal() {
			return 0, nil, false
		}
		copy(t.l.price, t.l.bestPrice)
		t.l.solve()
		t.repair()
		t.loss.compute(t)
		shut, before := t.shutOut(), len(t.free)
		if !t.propagate() {
			return 0, nil, false
		}
		if t.effort > t.limit {
			t.stopped = true
			return 0, nil, false
		}
		if (before == len(t.free) && shut*10 < t.pairs()) || round >= 10 {
			break
		}
		steps = innerSteps
	}
	if len(t.free) == 0 {
		t.take()
		return 0, nil, false
	}
	job, branches = t.choose()
	return job, branches, true
}

// pairs counts what is still open.
func (t *tree) pairs() (n int) {
	for i := range t.in.m {
		for _, j := range t.free {
			if t.open(i, j) {
				n++
			}
		}
	}
	return n
}

// choose picks the job whose branches promise the least work, and orders them.
func (t *tree) choose() (job int32, branches []branch) {
	slack := float64(t.goal() - t.l.best + 1)
	least := 0.0
	for x, j := range t.free {
		work := 0.0
		for i := range t.in.m {
			if !t.open(i, j) {
				continue
			}
			if rest := (slack - float64(t.loss.of(i, j))) / slack; rest > 0 {
				work += float64(rest * rest * rest)
			}
		}
		if x == 0 || work < least {
			job, least = j, work
		}
	}
	for i := range t.in.m {
		if t.open(i, job) {
			branches = append(branches, branch{i, t.loss.of(i, job)})
		}
	}
	slices.SortStableFunc(branches, func(a, b branch) int { return cmp.Compare(a.loss, b.loss) })
	return job, branches
}

// shutOut shuts the pairs whose loss leads beyond the goal and returns how many.
func (t *tree) shutOut() (n int) {
	slack := t.goal() - t.l.bound
	for i := range t.in.m {
		for _, j := range t.free {
			if t.open(i, j) && t.loss.of(i, j) > slack {
				t.ban(int32(i*t.in.n) + j)
				n++
			}
		}
	}
	return n
}
