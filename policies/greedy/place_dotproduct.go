package greedy

import "skysim/sim"

// dotProduct takes the machine whose free capacity has the smallest dot product
// with the demand, both as shares of what the largest machine has: what is
// wanted much is to be found on machines that have little of it left.
//
// References:
//
//	[tetris] R. Grandl et al., Multi-resource Packing for Cluster Schedulers,
//	         SIGCOMM 2014.
//	[fgd]    Q. Weng et al., USENIX ATC 2023: the baseline DotProd, which takes
//	         the smallest product where [tetris] takes the largest.
type dotProduct struct{}

func (dotProduct) points(b *board, d *sim.Demand, n *node) float64 {
	freeCPU, freeGPU := b.share(n.cpu, n.gpu)
	cpu, gpu := b.share(d.CPU, int64(d.GPUs)*int64(d.Share))
	return 100 - float64(100*b.mean(float64(freeCPU*cpu), float64(freeGPU*gpu)))
}
