package greedy

import (
	"slices"

	"skysim/sim"
)

// claim is a stay on a machine, of what runs or is reserved.
type claim struct {
	machine  int
	demand   sim.Demand
	devices  uint32
	from, to sim.Time
	overrun  bool // it should have ended, and holds its place now all the same
	reserved bool // nobody holds it yet
}

// slow is backfilling by the book: it knows nothing but a list of claims, and works out
// what is free at an instant by adding up those that hold then. Placement firstfit.
//
// It looks at owned machines alone. There may be a cloud without end, in a zone of its own: who
// waits has no use for that, and who does not starts there if not on owned machines.
type slow struct {
	machines []sim.MachineID
	types    []sim.MachineType
	zones    []sim.ZoneID
	claims   []claim
	now      sim.Time
	really   bool // and not as if what has overrun had ended
	cloud    bool
	wait     sim.Duration // for owned machines, if there is a cloud
}

// watch reads a View.
func watch(v *sim.View) *slow {
	s, w := &slow{now: v.Now()}, v.World()
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		offer := w.Offers[v.Machine(m).Offer]
		if offer.Purchase != sim.Owned {
			continue
		}
		s.machines, s.types, s.zones = append(s.machines, m), append(s.types, w.Types[offer.Type]), append(s.zones, offer.Zone)
	}
	seen := map[sim.AttemptID]bool{}
	for _, m := range s.machines {
		for _, id := range v.Tasks(m, nil) {
			j := v.Job(id)
			if seen[j.Running] {
				continue
			}
			seen[j.Running] = true
			end := v.Attempt(j.Running).End
			for _, p := range v.Places(j.Running, nil) {
				s.claims = append(s.claims, claim{slices.Index(s.machines, p.Machine), j.Demand, p.GPUs, 0, max(s.now, end), end <= s.now, false})
			}
		}
	}
	return s
}

// instants are all at which something changes, from now on.
func (s *slow) instants() []sim.Time {
	list := []sim.Time{s.now}
	for _, c := range s.claims {
		list = append(list, c.from, c.to)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(t sim.Time) bool { return t < s.now })
}

// free is what is free on a machine all along from one instant to another. If it is
// really to be had, that is what nobody holds now and nobody has reserved.
func (s *slow) free(m int, from, to sim.Time) (cpu, mem int64, gpus []int32) {
	cpu, mem, gpus = s.types[m].CPU, s.types[m].Mem, slices.Repeat([]int32{1000}, int(s.types[m].GPUs))
	narrow := func(counts func(c *claim) bool) {
		c, h, g := s.types[m].CPU, s.types[m].Mem, slices.Repeat([]int32{1000}, int(s.types[m].GPUs))
		for k := range s.claims {
			x := &s.claims[k]
			if x.machine != m || !counts(x) {
				continue
			}
			c, h = c-x.demand.CPU, h-x.demand.Mem
			for i := range g {
				if x.devices>>i&1 == 1 {
					g[i] -= x.demand.Share
				}
			}
		}
		cpu, mem = min(cpu, c), min(mem, h)
		for i := range gpus {
			gpus[i] = min(gpus[i], g[i])
		}
	}
	for _, t := range s.instants() {
		if t == from || t > from && t < to {
			narrow(func(c *claim) bool { return t >= c.from && t < c.to })
		}
	}
	if s.really {
		narrow(func(c *claim) bool { return !c.reserved && c.from <= s.now && (c.to > s.now || c.overrun) })
	}
	return cpu, mem, gpus
}

// put tries to claim the places of a job from an instant on, task by task on the oldest
// machine of a zone, and reports whether that is possible. Jobs on GPUs have one
// task.
func (s *slow) put(j *sim.JobInfo, from sim.Time) bool {
	for zone := range sim.ZoneID(9) {
		before, left := len(s.claims), j.Tasks
		for m := 0; m < len(s.machines) && left > 0; m++ {
			if s.zones[m] != zone {
				continue
			}
			to := from.Add(runTime(j.Estimate, s.types[m].Speed, 0))
			for left > 0 {
				cpu, mem, gpus := s.free(m, from, to)
				devices, want := uint32(0), j.Demand.GPUs
				for want > 0 { // the fullest that suffice
					best := -1
					for i, f := range gpus {
						if f >= j.Demand.Share && devices>>i&1 == 0 && (best < 0 || f < gpus[best]) {
							best = i
						}
					}
					if best < 0 {
						break
					}
					devices |= 1 << best
					want--
				}
				if cpu < j.Demand.CPU || mem < j.Demand.Mem || want > 0 {
					break
				}
				s.claims = append(s.claims, claim{m, j.Demand, devices, from, to, false, !s.really})
				left--
			}
		}
		if left == 0 {
			return true
		}
		s.claims = s.claims[:before]
	}
	return false
}

// waits reports whether a job that finds no place on owned machines has to wait for one.
func (s *slow) waits(j *sim.JobInfo) bool {
	empty := *s
	empty.claims, empty.really = nil, false
	return !s.cloud || empty.put(j, s.now) && j.Queued.Add(s.wait) > s.now
}

// easily returns who starts now, and the head with its reservation.
func (s *slow) easily(queue []sim.JobInfo) (starts []sim.JobID, head *sim.JobInfo, at sim.Time) {
	for i := range queue {
		j := &queue[i]
		before := len(s.claims)
		s.really = true
		if !s.put(j, s.now) {
			if !s.waits(j) {
				starts = append(starts, j.ID)
			} else if head == nil {
				head, at = j, s.when(j)
			}
			continue
		}
		// Where the oldest machines would delay the head, others may not.
		if head != nil && !s.keeps(before, head, at) {
			s.claims = s.claims[:before]
			if !s.elsewhere(j, head, at) && s.waits(j) {
				continue
			}
		}
		starts = append(starts, j.ID)
	}
	return starts, head, at
}

// keeps reports whether claims from an index on end by an instant or leave room for
// the head then.
func (s *slow) keeps(from int, head *sim.JobInfo, at sim.Time) bool {
	late := false
	for _, c := range s.claims[from:] {
		late = late || c.to > at
	}
	return !late || s.fits(head, at)
}

// fits reports whether a job would have room at an instant, if nothing else started.
func (s *slow) fits(j *sim.JobInfo, at sim.Time) bool {
	then := *s
	then.claims, then.really = slices.Clone(s.claims), false
	if at == sim.Never {
		return true
	}
	return then.put(j, at)
}

// when is the earliest instant at which a job would have room.
func (s *slow) when(j *sim.JobInfo) sim.Time {
	for _, t := range s.instants() {
		if s.fits(j, t) {
			return t
		}
	}
	return sim.Never
}

// elsewhere tries every machine alone, or for a gang every zone.
func (s *slow) elsewhere(j, head *sim.JobInfo, at sim.Time) bool {
	zones := s.zones
	defer func() { s.zones = zones }()
	for m := range s.machines {
		s.zones = slices.Clone(zones)
		for other := range s.zones {
			if zones[other] != zones[m] || j.Tasks == 1 && other != m {
				s.zones[other] = 99
			}
		}
		before := len(s.claims)
		s.really = true
		if !s.put(j, s.now) {
			continue
		}
		s.zones = zones
		if s.keeps(before, head, at) {
			return true
		}
		s.claims = s.claims[:before]
	}
	return false
}

// conservatively returns who starts now, and everybody's reservation.
func (s *slow) conservatively(queue []sim.JobInfo) (starts []sim.JobID, at []sim.Time) {
	for i := range queue {
		when := sim.Never
		if s.really = true; s.put(&queue[i], s.now) {
			starts = append(starts, queue[i].ID)
			at = append(at, s.now)
			continue
		}
		if !s.waits(&queue[i]) { // nobody has promised when its machine is up
			starts, at = append(starts, queue[i].ID), append(at, when)
			continue
		}
		s.really = false
		for _, t := range s.instants() {
			if s.put(&queue[i], t) {
				when = t
				break
			}
		}
		at = append(at, when)
	}
	return starts, at
}
