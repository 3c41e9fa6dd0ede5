package general

import "math"

// free is a column without cost and bounds.
var free = Column{Lower: math.Inf(-1), Upper: math.Inf(1)}

func isInf(x float64) bool { return math.IsInf(x, 0) }

// standard is a problem in the form of textbooks: equations, and columns that are
// at least 0. Rows that follow from others and columns in no row are left out,
// because gonum's solver stops at them.
type standard struct {
	n             int // columns of the problem
	cost, rhs     []float64
	rows          [][]float64
	offset        []float64 // of each of the problem's columns
	parts         []part    // of each column of this form
	contradiction bool      // two equations contradict each other
	endless       bool      // a column in no row saves for ever
}

// part says that a column of the standard form is a part of one of the problem's;
// of −1 if it is a slack.
type part struct {
	of   int
	sign float64
}

// standardise writes p in standard form.
func standardise(p *Problem) *standard {
	s := &standard{n: len(p.Columns), offset: make([]float64, len(p.Columns))}
	first := make([]int, len(p.Columns)) // each column's first part; a second one follows
	for j, c := range p.Columns {
		first[j] = len(s.parts)
		switch {
		case !isInf(c.Lower):
			s.offset[j] = c.Lower
			s.add(part{j, 1}, c.Cost)
		case !isInf(c.Upper):
			s.offset[j] = c.Upper
			s.add(part{j, -1}, -c.Cost)
		default:
			s.add(part{j, 1}, c.Cost)
			s.add(part{j, -1}, -c.Cost)
		}
	}
	var senses []Sense
	row := func(sense Sense, rhs float64) []float64 {
		s.rows, s.rhs, senses = append(s.rows, make([]float64, len(s.parts))), append(s.rhs, rhs), append(senses, sense)
		return s.rows[len(s.rows)-1]
	}
	for _, r := range p.Rows {
		to := row(r.Sense, r.RHS)
		for _, t := range r.Terms {
			s.rhs[len(s.rhs)-1] -= float64(t.Value * s.offset[t.Col])
			for k := first[t.Col]; k < len(s.parts) && s.parts[k].of == t.Col; k++ {
				to[k] = float64(t.Value * s.parts[k].sign)
			}
		}
	}
	for j, c := range p.Columns {
		if !isInf(c.Lower) && !isInf(c.Upper) {
			row(LessEqual, c.Upper-c.Lower)[first[j]] = 1
		}
	}
	s.slacks(senses)
	s.independent(senses)
	s.emptyColumns()
	return s
}

// add adds a column.
func (s *standard) add(p part, cost float64) {
	s.parts, s.cost = append(s.parts, p), append(s.cost, cost)
}

// slacks turns inequalities into equations.
func (s *standard) slacks(senses []Sense) {
	for i, sense := range senses {
		if sense == Equal {
			continue
		}
		sign := 1.0
		if sense == GreaterEqual {
			sign = -1
		}
		s.add(part{-1, 0}, 0)
		for k := range s.rows {
			s.rows[k] = append(s.rows[k], 0)
		}
		s.rows[i][len(s.parts)-1] = sign
	}
}

// independent keeps the equations that do not follow from others. Those with a
// slack never do.
func (s *standard) independent(senses []Sense) {
	var kept [][]float64
	var rhs []float64
	var pivots []int
	var reduced [][]float64 // with the right-hand side at the end
	for i, row := range s.rows {
		if senses[i] != Equal {
			kept, rhs = append(kept, row), append(rhs, s.rhs[i])
			continue
		}
		r := append(append([]float64(nil), row...), s.rhs[i])
		size := 0.0
		for _, v := range r {
			size = max(size, math.Abs(v))
		}
		for k, other := range reduced {
			if f := r[pivots[k]]; f != 0 {
				addRow(r, other, -f)
				r[pivots[k]] = 0
			}
		}
		at := -1
		for j, v := range r[:len(row)] {
			if math.Abs(v) > float64(1e-9*size) && (at < 0 || math.Abs(v) > math.Abs(r[at])) {
				at = j
			}
		}
		if at < 0 {
			s.contradiction = s.contradiction || math.Abs(r[len(row)]) > float64(1e-9*size)
			continue
		}
		scaleRow(r, 1/r[at])
		reduced, pivots = append(reduced, r), append(pivots, at)
		kept, rhs = append(kept, row), append(rhs, s.rhs[i])
	}
	s.rows, s.rhs = kept, rhs
}

// emptyColumns leaves out columns in no row.
func (s *standard) emptyColumns() {
	to := 0
	for k, p := range s.parts {
		used := false
		for _, row := range s.rows {
			used = used || row[k] != 0
		}
		if !used {
			s.endless = s.endless || s.cost[k] < 0
			continue
		}
		for _, row := range s.rows {
			row[to] = row[k]
		}
		s.parts[to], s.cost[to] = p, s.cost[k]
		to++
	}
	s.parts, s.cost = s.parts[:to], s.cost[:to]
	for i := range s.rows {
		s.rows[i] = s.rows[i][:to]
	}
}

// point returns the problem's point.
func (s *standard) point(z []float64) []float64 {
	x := append([]float64(nil), s.offset...)
	for k, p := range s.parts {
		if p.of >= 0 {
			x[p.of] += float64(p.sign * z[k])
		}
	}
	return x
}
