package dp

import (
	"math"
	"slices"

	optimum "skysim/policies/dp/spot"
)

// key is what a table of decisions depends on. Nothing in it is a time, so jobs with other ticks share tables.
type key struct {
	tick     int // parts of work that a tick on a machine does: 1 or 2
	overhead int // parts that an entry into a machine takes
	price    int // of spot machines, in parts of priceSteps that on-demand machines cost
	odds     optimum.Odds
}

// table is the model of package dp/spot, Expect, for one place, cut down to the states that a job goes through.
//
// The rows are the parts of work that are left, the cells of a row the ticks that are left beyond those that
// work without an overhead would take. A decision leads to a row above, or to an earlier cell of its row, so
// rows are added at the end when a job with more work comes, and nothing is worked out twice. A job with
// more time than a row has cells is planned as if its deadline came sooner: the decisions on it are what they are at the
// last cell, and it is asked again at the next tick.
//
// A cell has these states: no machine and on-demand machines, each while spot machines cannot be had and while
// they can, and spot machines. Those on machines stand for as many as there are stages of the overhead: at stage 0 the machine has just been
// entered, at the last it works.
type table struct {
	key
	stages int   // of an overhead, the last one included
	pend   []int // parts of the overhead that are left at each stage
	gain   []int // parts of work that a tick does at each stage
	cells  int   // in a row
	width  int   // of a cell
	parts  int   // rows that are known
	best   []uint8
	value  [3][]float64 // of the last rows, by parts modulo 3: what coming to a state is worth, seen a tick before
	now    []float64    // scratch: a cell as seen in it
	from   [3][]float64 // scratch: the cells that are a tick later, by the parts that were done
	none   []float64    // a cell for which there is no time
}

// spare is how many cells a row has beyond those that it takes to enter a machine.
const spare = 40

// The decisions.
const (
	never uint8 = iota // none makes sure of the deadline
	wait
	takeSpot
	takeOnDemand
	stay
)

// newTable returns a table without rows.
func newTable(k key) *table {
	t := &table{key: k}
	for left := k.overhead; left > 0; left -= k.tick {
		t.pend = append(t.pend, left)
	}
	t.pend = append(t.pend, 0)
	for _, p := range t.pend {
		t.gain = append(t.gain, max(0, t.tick-p))
	}
	t.stages = len(t.pend)
	t.cells, t.width = spare+t.stages, 2+3*t.stages
	t.now, t.none = make([]float64, t.width), make([]float64, t.width)
	for i := range t.none {
		t.none[i] = math.Inf(1)
	}
	for i := range t.value {
		t.value[i] = make([]float64, t.cells*t.width)
	}
	return t
}

// The places of states in a cell.
func idle(up int) int                   { return up }
func (t *table) onDemand(s, up int) int { return 2 + 2*s + up }
func (t *table) spot(s int) int         { return 2 + 2*t.stages + s }

// least returns the ticks that so much work takes.
func (t *table) least(parts int) int { return (parts + t.tick - 1) / t.tick }

// grow adds rows.
func (t *table) grow(parts int) {
	if more := parts - t.parts; more > 0 {
		t.best = slices.Grow(t.best, more*t.cells*t.width)
	}
	for t.parts < parts {
		t.parts++
		row, start := t.value[t.parts%3], len(t.best)
		t.best = t.best[:start+t.cells*t.width]
		for c := range t.cells {
			for gain := range min(t.tick+1, t.parts) {
				t.from[gain] = t.cell(t.parts-gain, t.least(t.parts)+c-1)
			}
			t.decide(t.best[start+c*t.width:][:t.width])
			t.look(row[c*t.width:][:t.width])
		}
	}
}

// cell returns what it is worth to come to the states with so much left.
func (t *table) cell(parts, ticks int) []float64 {
	c := min(ticks-t.least(parts), t.cells-1)
	if c < 0 {
		return t.none
	}
	return t.value[parts%3][c*t.width:][:t.width]
}

// run returns the value of a tick on a machine, of that price, at a stage; next is the state that it leads to.
func (t *table) run(price, stage, next int) float64 {
	gain := t.gain[stage]
	if t.parts <= gain {
		return float64(price*(t.pend[stage]+t.parts)) / float64(t.tick)
	}
	return float64(price) + t.from[gain][next]
}

// decide values the states of a cell of the last row, and finds what is best in them. It ties as Expect does.
func (t *table) decide(best []uint8) {
	second, last := min(1, t.stages-1), t.stages-1
	for up := range 2 {
		v, d := math.Inf(1), never
		if up == 1 {
			if c := t.run(t.price, 0, t.spot(second)); c < v {
				v, d = c, takeSpot
			}
		}
		if c := t.run(priceSteps, 0, t.onDemand(second, up)); c < v {
			v, d = c, takeOnDemand
		}
		if c := t.from[0][idle(up)]; c < v {
			v, d = c, wait
		}
		t.now[idle(up)], best[idle(up)] = v, d
		for s := second; s <= last; s++ {
			at, next := t.onDemand(s, up), min(s+1, last)
			t.now[at], best[at] = v, d
			if c := t.run(priceSteps, s, t.onDemand(next, up)); c <= v && c <= math.MaxFloat64 {
				t.now[at], best[at] = c, stay
			}
			if up == 0 {
				continue // the spot machine is gone
			}
			at = t.spot(s)
			t.now[at], best[at] = v, d
			if c := t.run(t.price, s, t.spot(next)); c <= v && c <= math.MaxFloat64 {
				t.now[at], best[at] = c, stay
			}
		}
	}
}

// look fills in what coming to the states of a cell is worth, as seen a tick before.
func (t *table) look(seen []float64) {
	o := &t.odds
	gone, there := t.now[idle(0)], t.now[idle(1)]
	seen[idle(0)], seen[idle(1)] = mix(o.Up, there, gone), mix(o.Down, gone, there)
	for s := min(1, t.stages-1); s < t.stages; s++ {
		low, high := t.now[t.onDemand(s, 0)], t.now[t.onDemand(s, 1)]
		seen[t.onDemand(s, 0)], seen[t.onDemand(s, 1)] = mix(o.Up, high, low), mix(o.Down, low, high)
		seen[t.spot(s)] = mix(o.Down, gone, mix(o.Evict, there, t.now[t.spot(s)]))
	}
}

// mix returns q·x + (1−q)·y, where x or y may be infinite.
func mix(q, x, y float64) float64 {
	switch q {
	case 0:
		return y
	case 1:
		return x
	}
	return float64(q*x) + float64((1-q)*y)
}

// at returns the decision for a state, with never where no decision makes sure of the deadline.
func (t *table) at(parts, ticks, state int) uint8 {
	c := ticks - t.least(parts)
	if c < 0 {
		return never
	}
	t.grow(parts)
	return t.best[((parts-1)*t.cells+min(c, t.cells-1))*t.width+state]
}

// stage returns the first stage at which no more of the overhead is left than so many parts. A job that is on a machine is not at
// the stage of entering it.
func (t *table) stage(pending int) int {
	s := min(1, t.stages-1)
	for t.pend[s] > pending {
		s++
	}
	return s
}
