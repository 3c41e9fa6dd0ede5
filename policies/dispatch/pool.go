package dispatch

import "skysim/sim"

// pools remembers which owned machines could hold which jobs. Owned machines are
// there from the first instant to the last, so that it never changes.
type pools struct {
	world  *sim.World
	fleets []fleet
	of     map[shape]pool
	recent struct { // the last one asked for
		shape
		pool
		known bool
	}
}

// fleet is the machines of an owned offer, oldest first.
type fleet struct {
	offer    sim.OfferID
	machines []sim.MachineID
}

// shape is what decides where a task can run.
type shape struct {
	demand  sim.Demand
	profile int32
}

// pool is the machines that could hold a job: whole fleets.
type pool struct {
	fleets []int
	size   int64
}

// maxShapes bounds what is remembered; real traces have fewer kinds of demand.
const maxShapes = 512

// open looks at a world that was not seen before.
func (p *pools) open(v *sim.View) {
	*p = pools{world: v.World(), of: make(map[shape]pool)}
	index := make([]int, len(p.world.Offers))
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		o := v.Machine(m).Offer
		if p.world.Offers[o].Purchase != sim.Owned {
			continue
		}
		if index[o] == 0 {
			p.fleets = append(p.fleets, fleet{offer: o})
			index[o] = len(p.fleets)
		}
		f := &p.fleets[index[o]-1]
		f.machines = append(f.machines, m)
	}
}

// pool returns the machines that could hold a job if they were empty.
func (p *pools) pool(v *sim.View, j *sim.JobInfo) *pool {
	s := shape{j.Demand, j.Profile}
	if r := &p.recent; r.known && r.shape == s {
		return &r.pool
	}
	all, known := p.of[s]
	if !known {
		if len(p.of) == maxShapes {
			clear(p.of)
		}
		for i := range p.fleets {
			if f := &p.fleets[i]; v.OfferRoom(j.ID, f.offer) > 0 {
				all.fleets = append(all.fleets, i)
				all.size += int64(len(f.machines))
			}
		}
		p.of[s] = all
	}
	p.recent.shape, p.recent.pool, p.recent.known = s, all, true
	return &p.recent.pool
}

// machine returns the machine at a place of a pool, from 0.
func (p *pools) machine(all *pool, at int64) sim.MachineID {
	for _, i := range all.fleets {
		machines := p.fleets[i].machines
		if at < int64(len(machines)) {
			return machines[at]
		}
		at -= int64(len(machines))
	}
	return 0
}
