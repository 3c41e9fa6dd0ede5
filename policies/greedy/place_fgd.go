package greedy

import (
	"slices"

	"skysim/sim"
)

// fgd is fragmentation gradient descent. The fragmentation of a machine is what
// is idle on its GPUs and of no use to a job drawn from those to be expected: all
// of it if that job could not run there at all or needs no GPU, otherwise what
// is idle on GPUs with less left than it needs. The machine and the device on
// which a task makes that grow least, or shrink most, get it; the points are
// 100 times the sigmoid of what it shrinks by, in GPUs. Memory is not looked at. A
// world without GPUs has no fragments: ties decide.
//
// A task that takes a part of one GPU is tried on each; others get the devices
// that the engine picks.
//
// References:
//
//	[fgd] Q. Weng et al., Beware of Fragmentation: Scheduling GPU-Sharing
//	      Workloads with Fragmentation Gradient Descent, USENIX ATC 2023.
type fgd struct{}

func (fgd) points(b *board, d *sim.Demand, n *node) float64 {
	points, _ := descend(b, d, n)
	return points
}

func (fgd) devices(b *board, d *sim.Demand, n *node) uint32 {
	if !b.outlook.tries(d) {
		return 0
	}
	_, mask := descend(b, d, n)
	return mask
}

// descend returns the points of the best devices for a task, and these.
func descend(b *board, d *sim.Demand, n *node) (points float64, mask uint32) {
	before := b.outlook.fragments(n)
	on := func(mask uint32) float64 {
		after := *n
		after.take(d, mask)
		return b.round(b.outlook.sigmoid(before - b.outlook.fragments(&after)))
	}
	if !b.outlook.tries(d) {
		mask = n.fullest(d)
		return on(mask), mask
	}
	points = -1
	for i, free := range n.free[:n.gpus] {
		if int32(free) < d.Share || slices.Contains(n.free[:i], free) { // one like it was tried before
			continue
		}
		if p := on(1 << uint(i)); p > points {
			points, mask = p, 1<<uint(i)
		}
	}
	return points, mask
}

// outlook is which demands are expected.
type outlook struct {
	classes []Class // the typical ones, each different, memory aside
	total   int64   // of their counts
}

// tries reports whether a task is tried on each device.
func (*outlook) tries(d *sim.Demand) bool { return d.GPUs == 1 && d.Share < 1000 }

// fragments returns the fragmentation of a node in thousandths of a GPU, times
// the number of jobs expected: a whole number, so that it does not depend on the
// order of adding up.
func (o *outlook) fragments(n *node) (sum int64) {
	for i := range o.classes {
		c := &o.classes[i]
		sum += c.Count * n.useless(&c.Demand)
	}
	return sum
}

// useless returns what is idle on a node's GPUs and of no use to a demand.
func (n *node) useless(d *sim.Demand) int64 {
	if d.GPUs == 0 || d.CPU > n.cpu || d.GPUs > n.gpus || d.Kinds != 0 && d.Kinds>>uint(n.kind)&1 == 0 {
		return n.gpu
	}
	var enough int32
	var small int64
	for _, free := range n.free[:n.gpus] {
		if int32(free) >= d.Share {
			enough++
		} else {
			small += int64(free)
		}
	}
	if enough < d.GPUs {
		return n.gpu
	}
	return small
}

// sigmoid returns 100/(1+e⁻ˣ), where x is a decrease of fragments in GPUs.
func (o *outlook) sigmoid(decrease int64) float64 {
	if o.total == 0 {
		return 50
	}
	x := float64(decrease) / (1000 * float64(o.total))
	return 100 / (1 + sim.Exp(-x))
}
