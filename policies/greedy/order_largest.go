package greedy

import "skysim/sim"

// What keeps a demand within the 63 bits of a key: above these, tasks count as
// equal. Machines are far smaller.
const (
	sizeCPU    = 1<<36 - 1 // milli-vCPU of a task without GPUs
	sizeGPUCPU = 1<<22 - 1 // of one with GPUs
	sizeMem    = 1<<25 - 1 // MiB
)

// size orders demands of one task by GPUs × share, then CPU, then memory.
func size(d *sim.Demand) int64 {
	mem := min(d.Mem, sizeMem)
	if gpu := int64(d.GPUs) * int64(d.Share); gpu > 0 {
		return 1<<62 | gpu<<47 | min(d.CPU, sizeGPUCPU)<<25 | mem
	}
	return min(d.CPU, sizeCPU)<<25 | mem
}
