package network

import (
	"errors"
	"fmt"
	"testing"

	"skysim/sim"
)

// draw draws a small problem, from roomy to infeasible, often degenerate.
func draw(r *sim.Stream) *Problem {
	m, n := int(r.Int64N(7)), int(r.Int64N(7))
	most := []int64{1, 3, 10, 1 << 20}[r.Int64N(4)]
	dear := []int64{1, 5, 1000, 1 << 40}[r.Int64N(4)]
	p := &Problem{Supply: make([]int64, m), Demand: make([]int64, n)}
	for i := range p.Supply {
		p.Supply[i] = r.Int64N(most + 1 + most*r.Int64N(2))
	}
	for j := range p.Demand {
		p.Demand[j] = r.Int64N(most + 1)
	}
	if r.Bool(0.5) {
		p.Penalty = make([]int64, n)
		for j := range p.Penalty {
			if p.Penalty[j] = r.Int64N(3 * dear); r.Bool(0.3) {
				p.Penalty[j] = Required
			}
		}
	}
	if m == 0 || n == 0 {
		return p
	}
	density := []float64{0.3, 0.8, 1}[r.Int64N(3)]
	capped := []float64{0, 0.3, 1}[r.Int64N(3)]
	for range int(density * float64(m*n*int(1+r.Int64N(2)))) {
		a := Arc{int32(r.Int64N(int64(m))), int32(r.Int64N(int64(n))), r.Int64N(2*dear) - dear/2, Unlimited}
		if r.Bool(capped) {
			a.Cap = r.Int64N(most + 1)
		}
		p.Arcs = append(p.Arcs, a)
	}
	return p
}

// agree solves p and reports what is wrong with the answer.
func agree(s *Solver, p *Problem) error {
	want, met := paths(p)
	got, err := s.Solve(p, Budget{})
	if err := strong(s, p); err != nil {
		return err
	}
	var no *InfeasibleError
	switch {
	case errors.As(err, &no):
		if met {
			return fmt.Errorf("infeasible (%w), want cost %s", err, want)
		}
		return no.Check(p)
	case err != nil:
		return err
	case !met:
		return fmt.Errorf("cost %s, want infeasible", got.Cost)
	case !got.Optimal || got.Cost != want:
		return fmt.Errorf("cost %s, optimal %t after %d pivots, want %s", got.Cost, got.Optimal, got.Pivots, want)
	}
	return Check(p, got)
}

// strong returns an error unless from every node something can be sent to the root
// along the tree, which is why the method cannot go around in circles.
func strong(s *Solver, p *Problem) error {
	s.p = p
	defer func() { s.p = nil }()
	for v := range s.nodes {
		if s.room(v, s.tree.up[v]) <= 0 {
			return fmt.Errorf("nothing can be sent from node %d to its parent: flow %d", v, s.flow[s.tree.arc[v]])
		}
	}
	return nil
}

// TestAgainstPaths compares with the second solver, with solvers that have no
// past and with one that has another problem's.
func TestAgainstPaths(t *testing.T) {
	cases := 20_000
	if testing.Short() {
		cases = 2_000
	}
	var used Solver
	for seed := range cases {
		r := sim.NewStream(uint64(seed), "network")
		p := draw(&r)
		for name, s := range map[string]*Solver{"new": {}, "used": &used} {
			if err := agree(s, p); err != nil {
				t.Errorf("seed %d, %s solver: %v\n%+v", seed, name, err, p)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// TestWarm changes some of the numbers again and again.
func TestWarm(t *testing.T) {
	cases := 3_000
	if testing.Short() {
		cases = 300
	}
	for seed := range cases {
		r := sim.NewStream(uint64(seed), "warm")
		p := draw(&r)
		var s Solver
		for step := range 8 {
			if err := agree(&s, p); err != nil {
				t.Fatalf("seed %d, step %d: %v\n%+v", seed, step, err, p)
			}
			change(&r, p)
		}
	}
}

// change gives some arcs and nodes other numbers.
func change(r *sim.Stream, p *Problem) {
	share := []float64{0.1, 0.5, 1}[r.Int64N(3)]
	what := r.Int64N(5)
	for i := range p.Arcs {
		if a := &p.Arcs[i]; r.Bool(share) {
			switch what {
			case 0:
				a.Cost += r.Int64N(11) - 5
			case 1:
				a.Cap = []int64{0, Unlimited, r.Int64N(10)}[r.Int64N(3)]
			}
		}
	}
	for i := range p.Supply {
		if r.Bool(share) && what == 2 {
			p.Supply[i] = r.Int64N(2 + 2*p.Supply[i])
		}
	}
	for j := range p.Demand {
		switch {
		case r.Bool(share) && what == 3:
			p.Demand[j] = r.Int64N(2 + 2*p.Demand[j])
		case r.Bool(share) && what == 4 && p.Penalty != nil:
			p.Penalty[j] = []int64{Required, r.Int64N(100)}[r.Int64N(2)]
		}
	}
}
