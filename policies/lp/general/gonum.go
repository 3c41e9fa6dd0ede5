package general

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// Gonum is the simplex method of gonum's optimize/convex/lp behind the interface.
// It is a second opinion for small problems: 50 rows take it a second and 200 take
// minutes, and it cannot be stopped, so it refuses more than 30 rows or 90 columns in
// standard form. It has no prices: they are found by solving the dual problem with
// it too; its word that there is no solution is believed if Own finds the proof.
type Gonum struct{}

var _ Solver = Gonum{}

const (
	mostGonumRows = 30
	mostGonumCols = 90
	// gonumTol is what its reduced costs are compared with: with 0 it sometimes never
	// returns.
	gonumTol = 1e-10
)

// Solve returns a verified answer, an *InfeasibleError or *UnboundedError, or
// what is wrong: an invalid problem, ErrTooLarge, ErrUnverified, or what gonum
// says.
func (Gonum) Solve(p *Problem, b Budget) (*Answer, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	x, err := gonum(p)
	if errors.Is(err, lp.ErrInfeasible) || errors.Is(err, lp.ErrUnbounded) {
		return nil, proof(p, b, "gonum says "+err.Error())
	}
	if err != nil {
		return nil, err
	}
	y, err := gonum(dual(p))
	if err != nil {
		return nil, fmt.Errorf("the dual problem: %w", err)
	}
	a := &Answer{X: x, Price: y[:len(p.Rows)], Objective: p.Value(x), Optimal: true}
	a.Bound = Lower(p, a.Price)
	return a, Verify(p, a)
}

// dual returns the problem of finding the prices that prove most: one column
// for each row, and one for each bound.
func dual(p *Problem) *Problem {
	d := &Problem{Rows: make([]Row, len(p.Columns))}
	for j, c := range p.Columns {
		d.Rows[j] = Row{Sense: Equal, RHS: c.Cost}
	}
	for i, r := range p.Rows {
		c := free
		c.Cost = -r.RHS
		if r.Sense == LessEqual {
			c.Upper = 0
		}
		if r.Sense == GreaterEqual {
			c.Lower = 0
		}
		d.Columns = append(d.Columns, c)
		for _, t := range r.Terms {
			d.Rows[t.Col].Terms = append(d.Rows[t.Col].Terms, Term{i, t.Value})
		}
	}
	for j, c := range p.Columns {
		if !isInf(c.Lower) {
			d.Rows[j].Terms = append(d.Rows[j].Terms, Term{len(d.Columns), 1})
			d.Columns = append(d.Columns, Column{Cost: -c.Lower, Upper: free.Upper})
		}
		if !isInf(c.Upper) {
			d.Rows[j].Terms = append(d.Rows[j].Terms, Term{len(d.Columns), -1})
			d.Columns = append(d.Columns, Column{Cost: c.Upper, Upper: free.Upper})
		}
	}
	return d
}

// gonum returns the best point of p, or gonum's error.
func gonum(p *Problem) (x []float64, err error) {
	s := standardise(p)
	switch {
	case s.contradiction:
		return nil, lp.ErrInfeasible
	case len(s.rows) > mostGonumRows:
		return nil, tooLarge(len(s.rows), mostGonumRows)
	case len(s.cost) > mostGonumCols:
		return nil, fmt.Errorf("%w: %d columns in standard form, want at most %d", ErrTooLarge, len(s.cost), mostGonumCols)
	}
	z := make([]float64, len(s.cost))
	if len(s.rows) > 0 {
		if z, err = call(s); err != nil {
			return nil, err
		}
	}
	if s.endless {
		return nil, lp.ErrUnbounded
	}
	return s.point(z), nil
}

// call calls gonum and turns a panic into an error.
func call(s *standard) (z []float64, err error) {
	defer func() {
		if r := recover(); r != nil {
			z, err = nil, fmt.Errorf("general: gonum panics: %v", r)
		}
	}()
	a := mat.NewDense(len(s.rows), len(s.cost), nil)
	for i, row := range s.rows {
		a.SetRow(i, row)
	}
	if len(s.rows) == len(s.cost) {
		return square(a, s.rhs)
	}
	_, z, err = lp.Simplex(s.cost, a, s.rhs, gonumTol, nil)
	return z, err
}

// square solves a problem with one candidate. Gonum calls it infeasible if
// rounding left anything below zero.
func square(a *mat.Dense, rhs []float64) ([]float64, error) {
	var z mat.VecDense
	if err := z.SolveVec(a, mat.NewVecDense(len(rhs), rhs)); err != nil {
		return nil, fmt.Errorf("general: gonum: %w", err)
	}
	x := z.RawVector().Data
	for j, v := range x {
		if v < -tolerance {
			return nil, lp.ErrInfeasible
		}
		x[j] = max(0, v)
	}
	return x, nil
}
