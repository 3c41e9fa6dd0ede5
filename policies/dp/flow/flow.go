package flow

import (
	"fmt"
	"math"
	"math/bits"

	"skysim/sim"
)

// Cost is an amount of pico-dollars, as the integers of a sim.Rate.
type Cost int64

// Forbidden is the cost of a task in a region where it may not run.
const Forbidden = Cost(-1)

// String writes the exact amount, as in $12.5.
func (c Cost) String() string { return sim.Rate(c).String() }

// Task is a step of a workflow.
type Task struct {
	Name string
	// Costs is what it costs to run the task in each region, or Forbidden.
	Costs []Cost
	// To is the index of the task that takes its result, or None.
	To int
	// Bytes is the size of that result.
	Bytes int64
}

// None is the To of a task whose result nobody takes.
const None = -1

// Workflow is tasks, and what it costs to move data.
type Workflow struct {
	// Regions names the regions; tasks refer to them by index.
	Regions []string
	Tasks   []Task
	// Egress is the price of moving one GB of GB bytes from region [from] to region [to].
	Egress [][]sim.Rate
	// GB is the number of bytes of a GB in Egress, 10⁹ or 2³⁰; 0 means 10⁹.
	GB int64
	// Turned says that results flow from To to the task: egress is charged in that direction.
	Turned bool
}

// Placement is where each task runs.
type Placement struct {
	Cost   Cost
	Run    Cost  // of it, for running tasks
	Egress Cost  // and for moving data
	Region []int // by task
}

// CycleError names tasks that hang together in a circle.
type CycleError struct{ Tasks []string }

// Error names them.
func (e *CycleError) Error() string {
	return fmt.Sprintf("flow: the tasks %q take each other's results in a circle, want a tree", e.Tasks)
}

// ResidencyError names a task that may run in no region.
type ResidencyError struct{ Task string }

// Error names it.
func (e *ResidencyError) Error() string {
	return fmt.Sprintf("flow: task %q is forbidden in every region, want one where it may run", e.Task)
}

// limit leaves room for one sum.
const limit = Cost(math.MaxInt64 / 4)

// Place returns a cheapest placement; of equally cheap ones the one whose roots, in order, and then those
// who hand on to them, are in the first regions. The error is a *ResidencyError, a *CycleError, or says what makes no
// sense or is too much money.
func Place(w *Workflow) (*Placement, error) {
	order, err := w.check()
	if err != nil {
		return nil, err
	}
	n, r := len(w.Tasks), len(w.Regions)
	value := make([]Cost, n*r) // of a task in a region, with all that hands on to it
	best := make([]int, n*r)   // where a task runs if the one it hands on to is there
	for i := range w.Tasks {
		copy(value[i*r:], w.Tasks[i].Costs)
	}
	for _, i := range order { // those who hand on first
		t := &w.Tasks[i]
		if t.To == None {
			continue
		}
		for to := range r {
			at, least := 0, limit
			for from := range r {
				if v := value[i*r+from]; v != Forbidden {
					if c := v + w.move(t, from, to); c < least {
						at, least = from, c
					}
				}
			}
			best[i*r+to] = at
			if v := &value[t.To*r+to]; *v != Forbidden {
				*v += least
			}
		}
	}
	return w.read(order, value, best), nil
}

// read follows the best regions from the roots on, and adds up the bill anew.
func (w *Workflow) read(order []int, value []Cost, best []int) *Placement {
	r := len(w.Regions)
	p := &Placement{Region: make([]int, len(w.Tasks))}
	for k := len(order) - 1; k >= 0; k-- {
		i := order[k]
		t := &w.Tasks[i]
		if t.To != None {
			p.Region[i] = best[i*r+p.Region[t.To]]
			p.Egress += w.move(t, p.Region[i], p.Region[t.To])
		} else {
			at := -1
			for region := range r {
				if v := value[i*r+region]; v != Forbidden && (at < 0 || v < value[i*r+at]) {
					at = region
				}
			}
			p.Region[i] = at
		}
		p.Run += t.Costs[p.Region[i]]
	}
	p.Cost = p.Run + p.Egress
	return p
}

// move returns what it costs to hand a task's result on.
func (w *Workflow) move(t *Task, from, to int) Cost {
	if w.Turned {
		from, to = to, from
	}
	c, _ := w.egress(w.Egress[from][to], t.Bytes)
	return c
}

// egress is a price times a size, rounded half to even, and whether it is below the limit.
func (w *Workflow) egress(price sim.Rate, bytes int64) (Cost, bool) {
	gb := uint64(1_000_000_000)
	if w.GB > 0 {
		gb = uint64(w.GB)
	}
	hi, lo := bits.Mul64(uint64(price), uint64(bytes))
	if hi >= gb {
		return limit, false
	}
	q, rest := bits.Div64(hi, lo, gb)
	if rest > gb-rest || rest == gb-rest && q&1 == 1 {
		q++
	}
	return Cost(q), q < uint64(limit)
}
