package lp

import (
	"cmp"
	"math"
	"slices"

	"skysim/sim"
)

// quote is what it is expected to cost to put a job of a class where a row says.
type quote struct {
	row  int32
	cost float64 // of one job, pico-dollars
	most int64   // units that may be taken, by what fits on a machine
	late bool    // it would miss its deadline
}

// mostOffers bounds the offers for rent that one class looks at: those where an hour of its work
// costs least and there is something to be had.
const mostOffers = 12

// quotes lists the places of each class.
func (l *Policy) quotes(v *sim.View) {
	for i := range l.classes {
		c := &l.classes[i]
		c.arcs = c.arcs[:0]
		l.fit(v, c)
		for k, rented := 0, 0; k < len(c.reach.options) && rented < mostOffers; k++ {
			if l.offer(v, c, &c.reach.options[k]) && !c.reach.options[k].owned {
				rented++
			}
		}
		l.choose(c)
	}
}

// fit counts how many tasks of a class fit on the machines of each offer that exist.
func (l *Policy) fit(v *sim.View, c *class) {
	for len(c.rooms) < len(l.market.world.Offers) {
		c.rooms = append(c.rooms, 0)
	}
	clear(c.rooms)
	for m := v.FirstFit(c.first.ID); m != 0; m = v.NextFit(c.first.ID, m) {
		c.rooms[v.Machine(m).Offer] += int64(v.Room(c.first.ID, m))
	}
}

// hourly returns what an hour of a job costs, in pico-dollars, on the cheapest machines for
// rent; negative if there are none.
func (l *Policy) hourly(v *sim.View, r *reach, tasks int32) float64 {
	least := -1.0
	for i := range r.options {
		o := &r.options[i]
		if o.owned {
			continue
		}
		if x := float64(float64(v.Price(o.offer))*float64(tasks)) / float64(o.room); least < 0 || x < least {
			least = x
		}
	}
	return least
}

// nominal returns what an hour of running costs, in pico-dollars, of the mean job of those seen
// lately, or else of a job that waits; a dollar if no machines are for rent for any of them.
func (l *Policy) nominal(v *sim.View) float64 {
	var sum, weight float64
	for i := range l.census.kinds {
		k := &l.census.kinds[i]
		x := l.hourly(v, l.market.reach(v, k.key.demand, k.key.profile), k.key.tasks)
		if n := k.weight + float64(k.fresh); x >= 0 {
			sum += float64(n * x)
			weight += n
		}
	}
	for i := 0; i < len(l.classes) && weight == 0; i++ {
		c := &l.classes[i] // the first of those for which there are
		if sum = l.hourly(v, c.reach, c.key.kind.tasks); sum > 0 {
			weight = 1
		}
	}
	if weight == 0 {
		return float64(sim.DollarRate)
	}
	return sum / weight
}

// offer lists the places of a class on an offer, and reports whether there are any.
func (l *Policy) offer(v *sim.View, c *class, o *option) bool {
	before := len(c.arcs)
	at := l.rows.first[o.offer] - 1
	plenty := !o.owned && l.rows.plenty(o.offer)
	for k, r := range l.rows.of(o.offer) {
		if r.cap == 0 || o.beside != (r.what == rowBeside) && (r.what != rowNew || o.owned) {
			continue
		}
		if r.what == rowLater && (!c.patient || plenty) {
			continue
		}
		q := quote{row: at + int32(k), most: r.cap}
		if r.what == rowNew {
			q.most = min(q.most, min(v.Available(o.offer), 1<<30)*o.room*(c.size/int64(c.key.kind.tasks)))
		}
		if r.what == rowNow || r.what == rowBeside {
			q.most = min(q.most, c.rooms[o.offer]*(c.size/int64(c.key.kind.tasks)))
		}
		if q.most >= c.size {
			l.price(v, c, o, &r, &q)
			c.arcs = append(c.arcs, q)
		}
	}
	return len(c.arcs) > before
}

// price works out what a job of a class costs in a place.
func (l *Policy) price(v *sim.View, c *class, o *option, r *row, q *quote) {
	w := l.market.world
	run, boot := c.run(o.speed), sim.Duration(0)
	tasks := float64(c.key.kind.tasks)
	share := tasks / float64(o.room)
	if r.what == rowNew {
		boot = w.Offers[o.offer].Boot
	}
	hours := float64(run) / hour
	if !o.owned {
		rate, machines := float64(v.Price(o.offer)), share
		if r.what == rowNew { // whole machines, for all of the class
			n := float64(len(c.jobs))
			all := int64(c.key.kind.tasks) * int64(len(c.jobs))
			machines = float64((all+o.room-1)/o.room) / n
			hours += float64(boot) / hour
		}
		q.cost = float64(float64(rate*machines) * float64(hours*l.pressure(v, o.offer)))
	}
	q.cost += float64(float64(l.tolls.price[o.offer]*share) * (float64(run) / hour))
	if c.key.home >= 0 {
		q.cost += float64(float64(v.TransferCost(c.first.ID, o.offer)) * 1000)
	}
	takes := float64(r.wait+boot+run) / hour
	q.cost += float64(float64(l.opts.Delay*l.value) * takes)
	if d := c.first.Deadline; d > 0 && l.opts.Form == Deadlines {
		q.late = v.Now().Add(r.wait+boot+run) > d
	}
}

// pressure returns by how much the use of an offer whose supply is limited makes it dearer.
func (l *Policy) pressure(v *sim.View, o sim.OfferID) float64 {
	left, held := v.Available(o), l.rows.held[o]
	if l.opts.Penalty == 0 || held == 0 || left >= sim.Unlimited/2 {
		return 1
	}
	return 1 + float64(l.opts.Penalty*float64(held))/float64(held+left)
}

// choose sorts the places of a class, the cheapest first. Where there is one at which a job would meet its
// deadline, it is not kept waiting for one at which it would not, and those that are there now come
// last.
func (l *Policy) choose(c *class) {
	meets, dearest := false, 0.0
	for i := range c.arcs {
		meets = meets || !c.arcs[i].late
		dearest = max(dearest, c.arcs[i].cost)
	}
	if meets {
		for i := range c.arcs {
			if q := &c.arcs[i]; q.late {
				q.cost += dearest
			}
		}
		c.arcs = slices.DeleteFunc(c.arcs, func(q quote) bool { return q.late && l.rows.list[q.row].what == rowLater })
	}
	slices.SortFunc(c.arcs, func(a, b quote) int {
		return cmp.Or(cmp.Compare(coarse(a.cost), coarse(b.cost)), cmp.Compare(a.row, b.row))
	})
	l.cut(c)
}

// cut drops the places that cost more than machines that can be rented now for all: no plan that is
// best sends anybody there, and the far end of a long window would only blur the costs of what is near.
func (l *Policy) cut(c *class) {
	all := c.size * int64(len(c.jobs))
	for i, q := range c.arcs {
		if r := &l.rows.list[q.row]; r.what == rowNew && q.most >= all && l.rows.plenty(r.offer) {
			c.arcs = c.arcs[:i+1]
			return
		}
	}
}

// coarse drops the last bits of a cost, in which costs may differ that are equal: then it is
// the order in which places are listed that decides, in every unit of money.
func coarse(x float64) uint64 {
	return (math.Float64bits(max(x, 0)) + 1<<11) >> 12
}
