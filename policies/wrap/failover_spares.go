package wrap

import "skysim/sim"

// refill rents the spares that are missing while jobs run, exchanges those that nobody could use, and gives
// all back when there have been no jobs for as long as the Idle option says.
func (f *Failover) refill(v *sim.View, p *sim.Plan) {
	running, alive := f.needs(v)
	if alive {
		f.since = v.Now()
	}
	if len(running) == 0 {
		due := f.since.Add(f.opts.Idle)
		if !alive && due <= v.Now() {
			f.dismiss(p, func(sim.MachineID) bool { return true })
		} else if !alive && len(f.spares) > 0 {
			f.wake.set(v, p, due)
		}
		return
	}
	f.dismiss(p, func(m sim.MachineID) bool { return f.users(v, running, v.Machine(m).Offer) == 0 })
	if len(f.spares) < f.opts.Spares {
		f.weigh(v)
	}
	for len(f.spares) < f.opts.Spares {
		o, found := f.choose(v, running)
		if !found {
			return
		}
		m, why := p.Rent(o)
		if why != sim.Accepted {
			return
		}
		p.Cordon(m)
		f.spares = append(f.spares, m)
		f.weight[f.ground(v.World(), o)]++
	}
}

// need is a kind of job that runs, by one of them, and how many there are.
type need struct {
	class class
	id    sim.JobID
	jobs  int
}

// needs returns the kinds of jobs that run, and whether there are jobs at all.
func (f *Failover) needs(v *sim.View) (list []need, alive bool) {
	index := make(map[class]int)
	for _, id := range f.roster.list {
		j := v.Job(id)
		alive = alive || j.ID != 0
		if j.Running == 0 {
			continue
		}
		k := class{demand: j.Demand, profile: j.Profile}
		i, known := index[k]
		if !known {
			i = len(list)
			index[k] = i
			list = append(list, need{class: k, id: id})
		}
		list[i].jobs++
	}
	return list, alive
}

// users returns how many of the jobs that run could have a task on a machine of an offer.
func (f *Failover) users(v *sim.View, running []need, o sim.OfferID) (jobs int) {
	for _, n := range running {
		if v.OfferRoom(n.id, o) > 0 {
			jobs += n.jobs
		}
	}
	return jobs
}

// dismiss gives back the spares that are not wanted.
func (f *Failover) dismiss(p *sim.Plan, unwanted func(m sim.MachineID) bool) {
	left := f.spares[:0]
	for _, m := range f.spares {
		if unwanted(m) {
			p.Release(m)
		} else {
			left = append(left, m)
		}
	}
	f.spares = left
}

// weigh counts the machines with work or spares on each ground.
func (f *Failover) weigh(v *sim.View) {
	w := v.World()
	f.weight = append(f.weight[:0], make([]int64, 1+max(len(w.Zones), len(w.Regions), len(w.Providers)))...)
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		if info := v.Machine(m); info.Tasks > 0 || info.Cordoned {
			f.weight[f.ground(w, info.Offer)]++
		}
	}
}

// ground returns where a machine of an offer counts. By machine, all ground is the same.
func (f *Failover) ground(w *sim.World, o sim.OfferID) ground {
	if f.opts.Spread == ByMachine {
		return 0
	}
	return f.opts.Spread.of(w, o, 0)
}

// choose returns the offer of the next spare.
func (f *Failover) choose(v *sim.View, running []need) (best sim.OfferID, found bool) {
	w := v.World()
	var most int
	var load int64
	var price sim.Rate
	for o := range w.Offers {
		id := sim.OfferID(o)
		if w.Offers[o].Purchase == sim.Owned || !f.opts.Spot.allows(&w.Offers[o]) || v.Available(id) == 0 {
			continue
		}
		users, here, p := f.users(v, running, id), f.weight[f.ground(w, id)], v.Price(id)
		better := users > most || users == most && (here < load || here == load && p < price)
		if users > 0 && (!found || better) {
			best, most, load, price, found = id, users, here, p, true
		}
	}
	return best, found
}
