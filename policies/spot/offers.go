package spot

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// class is what decides where a job can run.
type class struct {
	demand  sim.Demand
	profile int32
	tasks   int32
}

// option is an offer that can hold a job of a class.
type option struct {
	offer    sim.OfferID
	how      sim.Purchase
	room     int // tasks on a machine
	machines int // for all tasks
	speed    int64
	boot     sim.Duration
}

// market remembers the options of classes; all of it can be made anew at any time.
type market struct {
	world   *sim.World
	classes map[class][]priced // as they were when somebody looked last, in that order
}

// priced is an option as it is now.
type priced struct {
	option
	price  sim.Rate // of all machines
	up     bool
	parted bool // it would be up, but the job cannot reach it
}

// most classes that are remembered.
const mostClasses = 1024

// options returns the offers for rent that can hold a job, in some order.
func (m *market) options(v *sim.View, j *sim.JobInfo) []priced {
	if w := v.World(); w != m.world {
		*m = market{world: w, classes: make(map[class][]priced)}
	}
	k := class{j.Demand, j.Profile, j.Tasks}
	list, known := m.classes[k]
	if known {
		return list
	}
	for o := range m.world.Offers {
		offer := &m.world.Offers[o]
		room := v.OfferRoom(j.ID, sim.OfferID(o))
		if offer.Purchase == sim.Owned || room == 0 {
			continue
		}
		list = append(list, priced{price: -1, option: option{
			offer: sim.OfferID(o), how: offer.Purchase, room: room, machines: (int(j.Tasks) + room - 1) / room,
			speed: v.Speed(j.Profile, offer.Type), boot: offer.Boot,
		}})
	}
	if len(m.classes) == mostClasses {
		clear(m.classes)
	}
	m.classes[k] = list
	return list
}

// look prices the options of a job: first the on-demand ones, then the spot ones, each by what the job's work costs. They are
// valid until it looks again. Prices seldom change, and the order with them.
func (m *market) look(v *sim.View, j *sim.JobInfo) (onDemand, spot []priced) {
	list := m.options(v, j)
	changed := false
	for i := range list {
		o := &list[i]
		price := v.Price(o.offer) * sim.Rate(o.machines)
		changed = changed || price != o.price
		o.price, o.up, o.parted = price, v.Available(o.offer) >= int64(o.machines), false
	}
	if changed {
		slices.SortFunc(list, func(a, b priced) int {
			return cmp.Or(cmp.Compare(a.how, b.how), dearer(a, b), cmp.Compare(a.offer, b.offer))
		})
	}
	n, _ := slices.BinarySearchFunc(list, sim.Spot, func(p priced, how sim.Purchase) int { return cmp.Compare(p.how, how) })
	return list[:n], list[n:]
}

// dearer compares what work costs: price ÷ speed.
func dearer(a, b priced) int {
	return sign(sim.Product(int64(a.price), b.speed).Minus(sim.Product(int64(b.price), a.speed)))
}

// sign returns 1, 0 or -1.
func sign(d sim.Wide) int {
	switch {
	case d.Hi < 0:
		return -1
	case d.IsZero():
		return 0
	}
	return 1
}

// within leaves the options that are in a region, if there are any.
func within(w *sim.World, list []priced, home sim.RegionID) []priced {
	var left []priced
	for _, o := range list {
		if regionOf(w, o.offer) == home {
			left = append(left, o)
		}
	}
	if len(left) == 0 {
		return list
	}
	return left
}

// fallback returns the on-demand option that a job would have: the cheapest for its work of those that can be had and
// end in time, otherwise the fastest that can be had, otherwise the first.
func fallback(onDemand []priced, j *sim.JobInfo, now sim.Time, w *way) *priced {
	var best *priced
	for i := range onDemand {
		o := &onDemand[i]
		if !o.up {
			continue
		}
		run := paused(&j.Restart, scale(j.Estimate-j.Done, ppm, o.speed)) + o.boot + w.time(o.offer) + overheadOf(j)
		if now.Add(run) <= j.Deadline {
			return o
		}
		if best == nil || o.speed > best.speed {
			best = o
		}
	}
	if best == nil && len(onDemand) > 0 {
		return &onDemand[0]
	}
	return best
}
