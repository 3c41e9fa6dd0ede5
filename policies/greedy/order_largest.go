package greedy

import "skysim/sim"

// SizeCPU and SizeMem are the CPU (milli-vCPU) and the memory (MiB) above which
// the order Largest takes tasks as equal: they have to share 63 bits.
const (
	SizeCPU = 1<<23 - 1
	SizeMem = 1<<25 - 1
)

// size orders demands of one task by GPUs × share, then CPU, then memory.
func size(d *sim.Demand) int64 {
	return int64(d.GPUs)*int64(d.Share)<<48 | min(d.CPU, SizeCPU)<<25 | min(d.Mem, SizeMem)
}
