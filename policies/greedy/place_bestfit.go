package greedy

import "skysim/sim"

// bestFit takes the machine with the least free: GPUs first, then CPU, then
// memory. If none has room it rents what leaves least of the same unused.
type bestFit struct{}

func (bestFit) rank(r *request, c *candidate) key {
	if c.exists() {
		m := &c.machine
		return key{0, m.FreeGPU, m.FreeCPU, m.FreeMem}
	}
	d, t := &r.job.Demand, &r.market.world.Types[r.market.world.Offers[c.offer].Type]
	fresh, tasks := int64(c.fresh), int64(r.tasks)
	return key{
		1,
		fresh*int64(t.GPUs)*1000 - tasks*int64(d.GPUs)*int64(d.Share),
		fresh*t.CPU - tasks*d.CPU,
		fresh*t.Mem - tasks*d.Mem,
	}
}

func (bestFit) enough(_ *request, best *candidate, _ sim.Rate) bool {
	return best.exists() || best.key == key{1}
}

func (bestFit) existing(v *sim.View, j sim.JobID) sim.MachineID { return v.BestFit(j) }

func (bestFit) needs() sim.Needs { return sim.Needs{BestFit: true} }
