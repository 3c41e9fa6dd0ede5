package greedy

import "skysim/sim"

// commit rents what the candidate needs and starts the job. If the engine
// refuses, it undoes what was done and returns why.
func (g *Policy) commit(r *request, p *sim.Plan, c *candidate) sim.Refusal {
	g.occupy(r, c)
	g.rented = g.rented[:0]
	for range c.fresh {
		m, refused := p.Rent(c.offer)
		if refused != sim.Accepted {
			g.giveBack(p)
			g.market.soldOut[c.offer] = g.decision
			return refused
		}
		g.rented = append(g.rented, m)
		if g.opts.Place == Proven {
			g.proof.rent(r.v, m)
		}
		g.put(r, m, min(c.room, r.tasks-len(g.places)))
	}
	if _, refused := p.Start(r.id, g.places...); refused != sim.Accepted {
		g.giveBack(p)
		return refused
	}
	g.last = r.regionOf(c)
	return sim.Accepted
}

// occupy makes the list of places that a candidate takes on machines that exist.
func (g *Policy) occupy(r *request, c *candidate) {
	g.places = g.places[:0]
	if c.part > 0 {
		for i := range g.members {
			if m := &g.members[i]; m.domain == c.part-1 {
				g.put(r, m.machine.ID, m.tasks)
			}
		}
	} else if c.fresh == 0 {
		g.put(r, c.machine.ID, r.tasks)
	}
	if g.guard != nil {
		g.guard.assign(r, c, g.places)
	}
}

// put places tasks on a machine.
func (g *Policy) put(r *request, m sim.MachineID, tasks int) {
	d := &r.job.Demand
	pick := spreads(d, tasks)
	if pick {
		g.look(r.v, m, d)
	} else if g.deviser != nil && d.GPUs > 0 {
		g.devise(r.v, &r.job, m, tasks)
		return
	}
	for range tasks {
		place := sim.Place{Machine: m}
		if pick {
			place.GPUs = g.pick(d.GPUs)
		}
		g.places = append(g.places, place)
	}
}

// giveBack releases what was just rented.
func (g *Policy) giveBack(p *sim.Plan) {
	for _, m := range g.rented {
		p.Release(m)
	}
}
