package greedy

import (
	"math/bits"

	"skysim/sim"
)

// gpuPacking opens as few idle GPUs as it can: best is a share of GPUs that are in
// use, the fuller the better (50 to 100 points); then idle GPUs of a machine on
// which others are in use (33 to 50, fewer for more of them); then a machine
// all of whose GPUs are idle, the fewer it has the better (up to 33). Jobs
// without GPUs have no preference: ties decide.
//
// References:
//
//	[mlaas] Q. Weng et al., MLaaS in the Wild, NSDI 2022.
//	[fgd]   Q. Weng et al., USENIX ATC 2023: the baseline GpuPacking.
type gpuPacking struct{}

func (gpuPacking) points(_ *board, d *sim.Demand, n *node) float64 {
	if d.GPUs == 0 {
		return 0
	}
	if idle := n.whole(); idle == int64(n.gpus) {
		return float64(max(33-idle, idle))
	}
	var opened, free int64 // GPUs; thousandths of those in use
	for mask := n.fullest(d); mask != 0; mask &= mask - 1 {
		if left := int64(n.free[bits.TrailingZeros32(mask)]); left == 1000 {
			opened++
		} else {
			free += left
		}
	}
	if opened > 0 {
		return float64(max(50-opened, 33))
	}
	return max(100-float64(free)/100, 50)
}
