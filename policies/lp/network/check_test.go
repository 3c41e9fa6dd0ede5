package network

import (
	"errors"
	"math"
	"strings"
	"testing"

	"skysim/sim"
)

// TestBudget stops early at every step: the bound stays valid, the flow stays a
// flow, and the last step is optimal.
func TestBudget(t *testing.T) {
	for seed := range 300 {
		r := sim.NewStream(uint64(seed), "budget")
		p := draw(&r)
		if seed%10 == 0 {
			p = dense(12, 9, uint64(seed))
		}
		best, err := Solve(p, Budget{})
		if err != nil {
			continue
		}
		cost := best.Cost
		var warm Solver
		for pivots := 1; pivots < 200; pivots++ {
			for _, s := range []*Solver{{}, &warm} {
				o, err := s.Solve(p, Budget{Pivots: pivots})
				switch {
				case errors.Is(err, ErrBudget):
					if err := CheckBound(p, o); err != nil {
						t.Fatalf("seed %d after %d pivots: %v", seed, pivots, err)
					}
				case err != nil:
					t.Fatalf("seed %d after %d pivots: %v", seed, pivots, err)
				default:
					if err := Check(p, o); err != nil {
						t.Fatalf("seed %d after %d pivots: %v", seed, pivots, err)
					}
				}
				if less(cost, o.Bound) {
					t.Fatalf("seed %d after %d pivots: bound %s above the cost %s", seed, pivots, o.Bound, cost)
				}
				if o.Optimal && s != &warm {
					pivots = 200
				}
			}
		}
	}
}

// TestCheckNotices changes answers, and Check must say so.
func TestCheckNotices(t *testing.T) {
	p := dense(8, 6, 1)
	p.Arcs[3].Cap = 2
	p.Penalty = []int64{Required, 5_000_000, Required, Required, Required, Required}
	o, err := Solve(p, Budget{})
	if err != nil {
		t.Fatal(err)
	}
	used := 0
	for o.Flow[used] == 0 {
		used++
	}
	for _, c := range []struct {
		what   string
		change func(o *Solution)
		want   string
	}{
		{"nothing", func(*Solution) {}, ""},
		{"a unit more", func(o *Solution) { o.Flow[used]++ }, "ships 1 more"},
		{"a negative flow", func(o *Solution) { o.Flow[used] = -1 }, "want 0 to"},
		{"more than the capacity", func(o *Solution) { o.Flow[3] = 3 }, "want 0 to 2"},
		{"a shortage that is not", func(o *Solution) { o.Shortage[1]++ }, "lacks"},
		{"required demand unmet", func(o *Solution) { o.Flow[used]--; o.Shortage[p.Arcs[used].To]++ }, "required"},
		{"another cost", func(o *Solution) { o.Cost = o.Cost.Plus(sim.Product(1, 1)) }, "cost"},
		{"another price", func(o *Solution) { o.SinkPrice[0]++ }, "bound"},
		{"a price above the penalty", func(o *Solution) { o.SinkPrice[1] = 5_000_001 }, "penalty"},
		{"a negative price of a source", func(o *Solution) { o.SourcePrice[0] = -1 }, "price of source"},
		{"another bound", func(o *Solution) { o.Bound = o.Bound.Minus(sim.Product(1, 1)) }, "bound"},
		{"an arc too few", func(o *Solution) { o.Flow = o.Flow[1:] }, "a solution of"},
	} {
		x := o.Clone()
		c.change(x)
		if err := Check(p, x); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: Check says %v, want %q", c.what, err, c.want)
		}
	}
}

// TestInfeasibleWitness reads the witness, and changes it.
func TestInfeasibleWitness(t *testing.T) {
	p := &Problem{
		Supply: []int64{5, 7, 100}, Demand: []int64{6, 4, 9},
		Arcs: []Arc{{0, 0, 1, Unlimited}, {1, 0, 2, Unlimited}, {0, 1, 1, Unlimited}, {1, 2, 1, Unlimited}, {2, 2, 9, 3}},
	}
	_, err := Solve(p, Budget{})
	var no *InfeasibleError
	if !errors.As(err, &no) {
		t.Fatal(err)
	}
	const want = "network: infeasible: sinks [0 1 2] want 19, but sources [0 1] have 12 and the arcs from others carry 3"
	if no.Error() != want {
		t.Errorf("error %q, want %q", no, want)
	}
	if err := no.Check(p); err != nil {
		t.Error(err)
	}
	p.Supply[0] = 9
	if err := no.Check(p); err == nil {
		t.Error("the witness holds for another problem")
	}
	if err := (&InfeasibleError{Sinks: []int32{1}, Sources: []int32{0}, Demand: 4, Supply: 9}).Check(p); err == nil {
		t.Error("a witness that proves nothing is believed")
	}
}

// TestInvalid looks at what is refused, cold and warm.
func TestInvalid(t *testing.T) {
	arc := func(a Arc) *Problem {
		return &Problem{Supply: []int64{1, 1}, Demand: []int64{1}, Arcs: []Arc{{0, 0, 1, 1}, a}}
	}
	var warm Solver
	for _, c := range []struct {
		p    *Problem
		want string
	}{
		{&Problem{Supply: []int64{1, -2}}, "supply 1 is -2"},
		{&Problem{Demand: []int64{-1}}, "demand 0 is -1"},
		{&Problem{Supply: []int64{1 << 61, 1 << 61, 1}}, "supply up to number 2"},
		{&Problem{Demand: []int64{1}, Penalty: []int64{}}, "0 penalties for 1 sinks"},
		{&Problem{Demand: []int64{1}, Penalty: []int64{-4}}, "penalty of sink 0 is -4"},
		{&Problem{Demand: []int64{1}, Penalty: []int64{1 << 60}}, "could overflow"},
		{arc(Arc{2, 0, 1, 1}), "arc 1 leaves source 2"},
		{arc(Arc{-1, 0, 1, 1}), "arc 1 leaves source -1"},
		{arc(Arc{0, 1, 1, 1}), "arc 1 enters sink 1"},
		{arc(Arc{0, 0, 1, -1}), "capacity of arc 1 is -1"},
		{arc(Arc{0, 0, math.MinInt64, 1}), "cost of arc 1"},
		{arc(Arc{0, 0, 1 << 60, 1}), "could overflow"},
		{arc(Arc{0, 0, -(1 << 60), 1}), "could overflow"},
	} {
		for _, s := range []*Solver{{}, &warm} {
			if _, err := warm.Solve(arc(Arc{1, 0, 1, 1}), Budget{}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Solve(c.p, Budget{}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Solve says %v, want %q", err, c.want)
			}
		}
	}
}

// TestLargest solves with numbers as large as they may be.
func TestLargest(t *testing.T) {
	most := int64(mostTotal)
	p := &Problem{Supply: []int64{most}, Demand: []int64{most}, Arcs: []Arc{{0, 0, mostPrice/2 - 1, most - 1}, {0, 0, -(mostPrice/2 - 1), 1}}}
	o, err := Solve(p, Budget{})
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(p, o); err != nil {
		t.Error(err)
	}
	if want := sim.Product(most-2, mostPrice/2-1); o.Cost != want {
		t.Errorf("cost %s, want %s", o.Cost, want)
	}
}

// TestNothing solves problems with nothing in them.
func TestNothing(t *testing.T) {
	var s Solver
	for i, p := range []*Problem{{}, {Supply: []int64{3}}, {Demand: []int64{0}}, {Supply: []int64{0}, Demand: []int64{0}, Arcs: []Arc{{0, 0, -5, Unlimited}}}} {
		for range 2 {
			o, err := s.Solve(p, Budget{})
			if err != nil || !o.Optimal || !o.Cost.IsZero() {
				t.Errorf("problem %d: %+v, %v", i, o, err)
			} else if err := Check(p, o); err != nil {
				t.Errorf("problem %d: %v", i, err)
			}
		}
	}
}
