package greedy

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// A gang goes, whichever the rule ranks first,
//
//   - to machines that exist within one domain (a zone, unless the Gang option
//     says otherwise), filled in the order of the rule's own ranking, or
//   - to new machines of one offer;
//   - only if neither can hold it, to machines that exist with new ones of one
//     offer in the same domain beside them.
//
// It runs at the speed of its slowest machine and starts with the last one.

// member is a machine that could take some of a gang's tasks.
type member struct {
	candidate
	domain int
	tasks  int // that it has room for; later, that it is to take
}

// gangPart is what the machines of one domain can take of a gang.
type gangPart struct {
	first int // index of its first member, by rank; -1 if there is none
	left  int // tasks that find no room
	ready sim.Time
	speed int64
}

// domain returns the part of the world that a gang may not leave.
func (g *Policy) domain(o sim.OfferID) int {
	switch zone := g.market.world.Offers[o].Zone; g.opts.Gang {
	case GangZone:
		return int(zone)
	case GangRegion:
		return int(g.market.world.Zones[zone].Region)
	}
	return 0
}

// gang enters the ways of placing a job of several tasks.
func (g *Policy) gang(r *request, t *contest) {
	g.enlist(r, t)
	g.divide(r)
	for i := range g.members { // and not through the domains, whose numbers follow no order
		d := g.members[i].domain
		if p := &g.market.sets[d]; p.first == i && p.left == 0 {
			g.combine(r, d, nil, t.next())
			t.enter(r)
		}
	}
	t.offers(r)
	if t.found {
		return
	}
	for i := range r.shape.options {
		o := &r.shape.options[i]
		d := g.domain(o.offer)
		if p := &g.market.sets[d]; p.first >= 0 && r.canRent(o.offer, (p.left+o.room-1)/o.room) && g.joined(r.v, o.offer) {
			g.combine(r, d, o, t.next())
			t.enter(r)
		}
	}
}

// enlist lists the machines that could take tasks, best first.
func (g *Policy) enlist(r *request, t *contest) {
	g.members, g.stand = g.members[:0], g.stand[:0]
	for id := r.v.FirstFit(r.id); id != 0; id = r.v.NextFit(r.id, id) {
		g.members = append(g.members, member{})
		m := &g.members[len(g.members)-1]
		if !r.onMachine(id, &m.candidate) || !g.joined(r.v, m.offer) {
			g.members = g.members[:len(g.members)-1]
			continue
		}
		g.stands(m.offer)
		m.key, m.domain, m.tasks = g.rule.rank(r, &m.candidate), g.domain(m.offer), r.v.Room(r.id, id)
		if r.guard != nil {
			free := m.tasks
			m.tasks = r.guard.room(r, &m.candidate, free)
			r.barred = r.barred || m.tasks < free
		}
	}
	slices.SortStableFunc(g.members, func(a, b member) int {
		switch {
		case a.key.less(&b.key):
			return -1
		case b.key.less(&a.key):
			return 1
		case t.ties == nil:
			return 0
		}
		return cmp.Compare(t.ties.draw(r.v, a.machine.ID), t.ties.draw(r.v, b.machine.ID))
	})
}

// joined reports whether a gang that may stand anywhere can stand in an offer's region beside
// its members: no partition is between them.
func (g *Policy) joined(v *sim.View, o sim.OfferID) bool {
	here := g.market.region(o)
	for _, r := range g.stand {
		if !v.Reachable(r, here) {
			return false
		}
	}
	return true
}

// stands notes the region of a new member.
func (g *Policy) stands(o sim.OfferID) {
	if here := g.market.region(o); g.opts.Gang == GangAnywhere && !slices.Contains(g.stand, here) {
		g.stand = append(g.stand, here)
	}
}

// divide hands out the tasks within each domain.
func (g *Policy) divide(r *request) {
	world := g.market.world
	sets := g.market.sets[:0]
	for range max(1, len(world.Zones), len(world.Regions)) {
		sets = append(sets, gangPart{first: -1, left: r.tasks, speed: int64(sim.Never)})
	}
	g.market.sets = sets
	for i := range g.members {
		m := &g.members[i]
		p := &sets[m.domain]
		if m.tasks = min(m.tasks, p.left); m.tasks == 0 {
			continue
		}
		if p.first < 0 {
			p.first = i
		}
		p.left -= m.tasks
		p.ready, p.speed = max(p.ready, m.ready), min(p.speed, m.speed)
	}
}

// combine makes the candidate of the machines of a domain and, if an option is
// given, as many new ones as are needed.
func (g *Policy) combine(r *request, domain int, o *option, c *candidate) {
	p := &g.market.sets[domain]
	first := &g.members[p.first].candidate
	*c = candidate{machine: first.machine, offer: first.offer, part: domain + 1, ready: p.ready, speed: p.speed}
	if o != nil {
		c.offer, c.room, c.fresh = o.offer, o.room, (p.left+o.room-1)/o.room
		c.ready = max(c.ready, r.v.Now().Add(g.market.world.Offers[o.offer].Boot))
		c.speed = min(c.speed, o.speed)
		c.late = r.late(o)
	}
	r.settle(c)
	for i := range g.members {
		if m := &g.members[i]; m.domain == domain && m.tasks > 0 {
			c.cost = c.cost.Plus(r.extension(&m.machine, c.finish)).Plus(r.charge(m.offer, m.tasks, c.finish.Sub(c.ready)))
		}
	}
	if o != nil {
		c.cost = c.cost.Plus(times(r.rental(o, c.finish), c.fresh)).Plus(r.charge(o.offer, p.left, c.finish.Sub(c.ready)))
	}
	if r.moves {
		c.cost = c.cost.Plus(g.transfers(r, domain, o))
	}
}

// transfers returns what it costs to move the job's data to all regions of a
// combination, once to each.
func (g *Policy) transfers(r *request, domain int, o *option) (sum sim.Wide) {
	g.regions = g.regions[:0]
	add := func(at sim.OfferID) {
		if there := g.market.region(at); !slices.Contains(g.regions, there) {
			g.regions = append(g.regions, there)
			sum = sum.Plus(r.transfer(at))
		}
	}
	for i := range g.members {
		if m := &g.members[i]; m.domain == domain && m.tasks > 0 {
			add(m.offer)
		}
	}
	if o != nil {
		add(o.offer)
	}
	return sum
}
