package general

import (
	"fmt"
	"math"
)

// tolerance is by how much sums may be off, relative to what is summed.
const tolerance = 1e-7

// Verify returns an error, which wraps ErrUnverified, unless X is feasible,
// Objective is what it costs, Bound is what Price proves and not above it, and, if
// the answer is Optimal, Price is allowed and proves as much as X costs, all within
// 1e-7 of the numbers that are summed.
func Verify(p *Problem, a *Answer) error {
	if len(a.X) != len(p.Columns) || len(a.Price) != len(p.Rows) {
		return wrong("%d values and %d prices for %d columns and %d rows", len(a.X), len(a.Price), len(p.Columns), len(p.Rows))
	}
	if err := feasible(p, a.X); err != nil {
		return err
	}
	value := p.Value(a.X)
	size := 1.0
	for j, c := range p.Columns {
		size += math.Abs(c.Cost * a.X[j])
	}
	if off := math.Abs(value - a.Objective); !(off <= float64(tolerance*size)) {
		return wrong("the objective is said to be %v, but X costs %v", a.Objective, value)
	}
	if b := Lower(p, a.Price); b < a.Bound {
		return wrong("the bound is said to be %v, but the prices prove %v", a.Bound, b)
	}
	if over := a.Bound - value; over > float64(tolerance*size) {
		return wrong("the bound %v is above the cost %v", a.Bound, value)
	}
	if !a.Optimal {
		return nil
	}
	proved, scale, err := proves(p, a.Price, true)
	if err != nil {
		return err
	}
	if gap := value - proved; !(math.Abs(gap) <= float64(tolerance*(size+scale))) {
		return wrong("X costs %v, but the prices prove only %v", value, proved)
	}
	return nil
}

// wrong returns an error that wraps ErrUnverified.
func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnverified, fmt.Sprintf(format, args...))
}

// feasible returns an error unless x is within the bounds and satisfies the rows.
func feasible(p *Problem, x []float64) error {
	for j, c := range p.Columns {
		if room := float64(tolerance * (1 + math.Abs(x[j]))); !(x[j] >= c.Lower-room && x[j] <= c.Upper+room) {
			return wrong("%s is %v, want %v to %v", p.columnName(j), x[j], c.Lower, c.Upper)
		}
	}
	for i, r := range p.Rows {
		sum, size := 0.0, 1+math.Abs(r.RHS)
		for _, t := range r.Terms {
			sum += float64(t.Value * x[t.Col])
			size += math.Abs(t.Value * x[t.Col])
		}
		over, room := sum-r.RHS, float64(tolerance*size)
		if over != over || (r.Sense != GreaterEqual && over > room) || (r.Sense != LessEqual && over < -room) {
			return wrong("%s sums to %v, want %s %v", p.rowName(i), sum, r.Sense, r.RHS)
		}
	}
	return nil
}

// proves returns the cost that prices prove, within tolerances, and the sum of
// the absolute values that make it up. It returns an error if they prove
// nothing. Without costs, it returns what they prove of feasibility.
func proves(p *Problem, price []float64, costs bool) (proved, scale float64, err error) {
	d, size := make([]float64, len(p.Columns)), make([]float64, len(p.Columns))
	for j, c := range p.Columns {
		if size[j] = 1; costs {
			d[j], size[j] = c.Cost, 1+math.Abs(c.Cost)
		}
	}
	for i, r := range p.Rows {
		y := price[i]
		if wide := float64(tolerance * (1 + math.Abs(y))); y != y || (r.Sense == LessEqual && y > wide) || (r.Sense == GreaterEqual && y < -wide) {
			return 0, 0, wrong("the price of %s, a row with %s, is %v", p.rowName(i), r.Sense, y)
		}
		proved += float64(y * r.RHS)
		scale += math.Abs(y * r.RHS)
		for _, t := range r.Terms {
			d[t.Col] -= float64(y * t.Value)
			size[t.Col] += math.Abs(y * t.Value)
		}
	}
	for j, c := range p.Columns {
		at := c.Lower
		if d[j] < 0 {
			at = c.Upper
		}
		if math.IsInf(at, 0) {
			if math.Abs(d[j]) > float64(tolerance*size[j]) {
				return 0, 0, wrong("at these prices %s saves %v a unit without end", p.columnName(j), math.Abs(d[j]))
			}
			continue
		}
		proved += float64(d[j] * at)
		scale += math.Abs(d[j] * at)
	}
	return proved, scale, nil
}

// Check returns an error unless the weights prove that p is infeasible.
func (e *InfeasibleError) Check(p *Problem) error {
	if len(e.Farkas) != len(p.Rows) {
		return wrong("%d weights for %d rows", len(e.Farkas), len(p.Rows))
	}
	proved, scale, err := proves(p, e.Farkas, false)
	if err == nil && !(proved > float64(1e-9*scale)) {
		err = wrong("the weighted rows ask for %v more than the bounds give", proved)
	}
	return err
}

// Check returns an error unless X is feasible, stays so in the direction of Ray,
// and gets cheaper.
func (e *UnboundedError) Check(p *Problem) error {
	if len(e.X) != len(p.Columns) || len(e.Ray) != len(p.Columns) {
		return wrong("a point of %d and a ray of %d values for %d columns", len(e.X), len(e.Ray), len(p.Columns))
	}
	if err := feasible(p, e.X); err != nil {
		return err
	}
	q := &Problem{Columns: make([]Column, len(p.Columns)), Rows: make([]Row, len(p.Rows))}
	for j, c := range p.Columns {
		q.Columns[j] = Column{Name: c.Name, Lower: math.Inf(-1), Upper: math.Inf(1)}
		if !math.IsInf(c.Lower, 0) {
			q.Columns[j].Lower = 0
		}
		if !math.IsInf(c.Upper, 0) {
			q.Columns[j].Upper = 0
		}
	}
	for i, r := range p.Rows {
		q.Rows[i] = Row{Name: r.Name, Terms: r.Terms, Sense: r.Sense}
	}
	if err := feasible(q, e.Ray); err != nil {
		return fmt.Errorf("the ray: %w", err)
	}
	size := 0.0
	for j, c := range p.Columns {
		size += math.Abs(c.Cost * e.Ray[j])
	}
	if saves := -p.Value(e.Ray); !(saves > float64(1e-9*size)) {
		return wrong("the ray saves %v", saves)
	}
	return nil
}
