package greedy

import (
	"math/bits"

	"skysim/sim"
)

// The engine picks the fullest GPUs that suffice, which packs well but may
// leave too few devices for the last tasks of a gang whose tasks each want
// parts of several: of three free devices, two tasks of 2 × ½ would take the
// same two and leave the third task one. Then the policy picks: taking the
// devices with the most places left first always fits as many tasks as there
// is room for.

// spreads reports whether the policy has to pick the devices of a job.
func spreads(d *sim.Demand, tasks int) bool { return tasks > 1 && d.GPUs > 1 && d.Share <= 500 }

// look reads how many places each GPU of a machine has for the demand.
func (g *Policy) look(v *sim.View, m sim.MachineID, d *sim.Demand) {
	t := g.market.world.Offers[v.Machine(m).Offer].Type
	for i := range g.slots {
		g.slots[i] = 0
		if i < int(g.market.world.Types[t].GPUs) {
			g.slots[i] = v.Device(m, i) / d.Share
		}
	}
}

// pick takes one place on each of n GPUs, those with the most places left.
func (g *Policy) pick(n int32) uint32 {
	var mask uint32
	for bits.OnesCount32(mask) < int(n) {
		most := -1
		for i, left := range g.slots {
			if mask>>uint(i)&1 == 0 && (most < 0 || left > g.slots[most]) {
				most = i
			}
		}
		g.slots[most]--
		mask |= 1 << uint(most)
	}
	return mask
}

// deviser is a rule that names the devices of tasks; without one the engine
// picks them.
type deviser interface {
	// devices returns the mask of the devices for a task, 0 to leave the choice
	// to the engine. The task fits on the node.
	devices(b *board, d *sim.Demand, n *node) uint32
}

// device returns the devices that the rule names for a job of one task.
func (g *Policy) device(v *sim.View, id sim.JobID, m sim.MachineID) uint32 {
	j := v.Job(id)
	if j.Demand.GPUs == 0 {
		return 0
	}
	g.drawFor(v, &j, m)
	return g.deviser.devices(&g.board, &j.Demand, g.board.node(v, m))
}

// drawFor begins the draws of devices for a job's tasks on a machine.
func (g *Policy) drawFor(v *sim.View, j *sim.JobInfo, m sim.MachineID) {
	g.board.draws = sim.NewStream(g.seed, "policy/devices", uint64(j.Number), uint64(j.Attempts), uint64(v.Machine(m).Number))
}

// devise places tasks of a job on a machine, on the devices that the rule names
// for one after another.
func (g *Policy) devise(v *sim.View, j *sim.JobInfo, m sim.MachineID, tasks int) {
	n := *g.board.node(v, m)
	g.drawFor(v, j, m)
	for range tasks {
		place := sim.Place{Machine: m}
		if place.GPUs = g.deviser.devices(&g.board, &j.Demand, &n); place.GPUs != 0 {
			n.take(&j.Demand, place.GPUs)
		}
		g.places = append(g.places, place)
	}
}
