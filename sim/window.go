package sim

import "slices"

// window finds a job's slot by its number: a ring over the numbers from the
// oldest job that lives to the newest. What ended unfinished is remembered,
// because a later job may still want to wait for it.
type window struct {
	Base   int64   // number of Ring[Start]
	Start  int     // index of the oldest
	N      int     // numbers covered
	Ring   []int32 // slots, or ended; a power of two long
	Failed []int64 // sorted numbers of jobs that ended without finishing
}

const ended = int32(-1)

// add covers the next number.
func (w *window) add(slot int32) {
	if w.N == len(w.Ring) {
		w.grow()
	}
	w.Ring[(w.Start+w.N)&(len(w.Ring)-1)] = slot
	w.N++
}

func (w *window) grow() {
	ring := make([]int32, max(16, 2*len(w.Ring)))
	for i := range w.N {
		ring[i] = w.Ring[(w.Start+i)&(len(w.Ring)-1)]
	}
	w.Ring, w.Start = ring, 0
}

// end notes that the job with this number is no more.
func (w *window) end(number int64, finished bool) {
	mask := len(w.Ring) - 1
	w.Ring[(w.Start+int(number-w.Base))&mask] = ended
	for w.N > 0 && w.Ring[w.Start] == ended {
		w.Start = (w.Start + 1) & mask
		w.Base++
		w.N--
	}
	if !finished {
		i, _ := slices.BinarySearch(w.Failed, number)
		w.Failed = slices.Insert(w.Failed, i, number)
	}
}

// slot returns the slot of the job with this number, or ended.
func (w *window) slot(number int64) int32 {
	if number < w.Base || number >= w.Base+int64(w.N) {
		return ended
	}
	return w.Ring[(w.Start+int(number-w.Base))&(len(w.Ring)-1)]
}

// failed reports whether the job with this number ended without finishing.
func (w *window) failed(number int64) bool {
	_, found := slices.BinarySearch(w.Failed, number)
	return found
}
