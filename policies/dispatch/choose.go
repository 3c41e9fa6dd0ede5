package dispatch

import (
	"slices"

	"skysim/sim"
)

// choose returns the machine that a job is sent to, or 0 if its pool is empty.
func (d *Policy) choose(v *sim.View, j *sim.JobInfo) sim.MachineID {
	all := d.pools.pool(v, j)
	if all.size <= int64(d.opts.Choices) {
		return d.shortest(v, all)
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
		if n := jobsOn(v, m); best == 0 || n < least {
			best, least = m, n
		}
	}
	return best
}

// shortest returns the machine of a pool with the fewest jobs, the oldest of
// equals, or 0 if the pool is empty.
func (d *Policy) shortest(v *sim.View, all *pool) sim.MachineID {
	best, least := sim.MachineID(0), 0
	for at := range all.size {
		m := d.pools.machine(all, at)
		n := jobsOn(v, m)
		if n == 0 {
			return m
		}
		if best == 0 || n < least {
			best, least = m, n
		}
	}
	return best
}

// jobsOn returns how many tasks run on a machine and stand in its line.
func jobsOn(v *sim.View, m sim.MachineID) int { return int(v.Machine(m).Tasks) + v.Line(m) }
