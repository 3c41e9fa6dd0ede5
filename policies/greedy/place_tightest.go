package greedy

import "skysim/sim"

// tightest leaves the smallest free share behind: 100 points less the mean of
// CPU and GPU that are free after the placement, each as a share of what the
// largest machine has. BestFit compares GPUs first and looks at CPU only
// between machines with equally many; tightest weighs both, so that much CPU
// left makes up for little GPU left.
//
// References:
//
//	[fgd] Q. Weng et al., Beware of Fragmentation: Scheduling GPU-Sharing
//	      Workloads with Fragmentation Gradient Descent, USENIX ATC 2023: the
//	      baseline BestFit.
type tightest struct{}

func (tightest) points(b *board, d *sim.Demand, n *node) float64 {
	cpu, gpu := b.share(n.cpu-d.CPU, n.gpu-int64(d.GPUs)*int64(d.Share))
	return 100 - float64(100*b.mean(cpu, gpu))
}
