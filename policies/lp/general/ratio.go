package general

import "math"

// move brings a column into the basis from one direction, or from one bound to
// the other. It reports false if nothing stops it.
func (t *tableau) move(enter int, dir float64) bool {
	t.express(enter)
	row, length := t.ratio(dir)
	if width := t.upper[enter] - t.lower[enter]; width <= length {
		row, length = -1, width
	}
	if math.IsInf(length, 1) {
		return false
	}
	if t.still++; length > feasTol {
		t.still = 0
	}
	t.x[enter] += float64(dir * length)
	for i, j := range t.head {
		t.x[j] -= float64(float64(dir*length) * t.step[i])
	}
	if row < 0 {
		t.flip(enter, dir)
		return true
	}
	leave := t.head[row]
	t.rest(leave, float64(-dir*t.step[row]))
	t.replace(row, enter)
	return true
}

// flip puts a column at its other bound.
func (t *tableau) flip(j int, dir float64) {
	if dir > 0 {
		t.state[j], t.x[j] = atUpper, t.upper[j]
	} else {
		t.state[j], t.x[j] = atLower, t.lower[j]
	}
}

// rest puts the column that leaves at the bound that it moved to.
func (t *tableau) rest(j int, speed float64) {
	lo, hi := t.lower[j], t.upper[j]
	// In the first phase a column may stop at the bound it was beyond.
	toLower := speed < 0
	if math.IsInf(lo, -1) || (!math.IsInf(hi, 1) && math.Abs(t.x[j]-hi) < math.Abs(t.x[j]-lo)) {
		toLower = false
	} else if math.IsInf(hi, 1) || math.Abs(t.x[j]-lo) < math.Abs(t.x[j]-hi) {
		toLower = true
	}
	if toLower {
		t.state[j], t.x[j] = atLower, lo
	} else {
		t.state[j], t.x[j] = atUpper, hi
	}
}

// ratio returns the row whose column stops the move, and how long the move may
// be: −1 and +Inf if none does. Of the columns that stop it within a tolerance it
// takes the one with the largest pivot [Harris]; after many steps that gained
// nothing, the first of those that stop it at once [Bland].
func (t *tableau) ratio(dir float64) (row int, length float64) {
	bland := t.still > 20+t.m
	most := math.Inf(1)
	for i, j := range t.head {
		if room, speed := t.room(i, dir); speed > 0 {
			if !bland {
				room += t.tol[j]
			}
			most = min(most, room/speed)
		}
	}
	row, length = -1, math.Inf(1)
	best := 0.0
	for i, j := range t.head {
		room, speed := t.room(i, dir)
		if speed == 0 || room/speed > most {
			continue
		}
		if better := speed > best; bland && row >= 0 && j > t.head[row] || !bland && !better {
			continue
		}
		row, best, length = i, speed, max(0, room/speed)
	}
	return row, length
}

// room returns how far row i's column may move and how fast it does, for a unit of
// the column that enters; a speed of 0 if it never stops.
func (t *tableau) room(i int, dir float64) (room, speed float64) {
	v := float64(-dir * t.step[i])
	if math.Abs(v) < pivotTol {
		return 0, 0
	}
	j := t.head[i]
	x, lo, hi, tol := t.x[j], t.lower[j], t.upper[j], t.tol[j]
	switch {
	case v < 0 && x > hi+tol:
		return x - hi, -v // comes back from above
	case v > 0 && x < lo-tol:
		return lo - x, v
	case v < 0 && x >= lo-tol && !math.IsInf(lo, -1):
		return max(0, x-lo), -v
	case v > 0 && x <= hi+tol && !math.IsInf(hi, 1):
		return max(0, hi-x), v
	}
	return 0, 0
}
