package workloads

import (
	"fmt"
	"slices"

	"skysim/sim"
)

// Batch jobs: vCPUs of one task, and GiB for each of them.
var (
	cpuSizes   = []float64{1, 2, 4, 8, 16, 32}
	batchSizes = mustChoice(cpuSizes, []float64{.30, .25, .20, .13, .08, .04})
	memPerCPU  = []float64{2, 4, 8}
	batchMem   = mustChoice(memPerCPU, []float64{.45, .40, .15})
)

// Training jobs: GPUs in all, and the GPU memory that one of them needs. Each
// GPU comes with 4 vCPUs and 14 GiB, which the smallest GPU machines of the
// clouds have.
var (
	gangGPUs  = []float64{1, 2, 4, 8, 16, 32}
	gangSizes = mustChoice(gangGPUs, []float64{.50, .13, .13, .16, .06, .02})
	gpuNeeds  = []int64{0, 16 << 10, 24 << 10, 40 << 10} // MiB
	needShare = mustChoice([]float64{0, 1, 2, 3}, []float64{.35, .30, .20, .15})
)

const (
	cpuPerGPU = 4000     // milli-vCPU
	memPerGPU = 14 << 10 // MiB
	gpusAMost = 8        // GPUs of one task; larger gangs have several tasks
)

// batchBoxes returns the demands of batch jobs, one row of memory ratios for
// each size. What no machine type of the world can hold is halved until one
// can: users know how large their clouds' machines are.
func batchBoxes(w *sim.World) ([]sim.Demand, error) {
	f := fleetOf(w, 0)
	var boxes []sim.Demand
	for _, cpus := range cpuSizes {
		for _, gib := range memPerCPU {
			d := sim.Demand{CPU: int64(cpus * 1000), Mem: int64(cpus*gib) << 10}
			for !f.holds(d) {
				d.CPU, d.Mem = d.CPU/2, d.Mem/2
				if d.CPU < 500 {
					return nil, fmt.Errorf("no machine type holds a batch job of 1 vCPU and %v GiB", gib)
				}
			}
			boxes = append(boxes, d)
		}
	}
	return boxes, nil
}

// gang is the shape of a training job.
type gang struct {
	demand sim.Demand // of one task
	tasks  int32
}

// gangs has one gang for each need of GPU memory and each size.
type gangs struct{ of [][]gang }

// newGangs cuts the gangs to the world: as few tasks as its machines allow, on
// the GPU kinds that have the memory. A need that no kind of the world meets
// becomes the largest that one does.
func newGangs(w *sim.World, profile int32) (*gangs, error) {
	g, f := new(gangs), fleetOf(w, profile)
	for level, need := range gpuNeeds {
		var row []gang
		for _, gpus := range gangGPUs {
			if shape, ok := f.cutGang(need, int32(gpus)); ok {
				row = append(row, shape)
			}
		}
		switch {
		case len(row) == len(gangGPUs):
			g.of = append(g.of, row)
		case level > 0:
			g.of = append(g.of, g.of[level-1])
		default:
			return nil, fmt.Errorf("no machine type holds a training task of 1 GPU, %d vCPUs and %d GiB", cpuPerGPU/1000, memPerGPU>>10)
		}
	}
	return g, nil
}

func (g *gangs) draw(s *sim.Stream) gang {
	row := g.of[needShare.Pick(s)]
	return row[gangSizes.Pick(s)]
}

// cutGang splits a number of GPUs, a power of two, into the fewest tasks that
// some machine type can hold.
func (f fleet) cutGang(need int64, gpus int32) (gang, bool) {
	kinds, ok := f.kindsWith(need)
	if !ok {
		return gang{}, false
	}
	for per := min(gpus, gpusAMost); per >= 1; per /= 2 {
		d := sim.Demand{
			CPU: int64(per) * cpuPerGPU, Mem: int64(per) * memPerGPU,
			GPUs: per, Share: 1000, Kinds: kinds,
		}
		if f.holds(d) {
			return gang{demand: d, tasks: gpus / per}, true
		}
	}
	return gang{}, false
}

// fleet is the machine types of a world that can be had and that run jobs of
// one profile.
type fleet []sim.MachineType

func fleetOf(w *sim.World, profile int32) fleet {
	offered := make([]bool, len(w.Types))
	for _, o := range w.Offers {
		offered[o.Type] = true
	}
	var f fleet
	for i, t := range w.Types {
		speed := t.Speed
		if int(profile) < len(w.Profiles) {
			speed = w.Profiles[profile][i]
		}
		if offered[i] && speed > 0 {
			f = append(f, t)
		}
	}
	return f
}

// holds reports whether some machine type has room for one task.
func (f fleet) holds(d sim.Demand) bool {
	return slices.ContainsFunc(f, func(t sim.MachineType) bool {
		kind := d.Kinds == 0 || t.GPUKind >= 0 && d.Kinds>>t.GPUKind&1 == 1
		return kind && t.CPU >= d.CPU && t.Mem >= d.Mem && t.GPUs >= d.GPUs
	})
}

// kindsWith returns the mask of the GPU kinds whose devices have at least the
// memory on every machine type, and whether there is one. The mask of no need
// is 0, which allows all kinds.
func (f fleet) kindsWith(need int64) (mask uint64, ok bool) {
	if need == 0 {
		return 0, true
	}
	var short uint64
	for _, t := range f {
		switch {
		case t.GPUs == 0 || t.GPUKind < 0:
		case t.GPUMem >= need:
			mask |= 1 << t.GPUKind
		default:
			short |= 1 << t.GPUKind
		}
	}
	mask &^= short
	return mask, mask != 0
}
