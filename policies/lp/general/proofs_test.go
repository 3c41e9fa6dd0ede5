package general

import (
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"

	"skysim/sim"
)

// TestBeale solves the example that cycles under the textbook's rule: E. M. L.
// Beale (1955), Cycling in the dual simplex algorithm. The optimum is −1/20.
func TestBeale(t *testing.T) {
	inf := math.Inf(1)
	p := &Problem{
		Columns: []Column{{"a", -0.75, 0, inf}, {"b", 150, 0, inf}, {"c", -0.02, 0, inf}, {"d", 6, 0, inf}},
		Rows: []Row{
			{"", []Term{{0, 0.25}, {1, -60}, {2, -0.04}, {3, 9}}, LessEqual, 0},
			{"", []Term{{0, 0.5}, {1, -90}, {2, -0.02}, {3, 3}}, LessEqual, 0},
			{"", []Term{{2, 1}}, LessEqual, 1},
		},
	}
	for _, s := range []Solver{Own{}, Gonum{}} {
		a, err := s.Solve(p, Budget{})
		if err != nil || !a.Optimal || math.Abs(a.Objective+0.05) > 1e-12 {
			t.Errorf("%T: %+v, %v, want −0.05", s, a, err)
		}
	}
}

// TestOwnLarger solves larger problems, many of them degenerate: transport with
// equal amounts.
func TestOwnLarger(t *testing.T) {
	for seed := range 12 {
		r := sim.NewStream(uint64(seed), "larger")
		const n = 20
		p := &Problem{}
		for range n * n {
			p.Columns = append(p.Columns, Column{Cost: float64(r.Int64N(50)), Upper: math.Inf(1)})
		}
		for side := range 2 {
			for i := range n {
				row := Row{Sense: Equal, RHS: 1}
				for j := range n {
					row.Terms = append(row.Terms, Term{[]int{i*n + j, j*n + i}[side], 1})
				}
				p.Rows = append(p.Rows, row)
			}
		}
		a, err := Own{}.Solve(p, Budget{})
		if err != nil || a.Objective != math.Round(a.Objective) || !(a.Bound > a.Objective-1e-6) {
			t.Errorf("seed %d: %v, %v", seed, err, a)
		}
	}
}

// TestBudgetOfOwn stops early: what is proved stays true.
func TestBudgetOfOwn(t *testing.T) {
	for seed := range 500 {
		r := sim.NewStream(uint64(seed), "stopped")
		p := draw(&r, 9)
		best, err := Own{}.Solve(p, Budget{})
		if err != nil {
			continue
		}
		for steps := 1; steps <= best.Iterations; steps++ {
			a, err := Own{}.Solve(p, Budget{Iterations: steps})
			if err != nil && !errors.Is(err, ErrBudget) {
				t.Errorf("seed %d after %d steps: %v", seed, steps, err)
			} else if a.Bound > best.Objective+1e-9*(1+math.Abs(best.Objective)) {
				t.Errorf("seed %d after %d steps: bound %v above %v", seed, steps, a.Bound, best.Objective)
			}
		}
	}
}

// exactly recomputes in fractions what prices prove, for problems whose columns
// are all bounded.
func exactly(p *Problem, y []float64) *big.Rat {
	rat := func(x float64) *big.Rat { return new(big.Rat).SetFloat64(x) }
	sum := new(big.Rat)
	d := make([]*big.Rat, len(p.Columns))
	for j, c := range p.Columns {
		d[j] = rat(c.Cost)
	}
	for i, r := range p.Rows {
		if r.Sense == LessEqual && y[i] > 0 || r.Sense == GreaterEqual && y[i] < 0 {
			continue
		}
		sum.Add(sum, new(big.Rat).Mul(rat(y[i]), rat(r.RHS)))
		for _, t := range r.Terms {
			d[t.Col].Sub(d[t.Col], new(big.Rat).Mul(rat(y[i]), rat(t.Value)))
		}
	}
	for j, c := range p.Columns {
		at := c.Lower
		if d[j].Sign() < 0 {
			at = c.Upper
		}
		sum.Add(sum, d[j].Mul(d[j], rat(at)))
	}
	return sum
}

// TestLowerIsBelow compares with fractions: never above, and hardly below.
func TestLowerIsBelow(t *testing.T) {
	for seed := range 5000 {
		r := sim.NewStream(uint64(seed), "lower")
		p := draw(&r, 7)
		for j := range p.Columns {
			c := &p.Columns[j]
			c.Cost = r.Normal()
			c.Lower, c.Upper = r.Normal(), 10*r.Float64()
			c.Upper += max(c.Lower, 0)
		}
		y := make([]float64, len(p.Rows))
		for i := range y {
			y[i] = 3 * r.Normal()
			for k := range p.Rows[i].Terms {
				p.Rows[i].Terms = append([]Term(nil), p.Rows[i].Terms...)
				p.Rows[i].Terms[k].Value = r.Normal()
			}
		}
		got, want := Lower(p, y), exactly(p, y)
		exact, _ := want.Float64()
		if new(big.Rat).SetFloat64(got).Cmp(want) > 0 {
			t.Fatalf("seed %d: %v is above %v", seed, got, exact)
		}
		if got < exact-1e-12*(1+math.Abs(exact))*float64(10+10*len(p.Rows)) {
			t.Errorf("seed %d: %v is far below %v", seed, got, exact)
		}
	}
}

// TestVerifyNotices changes answers, and Verify must say so.
func TestVerifyNotices(t *testing.T) {
	p := &Problem{
		Columns: []Column{{"x", 1, 0, 10}, {"y", 2, 0, math.Inf(1)}},
		Rows:    []Row{{"both", []Term{{0, 1}, {1, 1}}, GreaterEqual, 12}, {"most", []Term{{0, 1}}, LessEqual, 8}},
	}
	good, err := Own{}.Solve(p, Budget{})
	if err != nil || good.Objective != 16 || good.Bound != 16 {
		t.Fatal(good, err)
	}
	for _, c := range []struct {
		what   string
		change func(a *Answer)
		want   string
	}{
		{"a row missed", func(a *Answer) { a.X = []float64{8, 3.9} }, "row 0 (both) sums to 11.9, want ≥ 12"},
		{"a bound exceeded", func(a *Answer) { a.X = []float64{-1, 13} }, "column 0 (x) is -1"},
		{"no number", func(a *Answer) { a.X = []float64{math.NaN(), 13} }, "column 0 (x) is NaN"},
		{"dearer", func(a *Answer) { a.X, a.Objective = []float64{7, 5}, 17 }, "prove only 16"},
		{"another objective", func(a *Answer) { a.Objective = 15 }, "said to be 15"},
		{"another bound", func(a *Answer) { a.Bound = 17 }, "said to be 17"},
		{"a price of the wrong sign", func(a *Answer) { a.Price, a.Bound = []float64{2, 1}, 0 }, "price of row 1 (most)"},
		{"prices that prove nothing", func(a *Answer) { a.Price, a.Bound = []float64{3, -2}, math.Inf(-1) }, "column 1 (y) saves 1"},
		{"too few prices", func(a *Answer) { a.Price = nil }, "0 prices"},
	} {
		a := *good
		c.change(&a)
		if err := Verify(p, &a); !errors.Is(err, ErrUnverified) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Verify says %v, want %q", c.what, err, c.want)
		}
	}
	if err := (&InfeasibleError{Farkas: []float64{1, -1}}).Check(p); err == nil {
		t.Error("a proof that a solvable problem is infeasible is believed")
	}
	if err := (&UnboundedError{X: good.X, Ray: []float64{0, 1}}).Check(p); err == nil {
		t.Error("a ray that costs is believed")
	}
}

// TestGonumRefuses looks at what is too large, and at what made it panic.
func TestGonumRefuses(t *testing.T) {
	r := sim.NewStream(1, "large")
	p := draw(&r, 3)
	for range 40 {
		p.Rows = append(p.Rows, Row{Terms: []Term{{0, 1}}, Sense: LessEqual, RHS: 5})
	}
	if _, err := (Gonum{}).Solve(p, Budget{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("Gonum takes 40 rows: %v", err)
	}
	twice := &Problem{Columns: []Column{{Cost: 1, Upper: math.Inf(1)}, {Upper: 5}}}
	for range 3 {
		twice.Rows = append(twice.Rows, Row{Terms: []Term{{0, 2}}, Sense: Equal, RHS: 4}, Row{Sense: Equal})
	}
	a, err := Gonum{}.Solve(twice, Budget{})
	if err != nil || a.Objective != 2 {
		t.Errorf("repeated and empty rows: %+v, %v", a, err)
	}
}
