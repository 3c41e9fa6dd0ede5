package greedy

import (
	"math/bits"

	"skysim/sim"
)

// node is what is free on a machine.
type node struct {
	machine sim.MachineID
	stamp   int64
	draw    uint64 // see board.draw

	kind int32 // of its GPUs, -1 without
	gpus int32 // devices
	cpu  int64 // free milli-vCPU
	gpu  int64 // free thousandths, of all devices
	free [32]int16
	// holds has a bit for each affinity among the jobs that it holds, if the
	// board is asked for that: see affinity.
	holds uint64
}

// slot returns the entry of a machine, which may be out of date.
func (b *board) slot(v *sim.View, m sim.MachineID) *node {
	at, _ := v.Slot(m)
	for at >= len(b.nodes) {
		b.nodes = append(b.nodes, node{})
	}
	n := &b.nodes[at]
	if n.machine != m {
		*n = node{machine: m}
		if b.shuffled {
			draws := sim.NewStream(b.seed, "policy/ties", uint64(v.Machine(m).Number))
			n.draw = draws.Uint64()
		}
	}
	return n
}

// node returns what is free on a machine.
func (b *board) node(v *sim.View, m sim.MachineID) *node {
	n := b.slot(v, m)
	if _, stamp := v.Slot(m); n.stamp != stamp {
		n.stamp = stamp
		b.read(v, n)
	}
	return n
}

// read fills in an entry.
func (b *board) read(v *sim.View, n *node) {
	m := v.Machine(n.machine)
	t := &b.world.Types[b.world.Offers[m.Offer].Type]
	n.kind, n.gpus, n.cpu, n.gpu = t.GPUKind, t.GPUs, m.FreeCPU, m.FreeGPU
	for i := range n.gpus {
		n.free[i] = int16(v.Device(n.machine, int(i)))
	}
	if !b.holds {
		return
	}
	n.holds = 0
	b.jobs = v.Tasks(n.machine, b.jobs[:0])
	for _, j := range b.jobs {
		d := v.Job(j).Demand
		n.holds |= affinity(&d)
	}
}

// empty returns an empty machine of a type.
func (b *board) empty(id sim.TypeID) node {
	t := &b.world.Types[id]
	n := node{kind: t.GPUKind, gpus: t.GPUs, cpu: t.CPU, gpu: 1000 * int64(t.GPUs)}
	for i := range n.gpus {
		n.free[i] = 1000
	}
	return n
}

// whole returns how many devices are wholly free.
func (n *node) whole() (count int64) {
	for _, free := range n.free[:n.gpus] {
		if free == 1000 {
			count++
		}
	}
	return count
}

// fullest returns the devices that a task would get from the engine: those with
// the least free that still suffice, the lowest numbered among equals.
func (n *node) fullest(d *sim.Demand) (mask uint32) {
	for range d.GPUs {
		best := -1
		for i, free := range n.free[:n.gpus] {
			if int32(free) >= d.Share && mask>>uint(i)&1 == 0 && (best < 0 || free < n.free[best]) {
				best = i
			}
		}
		if best < 0 {
			return 0
		}
		mask |= 1 << uint(best)
	}
	return mask
}

// take puts a task on devices.
func (n *node) take(d *sim.Demand, mask uint32) {
	n.cpu -= d.CPU
	n.gpu -= int64(d.GPUs) * int64(d.Share)
	for ; mask != 0; mask &= mask - 1 {
		n.free[bits.TrailingZeros32(mask)] -= int16(d.Share)
	}
}
