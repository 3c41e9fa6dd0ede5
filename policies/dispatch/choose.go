package dispatch

import (
	"slices"

	"skysim/sim"
)

// choose returns the machine that a job is sent to, or 0 if its pool is empty or none of those
// drawn takes it now.
func (d *Policy) choose(v *sim.View, j *sim.JobInfo) sim.MachineID {
	all := d.pools.pool(v, j)
	if all.size <= int64(d.opts.Choices) {
		return d.shortest(v, j, all)
	}
	draws := sim.NewStream(d.seed, "policy", uint64(j.Number), uint64(j.Attempts))
	best, least := sim.MachineID(0), 0
	for k := range d.opts.Choices {
		at := draws.Int64N(all.size)
		for slices.Contains(d.drawn[:k], at) { // so few are drawn of so many that this ends soon
			at = draws.Int64N(all.size)
		}
		d.drawn[k] = at
		m := d.pools.machine(all, at)
		if n := jobsOn(v, m); (best == 0 || n < least) && takes(v, j, m) {
			best, least = m, n
		}
	}
	return best
}

// shortest returns the machine of a pool with the fewest jobs, the oldest of
// equals, or 0 if none of the pool takes the job.
func (d *Policy) shortest(v *sim.View, j *sim.JobInfo, all *pool) sim.MachineID {
	best, least := sim.MachineID(0), 0
	for at := range all.size {
		m := d.pools.machine(all, at)
		n := jobsOn(v, m)
		if !takes(v, j, m) {
			continue
		}
		if n == 0 {
			return m
		}
		if best == 0 || n < least {
			best, least = m, n
		}
	}
	return best
}

// takes reports whether a machine takes a job now: it does not while it stands still or is
// cordoned, nor while a partition is between it and what the job reads.
func takes(v *sim.View, j *sim.JobInfo, m sim.MachineID) bool {
	i := v.Machine(m)
	return i.State != sim.Down && !i.Cordoned && v.Hindered(j.ID, i.Offer) == sim.Accepted
}

// jobsOn returns how many tasks run on a machine and stand in its line.
func jobsOn(v *sim.View, m sim.MachineID) int { return int(v.Machine(m).Tasks) + v.Line(m) }
