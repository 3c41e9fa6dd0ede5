package greedy

import (
	"math"
	"slices"

	"skysim/sim"
)

// timeline is what is free on a machine from now on, in steps: step i holds from at[i] to
// at[i+1], the last one for ever.
type timeline struct {
	gpus int
	at   []sim.Time
	cpu  []int64
	mem  []int64
	free []int32 // gpus for each step
}

// reset makes it what is free on a spot, for ever.
func (t *timeline) reset(now sim.Time, s *spot) {
	t.gpus = s.gpus
	t.at, t.cpu, t.mem = append(t.at[:0], now), append(t.cpu[:0], s.cpu), append(t.mem[:0], s.mem)
	t.free = append(t.free[:0], s.free[:s.gpus]...)
}

// cut makes a step begin at an instant that is not before the first and returns its
// index. Without an end, which is sim.Never, that is behind the last.
func (t *timeline) cut(at sim.Time) int {
	if at == sim.Never {
		return len(t.at)
	}
	i, found := slices.BinarySearch(t.at, at)
	if !found {
		t.at = slices.Insert(t.at, i, at)
		t.cpu, t.mem = slices.Insert(t.cpu, i, t.cpu[i-1]), slices.Insert(t.mem, i, t.mem[i-1])
		t.free = slices.Insert(t.free, i*t.gpus, t.free[(i-1)*t.gpus:i*t.gpus]...)
	}
	return i
}

// take occupies what a task takes from one instant to another, or with -1 gives it
// back.
func (t *timeline) take(d *sim.Demand, devices uint32, from, to sim.Time, sign int32) {
	i := t.cut(from)
	for end := t.cut(to); i < end; i++ {
		t.cpu[i] -= int64(sign) * d.CPU
		t.mem[i] -= int64(sign) * d.Mem
		for g := range t.gpus {
			if devices>>uint(g)&1 == 1 {
				t.free[i*t.gpus+g] -= sign * d.Share
			}
		}
	}
}

// window is what is free all along a stretch of a timeline.
type window struct {
	gpus     int
	cpu, mem int64
	free     [32]int32
}

// empty is a stretch of no length.
func (t *timeline) empty() window {
	w := window{gpus: t.gpus, cpu: math.MaxInt64, mem: math.MaxInt64}
	for g := range t.gpus {
		w.free[g] = math.MaxInt32
	}
	return w
}

// narrow adds step i to the stretch.
func (w *window) narrow(t *timeline, i int) {
	w.cpu, w.mem = min(w.cpu, t.cpu[i]), min(w.mem, t.mem[i])
	for g := range t.gpus {
		w.free[g] = min(w.free[g], t.free[i*t.gpus+g])
	}
}

// room returns how many tasks fit all along, each on the same devices, but no more
// than most.
func (w *window) room(d *sim.Demand, most int) int {
	return taskRoom(d, w.cpu, w.mem, w.free[:w.gpus], most)
}

// between returns what is free all along from one instant to another, or less than
// enough for a task if that is found out sooner.
func (t *timeline) between(from, to sim.Time, d *sim.Demand) window {
	i, found := slices.BinarySearch(t.at, from)
	if !found {
		i--
	}
	w := t.empty()
	for ; i < len(t.at) && (t.at[i] < to || t.at[i] <= from); i++ {
		if w.narrow(t, i); w.room(d, 1) == 0 {
			break
		}
	}
	return w
}

// devices picks those of n tasks from what is free all along: the fullest that
// suffice or, where that could leave too few for the last task, those with the most
// places left. There has to be room.
func (w *window) devices(d *sim.Demand, n int) (mask uint32) {
	if d.GPUs == 0 {
		return 0
	}
	if !spreads(d, n) {
		mask = fullest(w.free[:w.gpus], d)
	}
	for picked := int32(0); spreads(d, n) && picked < d.GPUs; picked++ {
		most := -1
		for g, f := range w.free[:w.gpus] {
			if mask>>uint(g)&1 == 0 && (most < 0 || f/d.Share > w.free[most]/d.Share) {
				most = g
			}
		}
		mask |= 1 << uint(most)
	}
	for g := range w.gpus {
		if mask>>uint(g)&1 == 1 {
			w.free[g] -= d.Share
		}
	}
	return mask
}
