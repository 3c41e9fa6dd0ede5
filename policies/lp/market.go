package lp

import (
	"cmp"
	"math"
	"slices"

	"skysim/policies/greedy"
	"skysim/sim"
)

// market remembers which offers can hold which tasks. All of it can be made anew from
// the World and the View at any time.
type market struct {
	world   *sim.World
	usable  []sim.OfferID // owned ones, and those that the spot option allows
	reaches map[reachKey]*reach
}

// reachKey is what decides where a task can run.
type reachKey struct {
	demand  sim.Demand
	profile int32
}

// reach lists the offers that can hold a task: owned ones first, then those for rent by what an
// hour of work costs there, equals as the World lists them.
type reach struct {
	options []option
	prices  int64 // View.PriceChanges when they were sorted
}

// option is an offer that can hold a task.
type option struct {
	offer  sim.OfferID
	room   int64 // tasks on an empty machine
	speed  int64 // ppm
	owned  bool
	cost   float64 // of an hour of work, pico-dollars, but for a factor
	beside bool    // a machine with GPUs, for a task that wants none
}

// maxReaches bounds what is remembered.
const maxReaches = 512

// open looks at a world that was not seen before.
func (m *market) open(w *sim.World, s greedy.Spot) {
	*m = market{world: w, reaches: map[reachKey]*reach{}}
	for o := range w.Offers {
		switch how := w.Offers[o].Purchase; {
		case how == sim.Owned && w.Offers[o].Supply.ValueAt(0) > 0,
			how == sim.OnDemand && s != greedy.SpotOnly,
			how == sim.Spot && s != greedy.SpotAvoid:
			m.usable = append(m.usable, sim.OfferID(o))
		}
	}
}

// reach returns where tasks of a demand and profile can run.
func (m *market) reach(v *sim.View, d sim.Demand, profile int32) *reach {
	k := reachKey{d, profile}
	r := m.reaches[k]
	if r == nil {
		if len(m.reaches) == maxReaches {
			clear(m.reaches)
		}
		r = m.learn(v, k)
		m.reaches[k] = r
	}
	if prices := v.PriceChanges(); r.prices != prices {
		r.sort(v)
		r.prices = prices
	}
	return r
}

// sort reads the prices and sorts the options by them.
func (r *reach) sort(v *sim.View) {
	for i := range r.options {
		if o := &r.options[i]; o.owned {
			o.cost = 0
		} else {
			o.cost = float64(v.Price(o.offer)) / float64(float64(o.room)*float64(o.speed))
		}
	}
	slices.SortFunc(r.options, func(a, b option) int {
		switch {
		case a.owned && !b.owned:
			return -1
		case b.owned && !a.owned:
			return 1
		}
		return cmp.Or(cmp.Compare(coarse(a.cost), coarse(b.cost)), cmp.Compare(a.offer, b.offer))
	})
}

// learn looks at every offer once. A task without GPUs goes beside those that use them, and
// machines with GPUs are rented for it only if no others can hold it.
func (m *market) learn(v *sim.View, k reachKey) *reach {
	r, plain := &reach{prices: -1}, false
	for _, o := range m.usable {
		t := &m.world.Types[m.world.Offers[o].Type]
		speed, n := v.Speed(k.profile, m.world.Offers[o].Type), room(&k.demand, t)
		if speed == 0 || n == 0 || !v.Permits(k.demand.Rules, o) {
			continue
		}
		owned := m.world.Offers[o].Purchase == sim.Owned
		plain = plain || t.GPUs == 0 && !owned
		r.options = append(r.options, option{offer: o, room: n, speed: speed, owned: owned, beside: k.demand.GPUs == 0 && t.GPUs > 0})
	}
	if plain {
		r.options = slices.DeleteFunc(r.options, func(o option) bool { return o.beside && !o.owned })
	}
	return r
}

// room returns how many tasks an empty machine holds, as View.OfferRoom says it of a job.
func room(d *sim.Demand, t *sim.MachineType) int64 {
	n := int64(math.MaxInt32)
	if d.CPU > 0 {
		n = min(n, t.CPU/d.CPU)
	}
	if d.Mem > 0 {
		n = min(n, t.Mem/d.Mem)
	}
	if d.GPUs == 0 {
		return n
	}
	if t.GPUs < d.GPUs || d.Kinds != 0 && d.Kinds>>uint(t.GPUKind)&1 == 0 {
		return 0
	}
	return min(n, int64(t.GPUs)*int64(1000/d.Share)/int64(d.GPUs))
}

// units returns the size of an empty machine of an offer, in thousandths of a GPU, or of a vCPU
// if it has no GPUs.
func (m *market) units(o sim.OfferID) int64 {
	t := &m.world.Types[m.world.Offers[o].Type]
	if t.GPUs > 0 {
		return 1000 * int64(t.GPUs)
	}
	return max(1, t.CPU)
}

// size returns what a task takes in the same units.
func size(d *sim.Demand) int64 {
	if d.GPUs > 0 {
		return int64(d.GPUs) * int64(d.Share)
	}
	return max(1, d.CPU)
}
