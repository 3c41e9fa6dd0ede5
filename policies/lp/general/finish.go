package general

import (
	"fmt"
	"math"
)

// tooLarge returns an error that wraps ErrTooLarge.
func tooLarge(rows, most int) error {
	return fmt.Errorf("%w: %d rows, want at most %d", ErrTooLarge, rows, most)
}

// finish returns the answer of a basis whose columns save nothing, or that the
// problem is infeasible.
func (t *tableau) finish(steps int) (*Answer, error) {
	if t.phase1 {
		e := &InfeasibleError{Farkas: t.signed(1)}
		if err := e.Check(t.p); err != nil {
			return nil, fmt.Errorf("infeasible without proof: %w", err)
		}
		return nil, e
	}
	a := t.answer(steps)
	a.Optimal = true
	return a, Verify(t.p, a)
}

// stopped returns what there is when the budget ran out.
func (t *tableau) stopped(steps int) (*Answer, error) {
	a := t.answer(steps)
	if t.phase1 {
		return a, ErrBudget
	}
	return a, Verify(t.p, a)
}

// answer writes the answer of the basis.
func (t *tableau) answer(steps int) *Answer {
	a := &Answer{X: make([]float64, t.n), Iterations: steps}
	for j := range a.X {
		c := t.p.Columns[j]
		a.X[j] = max(c.Lower, min(t.x[j]*t.colScale[j], c.Upper))
	}
	scale := 1.0
	for j := range t.n {
		if t.cost[j] != 0 {
			scale = t.p.Columns[j].Cost * t.colScale[j] / t.cost[j]
			break
		}
	}
	if t.phase1 {
		a.Price = make([]float64, t.m) // prices of the first phase prove nothing of the cost
	} else {
		a.Price = t.signed(scale)
	}
	a.Objective, a.Bound = t.p.Value(a.X), Lower(t.p, a.Price)
	return a
}

// signed returns the prices of the unscaled rows; a sign that rounding turned is
// set right.
func (t *tableau) signed(scale float64) []float64 {
	y := make([]float64, t.m)
	for i, r := range t.p.Rows {
		v := t.price[i] * t.rowScale[i] * scale
		if (r.Sense == LessEqual && v > 0) || (r.Sense == GreaterEqual && v < 0) {
			v = 0
		}
		y[i] = v
	}
	return y
}

// unbounded returns the direction in which a column enters and nothing stops it.
func (t *tableau) unbounded(enter int, dir float64) error {
	if t.phase1 {
		return wrong("nothing stops a column on the way to a feasible point")
	}
	e := &UnboundedError{X: t.answer(0).X, Ray: make([]float64, t.n)}
	set := func(j int, v float64) {
		if j < t.n {
			e.Ray[j] = v * t.colScale[j]
		}
	}
	set(enter, dir)
	for i, j := range t.head {
		if v := float64(-dir * t.step[i]); math.Abs(v) >= pivotTol {
			set(j, v)
		}
	}
	if err := e.Check(t.p); err != nil {
		return fmt.Errorf("unbounded without proof: %w", err)
	}
	return e
}
