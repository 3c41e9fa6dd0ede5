package greedy

import "skysim/sim"

// clustering keeps jobs of one kind together, where kinds are told apart by the
// number of GPUs, and those that share one are a kind of their own: 75 points
// for a machine with jobs of this kind only, 50 with others beside them, 25
// without jobs on GPUs, 0 with others only; and up to 25 for how much of its
// GPUs is taken. Jobs without GPUs have no preference: ties decide.
//
// References:
//
//	[gandiva] W. Xiao et al., Gandiva: Introspective Cluster Scheduling for Deep
//	          Learning, OSDI 2018.
//	[fgd]     Q. Weng et al., USENIX ATC 2023: the baseline GpuClustering.
type clustering struct{}

func (clustering) points(b *board, d *sim.Demand, n *node) float64 {
	if d.GPUs == 0 {
		return 0
	}
	_, free := b.share(0, n.gpu)
	points := 25 - float64(25*free)
	switch mine := affinity(d); {
	case n.holds == 0:
		points += 25
	case n.holds == mine:
		points += 75
	case n.holds&mine != 0:
		points += 50
	}
	return points
}

// affinity returns the bit of the kind of job that a demand makes: 0 without
// GPUs.
func affinity(d *sim.Demand) uint64 {
	switch {
	case d.GPUs == 0:
		return 0
	case d.GPUs == 1 && d.Share < 1000:
		return 1
	}
	return 1 << uint(d.GPUs)
}
