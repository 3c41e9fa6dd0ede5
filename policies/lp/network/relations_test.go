package network

import (
	"slices"
	"testing"

	"skysim/sim"
)

// solved returns the cost, or reports false if p is infeasible.
func solved(t *testing.T, p *Problem) (sim.Wide, bool) {
	t.Helper()
	o, err := Solve(p, Budget{})
	if err != nil {
		return sim.Wide{}, false
	}
	if err := Check(p, o); err != nil {
		t.Fatal(err)
	}
	return o.Cost, true
}

// copyOf returns a copy.
func copyOf(p *Problem) *Problem {
	return &Problem{Supply: slices.Clone(p.Supply), Demand: slices.Clone(p.Demand), Penalty: slices.Clone(p.Penalty), Arcs: slices.Clone(p.Arcs)}
}

// TestRelations changes problems in ways whose effect on the cost is known.
func TestRelations(t *testing.T) {
	for seed := range 2000 {
		r := sim.NewStream(uint64(seed), "relations")
		p := draw(&r)
		cost, ok := solved(t, p)
		check := func(what string, q *Problem, want sim.Wide) {
			if got, also := solved(t, q); got != want || also != ok {
				t.Errorf("seed %d, %s: %s %t, want %s %t", seed, what, got, also, want, ok)
			}
		}
		q := copyOf(p)
		for i := range q.Arcs {
			q.Arcs[i].Cost *= 7
		}
		for j, c := range q.Penalty {
			if c != Required {
				q.Penalty[j] *= 7
			}
		}
		check("all costs times 7", q, times(cost, 7))

		q = copyOf(p)
		scale(q.Supply, 5)
		scale(q.Demand, 5)
		for i, a := range q.Arcs {
			if a.Cap != Unlimited {
				q.Arcs[i].Cap *= 5
			}
		}
		check("all amounts times 5", q, times(cost, 5))

		q = copyOf(p)
		for i := len(q.Arcs) - 1; i > 0; i-- {
			j := r.Int64N(int64(i + 1))
			q.Arcs[i], q.Arcs[j] = q.Arcs[j], q.Arcs[i]
		}
		check("arcs in another order", q, cost)

		if len(p.Demand) > 0 {
			j := r.Int64N(int64(len(p.Demand)))
			check("a constant added to all that a sink may pay", dearer(p, j, 11), cost.Plus(sim.Product(p.Demand[j], b2i(ok)*11)))
		}
	}
}

// dearer adds to the cost of all arcs into a sink, and to its penalty.
func dearer(p *Problem, sink, by int64) *Problem {
	q := copyOf(p)
	for i, a := range q.Arcs {
		if int64(a.To) == sink {
			q.Arcs[i].Cost += by
		}
	}
	if q.Penalty != nil && q.Penalty[sink] != Required {
		q.Penalty[sink] += by
	}
	return q
}

func b2i(ok bool) int64 {
	if ok {
		return 1
	}
	return 0
}

func times(w sim.Wide, n int) (sum sim.Wide) {
	for range n {
		sum = sum.Plus(w)
	}
	return sum
}

func scale(list []int64, by int64) {
	for i := range list {
		list[i] *= by
	}
}

// TestNoAllocation solves warm without allocating.
func TestNoAllocation(t *testing.T) {
	p := dense(30, 20, 1)
	var s Solver
	step := func() {
		p.Arcs[17].Cost++
		p.Arcs[3].Cost += 1000
		if _, err := s.Solve(p, Budget{}); err != nil {
			t.Fatal(err)
		}
	}
	for range 50 {
		step()
	}
	if n := testing.AllocsPerRun(200, step); n != 0 {
		t.Errorf("%v allocations for each warm solve, want none", n)
	}
}
