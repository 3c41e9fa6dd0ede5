package flow

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"skysim/sim"
)

// cheapest tries every placement.
func cheapest(w *Workflow) Cost {
	n, r := len(w.Tasks), len(w.Regions)
	best := Cost(math.MaxInt64)
	at := make([]int, n)
	var try func(i int)
	try = func(i int) {
		if i < n {
			for at[i] = 0; at[i] < r; at[i]++ {
				if w.Tasks[i].Costs[at[i]] != Forbidden {
					try(i + 1)
				}
			}
			return
		}
		best = min(best, bill(w, at))
	}
	try(0)
	return best
}

// bill adds up a placement with nothing of the package but its rounding.
func bill(w *Workflow, at []int) (sum Cost) {
	for i, t := range w.Tasks {
		sum += t.Costs[at[i]]
		if t.To == None {
			continue
		}
		from, to := at[i], at[t.To]
		if w.Turned {
			from, to = to, from
		}
		c, _ := w.egress(w.Egress[from][to], t.Bytes)
		sum += c
	}
	return sum
}

// drawn is a random forest of at most six tasks and four regions.
func drawn(seed uint64) *Workflow {
	r := sim.NewStream(seed, "flow")
	w := &Workflow{Turned: r.Int64N(2) == 0, GB: []int64{0, 1 << 30, 7}[r.Int64N(3)]}
	n, regions := 1+r.Int64N(6), 1+r.Int64N(4)
	for i := range regions {
		w.Regions = append(w.Regions, fmt.Sprint("r", i))
		w.Egress = append(w.Egress, nil)
		for j := range regions {
			price := sim.Rate(r.Int64N(5) * 30_000_000)
			if i == j && r.Int64N(4) > 0 {
				price = 0
			}
			w.Egress[i] = append(w.Egress[i], price)
		}
	}
	shift := r.Int64N(n) // so that heads are not always listed first
	for i := range n {
		t := Task{Name: fmt.Sprint("t", i), To: None, Bytes: r.Int64N(4) * 1_000_000_001}
		if w.GB == 7 {
			t.Bytes = r.Int64N(20)
		}
		if i > 0 && r.Int64N(8) > 0 {
			t.To = int((r.Int64N(i) + shift) % n)
		}
		if r.Int64N(3) == 0 && i > 0 { // a chain
			t.To = int((i - 1 + shift) % n)
		}
		for range regions {
			c := Cost(r.Int64N(4) * 50_000_000)
			if r.Int64N(5) == 0 {
				c = Forbidden
			}
			t.Costs = append(t.Costs, c)
		}
		w.Tasks = append(w.Tasks, t)
	}
	turned := make([]Task, n)
	for i, t := range w.Tasks {
		turned[(int64(i)+shift)%n] = t
	}
	w.Tasks = turned
	return w
}

// TestPlaceAgainstEveryPlacement compares random forests with all their placements.
func TestPlaceAgainstEveryPlacement(t *testing.T) {
	solved, refused, moved := 0, 0, 0
	for seed := range uint64(20_000) {
		w := drawn(seed)
		p, err := Place(w)
		want := cheapest(w)
		var nowhere *ResidencyError
		switch {
		case errors.As(err, &nowhere) && want == math.MaxInt64:
			refused++
		case err != nil || want == math.MaxInt64:
			t.Fatalf("seed %d: %v, every placement says %d: %+v", seed, err, want, w)
		case p.Cost != want || bill(w, p.Region) != want || p.Run+p.Egress != want:
			t.Fatalf("seed %d: %+v, want cost %d: %+v", seed, p, want, w)
		default:
			solved++
			if p.Egress > 0 {
				moved++
			}
		}
	}
	if solved < 10_000 || refused < 1000 || moved < 2000 {
		t.Errorf("%d solved, %d with egress, %d refused: the test says little", solved, moved, refused)
	}
}

// two returns a chain of two tasks that may run in two regions.
func two() *Workflow {
	return &Workflow{
		Regions: []string{"eu", "us"}, Egress: [][]sim.Rate{{0, 1}, {1, 0}},
		Tasks: []Task{{Name: "read", Costs: []Cost{1, 2}, To: 1, Bytes: 5}, {Name: "train", Costs: []Cost{3, 1}, To: None}},
	}
}

func TestWorkflowsThatMakeNoSense(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(w *Workflow)
		want   string
	}{
		{"forbidden everywhere", func(w *Workflow) { w.Tasks[1].Costs = []Cost{Forbidden, Forbidden} }, `task "train" is forbidden in every region`},
		{"a circle", func(w *Workflow) { w.Tasks[1].To = 0 }, `the tasks ["read" "train"] take each other's results in a circle`},
		{"itself", func(w *Workflow) { w.Tasks[1].To = 1 }, `the tasks ["train"] take`},
		{"unknown task", func(w *Workflow) { w.Tasks[0].To = 2 }, `task "read" hands on to task 2, want one of 2, or None`},
		{"negative cost", func(w *Workflow) { w.Tasks[0].Costs[1] = -2 }, `task "read" costs -$0.000000000002 in us`},
		{"too few costs", func(w *Workflow) { w.Tasks[0].Costs = []Cost{1} }, `task "read" has 1 costs, want one for each of 2 regions`},
		{"negative size", func(w *Workflow) { w.Tasks[0].Bytes = -1 }, `hands on -1 bytes`},
		{"negative price", func(w *Workflow) { w.Egress[0][1] = -1 }, `egress from eu to us costs -$0.000000000001`},
		{"a price missing", func(w *Workflow) { w.Egress[1] = nil }, `egress from us has 0 prices, want 2`},
		{"a row missing", func(w *Workflow) { w.Egress = nil }, `egress has 0 rows, want one for each of 2 regions`},
		{"GB", func(w *Workflow) { w.GB = -1 }, `a GB has -1 bytes`},
		{"too much to run", func(w *Workflow) { w.Tasks[0].Costs[0] = math.MaxInt64 }, `may cost more than`},
		{"too much to move", func(w *Workflow) { w.Egress[0][1], w.Tasks[0].Bytes = math.MaxInt64, math.MaxInt64 }, `of task "read" costs more than`},
	} {
		w := two()
		c.change(w)
		if _, err := Place(w); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want ... %s ...", c.name, err, c.want)
		}
	}
	if p, err := Place(&Workflow{}); err != nil || p.Cost != 0 {
		t.Errorf("no tasks: %+v, %v", p, err)
	}
}

func BenchmarkPlace(b *testing.B) {
	r := sim.NewStream(1, "bench")
	w := &Workflow{}
	for i := range 20 {
		w.Regions = append(w.Regions, fmt.Sprint(i))
		w.Egress = append(w.Egress, make([]sim.Rate, 20))
		for j := range 20 {
			w.Egress[i][j] = sim.Rate(r.Int64N(100_000_000))
		}
	}
	for i := range 1000 {
		t := Task{To: i/2 - 1, Bytes: r.Int64N(1e12), Costs: make([]Cost, 20)}
		if i == 0 {
			t.To = None
		} else {
			t.To = (i - 1) / 2
		}
		for j := range t.Costs {
			t.Costs[j] = Cost(r.Int64N(1e12))
		}
		w.Tasks = append(w.Tasks, t)
	}
	for b.Loop() {
		if _, err := Place(w); err != nil {
			b.Fatal(err)
		}
	}
}
