package assign

import "math"

// leave finds what stops the entering variable and takes its place: a variable
// of the basis that comes down to 0, or the key of a job whose share does. It
// reports whether there is one.
func (s *simplex) leave(enter column) bool {
	const tiny = 1e-9
	row, key, step := -1, -1, math.Inf(1)
	size := 0.0 // of the pivot, the larger the better
	fall := s.falls(enter)
	for r, a := range s.entering {
		stop := a > tiny
		if !s.phase1 && s.basis[r].job == overload {
			stop, a = math.Abs(a) > tiny, math.Abs(a) // it stays at 0
		}
		if !stop {
			continue
		}
		if t := max(0, s.value[r]) / a; t < step-1e-12 || (t <= step+1e-12 && a > size) {
			row, key, step, size = r, -1, t, a
		}
	}
	for _, f := range fall {
		if f.rate > tiny {
			if t := max(0, f.share) / f.rate; t < step-1e-12 || (t <= step+1e-12 && f.rate > size) {
				row, key, step, size = -1, f.job, t, f.rate
			}
		}
	}
	switch {
	case math.IsInf(step, 1):
		return false
	case step > 1e-12:
		s.stalled = 0
	default:
		s.stalled++
	}
	if key >= 0 {
		if row = s.rekey(key, enter); row < 0 {
			return true // the entering variable is the key now
		}
		s.load(enter)
	}
	s.pivot(row, enter)
	return true
}

// keyFall is how fast the share of a job at its key agent falls as the
// entering variable grows.
type keyFall struct {
	job         int
	share, rate float64
}

// falls lists the jobs whose key's share changes.
func (s *simplex) falls(enter column) []keyFall {
	var list []keyFall
	of := func(job int) *keyFall {
		for i := range list {
			if list[i].job == job {
				return &list[i]
			}
		}
		list = append(list, keyFall{job, 1, 0})
		return &list[len(list)-1]
	}
	for r, c := range s.basis {
		if c.job >= 0 {
			f := of(c.job)
			f.share -= s.value[r]
			f.rate -= s.entering[r]
		}
	}
	if enter.job >= 0 {
		of(enter.job).rate++
	}
	return list
}

// rekey gives a job another key. A variable of the same job in the basis
// changes places with it, and its row is returned; without one the entering
// variable, which is of that job, becomes the key and -1 is returned.
func (s *simplex) rekey(job int, enter column) int {
	row := -1
	for r, c := range s.basis {
		if c.job == job && (row < 0 || math.Abs(s.entering[r]) > math.Abs(s.entering[row])) {
			row = r
		}
	}
	if row < 0 {
		s.key[job] = enter.agent
		return -1
	}
	old := s.key[job]
	s.key[job] = s.basis[row].agent
	s.basis[row].agent = old
	// z·(A_r − A_old) + Σ z_q·(A_q − A_old), written with the new key's column.
	mine := s.inverse[row]
	for r, c := range s.basis {
		if r != row && c.job == job {
			for i, x := range s.inverse[r] {
				mine[i] += x
			}
		}
	}
	for i := range mine {
		mine[i] = -mine[i]
	}
	return row
}

// pivot puts the entering variable in the place of the one in row.
func (s *simplex) pivot(row int, enter column) {
	s.basis[row] = enter
	mine, at := s.inverse[row], s.entering[row]
	for i := range mine {
		mine[i] /= at
	}
	for r, other := range s.inverse {
		if f := s.entering[r]; r != row && f != 0 {
			for i, x := range mine {
				other[i] -= float64(f * x)
			}
		}
	}
}

// factor computes the inverse of the basis anew, by elimination with the
// largest pivot of each column, and leaves it alone if that fails.
func (s *simplex) factor() {
	m, n := s.in.m, s.in.n
	a, inv := make([][]float64, m), make([][]float64, m)
	for r := range m {
		a[r], inv[r] = make([]float64, m), make([]float64, m)
		inv[r][r] = 1
	}
	for r, c := range s.basis {
		switch c.job {
		case slack:
			a[c.agent][r] = 1
		case overload:
			a[c.agent][r] = -1
		default:
			k := s.key[c.job]
			a[c.agent][r] += s.use[c.agent*n+c.job]
			a[k][r] -= s.use[k*n+c.job]
		}
	}
	for col := range m {
		best := col
		for r := col + 1; r < m; r++ {
			if math.Abs(a[r][col]) > math.Abs(a[best][col]) {
				best = r
			}
		}
		if math.Abs(a[best][col]) < 1e-13 {
			return
		}
		a[col], a[best], inv[col], inv[best] = a[best], a[col], inv[best], inv[col]
		eliminate(a, inv, col)
	}
	s.inverse = inv
}

// eliminate clears a column but for its diagonal, which becomes 1.
func eliminate(a, inv [][]float64, col int) {
	at := a[col][col]
	for i := range a {
		a[col][i] /= at
		inv[col][i] /= at
	}
	for r := range a {
		f := a[r][col]
		if r == col || f == 0 {
			continue
		}
		for i := range a {
			a[r][i] -= float64(f * a[col][i])
			inv[r][i] -= float64(f * inv[col][i])
		}
	}
}
