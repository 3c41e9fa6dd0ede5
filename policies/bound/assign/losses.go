package assign

// losses is by how much the bound rises, at least, when a pair is forced in or
// out. The knapsacks are independent of each other, so that the losses of
// different agents add up.
type losses struct {
	n   int
	in  []int64
	out []int64 // 0 for a pair that was not chosen
	all []int64 // Σ out over the agents, of each job
}

func newLosses(in *instance) losses {
	return losses{n: in.n, in: make([]int64, len(in.cost)), out: make([]int64, len(in.cost)), all: make([]int64, in.n)}
}

// of returns the loss when job j goes to agent i and to no other. (What is
// impossible is never; of many of those the sum stays within 64 bits, because
// a pair that cannot be out is the only one of its agent that is.)
func (l *losses) of(i int, j int32) int64 {
	k := i*l.n + int(j)
	return l.in[k] + l.all[j] - l.out[k]
}

// compute fills the losses at the prices in t.l, where the bound is t.l.best.
// Losses beyond the goal need not be known, only that they are beyond it.
func (l *losses) compute(t *tree) {
	slack := max(0, t.goal()-t.l.best)
	for _, j := range t.free {
		l.all[j] = 0
	}
	for i := range t.l.packs {
		k := t.l.pack(i)
		k.reduce(slack)
		l.agent(t, i, slack+1)
	}
}

// agent fills the losses at one agent; beyond stands for a loss that is too large.
func (l *losses) agent(t *tree, i int, beyond int64) {
	k, row := &t.l.packs[i], i*l.n
	top := k.forward()
	k.backward()
	t.effort += 3 * k.cells()
	for x, j := range k.job {
		with, without := k.with(x)
		l.set(row, j, top-with, top-without)
	}
	for _, j := range k.certain {
		l.set(row, j, 0, beyond)
	}
	for _, j := range k.dropped {
		l.set(row, j, beyond, 0)
	}
	last := k.front[int64(len(k.job))*(k.size+1):]
	for _, j := range k.other {
		at := row + int(j)
		if room := k.room - t.in.use[at]; room < 0 { // only without a job that is certain
			l.set(row, j, beyond, 0)
		} else {
			l.set(row, j, top-last[min(k.size, room)]+t.scaled[at]-t.l.price[j], 0)
		}
	}
}

// set enters what it costs to force job j in and out.
func (l *losses) set(row int, j int32, in, out int64) {
	l.in[row+int(j)], l.out[row+int(j)] = in, out
	l.all[j] += out
}
