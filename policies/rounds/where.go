package rounds

import "skysim/sim"

// locate reads where the jobs really are, and gives back to the cluster what they hold
// of it. Others may have acted on them since the last round: a decorator moves jobs, starts
// them elsewhere, adds replicas, or keeps them out of the queue.
//
// Of replicas the oldest is the job; the others are not the policy's, and their places are not
// free. A job that is not to be had is away: one that runs on rented machines, where
// somebody else has put it for a reason, or that waits outside the queue.
func (p *Policy) locate(v *sim.View) {
	p.muster(v)
	for i := range p.jobs {
		j := &p.jobs[i]
		info := v.Job(j.id)
		j.attempt, j.next, j.on = info.Running, -1, -1
		if j.attempt == 0 {
			j.barred = v.OverQuota(j.id)
			j.away = info.Line != 0 || p.queued != nil && !p.queued[j.id]
			continue
		}
		j.barred = false
		p.places = v.Places(j.attempt, p.places[:0])
		if j.away = !p.cluster.has(p.places); j.away {
			continue
		}
		for _, at := range p.places {
			m := &p.cluster.machines[p.cluster.at[at.Machine]]
			m.hold(&j.demand, at.GPUs, p.cluster.devices, -1)
			j.on = m.kind
		}
	}
}

// has reports whether places are all on owned machines.
func (c *cluster) has(places []sim.Place) bool {
	for _, at := range places {
		if _, here := c.at[at.Machine]; !here {
			return false
		}
	}
	return true
}

// muster lists who is in the queue while some jobs are kept out of it; else all that wait are.
func (p *Policy) muster(v *sim.View) {
	if v.Deferred() == 0 {
		p.queued = nil
		return
	}
	p.queued = make(map[sim.JobID]bool, v.Queued())
	for id := v.First(); id != 0; id = v.Next(id) {
		p.queued[id] = true
	}
}

// stop ends all attempts of a job: while a replica is left it is not in the queue.
func (p *Policy) stop(v *sim.View, plan *sim.Plan, j *job) {
	p.tries = v.Attempts(j.id, p.tries[:0])
	for _, try := range p.tries {
		plan.Stop(try)
	}
	j.attempt = 0
}
