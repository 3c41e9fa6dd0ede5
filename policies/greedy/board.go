package greedy

import (
	"math"

	"skysim/sim"
)

// board remembers what a policy worked out about machines: what is free on each
// and how many points it gets for each demand. What is remembered carries the
// stamp of its machine and is good until that changes, so that an arrival costs
// a look at every machine with room and hardly ever more. All of it can be made
// anew at any time.
type board struct {
	world *sim.World
	cpu   int64 // of the largest machine of the world, milli-vCPU
	gpu   int64 // of the machine with the most GPUs, thousandths
	nodes []node
	notes map[sim.Demand]notes
	last  struct {
		demand sim.Demand
		notes  notes
	}
	jobs  []sim.JobID // scratch
	draws sim.Stream  // for the devices of a task, if they are drawn

	// What follows is set for the whole run.
	seed     uint64
	shuffled bool // Ties is TiesShuffled
	percent  bool // Score is ScorePercent
	holds    bool // node.holds is wanted
	outlook  outlook
}

// notes are the points of machines for one demand, by slot.
type notes *[]note

type note struct {
	stamp int64
	place int64 // smaller for more points: see place
}

// open looks at a world that was not seen before.
func (b *board) open(w *sim.World) {
	b.world, b.cpu, b.gpu = w, 0, 0
	for o := range w.Offers {
		t := &w.Types[w.Offers[o].Type]
		b.cpu, b.gpu = max(b.cpu, t.CPU), max(b.gpu, 1000*int64(t.GPUs))
	}
	b.nodes = b.nodes[:0]
	b.forget()
}

// forget drops the points, because something has changed that they depend on.
func (b *board) forget() {
	clear(b.notes)
	b.last.notes = nil
}

// of returns the notes about a demand. Memory does not count for points.
func (b *board) of(d *sim.Demand) notes {
	kind := *d
	kind.Mem = 0
	if b.last.notes == nil || b.last.demand != kind {
		n := b.notes[kind]
		if n == nil {
			if len(b.notes) == maxShapes {
				clear(b.notes)
			}
			if b.notes == nil {
				b.notes = map[sim.Demand]notes{}
			}
			n = new([]note)
			b.notes[kind] = n
		}
		b.last.demand, b.last.notes = kind, n
	}
	return b.last.notes
}

// standing returns how a machine stands for a demand, whose notes are given: smaller
// for more points.
func (b *board) standing(s scorer, v *sim.View, d *sim.Demand, noted notes, m sim.MachineID) int64 {
	slot, stamp := v.Slot(m)
	for slot >= len(*noted) {
		*noted = append(*noted, note{})
	}
	n := &(*noted)[slot]
	if n.stamp != stamp {
		*n = note{stamp, place(b.round(s.points(b, d, b.node(v, m))))}
	}
	return n.place
}

// place turns points into a position of a key: smaller for more. Points that
// differ by less than 10⁻¹² are equal.
func place(points float64) int64 { return -int64(math.Floor(float64(points*0x1p40) + 0.5)) }

// round makes whole points, if that is wanted. What a float has lost is not to
// make a point of difference: nearly 95 is 95.
func (b *board) round(points float64) float64 {
	if b.percent {
		return math.Floor(points + 0x1p-30)
	}
	return points
}

// draw returns the place of a machine in the order of the run for ties: the
// smallest wins. It is 0 for all if the oldest is to win.
func (b *board) draw(v *sim.View, m sim.MachineID) uint64 {
	if !b.shuffled {
		return 0
	}
	n := b.slot(v, m)
	return n.draw
}

// share returns what is free or wanted of each resource as a share of what the
// largest machine has; each is 0 where the world has none of it.
func (b *board) share(cpu, gpu int64) (ofCPU, ofGPU float64) {
	if b.cpu > 0 {
		ofCPU = float64(cpu) / float64(b.cpu)
	}
	if b.gpu > 0 {
		ofGPU = float64(gpu) / float64(b.gpu)
	}
	return ofCPU, ofGPU
}

// mean returns the mean over the resources that the world has of a value that
// each has.
func (b *board) mean(ofCPU, ofGPU float64) float64 {
	if b.cpu > 0 && b.gpu > 0 {
		return (ofCPU + ofGPU) / 2
	}
	return ofCPU + ofGPU // one of them is 0
}
