package fair

import (
	"math"
	"slices"
)

// Budget limits what Solve and Fill may do.
type Budget struct {
	Iterations int     // of the interior-point method; 0 means 100
	Gap        float64 // how far Level may be below Upper, as a part of it; 0 means 1e-9
	Rounds     int     // of Fill; 0 means 50
}

func (b Budget) filled() Budget {
	if b.Iterations <= 0 {
		b.Iterations = 100
	}
	if !(b.Gap > 0) {
		b.Gap = 1e-9
	}
	if b.Rounds <= 0 {
		b.Rounds = 50
	}
	return b
}

// Shares is who gets what, with a proof of how good that is.
type Shares struct {
	X     [][]float64 // the fraction of its time that each job gets on each kind
	Level float64     // what the job that is worst off has
	// Upper is what no sharing can lift every job above. It follows from the prices:
	// JobPrice says how much of the total each job's level counts, and
	// KindPrice what all machines of each kind are worth.
	Upper               float64
	JobPrice, KindPrice []float64
	Optimal             bool // Level is within the budget's Gap of Upper
	Iterations          int
}

// Solve returns the shares of max-min fairness. An error means that p is not
// valid; *NowhereError that the level is 0 whatever is done. If the budget ran
// out, Optimal is false and Level and Upper hold all the same.
func Solve(p *Problem, b Budget) (*Shares, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	b = b.filled()
	n := len(p.Throughput)
	if n == 0 {
		return &Shares{Level: math.Inf(1), Upper: math.Inf(1), KindPrice: make([]float64, len(p.Machines)), Optimal: true}, nil
	}
	t, unit := prepare(p)
	for i := range t.f {
		t.f[i] = 1
	}
	t.start()
	s := &Shares{Upper: math.Inf(1), Level: -1}
	s.Iterations = t.run(b.Iterations, func() bool {
		s.see(p, t, unit)
		s.Optimal = s.Upper-s.Level <= float64(b.Gap*s.Upper)
		return s.Optimal
	})
	if s.X == nil { // no point was near enough, and the steps ended early
		s.see(p, t, unit)
	}
	return s, nil
}

// see takes over the shares, and the prices, of a point if they are better.
func (s *Shares) see(p *Problem, t *interior, unit float64) {
	x := t.shares()
	shrink(p, x)
	if level := p.level(x); level > s.Level {
		s.X, s.Level = x, level
	}
	kind := slices.Clone(t.p)
	for j := range kind {
		kind[j] = float64(kind[j] * unit)
	}
	if upper := p.upper(t.y, kind); upper < s.Upper {
		s.JobPrice, s.KindPrice, s.Upper = slices.Clone(t.y), kind, upper
	}
}

// prepare returns the interior-point method's problem, with levels in units of
// what dividing all kinds equally achieves, so that the answer is near 1.
func prepare(p *Problem) (t *interior, unit float64) {
	n, k := len(p.Throughput), len(p.Machines)
	t = newInterior(n, k)
	t.a, t.c = p.gains(), p.takes()
	total, wanted := 0.0, 0.0
	for j, m := range p.Machines {
		total += m
		t.idle[j] = m == 0
	}
	for i := range n {
		wanted += p.scale(i)
	}
	unit = math.Inf(1)
	for i := range n {
		level := 0.0
		for j, m := range p.Machines {
			level += float64(t.a[i*k+j] * (m / total))
		}
		unit = min(unit, level)
	}
	unit *= min(1, total/wanted)
	for q := range t.a {
		t.a[q] /= unit
	}
	return t, unit
}

// shares returns the shares row by row.
func (t *interior) shares() [][]float64 {
	all := slices.Clone(t.x)
	rows := make([][]float64, t.n)
	for i := range rows {
		rows[i] = all[i*t.k : (i+1)*t.k : (i+1)*t.k]
		for j := range rows[i] {
			if t.a[i*t.k+j] == 0 {
				rows[i][j] = 0
			}
		}
	}
	return rows
}

// shrink makes shares keep every limit: a job's own if its time exceeds 1, and all
// of a kind that is taken more than it has.
func shrink(p *Problem, x [][]float64) {
	used := make([]float64, len(p.Machines))
	for i, row := range x {
		sum := 0.0
		for j, v := range row {
			row[j] = max(v, 0)
			sum += row[j]
		}
		for j := range row {
			if sum > 1 {
				row[j] = float64(row[j] / sum)
			}
			used[j] += float64(p.scale(i) * row[j])
		}
	}
	for j, u := range used {
		if m := p.Machines[j]; u > m {
			for _, row := range x {
				row[j] = float64(row[j] * (m / u))
			}
		}
	}
}
