package sim_test

import (
	"bytes"
	"encoding/gob"
	"time"

	"skysim/sim"
)

// chaos is a policy without a plan: it calls everything with whatever comes to
// hand, among it handles of what is gone and handles that never were. Half of
// the time it does something sensible, so that a run gets somewhere.
type chaos struct {
	t      fataler // to report what View and Plan get wrong; may be nil
	seed   uint64
	needs  sim.Needs
	sends  bool      // most of what waits is sent to machines, so that lines grow long
	moves  bool      // jobs are replicated, moved, saved and deferred
	jobs   []sim.Job // to know what they read; may be nil
	looked int       // comparisons of a job with a machine
	memory chaosMemory
}

// fataler is what testing.T and rapid.T have in common here.
type fataler interface {
	Fatalf(format string, args ...any)
}

// chaosMemory is the state of the policy; fields are exported for encoding/gob.
type chaosMemory struct {
	Asked    uint64
	Jobs     []sim.JobID
	Machines []sim.MachineID
	Attempts []sim.AttemptID
}

func (c *chaos) String() string { return "chaos" }

func (c *chaos) Needs() sim.Needs { return c.needs }

func (c *chaos) Save() []byte {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(&c.memory); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func (c *chaos) Load(data []byte) error {
	c.memory = chaosMemory{}
	return gob.NewDecoder(bytes.NewReader(data)).Decode(&c.memory)
}

func (c *chaos) Decide(v *sim.View, p *sim.Plan) {
	m := &c.memory
	m.Asked++
	s := sim.NewStream(c.seed, "chaos", m.Asked)
	c.inspect(v)
	for j := v.First(); j != 0; j = v.Next(j) {
		m.Jobs = append(m.Jobs, j)
	}
	for j := v.First(); c.sends && j != 0; {
		next := v.Next(j)
		if s.Int64N(3) > 0 {
			c.dispatch(v, p, &s, j)
		}
		j = next
	}
	for range s.Int64N(7) {
		c.act(v, p, &s)
		if c.moves {
			c.shift(v, p, &s)
		}
	}
	if n := len(m.Jobs); n > 50 {
		m.Jobs = m.Jobs[n-50:]
	}
	c.inspect(v)
}

// act does one thing.
func (c *chaos) act(v *sim.View, p *sim.Plan, s *sim.Stream) {
	m := &c.memory
	switch s.Int64N(15) {
	case 0, 1, 2:
		if id, refused := p.Rent(sim.OfferID(s.Int64N(int64(len(v.World().Offers)+2)) - 1)); refused == sim.Accepted {
			m.Machines = append(m.Machines, id)
		}
	case 3:
		p.Release(pick(s, m.Machines))
	case 4:
		p.Release(v.OldestIdle())
	case 5:
		places := make([]sim.Place, s.Int64N(4))
		for i := range places {
			places[i] = sim.Place{Machine: pick(s, m.Machines), GPUs: uint32(s.Uint64() >> (32 + s.Int64N(33)))}
		}
		c.start(p, pick(s, m.Jobs), places)
	case 6, 7, 8, 9:
		c.sensible(v, p, s)
	case 10:
		p.Stop(pick(s, m.Attempts))
	case 11:
		switch s.Int64N(8) {
		case 0:
			p.Reject(pick(s, m.Jobs))
		case 1:
			p.WakeAt(v.Now())
		default:
			p.WakeAt(v.Now().Add(time.Duration(s.Int64N(30)-2) * time.Second))
		}
	case 12:
		p.Dispatch(pick(s, m.Jobs), pick(s, m.Machines))
	case 13:
		c.dispatch(v, p, s, v.First())
	case 14:
		p.Recall(pick(s, m.Jobs))
	}
}

// dispatch sends a job to some machine, perhaps an owned one. If
// it is a single task and has room at once, that must not be refused.
func (c *chaos) dispatch(v *sim.View, p *sim.Plan, s *sim.Stream, j sim.JobID) {
	m := v.FirstMachine()
	for range s.Int64N(4) {
		if next := v.NextMachine(m); next != 0 {
			m = next
		}
	}
	fits := c.t != nil && v.Gang(j) == 1 && v.Room(j, m) > 0
	line := v.Line(m)
	refused := p.Dispatch(j, m)
	starts := line == 0 && v.Machine(m).State == sim.Up
	if i := v.Job(j); fits && (refused != sim.Accepted || (i.Running != 0) != starts || (i.Line == 0) != starts) {
		c.t.Fatalf("at %v: job %+v is sent to %+v, behind %d: %v", v.Now(), i, v.Machine(m), line, refused)
	}
}

func (c *chaos) start(p *sim.Plan, j sim.JobID, places []sim.Place) sim.Refusal {
	a, refused := p.Start(j, places...)
	if refused == sim.Accepted {
		c.memory.Attempts = append(c.memory.Attempts, a)
	}
	return refused
}

// sensible starts a job where there is room for it; with a single task that
// must not be refused.
func (c *chaos) sensible(v *sim.View, p *sim.Plan, s *sim.Stream) {
	j := v.First()
	for range s.Int64N(3) {
		if next := v.Next(j); next != 0 {
			j = next
		}
	}
	if j == 0 {
		return
	}
	tasks := int(v.Job(j).Tasks)
	var places []sim.Place
	most := tasks
	if s.Bool(0.5) {
		most = 1 // the tasks stand apart
	}
	for m := v.FirstFit(j); m != 0; m = v.NextFit(j, m) {
		for range min(most, v.Room(j, m)) {
			if len(places) < tasks {
				places = append(places, sim.Place{Machine: m})
			}
		}
	}
	if tasks == 1 && s.Bool(0.5) {
		places = []sim.Place{{Machine: v.BestFit(j)}}
	}
	refused := c.start(p, j, places)
	if c.t != nil && tasks == 1 && len(places) == 1 && places[0].Machine != 0 && refused != sim.Accepted {
		c.t.Fatalf("at %v: %v has room for job %d, but to start it there is refused: %v", v.Now(), places[0].Machine, v.Job(j).Number, refused)
	}
}

// pick returns something from a list, or now and then something that never was.
func pick[T ~uint64](s *sim.Stream, list []T) T {
	if n := int64(len(list)); n > 0 && s.Int64N(8) > 0 {
		return list[s.Int64N(n)]
	}
	return T(s.Uint64() >> s.Int64N(65))
}

// inspect compares what the View finds with a walk over everything.
func (c *chaos) inspect(v *sim.View) {
	if c.t == nil {
		return
	}
	c.inspectIdle(v)
	for j := v.First(); j != 0; j = v.Next(j) {
		var fits []sim.MachineID
		best := sim.MachineInfo{}
		for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
			room := c.plainRoom(v, j, m)
			c.looked++
			if got := v.Room(j, m); got != room {
				c.t.Fatalf("at %v: room for job %+v on %+v is %d, want %d", v.Now(), v.Job(j), v.Machine(m), got, room)
			}
			if room == 0 {
				continue
			}
			fits = append(fits, m)
			if i := v.Machine(m); best.ID == 0 || tighter(&i, &best) {
				best = i
			}
		}
		m := v.FirstFit(j)
		for _, want := range append(fits, 0) {
			if m != want {
				c.t.Fatalf("at %v: job %+v fits next on %+v, want %+v", v.Now(), v.Job(j), v.Machine(m), v.Machine(want))
			}
			m = v.NextFit(j, m)
		}
		if got := v.BestFit(j); got != best.ID {
			c.t.Fatalf("at %v: job %+v fits best on %+v, want %+v", v.Now(), v.Job(j), v.Machine(got), best)
		}
	}
}

// inspectIdle walks the idle machines, which must be all that could be given
// back and are up, longest idle first.
func (c *chaos) inspectIdle(v *sim.View) {
	var want, since int
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		if i := v.Machine(m); i.State == sim.Up && i.Tasks == 0 && !i.Cordoned && v.World().Offers[i.Offer].Purchase != sim.Owned {
			want++
		}
	}
	for m := v.OldestIdle(); m != 0; m = v.NextIdle(m) {
		i := v.Machine(m)
		want--
		if i.State != sim.Up || i.Tasks > 0 || i.Cordoned || int(i.IdleSince) < since || i.BusyUntil != i.IdleSince || i.IdleSince > v.Now() {
			c.t.Fatalf("at %v: %+v is among the idle", v.Now(), i)
		}
		since = int(i.IdleSince)
	}
	if want != 0 {
		c.t.Fatalf("at %v: %d idle machines are not listed", v.Now(), want)
	}
}

func tighter(a, b *sim.MachineInfo) bool {
	switch {
	case a.FreeGPU != b.FreeGPU:
		return a.FreeGPU < b.FreeGPU
	case a.FreeCPU != b.FreeCPU:
		return a.FreeCPU < b.FreeCPU
	}
	return a.FreeMem < b.FreeMem
}

// plainRoom puts tasks on a copy of the machine, one by one, each on the devices
// with the most places left, until no more fits.
func (c *chaos) plainRoom(v *sim.View, id sim.JobID, on sim.MachineID) int {
	j, m, w := v.Job(id), v.Machine(on), v.World()
	if c.barred(v, &j, &m) {
		return 0
	}
	kind := w.Offers[m.Offer].Type
	t, d := &w.Types[kind], &j.Demand
	if m.State == sim.Noticed || m.State == sim.Down || m.Cordoned || v.Speed(j.Profile, kind) == 0 {
		return 0
	}
	if d.GPUs > 0 && d.Kinds != 0 && (t.GPUKind < 0 || d.Kinds&(1<<t.GPUKind) == 0) {
		return 0
	}
	if d.CPU == 0 && d.Mem == 0 && d.GPUs == 0 {
		return int(sim.Unlimited)
	}
	var places []int32
	for g := range int(t.GPUs) {
		if d.GPUs > 0 {
			places = append(places, v.Device(on, g)/d.Share)
		}
	}
	for n := 0; ; n++ {
		if m.FreeCPU -= d.CPU; m.FreeCPU < 0 {
			return n
		}
		if m.FreeMem -= d.Mem; m.FreeMem < 0 {
			return n
		}
		taken := map[int]bool{}
		for range d.GPUs {
			most := -1
			for g, left := range places {
				if !taken[g] && left > 0 && (most < 0 || left > places[most]) {
					most = g
				}
			}
			if most < 0 {
				return n
			}
			taken[most] = true
			places[most]--
		}
	}
}
