package greedy

import (
	"cmp"
	"math/bits"
	"slices"

	"skysim/sim"
)

// future is what will be free on the machines that exist, if everything that
// runs ends when its estimate says and nothing else starts. An attempt that has
// overrun its estimate is expected to end now; one of a job without an estimate,
// after the guess. Replicas of a job end together, when as many are done as it needs.
// Machines on which nothing may start, be they about to be lost, down or cordoned off, are not in it.
//
// To make it takes O(m + a·log a) for m machines and a attempts, and so much memory.
type future struct {
	spots []spot
	at    map[sim.MachineID]int32 // index in spots
	ends  []ending                // earliest first
	known map[sim.AttemptID]bool  // in ends, and its job's replicas with it
	place []sim.Place             // of all attempts in ends
	jobs  []sim.JobID             // scratch
	tries []sim.AttemptID         // scratch
}

// spot is a machine.
type spot struct {
	machine  sim.MachineID
	offer    sim.OfferID
	domain   int // a gang's; see Policy.domain
	gpus     int
	cpu, mem int64
	free     [32]int32 // thousandths of each GPU
	now      [32]int32 // the same at this instant
}

// ending is an attempt that will end.
type ending struct {
	at       sim.Time
	number   int64 // of its job
	job      sim.JobID
	attempt  sim.AttemptID
	demand   sim.Demand
	from, to int32 // in place
}

// lookAhead makes the future anew, as of this instant.
func (g *Policy) lookAhead(v *sim.View) *future {
	f := &g.future
	if f.at == nil {
		f.at, f.known = make(map[sim.MachineID]int32), make(map[sim.AttemptID]bool)
	}
	clear(f.at)
	clear(f.known)
	f.spots, f.ends, f.place = f.spots[:0], f.ends[:0], f.place[:0]
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		m := v.Machine(id)
		if m.State == sim.Noticed || m.State == sim.Down || m.Cordoned { // nothing may start there
			continue
		}
		s := spot{machine: id, offer: m.Offer, domain: g.domain(m.Offer), cpu: m.FreeCPU, mem: m.FreeMem}
		s.gpus = int(g.market.world.Types[g.market.world.Offers[m.Offer].Type].GPUs)
		for i := range s.gpus {
			s.free[i] = v.Device(id, i)
		}
		s.now = s.free
		f.at[id] = int32(len(f.spots))
		f.spots = append(f.spots, s)
	}
	for i := range f.spots {
		if f.jobs = v.Tasks(f.spots[i].machine, f.jobs[:0]); len(f.jobs) > 0 {
			for _, j := range f.jobs {
				f.expect(v, j, g.opts.Guess)
			}
		}
	}
	slices.SortFunc(f.ends, func(a, b ending) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.number, b.number), cmp.Compare(a.attempt, b.attempt))
	})
	return f
}

// expect enters the attempts that a job has, once.
func (f *future) expect(v *sim.View, id sim.JobID, guess sim.Duration) {
	j := v.Job(id)
	if f.known[j.Running] {
		return
	}
	f.known[j.Running] = true
	first := len(f.ends)
	f.tries = v.Attempts(id, f.tries[:0])
	for _, try := range f.tries {
		e := ending{at: tryEnds(v, &j, try, guess), number: j.Number, job: id, attempt: try, demand: j.Demand, from: int32(len(f.place))}
		f.place = v.Places(try, f.place)
		e.to = int32(len(f.place))
		f.ends = append(f.ends, e)
	}
	together(f.ends[first:], int(j.Quorum-j.Complete))
}

// together lets replicas end when so many of them are done, at least one.
func together(ends []ending, needed int) {
	if len(ends) < 2 {
		return
	}
	at := make([]sim.Time, len(ends))
	for i := range ends {
		at[i] = ends[i].at
	}
	slices.Sort(at)
	last := at[min(max(needed, 1), len(at))-1]
	for i := range ends {
		ends[i].at = min(ends[i].at, last)
	}
}

// expectedEnd is when a job that holds places is expected to give those of its oldest attempt
// back: not before now.
func expectedEnd(v *sim.View, j *sim.JobInfo, guess sim.Duration) sim.Time {
	return tryEnds(v, j, j.Running, guess)
}

// tryEnds is when an attempt of a job is expected to be done, if it is left alone.
func tryEnds(v *sim.View, j *sim.JobInfo, try sim.AttemptID, guess sim.Duration) sim.Time {
	a := v.Attempt(try)
	if j.Estimate == 0 {
		from := a.Started
		if from == sim.Never {
			from = v.Now() // its machines still boot
		}
		a.End = from.Add(runTime(guess, a.Speed, j.Limit))
	}
	return max(a.End, v.Now())
}

// release gives back what an ending attempt holds, or with 1 takes it again, and
// calls changed for the index of each spot, once for each task.
func (f *future) release(e *ending, sign int32, changed func(i int32)) {
	for _, p := range f.place[e.from:e.to] {
		if i, there := f.at[p.Machine]; there {
			f.spots[i].take(&e.demand, p.GPUs, sign)
			changed(i)
		}
	}
}

// take occupies what a task takes, or with -1 gives it back.
func (s *spot) take(d *sim.Demand, devices uint32, sign int32) {
	s.cpu -= int64(sign) * d.CPU
	s.mem -= int64(sign) * d.Mem
	for ; devices != 0; devices &= devices - 1 {
		s.free[bits.TrailingZeros32(devices)] -= sign * d.Share
	}
}

// holds returns how many tasks of a demand have room, if the machine can run
// them at all, but no more than most.
func (s *spot) holds(d *sim.Demand, most int) int {
	return taskRoom(d, s.cpu, s.mem, s.free[:s.gpus], most)
}

// taskRoom returns how many tasks of a demand have room in that much CPU and memory
// and on those devices, each on devices of its own, but no more than most: k fit if
// the devices, each counted k times at most, offer k·GPUs places.
func taskRoom(d *sim.Demand, cpu, mem int64, free []int32, most int) int {
	n := int64(most)
	if d.CPU > 0 {
		n = min(n, cpu/d.CPU)
	}
	if d.Mem > 0 {
		n = min(n, mem/d.Mem)
	}
	if n <= 0 {
		return 0
	}
	if d.GPUs == 0 {
		return int(n)
	}
	for ; n > 0; n-- {
		var places int64
		for _, f := range free {
			places += min(int64(f/d.Share), n)
		}
		if places >= n*int64(d.GPUs) {
			break
		}
	}
	return int(n)
}

// assign gives every place without devices those that the engine will: the
// fullest ones that suffice, task after task. It takes them from what is free
// now, which is for the caller to undo with the same list.
func (f *future) assign(d *sim.Demand, places []sim.Place) {
	for i := range places {
		at, there := f.at[places[i].Machine]
		if !there || d.GPUs == 0 {
			continue
		}
		s := &f.spots[at]
		if places[i].GPUs == 0 {
			places[i].GPUs = fullest(s.now[:s.gpus], d)
		}
		s.hold(d, places[i].GPUs, 1)
	}
}

// hold takes devices from what is free now, or with -1 gives them back.
func (s *spot) hold(d *sim.Demand, devices uint32, sign int32) {
	for ; devices != 0; devices &= devices - 1 {
		s.now[bits.TrailingZeros32(devices)] -= sign * d.Share
	}
}

// fullest picks devices as the engine does: the fullest that suffice, of
// equals the first.
func fullest(free []int32, d *sim.Demand) (mask uint32) {
	for range d.GPUs {
		best := -1
		for i, f := range free {
			if f >= d.Share && mask>>uint(i)&1 == 0 && (best < 0 || f < free[best]) {
				best = i
			}
		}
		if best < 0 {
			return 0
		}
		mask |= 1 << uint(best)
	}
	return mask
}
