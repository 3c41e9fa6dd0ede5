package spothedge

import (
	"cmp"
	"slices"

	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
)

// spread is what is inside the spares.
type spread struct {
	every  sim.Time
	rest   *greedy.Policy
	placer *greedy.Policy // finds machines of an offer

	// State, kept in snapshots.
	tick   sim.Time    // the last one that was acted on, -1 before
	wake   sim.Time    // asked for last
	demand []sim.JobID // jobs that were given machines on demand
	avoid  []bool      // by zone: a spot machine was lost there

	work    []int64 // by zone: machines with tasks; scratch, as is all below
	options []option
	on      []sim.Place
}

// option is an offer that could hold a job.
type option struct {
	offer    sim.OfferID
	spot     bool
	avoid    bool
	work     int64
	machines int64    // for all tasks
	price    sim.Rate // of all of them
	speed    int64
}

// Decide places the jobs that spot machines could hold, and lets the rest be placed.
func (d *spread) Decide(v *sim.View, p *sim.Plan) {
	d.learn(v)
	d.count(v)
	now := v.Now() / d.every * d.every
	due := now > d.tick
	d.tick = now
	for id := v.First(); id != 0; {
		next := v.Next(id)
		if minded(v, id) {
			d.start(v, p, id)
		}
		id = next
	}
	d.demand = slices.DeleteFunc(d.demand, func(id sim.JobID) bool { return v.Job(id).ID == 0 })
	if due {
		for i := 0; i < len(d.demand); {
			if d.back(v, p, d.demand[i]) {
				d.demand = slices.Delete(d.demand, i, i+1)
			} else {
				i++
			}
		}
	}
	d.rest.LeaveOut(minded)
	d.rest.Decide(v, p)
	if len(d.demand) > 0 && d.wake <= v.Now() {
		d.wake = now + d.every
		p.WakeAt(d.wake)
	}
}

// minded reports whether a spot machine could hold a job.
func minded(v *sim.View, id sim.JobID) bool {
	offers := v.World().Offers
	for o := range offers {
		if offers[o].Purchase == sim.Spot && v.OfferRoom(id, sim.OfferID(o)) > 0 {
			return true
		}
	}
	return false
}

// learn takes down the zones in which spot machines were lost. If fewer than two others have spot machines at all, it forgets them.
func (d *spread) learn(v *sim.View) {
	w := v.World()
	if len(d.avoid) != len(w.Zones) {
		d.avoid = make([]bool, len(w.Zones))
	}
	for _, e := range v.Events() {
		lost := e.Kind == sim.MachineNoticed || e.Kind == sim.MachineLost || e.Kind == sim.MachineFailed || e.Kind == sim.MachineBroke
		if lost && e.Offer >= 0 && w.Offers[e.Offer].Purchase == sim.Spot {
			d.avoid[w.Offers[e.Offer].Zone] = true
		}
	}
	good := 0
	seen := d.seen(len(w.Zones))
	for o := range w.Offers {
		if z := w.Offers[o].Zone; w.Offers[o].Purchase == sim.Spot && !d.avoid[z] && seen[z] == 0 {
			seen[z] = 1
			good++
		}
	}
	if good < 2 {
		clear(d.avoid)
	}
}

// seen returns scratch with a zero for each zone.
func (d *spread) seen(zones int) []int64 {
	d.work = append(d.work[:0], make([]int64, zones)...)
	return d.work
}

// count counts the machines with tasks in each zone.
func (d *spread) count(v *sim.View) {
	work := d.seen(len(v.World().Zones))
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		if info := v.Machine(m); info.Tasks > 0 {
			work[v.World().Offers[info.Offer].Zone]++
		}
	}
}

// survey lists the offers that can be had for a job now, the best first: machines of one's own, spot machines, machines on demand.
func (d *spread) survey(v *sim.View, id sim.JobID) []option {
	job, offers := v.Job(id), v.World().Offers
	d.options = d.options[:0]
	for i := range offers {
		o := sim.OfferID(i)
		room := v.OfferRoom(id, o)
		if room == 0 {
			continue
		}
		n := (int64(job.Tasks) + int64(room) - 1) / int64(room)
		zone := offers[i].Zone
		x := option{offer: o, machines: n, spot: offers[i].Purchase == sim.Spot, speed: v.Speed(job.Profile, offers[i].Type), price: v.Price(o) * sim.Rate(n)}
		switch {
		case offers[i].Purchase == sim.Owned:
			x.price = -1
		case x.spot:
			x.avoid, x.work = d.avoid[zone], d.work[zone]
		}
		d.options = append(d.options, x)
	}
	slices.SortStableFunc(d.options, compare)
	return d.options
}

// compare puts the better option first.
func compare(a, b option) int {
	if own := cmp.Compare(min(a.price, 0), min(b.price, 0)); own != 0 {
		return own
	}
	return cmp.Or(after(b.spot, a.spot), after(a.avoid, b.avoid), cmp.Compare(a.work, b.work), dearer(&a, &b), cmp.Compare(a.offer, b.offer))
}

// after is 1 if only a, -1 if only b.
func after(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// dearer compares what work costs: price ÷ speed.
func dearer(a, b *option) int {
	switch d := sim.Product(int64(a.price), b.speed).Minus(sim.Product(int64(b.price), a.speed)); {
	case d.Hi < 0:
		return -1
	case d.IsZero():
		return 0
	}
	return 1
}

// start starts a job that waits where it can, and reports whether it did.
func (d *spread) start(v *sim.View, p *sim.Plan, id sim.JobID) bool {
	for _, o := range d.survey(v, id) {
		if !d.placer.StartOn(v, p, id, o.offer) {
			continue
		}
		d.work[v.World().Offers[o.offer].Zone]++
		if !o.spot && o.price >= 0 && !slices.Contains(d.demand, id) {
			d.demand = append(d.demand, id)
		}
		return true
	}
	return false
}

// back takes a job from machines on demand to spot machines if that pays, and reports whether it is no longer one to be
// looked at. If the spot machines are refused after all, and it is on demand again, it still is one.
func (d *spread) back(v *sim.View, p *sim.Plan, id sim.JobID) bool {
	job := v.Job(id)
	a := v.Attempt(job.Running)
	if job.Restart.Keep == sim.KeepNothing || a.ID == 0 {
		return true
	}
	if !d.onDemand(v, id) {
		return true
	}
	here := v.Machine(d.on[0].Machine).Offer
	if a.Started == sim.Never || job.Estimate == 0 {
		return false
	}
	for _, o := range d.survey(v, id) {
		if o.spot && !o.avoid && v.Available(o.offer) >= o.machines && d.pays(v, &job, here, &o) && spot.Reaches(v, &job, o.offer) {
			p.Stop(a.ID)
			return d.placer.StartOn(v, p, id, o.offer) || d.start(v, p, id) && !d.onDemand(v, id)
		}
	}
	return false
}

// onDemand reports whether a job runs on demand, and leaves its places in d.on.
func (d *spread) onDemand(v *sim.View, id sim.JobID) bool {
	d.on = v.Places(v.Job(id).Running, d.on[:0])
	return len(d.on) > 0 && v.World().Offers[v.Machine(d.on[0].Machine).Offer].Purchase == sim.OnDemand
}
