package bound

import (
	"math/big"

	"skysim/sim"
)

// dual is a set of prices that proves a bound, whatever it says: what machine
// time costs beyond its price where the supply is limited, and how the cost
// of a machine is shared out among its resources.
type dual struct {
	extra [][]int64          // pico-dollars per hour, by lane and window
	weigh [][resources]int64 // in 2⁻²⁰, at most wholeWeigh together
	taken int64              // pico-dollars per hour, of machine time that is free because it is taken away, where that is limited
	note  string             // how it was found
}

func (m *model) newDual(note string) *dual {
	d := &dual{extra: make([][]int64, len(m.lanes)), weigh: make([][resources]int64, len(m.kinds)), note: note}
	for l := range m.lanes {
		d.extra[l] = make([]int64, len(m.windows))
	}
	return d
}

// worth is what a dual proves, in amounts (see perNano).
type worth struct {
	total   *big.Int
	traffic *big.Int // part of it
	lost    int64    // jobs that nothing can run: no run is comparable
}

// evaluate returns the bound that a dual proves on what rented machines and
// traffic cost:
//
//	Σ_jobs min over lanes and windows of (price + extra) × share × time  −  Σ extra × supply
//
// with everything rounded down. With rounding, prices are what the rounding of lines
// may leave of them.
func (m *model) evaluate(d *dual, h *haul, rounding bool) worth {
	v := worth{total: new(big.Int), traffic: new(big.Int)}
	t := newTable(m)
	for i := range m.shapes {
		s := &m.shapes[i]
		t.fill(m, d, s, rounding)
		for _, k := range s.needs {
			n := &m.roster.needs[k]
			cost, moved, found := t.cost(n, h.of(n, s))
			if !found {
				v.lost++
				continue
			}
			v.total.Add(v.total, cost.Big())
			v.traffic.Add(v.traffic, moved.Big())
			if rounding && n.job.Restart.Keep != sim.KeepAll && !n.body {
				// half a nano-dollar for each line that its last attempt is on
				paid, half := cost.Minus(moved), sim.Product(n.tasks, perNano/2)
				if n.work == n.job.Work && less(paid, half) {
					half = paid
				}
				v.total.Sub(v.total, half.Big())
			}
		}
	}
	scarce := new(big.Int)
	for l := range m.lanes {
		for w, extra := range d.extra[l] {
			if extra > 0 && m.lanes[l].supply[w] > 0 {
				scarce.Add(scarce, sim.Product(extra, m.lanes[l].supply[w]).Big())
			}
		}
	}
	if m.free > 0 {
		scarce.Add(scarce, sim.Product(d.taken, int64(m.free)).Big())
	}
	v.total.Sub(v.total, scarce.Lsh(scarce, fine))
	return v
}

// table is what a nanosecond costs a task of one shape, by group of regions and
// window: of work at 1,000,000 ppm, and of paid time.
type table struct {
	work, paid     [][]int64 // from each window on: the least of this and all later ones
	workAt, paidAt [][]int64 // in each window
	windows        *model
}

func newTable(m *model) *table {
	t := &table{windows: m}
	for range m.groups {
		for _, list := range []*[][]int64{&t.work, &t.paid, &t.workAt, &t.paidAt} {
			*list = append(*list, make([]int64, len(m.windows)))
		}
	}
	return t
}

// nowhere is a rate where nothing can run.
const nowhere = dearest + 1

func (t *table) fill(m *model, d *dual, s *shape, rounding bool) {
	for g := range t.workAt {
		for w := range t.workAt[g] {
			t.workAt[g][w], t.paidAt[g][w] = nowhere, nowhere
		}
	}
	by := s.life
	if !rounding {
		by = exactly
	}
	for k := range m.lanes {
		p, l := &s.parts[k], &m.lanes[k]
		if p.speed == 0 {
			continue
		}
		paid := p.share(&d.weigh[l.weigh])
		work, _ := mulDiv(paid, ppm, p.speed)
		more := int64(0)
		if l.spared > 0 {
			more = d.taken
		}
		works, pays := t.workAt[l.group], t.paidAt[l.group]
		for w, price := range l.price[by] {
			if l.supply[w] == 0 {
				continue
			}
			price += d.extra[k][w] + more
			works[w] = min(works[w], rate(price, work))
			pays[w] = min(pays[w], rate(price, paid))
		}
	}
	for g := range t.work {
		suffix(t.work[g], t.workAt[g])
		suffix(t.paid[g], t.paidAt[g])
	}
}

// share returns what of a machine's cost a task has to bear, in 2⁻³².
func (p *part) share(weigh *[resources]int64) int64 {
	var sum int64
	for r, of := range p.of {
		sum += of * weigh[r] >> 20
	}
	return sum
}

func suffix(to, from []int64) {
	least := int64(nowhere)
	for w := len(from) - 1; w >= 0; w-- {
		least = min(least, from[w])
		to[w] = least
	}
}

// cost returns the least that a job costs, and what of that is traffic. It
// reports false if nothing can run it.
func (t *table) cost(n *need, f *fares) (least, moved sim.Wide, found bool) {
	time := times(n.tasks, n.work)
	idle := times(n.tasks, int64(n.idle))
	pause := int64(nowhere)
	for g := range t.work {
		work, paid := t.rates(n, g)
		pause = min(pause, paid)
		if work >= nowhere {
			continue
		}
		sum, fare := sim.Product(time, work), sim.Wide{}
		if f != nil {
			there := f.reads[g]
			if n.job.Restart.Keep == sim.KeepNothing {
				there = plus(there, f.writes[g])
			}
			fare = sim.Product(min(there, endless/16), perNano)
		}
		if sum = sum.Plus(fare); !found || less(sum, least) {
			least, moved, found = sum, fare, true
		}
	}
	if !found {
		return least, moved, false
	}
	if f != nil && n.job.Restart.Keep != sim.KeepNothing {
		last := sim.Product(min(f.cheapest, endless/16), perNano)
		least, moved = least.Plus(last), moved.Plus(last)
	}
	return least.Plus(sim.Product(idle, pause)), moved, true
}

// rates returns the least rates of a group in the windows that a job may run in.
func (t *table) rates(n *need, g int) (work, paid int64) {
	first := t.windows.windowOf(n.ready)
	if n.last == sim.Never || n.last >= t.windows.roster.limit {
		return t.work[g][first], t.paid[g][first]
	}
	work, paid = nowhere, nowhere
	for w := first; w < len(t.windows.windows) && t.windows.windows[w] < n.last; w++ {
		work, paid = min(work, t.workAt[g][w]), min(paid, t.paidAt[g][w])
	}
	return work, paid
}
