package general

import "math"

// Own is the simplex method with bounded variables, in floats, with an explicit
// inverse of the basis that is computed afresh every so often. It takes problems of
// up to a few hundred rows: a step costs rows² and what pricing all columns costs.
type Own struct{}

var _ Solver = Own{}

// mostOwn is the largest number of rows, whose inverse is 32 MB.
const mostOwn = 2000

// Where a column is.
const (
	atLower int8 = iota + 1
	atUpper
	atNothing // a column without bounds, at 0
	basic
)

const (
	feasTol  = 1e-9 // how far a scaled value may be beyond its bound, relative to the row's size
	priceTol = 1e-9 // how little a scaled column may save and still be left alone
	pivotTol = 1e-9 // how small a pivot may be
	refresh  = 64   // steps after which the inverse is computed afresh
)

// tableau is a problem in the making: rows are a·x + slack = rhs, scaled by powers
// of two, with the slacks as columns behind the others.
type tableau struct {
	p            *Problem
	m, n         int // rows, and columns without slacks
	col          [][]Term
	cost         []float64
	lower, upper []float64
	tol          []float64 // how far each column may be beyond its bounds
	rhs          []float64
	rowScale     []float64
	colScale     []float64

	state   []int8
	x       []float64
	head    []int     // the basic column of each row
	inverse []float64 // m × m, of the basis
	price   []float64
	step    []float64 // the column that enters, in terms of the basis
	phase1  bool
	still   int // steps in a row that gained nothing
	age     int // steps since the inverse was computed
}

// Solve returns a verified answer, an *InfeasibleError or *UnboundedError whose
// proof holds, or what is wrong: an invalid problem, ErrTooLarge, ErrUnverified.
func (Own) Solve(p *Problem, b Budget) (*Answer, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if len(p.Rows) > mostOwn {
		return nil, tooLarge(len(p.Rows), mostOwn)
	}
	t := newTableau(p)
	t.start()
	steps, most := 0, b.iterations(p)
	for {
		enter, dir := t.choose()
		if enter < 0 {
			// Only what holds with a fresh inverse holds.
			if t.age > 0 {
				t.refactor()
				continue
			}
			return t.finish(steps)
		}
		if steps == most {
			return t.stopped(steps)
		}
		if !t.move(enter, dir) {
			if t.age > 0 {
				t.refactor()
				continue
			}
			return nil, t.unbounded(enter, dir)
		}
		steps++
	}
}

// newTableau scales p.
func newTableau(p *Problem) *tableau {
	m, n := len(p.Rows), len(p.Columns)
	t := &tableau{
		p: p, m: m, n: n, col: make([][]Term, n+m), cost: make([]float64, n+m),
		tol: make([]float64, n+m), lower: make([]float64, n+m), upper: make([]float64, n+m), rhs: make([]float64, m),
		rowScale: make([]float64, m), colScale: make([]float64, n),
		state: make([]int8, n+m), x: make([]float64, n+m), head: make([]int, m),
		inverse: make([]float64, m*m), price: make([]float64, m), step: make([]float64, m),
	}
	most := make([]float64, n)
	for i, r := range p.Rows {
		big := 0.0
		for _, a := range r.Terms {
			big = max(big, math.Abs(a.Value))
		}
		t.rowScale[i] = inversePower(big)
		for _, a := range r.Terms {
			most[a.Col] = max(most[a.Col], math.Abs(a.Value*t.rowScale[i]))
		}
	}
	for j, c := range p.Columns {
		k := inversePower(most[j])
		t.colScale[j] = k
		t.cost[j], t.lower[j], t.upper[j] = c.Cost*k, c.Lower/k, c.Upper/k
		if t.tol[j] = feasTol; !math.IsInf(c.Lower, 0) || !math.IsInf(c.Upper, 0) {
			t.tol[j] = feasTol * (1 + min(math.Abs(t.lower[j]), math.Abs(t.upper[j])))
		}
	}
	for i, r := range p.Rows {
		t.rhs[i] = r.RHS * t.rowScale[i]
		t.tol[n+i] = feasTol * (1 + math.Abs(t.rhs[i]))
		for _, a := range r.Terms {
			if a.Value != 0 {
				t.col[a.Col] = append(t.col[a.Col], Term{i, a.Value * t.rowScale[i] * t.colScale[a.Col]})
			}
		}
		t.col[n+i] = []Term{{i, 1}}
		if r.Sense == LessEqual {
			t.upper[n+i] = math.Inf(1)
		}
		if r.Sense == GreaterEqual {
			t.lower[n+i] = math.Inf(-1)
		}
	}
	t.scaleCost()
	return t
}

// scaleCost makes the largest cost about 1, so that priceTol means something.
func (t *tableau) scaleCost() {
	big := 0.0
	for _, c := range t.cost {
		big = max(big, math.Abs(c))
	}
	k := inversePower(big)
	for j := range t.cost {
		t.cost[j] *= k
	}
}

// inversePower returns the power of two that brings x near 1; 1 for 0.
func inversePower(x float64) float64 {
	if x == 0 {
		return 1
	}
	_, e := math.Frexp(x)
	return math.Ldexp(1, -e)
}

// start makes the slacks the basis, and puts every other column at the bound
// nearer to zero.
func (t *tableau) start() {
	for j := range t.n {
		switch lo, hi := t.lower[j], t.upper[j]; {
		case math.IsInf(lo, -1) && math.IsInf(hi, 1):
			t.state[j], t.x[j] = atNothing, 0
		case math.IsInf(hi, 1) || math.Abs(lo) <= math.Abs(hi):
			t.state[j], t.x[j] = atLower, lo
		default:
			t.state[j], t.x[j] = atUpper, hi
		}
	}
	for i := range t.m {
		t.head[i], t.state[t.n+i] = t.n+i, basic
	}
	t.refactor()
}

// choose prices all columns for the phase that the basis is in, and returns the
// one that saves most per unit, or after many steps that gained nothing the first
// that saves anything, and the direction in which to move it; -1 if none does.
func (t *tableau) choose() (enter int, dir float64) {
	t.prices()
	bland := t.still > 20+t.m
	best := priceTol
	enter = -1
	for j, st := range t.state {
		if st == basic || t.lower[j] == t.upper[j] {
			continue
		}
		d := t.reduced(j)
		saves := 0.0
		switch {
		case d < 0 && st != atUpper:
			saves = -d
		case d > 0 && st != atLower:
			saves = d
		}
		if saves > best {
			enter, dir = j, -math.Copysign(1, d)
			if bland {
				return enter, dir
			}
			best = saves
		}
	}
	return enter, dir
}

// weight returns what a unit of a basic column costs in this phase: in the first,
// what it is beyond its bounds.
func (t *tableau) weight(j int) float64 {
	switch {
	case !t.phase1:
		return t.cost[j]
	case t.x[j] < t.lower[j]-t.tol[j]:
		return -1
	case t.x[j] > t.upper[j]+t.tol[j]:
		return 1
	}
	return 0
}

// prices finds the phase and the prices of the rows.
func (t *tableau) prices() {
	t.phase1 = false
	for _, j := range t.head {
		if t.x[j] < t.lower[j]-t.tol[j] || t.x[j] > t.upper[j]+t.tol[j] {
			t.phase1 = true
			break
		}
	}
	clear(t.price)
	for i, j := range t.head {
		if w := t.weight(j); w != 0 {
			for k, v := range t.inverse[i*t.m : (i+1)*t.m] {
				t.price[k] += float64(w * v)
			}
		}
	}
}

// reduced returns what a unit of a column costs beside the prices.
func (t *tableau) reduced(j int) float64 {
	d := 0.0
	if !t.phase1 {
		d = t.cost[j]
	}
	for _, a := range t.col[j] {
		d -= float64(t.price[a.Col] * a.Value)
	}
	return d
}
