package greedy

import (
	"math"

	"skysim/sim"
)

// Order says which waiting job is considered first. Ties go to the job that
// was submitted first.
type Order uint8

// The values of Order.
const (
	FCFS Order = iota + 1
	SJF
	Priority
	EDF
	Largest
)

// Orders lists the values of Order in order.
func Orders() []Word {
	return []Word{
		{"fcfs", "first come, first served"},
		{"sjf", "shortest estimate first; jobs without an estimate last"},
		{"priority", "largest priority first"},
		{"edf", "earliest deadline first; jobs without a deadline last"},
		{"largest", "largest task first: by GPUs taken, then CPU, then memory"},
	}
}

// String returns the word.
func (o Order) String() string { return name(uint8(o), Orders()) }

// key returns the function that the engine sorts the queue by, smaller first;
// nil is the order of submission.
func (o Order) key() func(*sim.JobInfo) int64 {
	switch o {
	case SJF:
		return func(j *sim.JobInfo) int64 { return orLast(int64(j.Estimate)) }
	case Priority:
		return func(j *sim.JobInfo) int64 { return -int64(j.Priority) }
	case EDF:
		return func(j *sim.JobInfo) int64 { return orLast(int64(j.Deadline)) }
	case Largest:
		return func(j *sim.JobInfo) int64 { return -size(&j.Demand) }
	}
	return nil
}

// orLast returns key, or the last key if it is 0, which stands for none.
func orLast(key int64) int64 {
	if key == 0 {
		return math.MaxInt64
	}
	return key
}

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
