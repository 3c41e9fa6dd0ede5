package general

import "math"

// refactor computes the inverse of the basis and the values of its columns. It
// reports false if the basis is singular; then the slacks take the place of what
// depends on the rest.
func (t *tableau) refactor() bool {
	m := t.m
	a := make([]float64, m*m) // the basis; becomes the identity
	inv := t.inverse
	clear(inv)
	for i, j := range t.head {
		inv[i*m+i] = 1
		for _, c := range t.col[j] {
			a[c.Col*m+i] = c.Value
		}
	}
	whole := true
	for k := range m {
		r, big := k, 0.0
		for i := k; i < m; i++ {
			if v := math.Abs(a[i*m+k]); v > big {
				r, big = i, v
			}
		}
		if big < 1e-11 {
			whole = false
			break
		}
		swapRows(a, m, k, r)
		swapRows(inv, m, k, r)
		f := 1 / a[k*m+k]
		scaleRow(a[k*m:(k+1)*m], f)
		scaleRow(inv[k*m:(k+1)*m], f)
		for i := range m {
			if f := a[i*m+k]; i != k && f != 0 {
				addRow(a[i*m+k:(i+1)*m], a[k*m+k:(k+1)*m], -f)
				addRow(inv[i*m:(i+1)*m], inv[k*m:(k+1)*m], -f)
			}
		}
	}
	t.age = 0
	if !whole {
		t.slacks()
	}
	t.values()
	return whole
}

// slacks begins anew with the slacks as the basis.
func (t *tableau) slacks() {
	for i := range t.m {
		j := t.head[i]
		t.state[j], t.x[j] = atNothing, 0
		switch lo, hi := t.lower[j], t.upper[j]; {
		case !math.IsInf(lo, -1):
			t.state[j], t.x[j] = atLower, lo
		case !math.IsInf(hi, 1):
			t.state[j], t.x[j] = atUpper, hi
		}
	}
	clear(t.inverse)
	for i := range t.m {
		t.head[i], t.state[t.n+i] = t.n+i, basic
		t.inverse[i*t.m+i] = 1
	}
}

func swapRows(a []float64, m, i, k int) {
	if i == k {
		return
	}
	for j := range m {
		a[i*m+j], a[k*m+j] = a[k*m+j], a[i*m+j]
	}
}

func scaleRow(row []float64, f float64) {
	for j := range row {
		row[j] *= f
	}
}

// addRow adds f times one row to another.
func addRow(row, other []float64, f float64) {
	for j, v := range other {
		if v != 0 {
			row[j] += float64(f * v)
		}
	}
}

// values computes the basic columns from the others.
func (t *tableau) values() {
	rest := append([]float64(nil), t.rhs...)
	for j, st := range t.state {
		if st != basic && t.x[j] != 0 {
			for _, a := range t.col[j] {
				rest[a.Col] -= float64(a.Value * t.x[j])
			}
		}
	}
	for i, j := range t.head {
		v := 0.0
		for k, b := range t.inverse[i*t.m : (i+1)*t.m] {
			v += float64(b * rest[k])
		}
		t.x[j] = v
	}
}

// express writes a column in terms of the basis, into step.
func (t *tableau) express(j int) {
	clear(t.step)
	for _, a := range t.col[j] {
		for i := range t.step {
			t.step[i] += float64(t.inverse[i*t.m+a.Col] * a.Value)
		}
	}
}

// replace puts a column into the basis in the place of row r's.
func (t *tableau) replace(r, enter int) {
	m := t.m
	row := t.inverse[r*m : (r+1)*m]
	scaleRow(row, 1/t.step[r])
	for i, f := range t.step {
		if i != r && f != 0 {
			addRow(t.inverse[i*m:(i+1)*m], row, -f)
		}
	}
	t.head[r], t.state[enter] = enter, basic
	if t.age++; t.age >= refresh {
		t.refactor()
	}
}
