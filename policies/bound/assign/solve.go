package assign

import (
	"fmt"
	"math"
	"math/big"
)

// Status says what a Result proves.
type Status uint8

// The statuses. Zero means not set.
const (
	Optimal    Status = iota + 1 // Value is the best there is
	Infeasible                   // there is no assignment
	Open                         // the effort was spent: Bound and Value are what is known
)

// String returns the word that tables use.
func (s Status) String() string {
	switch s {
	case Optimal:
		return "optimal"
	case Infeasible:
		return "infeasible"
	case Open:
		return "open"
	}
	return "not set"
}

// Options are the settings of Solve.
type Options struct {
	// Effort is how much may be computed, in cells of the knapsacks' tables, of
	// which a processor does about 10⁹ in a second; 0 means no limit. It is a
	// count, so that the same budget gives the same answer everywhere.
	Effort int64
}

// Result is what Solve found out.
type Result struct {
	Status Status
	// Value is the cost of Agent, the agent of each job; Agent is nil if no
	// assignment was found.
	Value int64
	Agent []int32
	// Bound is what no assignment can beat: at most the best cost when
	// minimising, at least the best profit when maximising. It means nothing if
	// Infeasible.
	Bound int64
	// LP is the linear relaxation and Root the bound by knapsacks before
	// anything was branched on, rounded to what an integer can reach.
	LP   *Relaxation
	Root int64
	// Nodes and Effort are what it took.
	Nodes  int64
	Effort int64
}

// mostCells is the largest table of a knapsack, capacity × jobs.
const mostCells = 1 << 26

// Solve finds a best assignment, or shows that there is none, or stops with
// the best bound and the best assignment when the effort is spent. An error
// means that p is not valid or that its capacities are too large for the
// tables of the knapsacks.
func Solve(p *Problem, o Options) (*Result, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	for i, c := range p.Capacity {
		if c >= mostCells/int64(p.Jobs()+1) {
			return nil, fmt.Errorf("assign: capacity of agent %d is %d, want less than %d with %d jobs: use coarser units", i, c, mostCells/int64(p.Jobs()+1), p.Jobs())
		}
	}
	in := newInstance(p)
	r := &Result{LP: relax(in)}
	if r.LP.Infeasible {
		r.Status = Infeasible
		return r, nil
	}
	if o.Effort <= 0 {
		o.Effort = math.MaxInt64
	}
	t := newTree(in, o.Effort)
	r.Root, r.Bound, r.Status = t.solve(r.LP)
	r.Nodes, r.Effort, r.Value, r.Agent = t.nodes, t.effort, t.best.value, t.best.agent
	if p.Sense == Maximise {
		r.Value, r.Bound, r.Root = -r.Value, -r.Bound, -r.Root
		r.LP.Bound.Neg(r.LP.Bound)
		r.LP.Primal = -r.LP.Primal
	}
	return r, nil
}

// solve searches for assignments of cost at most target, and lets the target
// rise from the bound until it finds one: the tighter the target, the more is
// shut out. It returns the bound at the root and the bound in the end.
func (t *tree) solve(lp *Relaxation) (root, lower int64, status Status) {
	lower = ceil(lp.Bound)
	top := t.dearest()
	t.target = top
	t.start(lp)
	t.l.ascend(max(lower+lower/20, lower+2)*scale, rootSteps)
	lower = max(lower, ceilDiv(t.l.best, scale))
	root = lower
	copy(t.l.price, t.l.bestPrice)
	t.l.solve()
	t.repair()
	price := append([]int64(nil), t.l.bestPrice...)
	for step := int64(1); ; {
		if t.best.agent != nil && t.best.value <= lower {
			return root, t.best.value, Optimal
		}
		if lower > top {
			return root, lower, Infeasible
		}
		goal := min(lower+step-1, top)
		if t.best.agent != nil {
			goal = min(goal, t.best.value-1)
		}
		t.target = goal
		copy(t.l.price, price)
		before := t.nodes
		if t.search(0); t.stopped {
			return root, lower, Open
		}
		if lower = goal + 1; t.best.agent != nil && t.best.value < lower {
			lower = t.best.value // the best of all that cost at most goal
		}
		if step = 1; t.nodes-before < 100 {
			step = min(2*(goal-root+1), 1<<40)
		}
	}
}

// dearest returns the most that an assignment can cost.
func (t *tree) dearest() (sum int64) {
	for j := range t.in.n {
		most := int64(math.MinInt64)
		for i := range t.in.m {
			if t.in.fits(i, j) {
				most = max(most, t.in.cost[i*t.in.n+j])
			}
		}
		sum += most
	}
	return sum
}

// start sets the prices of the jobs to those of the LP.
func (t *tree) start(lp *Relaxation) {
	for j := range t.in.n {
		least := math.Inf(1)
		for i := range t.in.m {
			if t.in.fits(i, j) {
				k := i*t.in.n + j
				cost := float64(t.in.cost[k]) + float64(lp.price[i]*float64(t.in.use[k]))/float64(max(1, t.in.capacity[i]))
				least = min(least, cost)
			}
		}
		t.l.price[j] = int64(math.Round(float64(least * scale)))
	}
}

// ceilDiv returns ⌈a/b⌉ for b > 0.
func ceilDiv(a, b int64) int64 {
	q, r := new(big.Int).DivMod(big.NewInt(a), big.NewInt(b), new(big.Int))
	if r.Sign() > 0 {
		return q.Int64() + 1
	}
	return q.Int64()
}
