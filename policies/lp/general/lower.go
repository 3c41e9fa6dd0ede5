package general

import "math"

// span is an interval that a number is known to lie in.
type span struct{ lo, hi float64 }

// down and up return the next float64, so that an interval that was rounded to
// nearest holds the exact result.
func down(x float64) float64 { return math.Nextafter(x, math.Inf(-1)) }
func up(x float64) float64   { return math.Nextafter(x, math.Inf(1)) }

// around returns the interval of a number that was rounded to x and was off by
// lost, or by what cannot be told.
func around(x, lost float64) span {
	switch {
	case lost == 0:
		return span{x, x}
	case lost < 0:
		return span{down(x), x}
	case lost > 0:
		return span{x, up(x)}
	}
	return span{down(x), up(x)}
}

// sum returns the interval of a + b, which is one number if the sum is exact: a
// column of a basis costs exactly nothing, and must not seem to save a little.
func sum(a, b float64) span {
	s := a + b
	if math.IsInf(s, 0) || s != s {
		return span{s, s}
	}
	t := s - a
	return around(s, (a-(s-t))+(b-t))
}

// product returns the interval of a·b.
func product(a, b float64) span {
	if a == 0 || b == 0 {
		return span{} // nothing times infinity is nothing
	}
	z := float64(a * b)
	if math.IsInf(z, 0) {
		return span{z, z}
	}
	if math.Abs(z) < 1e-200 || math.Abs(a) > 1e150 || math.Abs(b) > 1e150 {
		return span{down(z), up(z)}
	}
	// What rounding lost, from halves whose products are exact.
	a1, b1 := half(a), half(b)
	a2, b2 := a-a1, b-b1
	lost := ((float64(a1*b1) - z) + float64(a1*b2) + float64(a2*b1)) + float64(a2*b2)
	return around(z, lost)
}

// half returns the upper 26 bits of x.
func half(x float64) float64 {
	c := float64(x * (1<<27 + 1))
	return c - (c - x)
}

// plus returns a + b. Infinities of both signs make an end that says nothing.
func (a span) plus(b span) span {
	s := span{sum(a.lo, b.lo).lo, sum(a.hi, b.hi).hi}
	if s.lo != s.lo {
		s.lo = math.Inf(-1)
	}
	if s.hi != s.hi {
		s.hi = math.Inf(1)
	}
	return s
}

// times returns a·b.
func (a span) times(b span) span {
	s := span{math.Inf(1), math.Inf(-1)}
	for _, x := range [...]float64{a.lo, a.hi} {
		for _, y := range [...]float64{b.lo, b.hi} {
			z := product(x, y)
			s.lo, s.hi = min(s.lo, z.lo), max(s.hi, z.hi)
		}
	}
	return s
}

// at returns the interval of one number.
func at(x float64) span { return span{x, x} }

// Lower returns a number that no feasible point's cost is below, proved by prices
// of the rows, whatever they are: −Inf if they prove nothing. It is weak duality,
//
//	c·x ≥ y·b + Σ min over lower ≤ x ≤ upper of (c − yA)·x ,
//
// with every rounding outwards. First the prices are mended: one of the wrong
// sign counts as 0; a column without a bound gets the one that the rows imply, if
// any; and if a column could still go on for ever, all prices shrink until it costs
// something, which helps if its own cost is positive.
func Lower(p *Problem, price []float64) float64 {
	if len(price) != len(p.Rows) {
		return math.Inf(-1)
	}
	y := make([]float64, len(price))
	for i, r := range p.Rows {
		v := price[i]
		if !usable(v) || (r.Sense == LessEqual && v > 0) || (r.Sense == GreaterEqual && v < 0) {
			v = 0
		}
		y[i] = v
	}
	box := implied(p)
	best := weak(p, y, box)
	if !math.IsInf(best, -1) {
		return best
	}
	for try := 0; try < 3; try++ {
		theta := shrink(p, y, box)
		if theta == 1 {
			break
		}
		for i := range y {
			y[i] = float64(y[i] * theta)
		}
		if best = weak(p, y, box); !math.IsInf(best, -1) {
			break
		}
	}
	return max(best, weak(p, make([]float64, len(y)), box))
}

// reduced returns c − yA.
func reduced(p *Problem, y []float64) []span {
	d := make([]span, len(p.Columns))
	for j, c := range p.Columns {
		d[j] = at(c.Cost)
	}
	for i, r := range p.Rows {
		if y[i] != 0 {
			for _, t := range r.Terms {
				d[t.Col] = d[t.Col].plus(at(-y[i]).times(at(t.Value)))
			}
		}
	}
	return d
}

// weak returns what y proves.
func weak(p *Problem, y []float64, box []span) float64 {
	total := at(0)
	for i, r := range p.Rows {
		total = total.plus(at(y[i]).times(at(r.RHS)))
	}
	for j, d := range reduced(p, y) {
		// The least over d of the least over x: a corner of both.
		total = total.plus(at(d.times(box[j]).lo))
	}
	if math.IsInf(total.lo, 1) {
		return math.Inf(-1)
	}
	return total.lo
}

// shrink returns by what to multiply the prices so that no column that could go on
// for ever saves anything; 1 if that cannot be had.
func shrink(p *Problem, y []float64, box []span) float64 {
	theta := 1.0
	for j, d := range reduced(p, y) {
		c := p.Columns[j].Cost
		switch {
		case math.IsInf(box[j].hi, 1) && d.lo < 0 && c > 0:
			theta = min(theta, float64((c/(c-d.lo))*(1-1e-12)))
		case math.IsInf(box[j].lo, -1) && d.hi > 0 && c < 0:
			theta = min(theta, float64((c/(c-d.hi))*(1-1e-12)))
		}
	}
	return max(theta, 0)
}

// implied returns the bounds of the columns, and where there are none, what
// single rows say about them.
func implied(p *Problem) []span {
	box := make([]span, len(p.Columns))
	for j, c := range p.Columns {
		box[j] = span{c.Lower, c.Upper}
	}
	var after []span
	for _, r := range p.Rows {
		after = append(after[:0], at(r.RHS))
		for k := len(r.Terms) - 1; k > 0; k-- {
			t := r.Terms[k]
			after = append(after, after[len(after)-1].plus(at(-t.Value).times(box[t.Col])))
		}
		before := at(0)
		for k, t := range r.Terms {
			if t.Value != 0 {
				tighten(&box[t.Col], t.Value, r.Sense, before.plus(after[len(r.Terms)-1-k]))
			}
			before = before.plus(at(-t.Value).times(box[t.Col]))
		}
	}
	return box
}

// tighten bounds x where a·x ≤, = or ≥ rest.
func tighten(b *span, a float64, sense Sense, rest span) {
	upper := sense == Equal || (sense == LessEqual) == (a > 0)
	lower := sense == Equal || (sense == GreaterEqual) == (a > 0)
	lo, hi := down(rest.lo/a), up(rest.hi/a)
	if a < 0 {
		lo, hi = down(rest.hi/a), up(rest.lo/a)
	}
	if lo != lo || hi != hi {
		return
	}
	if upper && math.IsInf(b.hi, 1) {
		b.hi = hi
	}
	if lower && math.IsInf(b.lo, -1) {
		b.lo = lo
	}
}
