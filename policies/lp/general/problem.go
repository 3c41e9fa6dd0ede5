package general

import (
	"errors"
	"fmt"
	"math"
)

// Sense is how a row compares its sum with its right-hand side.
type Sense uint8

// The senses. Zero means not set.
const (
	LessEqual Sense = iota + 1
	Equal
	GreaterEqual
)

// String returns the sign.
func (s Sense) String() string {
	switch s {
	case LessEqual:
		return "≤"
	case Equal:
		return "="
	case GreaterEqual:
		return "≥"
	}
	return "not set"
}

// Column is a variable: what a unit costs and where it may lie. Bounds may be
// infinite; a Column without bounds is Column{Lower: math.Inf(-1), Upper: math.Inf(1)}.
type Column struct {
	Name         string // in MPS files and errors; may be empty
	Cost         float64
	Lower, Upper float64
}

// Term is a coefficient of a row.
type Term struct {
	Col   int
	Value float64
}

// Row is a constraint: the sum of its terms, each column at most once, against
// RHS.
type Row struct {
	Name  string // in MPS files and errors; may be empty
	Terms []Term
	Sense Sense
	RHS   float64
}

// Problem is a linear programme; the sum of the costs is to be as small as it can.
type Problem struct {
	Columns []Column
	Rows    []Row
}

// Budget limits what a Solver may do.
type Budget struct {
	// Iterations of the simplex method; 0 means 1,000 and 50 for each row and column.
	// Gonum's solver cannot be stopped and is limited by size instead; an External
	// one is its caller's affair.
	Iterations int
}

// iterations returns the limit for a problem.
func (b Budget) iterations(p *Problem) int {
	if b.Iterations > 0 {
		return b.Iterations
	}
	return 1000 + 50*(len(p.Rows)+len(p.Columns))
}

// Answer is what a Solver found.
type Answer struct {
	X         []float64 // a value of each column
	Price     []float64 // of each row: what a unit more of its right-hand side costs
	Objective float64   // what X costs
	// Bound is what no feasible point can beat, proved by Price and rounded down;
	// −Inf if Price proves nothing.
	Bound      float64
	Optimal    bool // X is the best, as Verify agrees
	Iterations int
}

// Solver solves a Problem. What it returns has passed Verify. Where the budget
// ended its work it returns an Answer that is not Optimal, with ErrBudget if X
// is not feasible; the Bound holds all the same.
type Solver interface {
	Solve(p *Problem, b Budget) (*Answer, error)
}

var (
	// ErrBudget is returned when the budget ran out before a feasible point was found.
	ErrBudget = errors.New("general: the budget ran out before a feasible point was found")
	// ErrUnverified is wrapped by the error that says what is wrong with an answer.
	ErrUnverified = errors.New("general: the answer is not verified")
	// ErrTooLarge is wrapped by the error of a Solver that would be too slow.
	ErrTooLarge = errors.New("general: the problem is too large for this solver")
)

// InfeasibleError says that no point satisfies all rows and bounds. Farkas has a
// weight for each row, at most 0 for ≤ and at least 0 for ≥: the rows, weighted
// and added, ask for more than any point within the bounds gives.
type InfeasibleError struct{ Farkas []float64 }

// Error says how many rows contradict each other.
func (e *InfeasibleError) Error() string {
	n := 0
	for _, y := range e.Farkas {
		if y != 0 {
			n++
		}
	}
	return fmt.Sprintf("general: infeasible: %d of %d rows contradict each other and the bounds", n, len(e.Farkas))
}

// UnboundedError says that costs fall without end from X in the direction Ray.
type UnboundedError struct{ X, Ray []float64 }

// Error says how many columns grow.
func (e *UnboundedError) Error() string {
	n := 0
	for _, r := range e.Ray {
		if r != 0 {
			n++
		}
	}
	return fmt.Sprintf("general: unbounded: costs fall without end as %d of %d columns move", n, len(e.Ray))
}

// columnName returns what to call a column in an error.
func (p *Problem) columnName(j int) string {
	if n := p.Columns[j].Name; n != "" {
		return fmt.Sprintf("column %d (%s)", j, n)
	}
	return fmt.Sprintf("column %d", j)
}

// rowName returns what to call a row in an error.
func (p *Problem) rowName(i int) string {
	if n := p.Rows[i].Name; n != "" {
		return fmt.Sprintf("row %d (%s)", i, n)
	}
	return fmt.Sprintf("row %d", i)
}

// Validate returns an error that names the first number that is not one, or
// bounds that exclude everything. Bounds may be infinite, costs and coefficients
// may not; numbers are at most 1e100, so that products fit.
func (p *Problem) Validate() error {
	for j, c := range p.Columns {
		switch {
		case !usable(c.Cost):
			return fmt.Errorf("general: cost of %s is %v, want a number of at most 1e100", p.columnName(j), c.Cost)
		case c.Lower != c.Lower || c.Upper != c.Upper || math.IsInf(c.Lower, 1) || math.IsInf(c.Upper, -1):
			return fmt.Errorf("general: bounds of %s are %v and %v, want numbers", p.columnName(j), c.Lower, c.Upper)
		case !usable(c.Lower) && !math.IsInf(c.Lower, 0), !usable(c.Upper) && !math.IsInf(c.Upper, 0):
			return fmt.Errorf("general: bounds of %s are %v and %v, want at most 1e100 or infinity", p.columnName(j), c.Lower, c.Upper)
		case c.Lower > c.Upper:
			return fmt.Errorf("general: %s has lower bound %v above upper bound %v", p.columnName(j), c.Lower, c.Upper)
		}
	}
	seen := make([]int, len(p.Columns))
	for i, r := range p.Rows {
		if r.Sense < LessEqual || r.Sense > GreaterEqual {
			return fmt.Errorf("general: sense of %s is %d, want ≤, = or ≥", p.rowName(i), r.Sense)
		}
		if !usable(r.RHS) {
			return fmt.Errorf("general: right-hand side of %s is %v, want a number of at most 1e100", p.rowName(i), r.RHS)
		}
		for _, t := range r.Terms {
			switch {
			case t.Col < 0 || t.Col >= len(p.Columns):
				return fmt.Errorf("general: %s has a term of column %d, want one of %d", p.rowName(i), t.Col, len(p.Columns))
			case !usable(t.Value):
				return fmt.Errorf("general: %s has coefficient %v of %s, want a number of at most 1e100", p.rowName(i), t.Value, p.columnName(t.Col))
			case seen[t.Col] == i+1:
				return fmt.Errorf("general: %s has %s twice", p.rowName(i), p.columnName(t.Col))
			}
			seen[t.Col] = i + 1
		}
	}
	return nil
}

// usable reports whether x is a number that can be reckoned with.
func usable(x float64) bool { return math.Abs(x) <= 1e100 }

// Value returns what a point costs.
func (p *Problem) Value(x []float64) (sum float64) {
	for j, c := range p.Columns {
		sum += float64(c.Cost * x[j])
	}
	return sum
}
