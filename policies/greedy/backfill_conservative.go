package greedy

import (
	"slices"

	"skysim/sim"
)

// conservative gives every job that waits a reservation, in the order of the queue: the
// earliest instant from which it would have room for as long as it is expected to stay, if
// what runs ends by the estimates and those before it keep their reservations. A job
// may start only where it has room until its expected end beside all reservations of
// those before it.
//
// A reservation is of certain machines: those that the placement firstfit would take, the
// oldest with room, for a gang in the domain of the oldest. With that placement, order fcfs and
// exact estimates nobody that needs no GPU starts later than its first reservation said; with
// another, a job may start elsewhere than was planned, which is minded by those
// behind it and not by what they were promised before; and so it is with GPUs, where
// a job may get other devices of its machine. A job that machines could be rented for, now
// or ever, needs no reservation if those that exist would never hold it, and has none.
// One that still waits for owned machines has its reservation on these: as if it were
// never to rent.
//
// All of it is made anew in each decision, and only as far as it matters: when a job
// finds a place that it might not have, the jobs before it get theirs. Where
// r reservations, m machines and a attempts make s steps on a machine, a job of one
// task takes O(m·s) with CPU and memory alone and O(m·s²) with GPUs, a gang O(m·s²·log(m·s)), and
// s is at most 2·(a + r).
type conservative struct {
	g       *Policy
	pending []pending // jobs without a reservation yet, in order
	made    bool
	f       *future
	lines   []timeline // by spot
	times   []sim.Time // scratch
}

// pending is a job that is to have a reservation.
type pending struct {
	id    sim.JobID
	waits bool // for owned machines
}

// seeker is a job that looks for places.
type seeker struct {
	sim.JobInfo
	waits bool // for owned machines: it may use no others
}

// wait notes a job that has to be minded by those behind it.
func (c *conservative) wait(r *request) { c.pending = append(c.pending, pending{r.id, r.waits}) }

// room returns how many tasks of a gang fit until the gang would end, were it as
// slow as on the slowest machine that it could run on.
func (c *conservative) room(r *request, m *candidate, most int) int {
	c.catchUp(r.v)
	i, there := c.f.at[m.machine.ID]
	if !there {
		return most
	}
	w := c.from(i, c.gangEnd(r, c.f.spots[i].domain), r)
	return w.room(&r.job.Demand, most)
}

// gangEnd is when a gang would end that starts now in a domain.
func (c *conservative) gangEnd(r *request, domain int) sim.Time {
	j := seeker{r.job, r.waits}
	return c.lastUp(r.v, &j, domain).Add(stay(&r.job, r.run, c.slowest(r.v, &j, domain)))
}

// allows looks at a machine for a job of one task; of a gang, room has seen to
// each machine already.
func (c *conservative) allows(r *request, m *candidate) bool {
	if !m.exists() || r.tasks > 1 {
		return true
	}
	c.catchUp(r.v)
	i, there := c.f.at[m.machine.ID]
	if !there {
		return true
	}
	w := c.from(i, r.ends(m), r)
	return w.room(&r.job.Demand, 1) > 0
}

// from is what is free on a spot from now to an instant, and not held now by what has
// overrun its estimate.
func (c *conservative) from(i int32, to sim.Time, r *request) window {
	w, s := c.lines[i].between(r.v.Now(), to, &r.job.Demand), &c.f.spots[i]
	w.cpu, w.mem = min(w.cpu, s.cpu), min(w.mem, s.mem)
	for g := range w.gpus {
		w.free[g] = min(w.free[g], s.free[g])
	}
	return w
}

// assign names devices that are free for long enough, for those that the rule has
// left open or that are not.
func (c *conservative) assign(r *request, m *candidate, places []sim.Place) {
	d := &r.job.Demand
	if !c.made || d.GPUs == 0 {
		return
	}
	for k := 0; k < len(places); {
		tasks := 1
		for k+tasks < len(places) && places[k+tasks].Machine == places[k].Machine {
			tasks++
		}
		if i, there := c.f.at[places[k].Machine]; there {
			end := r.ends(m)
			if r.tasks > 1 {
				end = c.gangEnd(r, c.f.spots[i].domain)
			}
			w := c.from(i, end, r)
			if tasks > 1 || places[k].GPUs == 0 || !w.offers(d, places[k].GPUs) {
				for t := range tasks {
					places[k+t].GPUs = w.devices(d, tasks)
				}
			}
		}
		k += tasks
	}
}

// offers reports whether devices are free all along.
func (w *window) offers(d *sim.Demand, mask uint32) bool {
	for g := range w.gpus {
		if mask>>uint(g)&1 == 1 && w.free[g] < d.Share {
			return false
		}
	}
	return true
}

// started takes what a job has got.
func (c *conservative) started(v *sim.View, id sim.JobID) {
	if !c.made {
		return
	}
	j := v.Job(id)
	end := expectedEnd(v, &j, c.g.opts.Guess)
	c.g.places = v.Places(j.Running, c.g.places[:0])
	for _, p := range c.g.places {
		if i, there := c.f.at[p.Machine]; there {
			c.lines[i].take(&j.Demand, p.GPUs, v.Now(), end, 1)
			c.f.spots[i].take(&j.Demand, p.GPUs, 1)
		}
	}
}

// catchUp gives those that have none their reservations.
func (c *conservative) catchUp(v *sim.View) {
	if !c.made && len(c.pending) > 0 {
		c.open(v)
	}
	for _, p := range c.pending {
		j := seeker{v.Job(p.id), p.waits}
		if j.Tasks == 1 {
			c.reserve(v, &j)
		} else {
			c.reserveGang(v, &j)
		}
	}
	c.pending = c.pending[:0]
}

// open draws the timelines of what runs.
func (c *conservative) open(v *sim.View) {
	c.made = true
	c.f = c.g.lookAhead(v)
	for len(c.lines) < len(c.f.spots) {
		c.lines = append(c.lines, timeline{})
	}
	for i := range c.f.spots {
		c.lines[i].reset(v.Now(), &c.f.spots[i])
	}
	for i := range c.f.ends {
		e := &c.f.ends[i]
		for _, p := range c.f.place[e.from:e.to] {
			if at, there := c.f.at[p.Machine]; there {
				c.lines[at].take(&e.demand, p.GPUs, e.at, sim.Never, -1)
			}
		}
	}
}

// reserve finds the earliest place for a job of one task and keeps it.
func (c *conservative) reserve(v *sim.View, j *seeker) {
	best, from, to := -1, sim.Never, sim.Never
	run := c.g.opts.expected(&j.JobInfo)
	for i := range c.f.spots {
		s := &c.f.spots[i]
		if !mayUse(v, j.ID, j.waits, s.offer) {
			continue
		}
		ready, length := v.Machine(s.machine).Ready, stay(&j.JobInfo, run, v.Speed(j.Profile, c.g.market.world.Offers[s.offer].Type))
		if at, end := c.lines[i].earliest(&j.Demand, ready, length, from); at < from {
			best, from, to = i, at, end
		}
	}
	if best >= 0 {
		w := c.lines[best].between(from, to, &j.Demand)
		c.lines[best].take(&j.Demand, w.devices(&j.Demand, 1), from, to, 1)
	}
}

// earliest returns the first instant before a limit from which a task has room for a
// length, which begins when the machine is up, and when that would be over.
func (t *timeline) earliest(d *sim.Demand, ready sim.Time, length sim.Duration, limit sim.Time) (from, to sim.Time) {
	for i := 0; i < len(t.at) && t.at[i] < limit; i++ {
		end := max(t.at[i], ready).Add(length)
		w, k := t.empty(), i
		for ; k < len(t.at) && (k == i || t.at[k] < end); k++ {
			if w.narrow(t, k); w.room(d, 1) == 0 {
				break
			}
		}
		switch {
		case k == len(t.at) || k > i && t.at[k] >= end:
			return t.at[i], end
		case d.GPUs == 0:
			i = k // no stretch with this step has room
		}
	}
	return sim.Never, sim.Never
}

// reserveGang finds the earliest places for a gang and keeps them.
func (c *conservative) reserveGang(v *sim.View, j *seeker) {
	c.times = c.times[:0]
	for i := range c.f.spots {
		c.times = append(c.times, c.lines[i].at...)
	}
	slices.Sort(c.times)
	for _, from := range slices.Compact(c.times) {
		for i := range c.f.spots {
			domain := c.f.spots[i].domain
			if slices.ContainsFunc(c.f.spots[:i], func(s spot) bool { return s.domain == domain }) {
				continue // seen from its first spot
			}
			run := stay(&j.JobInfo, c.g.opts.expected(&j.JobInfo), c.slowest(v, j, domain))
			to := max(from, c.lastUp(v, j, domain)).Add(run)
			if c.gangRoom(v, j, domain, from, to) {
				c.keepGang(v, j, domain, from, to)
				return
			}
		}
	}
}

// gangRoom reports whether a domain has room for a gang all along.
func (c *conservative) gangRoom(v *sim.View, j *seeker, domain int, from, to sim.Time) bool {
	n := 0
	for i := range c.f.spots {
		if s := &c.f.spots[i]; s.domain == domain && n < int(j.Tasks) && mayUse(v, j.ID, j.waits, s.offer) {
			w := c.lines[i].between(from, to, &j.Demand)
			n += w.room(&j.Demand, int(j.Tasks))
		}
	}
	return n >= int(j.Tasks)
}

// keepGang takes the places of a gang, on the oldest machines first.
func (c *conservative) keepGang(v *sim.View, j *seeker, domain int, from, to sim.Time) {
	left := int(j.Tasks)
	for i := range c.f.spots {
		s := &c.f.spots[i]
		if s.domain != domain || left == 0 || !mayUse(v, j.ID, j.waits, s.offer) {
			continue
		}
		w := c.lines[i].between(from, to, &j.Demand)
		tasks := w.room(&j.Demand, left)
		for range tasks {
			c.lines[i].take(&j.Demand, w.devices(&j.Demand, tasks), from, to, 1)
		}
		left -= tasks
	}
}

// slowest is the lowest speed that a job has on the machines of a domain.
func (c *conservative) slowest(v *sim.View, j *seeker, domain int) int64 {
	least := int64(sim.Never)
	for i := range c.f.spots {
		if s := &c.f.spots[i]; s.domain == domain && mayUse(v, j.ID, j.waits, s.offer) {
			least = min(least, v.Speed(j.Profile, c.g.market.world.Offers[s.offer].Type))
		}
	}
	return least
}

// lastUp is when the last machine of a domain that a job may use is expected to be up, or
// now.
func (c *conservative) lastUp(v *sim.View, j *seeker, domain int) sim.Time {
	at := v.Now()
	for i := range c.f.spots {
		if s := &c.f.spots[i]; s.domain == domain && (!j.waits || c.g.market.isOwned(s.offer)) {
			at = max(at, v.Machine(s.machine).Ready)
		}
	}
	return at
}
