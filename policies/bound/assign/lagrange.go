package assign

import "math"

// scale is how finely prices of jobs are divided: costs are multiplied by it.
const scale = 1 << 10

// lagrange relaxes that every job goes to exactly one agent: an agent that
// takes job j is paid price[j]. What is left falls apart into one knapsack for
// each agent, and
//
//	Σ_j price[j] − Σ_i (the most that agent i can gain)
//
// is a bound on every assignment, in units of 1/scale. All of it is integers.
type lagrange struct {
	t     *tree
	price []int64
	bound int64   // at price
	taken []int32 // how many agents took each job
	agent []int32 // one of them, or -1
	move  []float64
	packs []knapsack

	best      int64 // the best bound found, and where
	bestPrice []int64
}

func newLagrange(t *tree) *lagrange {
	l := &lagrange{t: t}
	l.price, l.bestPrice = make([]int64, t.in.n), make([]int64, t.in.n)
	l.taken, l.agent, l.move = make([]int32, t.in.n), make([]int32, t.in.n), make([]float64, t.in.n)
	l.packs = make([]knapsack, t.in.m)
	return l
}

// pack prepares the knapsack of agent i at the present prices.
func (l *lagrange) pack(i int) *knapsack {
	k, t := &l.packs[i], l.t
	k.clear(t.room[i])
	row := i * t.in.n
	for _, j := range t.free {
		at := row + int(j)
		if t.shut[at] > 0 || t.in.use[at] > t.room[i] {
			continue
		}
		if gain := l.price[j] - t.scaled[at]; gain > 0 {
			k.add(j, gain, t.in.use[at])
		} else {
			k.other = append(k.other, j)
		}
	}
	k.trim()
	return k
}

// solve computes the bound and who takes what at the present prices.
func (l *lagrange) solve() {
	t := l.t
	l.bound = t.paid
	for _, j := range t.free {
		l.taken[j], l.agent[j] = 0, -1
		l.bound += l.price[j]
	}
	for i := range l.packs {
		k := l.pack(i)
		k.reduce(0)
		l.bound -= k.forward() + k.sure
		t.effort += k.cells()
		k.chosen(func(j int32) {
			l.taken[j]++
			l.agent[j] = int32(i)
		})
	}
	if l.bound > l.best {
		l.best = l.bound
		copy(l.bestPrice, l.price)
	}
}

// How many steps the prices are given, found by trying: at the root they pay for
// everything below it, and further down they begin close to the best.
const (
	rootSteps  = 500
	innerSteps = 10
)

// ascend looks for prices with a better bound by the subgradient method: what
// nobody takes becomes dearer, what several take cheaper. It stops when the
// bound passes goal, when the choice is an assignment (and reports that), after
// so many steps, or when little is gained.
func (l *lagrange) ascend(goal int64, steps int) (assigned bool) {
	const momentum = 0.3
	patience := 3
	if steps >= rootSteps {
		patience = 20
	}
	theta, waited, last := 1.0, 0, int64(-never)
	l.best = -never
	clear(l.move)
	for step := 0; ; step++ {
		l.solve()
		if l.best > goal || step >= steps {
			return false
		}
		if l.bound > last+max(1, (goal-last)/200) {
			last, waited = l.bound, 0
		} else if waited++; waited >= patience {
			if waited, theta = 0, theta/2; theta < 0.05 {
				return false
			}
			copy(l.price, l.bestPrice)
			continue
		}
		norm := 0.0
		for _, j := range l.t.free {
			l.move[j] = float64(momentum*l.move[j]) + float64(1-l.taken[j])
			norm += float64(l.move[j] * l.move[j])
		}
		if l.isAssignment() {
			return true
		}
		if norm == 0 {
			clear(l.move)
			continue
		}
		length := float64(theta*float64(goal+1-l.bound)) / norm
		for _, j := range l.t.free {
			l.price[j] += int64(math.Round(float64(length * l.move[j])))
		}
	}
}

// isAssignment reports whether every free job is taken once.
func (l *lagrange) isAssignment() bool {
	for _, j := range l.t.free {
		if l.taken[j] != 1 {
			return false
		}
	}
	return true
}
