package reproduce

import (
	"fmt"
	"slices"

	"skysim/sim"
)

// batchWatch cuts a run into batches: the jobs that come at one instant, all of
// which have to end before the next come.
type batchWatch struct {
	batches []batch
	open    int64
	err     error
}

// batch is an instance of a scheduling or packing problem, and what came of it.
type batch struct {
	submit, end sim.Time
	works       []int64 // ns
	sizes       []int64 // milli-vCPU
	rented      int64
}

// Observe implements sim.Observer.
func (w *batchWatch) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		e := &events[i]
		n := len(w.batches)
		switch e.Kind {
		case sim.JobSubmitted:
			if n == 0 || w.batches[n-1].submit != e.Time {
				if w.open > 0 {
					w.err = fmt.Errorf("a batch comes at %v when %d jobs of the one before have not ended: want more time between them", e.Time, w.open)
				}
				w.batches = append(w.batches, batch{submit: e.Time})
			}
			w.open++
		case sim.JobEnded:
			w.open--
			b := &w.batches[n-1]
			b.end = e.Time
			b.works, b.sizes = append(b.works, int64(e.Run)), append(b.sizes, e.CPU)
		case sim.MachineRented:
			w.batches[n-1].rented++
		}
	}
}

// leastMakespan returns the earliest instant at which m machines can have done all the
// work, by trying every assignment that could be better than the best so far.
func leastMakespan(works []int64, m int) int64 {
	works = slices.Clone(works)
	slices.Sort(works)
	slices.Reverse(works)
	load, best, sum := make([]int64, m), int64(0), int64(0)
	for _, w := range works {
		sum += w
	}
	best = sum
	floor := max(works[0], (sum+int64(m)-1)/int64(m))
	var place func(i int, top int64)
	place = func(i int, top int64) {
		if top >= best || best == floor {
			return
		}
		if i == len(works) {
			best = top
			return
		}
		for k := range load {
			if slices.Contains(load[:k], load[k]) {
				continue // a machine as full as one that was tried
			}
			load[k] += works[i]
			place(i+1, max(top, load[k]))
			load[k] -= works[i]
		}
	}
	place(0, 0)
	return best
}

// fewestBins returns the least number of bins of a capacity that hold all sizes, by
// trying every packing that could be better than the best so far.
func fewestBins(sizes []int64, capacity int64) int {
	sizes = slices.Clone(sizes)
	slices.Sort(sizes)
	slices.Reverse(sizes)
	sum := int64(0)
	for _, s := range sizes {
		sum += s
	}
	floor := int((sum + capacity - 1) / capacity)
	best := len(sizes)
	var free []int64
	var place func(i int)
	place = func(i int) {
		if len(free) >= best || best == floor {
			return
		}
		if i == len(sizes) {
			best = len(free)
			return
		}
		for k := range free {
			if free[k] < sizes[i] || slices.Contains(free[:k], free[k]) {
				continue
			}
			free[k] -= sizes[i]
			place(i + 1)
			free[k] += sizes[i]
		}
		free = append(free, capacity-sizes[i])
		place(i + 1)
		free = free[:len(free)-1]
	}
	place(0)
	return best
}
