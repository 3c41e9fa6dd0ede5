package bound

import (
	"math"

	"skysim/sim"
)

// search looks for prices that prove a high bound. The last of the duals is the best
// that the floats know; nothing depends on their being right.
//
// Three are good to begin with: nothing is scarce (each job for itself); what is free
// costs what its machines cost elsewhere; and from the better of them the subgradient method
// goes on, after F. Barahona and R. Anbil, The volume algorithm (2000): the direction
// is an average of what the relaxed problem used lately, so that it does not
// jump from one cheapest lane to the next.
func (m *model) search(steps int) (duals []*dual, taken int, settled bool) {
	a := newAscent(m)
	if steps == 0 {
		steps = a.affordable()
	}
	start := append([]float64(nil), a.extra...)
	low := a.value()
	duals = append(duals, a.dual("each job for itself"))
	for part := 1.0; part > 0.01; part /= 4 {
		a.elsewhere(part)
		if dear := a.value(); dear > low {
			low, start = dear, append(start[:0], a.extra...)
			duals = append(duals, a.dual("each job for itself, free machine time at a part of the price of other"))
		}
	}
	copy(a.extra, start)
	taken, settled = a.climb(steps)
	return append(duals, a.dual("prices of scarce machines (Lagrange)")), taken, settled
}

// ascent is the search for a dual, in floats: dollars and hours.
type ascent struct {
	m       *model
	windows int
	base    []float64 // price by lane and window; +Inf where there is no supply
	extra   []float64 // by lane and window
	room    []float64 // supply; +Inf if endless
	scale   []float64 // by lane: what machine time is worth where it is scarce
	weigh   [][resources]float64
	learn   [][resources]float64 // logarithms of weigh, but for a factor

	classes []class
	frac    [][]float64 // by shape and lane, times resources
	slow    [][]float64 // hours of paid time for an hour of work; +Inf if it cannot run
	fare    [][]float64 // traffic, in dollars per hour of work, by shape and group

	use   []float64            // of machine time, by lane and window
	load  [][resources]float64 // dollars of each resource, by set of weights
	cell  []float64            // scratch, by window
	arg   []int32
	best  float64 // value found
	alone float64 // value if all took what is endless: no dual is worth more
	stuck bool    // some class found nothing
}

// class is jobs of one shape that become ready in one window and must end in another.
type class struct {
	shape, first, last int32
	work               float64 // hours, of all tasks
}

const perHour = 1 / 3.6e12

func newAscent(m *model) *ascent {
	a := &ascent{m: m, windows: len(m.windows)}
	n := len(m.lanes) * a.windows
	a.base, a.extra, a.room, a.use = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	a.cell, a.arg = make([]float64, a.windows), make([]int32, a.windows)
	for l := range m.lanes {
		for w, s := range m.lanes[l].supply {
			at := l*a.windows + w
			a.base[at], a.room[at] = float64(m.lanes[l].price[exactly][w])*1e-12, float64(s)*perHour
			if s == endless {
				a.room[at] = math.Inf(1)
			}
			if s == 0 || m.free > 0 && m.lanes[l].spared > 0 { // what is free has a price of its own, dual.taken
				a.base[at] = math.Inf(1)
			}
		}
	}
	a.classify()
	a.measure()
	a.firstWeights()
	a.rate()
	return a
}

// classify sorts the jobs into classes.
func (a *ascent) classify() {
	m := a.m
	at := make(map[[3]int32]int)
	for s := range m.shapes {
		for _, k := range m.shapes[s].needs {
			n := &m.roster.needs[k]
			last := a.windows - 1
			if n.last < m.roster.limit {
				last = m.windowOf(n.last - 1)
			}
			first := m.windowOf(n.ready)
			key := [3]int32{int32(s), int32(first), int32(max(first, last))}
			i, known := at[key]
			if !known {
				i = len(a.classes)
				at[key] = i
				a.classes = append(a.classes, class{key[0], key[1], key[2], 0})
			}
			a.classes[i].work += float64(float64(n.tasks) * float64(float64(n.work)*perHour))
		}
	}
}

// measure fills in what shapes take of lanes.
func (a *ascent) measure() {
	m := a.m
	a.frac, a.slow, a.fare = make([][]float64, len(m.shapes)), make([][]float64, len(m.shapes)), make([][]float64, len(m.shapes))
	h := newHaul(m, true)
	for s := range m.shapes {
		sh := &m.shapes[s]
		a.frac[s], a.slow[s] = make([]float64, len(m.lanes)*resources), make([]float64, len(m.lanes))
		for l := range m.lanes {
			a.slow[s][l] = math.Inf(1)
			if p := &sh.parts[l]; p.speed > 0 {
				a.slow[s][l] = ppm / float64(p.speed)
				for r, of := range p.of {
					a.frac[s][l*resources+r] = float64(of) / float64(whole)
				}
			}
		}
		a.fare[s] = a.fares(h, sh)
	}
}

// fares returns what traffic costs the jobs of a shape together, per hour of
// their work: near enough to look for prices.
func (a *ascent) fares(h *haul, s *shape) []float64 {
	list := make([]float64, a.m.groups)
	var work float64
	for _, k := range s.needs {
		n := &a.m.roster.needs[k]
		work += float64(float64(n.tasks) * float64(float64(n.work)*perHour))
		f := h.of(n, s)
		for g := range list {
			if f != nil {
				list[g] += float64(float64(f.reads[g]) * 1e-9)
				if !s.keeps {
					list[g] += float64(float64(f.writes[g]) * 1e-9)
				}
			}
		}
	}
	for g := range list {
		list[g] /= max(work, 1e-12)
	}
	return list
}

// firstWeights gives each type's machines to the resource that the jobs which may run there
// want most of.
func (a *ascent) firstWeights() {
	m := a.m
	a.weigh, a.learn, a.load = make([][resources]float64, len(m.kinds)), make([][resources]float64, len(m.kinds)), make([][resources]float64, len(m.kinds))
	want := make([][resources]float64, len(m.kinds))
	for _, c := range a.classes {
		for l := range m.lanes {
			if !math.IsInf(a.slow[c.shape][l], 1) {
				for r := range resources {
					want[m.lanes[l].weigh][r] += float64(c.work * a.slow[c.shape][l] * a.frac[c.shape][l*resources+r])
				}
			}
		}
	}
	for k := range want {
		most := 0.0
		for r := range resources {
			most = max(most, want[k][r])
		}
		for r := range resources {
			a.learn[k][r] = float64(6 * (want[k][r] / max(most, 1e-300)))
		}
	}
	a.normalise()
}

// normalise makes weights of what was learned.
func (a *ascent) normalise() {
	for k := range a.learn {
		most := a.learn[k][0]
		for _, x := range a.learn[k] {
			most = max(most, x)
		}
		sum := 0.0
		for r, x := range a.learn[k] {
			a.weigh[k][r] = sim.Exp(x - most)
			sum += a.weigh[k][r]
		}
		for r := range a.weigh[k] {
			a.weigh[k][r] /= sum
		}
	}
}

// dual makes integers of the present prices and weights.
func (a *ascent) dual(note string) *dual {
	d := a.m.newDual(note)
	for l := range a.m.lanes {
		for w := range a.windows {
			if x := a.extra[l*a.windows+w]; x > 0 {
				d.extra[l][w] = int64(math.Floor(min(x, 1e4) * 1e12))
			}
		}
	}
	for k := range d.weigh {
		left, most := wholeWeigh, 0
		for r, x := range a.weigh[k] {
			if x >= 0 && x <= 1 {
				d.weigh[k][r] = min(left, int64(math.Floor(x*float64(wholeWeigh))))
				left -= d.weigh[k][r]
			}
			if x > a.weigh[k][most] {
				most = r
			}
		}
		d.weigh[k][most] += left
	}
	if a.m.free > 0 {
		d.taken = int64(math.Floor(min(a.dearest(), 1e4) * 1e12))
	}
	return d
}
