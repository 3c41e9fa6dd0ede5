package greedy

import "skysim/sim"

// Some orders change while jobs wait. The engine's queue, which gives a job its
// place when it enters, is of no use to them: each decision asks for all scores
// anew and keeps them in a heap, so that it pays for sorting only as far
// as it looks. That is O(q) for a queue of q jobs, and O(log q) for each looked at.

// score returns the score of a job by the order, smaller first, or nil if the
// engine's queue has the order already.
func (o Options) score() func(j *sim.JobInfo, now sim.Time) float64 {
	switch o.Order {
	case WFP3:
		return o.wfp3
	case UNICEP:
		return o.unicep
	}
	return nil
}

// wfp3 favours jobs that have waited long for their length, the more the larger
// they are.
func (o Options) wfp3(j *sim.JobInfo, now sim.Time) float64 {
	x := seconds(now.Sub(j.Submit)) / seconds(o.expected(j))
	return -float64(float64(float64(x*x)*x) * processors(j))
}

// fewProcessors stands for the logarithm of one processor or less: small enough
// for such jobs to come before all larger ones as soon as they have waited at
// all, and a power of two, so that it changes nothing among themselves.
const fewProcessors = 0x1p-50

// unicep favours small and short jobs that have waited long.
func (o Options) unicep(j *sim.JobInfo, now sim.Time) float64 {
	size := fewProcessors
	if n := processors(j); n > 1 {
		size = log2(n)
	}
	return -seconds(now.Sub(j.Submit)) / float64(size*seconds(o.expected(j)))
}

// OrderNow lets the policy order the queue at each decision, as it must where the score changes
// while jobs wait: Needs then asks for no order, and policies of several orders can share a queue.
func (g *Policy) OrderNow() { g.orderNow = true }

// line walks the waiting jobs in the order. Between two calls of next the job that was
// returned has been started or passed over.
type line struct {
	score  func(*sim.JobInfo, sim.Time) float64
	key    func(*sim.JobInfo) int64 // of jobs that the engine's queue has in another order
	passed sim.JobID                // the last job that stays in the queue
	heap   []standing               // if the order is not the queue's
	absent func(*sim.View, sim.JobID) bool
}

// queued reports whether the engine's queue has the order.
func (l *line) queued() bool { return l.score == nil && l.key == nil }

// open begins a walk.
func (l *line) open(v *sim.View) {
	l.passed, l.heap = 0, l.heap[:0]
	if l.queued() {
		return
	}
	for id := v.First(); id != 0; id = v.Next(id) {
		l.heap = append(l.heap, l.standing(v, id))
	}
	for i := len(l.heap)/2 - 1; i >= 0; i-- {
		l.down(i)
	}
}

func (l *line) standing(v *sim.View, id sim.JobID) standing {
	j := v.Job(id)
	if l.score == nil {
		return standing{key: l.key(&j), number: j.Number, id: id}
	}
	return standing{score: l.score(&j, v.Now()), number: j.Number, id: id}
}

// next returns the next job, or 0.
func (l *line) next(v *sim.View) sim.JobID {
	id := l.step(v)
	for l.absent != nil && id != 0 && l.absent(v, id) {
		l.pass(id)
		id = l.step(v)
	}
	return id
}

// step returns the next job, also one that is left to another policy.
func (l *line) step(v *sim.View) sim.JobID {
	switch {
	case l.queued() && l.passed == 0:
		return v.First()
	case l.queued():
		return v.Next(l.passed)
	case len(l.heap) == 0:
		return 0
	}
	id, end := l.heap[0].id, len(l.heap)-1
	l.heap[0] = l.heap[end]
	l.heap = l.heap[:end]
	l.down(0)
	return id
}

// pass says that a job stays in the queue.
func (l *line) pass(id sim.JobID) { l.passed = id }

// rejoin says that a job that comes later in the order is in the queue again.
func (l *line) rejoin(v *sim.View, id sim.JobID) {
	if l.queued() {
		return
	}
	l.heap = append(l.heap, l.standing(v, id))
	for i := len(l.heap) - 1; i > 0 && l.heap[i].before(l.heap[(i-1)/2]); i = (i - 1) / 2 {
		l.heap[i], l.heap[(i-1)/2] = l.heap[(i-1)/2], l.heap[i]
	}
}

// down moves an entry of the heap to where it belongs.
func (l *line) down(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(l.heap); child++ {
			if l.heap[child].before(l.heap[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		l.heap[i], l.heap[least] = l.heap[least], l.heap[i]
		i = least
	}
}
