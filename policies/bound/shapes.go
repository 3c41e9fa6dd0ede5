package bound

import (
	"math/bits"
	"slices"

	"skysim/sim"
)

// The resources of a machine. Beside the three that it has, there are three that
// follow from them: of tasks that take more than half of its CPU, memory or
// of a single device, only one fits (on the machine, or on that device).
const (
	resCPU = iota
	resMem
	resGPU
	resHalfCPU
	resHalfMem
	resHalfGPU
	resources
)

// whole is all of a machine's resource, or all of a set of weights.
const (
	whole      = int64(1) << 32
	wholeWeigh = int64(1) << 20
)

// shape is what jobs have in common that the market treats alike.
type shape struct {
	demand  sim.Demand
	profile int32
	home    sim.RegionID // of its data; -1 if it moves none
	keeps   bool         // something, when it is stopped
	// life is the index in lives for the attempts that work comes from, and least is what
	// no attempt is shorter than, as far as free machines care.
	life  int32
	least sim.Duration

	needs []int32 // of the roster
	parts []part  // by lane
}

// part is what a task of a shape takes of a lane's machine.
type part struct {
	of    [resources]int64 // of each resource, in 2⁻³², rounded down
	speed int64            // ppm; 0 means that it may not run there
}

func (s *shape) speed(m *model, t sim.TypeID) int64 {
	if m.at.room(&s.demand, t) == 0 {
		return 0
	}
	return m.at.speed(s.profile, t)
}

type shapeKey struct {
	demand  sim.Demand
	profile int32
	home    sim.RegionID
	keeps   bool
	life    int32
	least   sim.Duration
}

// mostShapes is how many demands are told apart. If there are more, they are
// rounded down to fewer, which makes the bound a little lower.
const mostShapes = 4096

// gatherShapes sorts the required jobs into shapes.
func (m *model) gatherShapes() {
	free := m.freeTimes()
	m.split(free)
	for grain := 0; ; grain++ {
		m.shapes = m.shapes[:0]
		seen := make(map[shapeKey]int32)
		for i := range m.roster.needs {
			n := &m.roster.needs[i]
			key := m.keyOf(n, free, grain)
			id, known := seen[key]
			if !known {
				id = int32(len(m.shapes))
				seen[key] = id
				m.shapes = append(m.shapes, shape{
					demand: key.demand, profile: key.profile, home: key.home, keeps: key.keeps, life: key.life, least: key.least,
				})
			}
			n.shape = id
		}
		if len(m.shapes) <= mostShapes || grain >= 6 {
			break
		}
	}
	for i := range m.roster.needs {
		s := &m.shapes[m.roster.needs[i].shape]
		s.needs = append(s.needs, int32(i))
	}
}

// split parts the tails of jobs from their bodies, where spot machines are free for
// no longer than an interval between checkpoints lasts: then nothing but a last
// attempt can do work on them, and no more than it can do in that time.
func (m *model) split(free []sim.Duration) {
	if len(free) == 0 {
		return
	}
	longest := free[len(free)-1]
	fastest := make(map[int32]int64)
	for i := range m.roster.needs {
		n := &m.roster.needs[i]
		r := &n.job.Restart
		if r.Keep != sim.KeepCheckpoint || sim.Duration(sim.Time(r.Every).Add(r.Cost)) < longest {
			continue
		}
		speed, known := fastest[n.job.Profile]
		if !known {
			for t := range m.world.Types {
				speed = max(speed, m.at.speed(n.job.Profile, sim.TypeID(t)))
			}
			fastest[n.job.Profile] = speed
		}
		if tail := ceilDiv(int64(longest), speed, ppm); tail < n.work {
			body := *n
			body.body, body.idle, body.work = true, 0, n.work-tail
			n.work = tail
			m.roster.needs = append(m.roster.needs, body)
		}
	}
}

// freeTimes lists the spans within which spot machines that are taken away are free,
// if a run may have that.
func (m *model) freeTimes() []sim.Duration {
	var list []sim.Duration
	if m.free < 0 {
		return nil
	}
	for i := range m.world.Providers {
		for _, b := range rules(&m.world.Providers[i], m.roster.over) {
			if b.FreeReclaim > 0 {
				list = append(list, b.FreeReclaim)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// keyOf returns the shape that a job has; above grain 0 demands keep few bits.
func (m *model) keyOf(n *need, free []sim.Duration, grain int) shapeKey {
	j := n.job
	r := &j.Restart
	key := shapeKey{demand: j.Demand, profile: j.Profile, home: -1, keeps: r.Keep != sim.KeepNothing, life: wholly}
	if int(j.Profile) >= len(m.world.Profiles) {
		key.profile = 0
	}
	if m.groups > 1 && moves(j) {
		key.home = j.Data.Home
	}
	if grain > 0 {
		key.demand.CPU, key.demand.Mem = coarse(j.Demand.CPU, 7-grain), coarse(j.Demand.Mem, 7-grain)
	}
	least := n.run // of the attempt that finishes the job
	interval := sim.Duration(sim.Time(r.Every).Add(r.Cost))
	switch r.Keep {
	case sim.KeepAll:
		least = certain(r)
		key.life = lifeIndex(least)
	case sim.KeepCheckpoint: // the last attempt may be short, and is paid for apart
		if least = certain(r); n.body {
			least = max(least, interval)
		}
		key.life = lifeIndex(max(certain(r), interval))
	}
	for _, f := range free {
		if f <= least {
			key.least = f
		}
	}
	return key
}

// coarse rounds n down to so many bits.
func coarse(n int64, keep int) int64 {
	drop := max(0, bits.Len64(uint64(n))-keep)
	return n >> drop << drop
}

// fit works out what tasks of each shape take of each lane.
func (m *model) fit() {
	for i := range m.shapes {
		s := &m.shapes[i]
		s.parts = make([]part, len(m.lanes))
		for k := range m.lanes {
			l := &m.lanes[k]
			if l.spared > 0 && s.least >= l.spared {
				continue
			}
			if speed := s.speed(m, l.kind); speed > 0 {
				s.parts[k] = part{takes(&s.demand, &m.world.Types[l.kind]), speed}
			}
		}
	}
}

// takes returns what a task takes of each resource of a machine.
func takes(d *sim.Demand, t *sim.MachineType) (of [resources]int64) {
	gpu := int64(d.GPUs) * int64(d.Share)
	of[resCPU], of[resMem] = fraction(d.CPU, t.CPU), fraction(d.Mem, t.Mem)
	of[resGPU] = fraction(gpu, int64(t.GPUs)*1000)
	if d.CPU > t.CPU/2 {
		of[resHalfCPU] = whole
	}
	if d.Mem > t.Mem/2 {
		of[resHalfMem] = whole
	}
	if d.Share > 500 {
		of[resHalfGPU] = fraction(int64(d.GPUs), int64(t.GPUs))
	}
	return of
}

func fraction(n, of int64) int64 {
	if n <= 0 || of <= 0 {
		return 0
	}
	f, _ := mulDiv(n, whole, of)
	return min(f, whole)
}
