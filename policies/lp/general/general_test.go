package general

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"skysim/sim"
)

// draw draws a small problem of small integers: often degenerate, infeasible or
// unbounded, with repeated and empty rows.
func draw(r *sim.Stream, most int64) *Problem {
	n, m := 1+int(r.Int64N(most)), int(r.Int64N(most))
	p := &Problem{}
	for range n {
		c := Column{Cost: float64(r.Int64N(11) - 5), Upper: math.Inf(1)}
		switch r.Int64N(6) {
		case 0:
			c.Upper = float64(r.Int64N(6))
		case 1:
			c.Lower = float64(r.Int64N(7) - 5)
			c.Upper = c.Lower + float64(r.Int64N(8))
		case 2:
			c.Lower, c.Upper = math.Inf(-1), float64(r.Int64N(7)-3)
		case 3:
			if c.Lower = math.Inf(-1); r.Bool(0.5) {
				c.Cost = 0
			}
		}
		p.Columns = append(p.Columns, c)
	}
	// Half of the time there is a point to begin with.
	point := make([]float64, n)
	for j, c := range p.Columns {
		point[j] = float64(r.Int64N(9) - 2)
		point[j] = max(c.Lower, min(point[j], c.Upper))
	}
	feasible, positive := r.Bool(0.6), r.Bool(0.5)
	for range m {
		if k := len(p.Rows); k > 0 && r.Bool(0.1) {
			p.Rows = append(p.Rows, p.Rows[r.Int64N(int64(k))])
			continue
		}
		row := Row{Sense: Sense(1 + r.Int64N(3)), RHS: float64(r.Int64N(21) - 5)}
		for j := range n {
			if r.Bool(0.5) {
				row.Terms = append(row.Terms, Term{j, float64(r.Int64N(9) - 3)})
			}
		}
		if feasible {
			row.RHS = float64(r.Int64N(3) * (int64(Equal) - int64(row.Sense)))
			for _, t := range row.Terms {
				row.RHS += t.Value * point[t.Col]
			}
		}
		p.Rows = append(p.Rows, row)
	}
	if positive { // bounded, mostly
		for j := range p.Columns {
			p.Columns[j].Cost = math.Abs(p.Columns[j].Cost)
		}
	}
	return p
}

// outcome describes what a solver said.
func outcome(a *Answer, err error) string {
	var no *InfeasibleError
	var ever *UnboundedError
	switch {
	case errors.As(err, &no):
		return "infeasible"
	case errors.As(err, &ever):
		return "unbounded"
	case err != nil:
		return err.Error()
	case !a.Optimal:
		return "not optimal"
	}
	return "optimal"
}

// TestOwnAgainstGonum compares the two; what either says has passed Verify.
func TestOwnAgainstGonum(t *testing.T) {
	cases := 20_000
	if testing.Short() {
		cases = 2_000
	}
	seen := map[string]int{}
	for seed := range cases {
		r := sim.NewStream(uint64(seed), "general")
		p := draw(&r, 7)
		a, aErr := Own{}.Solve(p, Budget{})
		b, bErr := Gonum{}.Solve(p, Budget{})
		got, want := outcome(a, aErr), outcome(b, bErr)
		seen[got]++
		if got != want {
			t.Errorf("seed %d: Own says %s, Gonum %s\n%s", seed, got, want, text(p))
		} else if got == "optimal" && b != nil && math.Abs(a.Objective-b.Objective) > 1e-6*(1+math.Abs(b.Objective)) {
			t.Errorf("seed %d: Own has %v, Gonum %v\n%s", seed, a.Objective, b.Objective, text(p))
		}
		if got == "optimal" && a.Bound > a.Objective+1e-6 {
			t.Errorf("seed %d: bound %v above %v", seed, a.Bound, a.Objective)
		}
		if got == "optimal" && math.IsInf(a.Bound, -1) {
			seen["no rigorous bound"]++
		}
	}
	t.Log(seen)
}

func text(p *Problem) string { return fmt.Sprintf("%+v", *p) }
