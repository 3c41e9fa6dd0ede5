package spot

import (
	"encoding/binary"
	"fmt"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/sim"
)

// Chooser says where a job shall be until the next tick.
type Chooser interface {
	// Choose is asked on every tick for each job, and between ticks for a job that joins the
	// queue. The situation is valid during the call only. Spot without SpotUp and OnDemand without OnDemandUp mean to
	// wait, and to stay where one is costs no overhead.
	Choose(s *Situation) Kind
}

// Watcher is a Chooser that wants to see every decision of the run, before it is asked about jobs.
type Watcher interface {
	Watch(v *sim.View)
}

// Homer is a Chooser that keeps a job to one region.
type Homer interface {
	// Home returns the region that a job keeps to, or -1. Where it has no spot machines, or none on demand, for the
	// job, those of other regions will do.
	Home(job sim.JobID) sim.RegionID
	// Begun tells where a job has been started.
	Begun(job sim.JobID, region sim.RegionID)
}

// Options are the settings of a Policy.
type Options struct {
	// Name is that of the construction, as in uniform.
	Name string
	// Every is the time between two ticks, above 0. Ticks are counted from the beginning of the run.
	Every sim.Duration
	// Rest places all jobs that the policy does not mind. It must not preempt.
	Rest *greedy.Policy
	// Slower takes spot machines, too, that are slower than the on-demand machines that a job would otherwise have, if its work costs
	// less there.
	Slower bool
	// Args are further arguments of the construction.
	Args []grammar.Arg
}

// Policy runs jobs with deadlines as its Chooser says.
type Policy struct {
	opts   Options
	choose Chooser
	placer *greedy.Policy // finds machines of an offer

	// State, kept in snapshots.
	jobs []sim.JobID // those that it minds and knows of
	tick sim.Time    // the last one that was acted on, -1 before
	wake sim.Time    // asked for last

	market market
	on     []sim.Place // scratch
	known  map[sim.JobID]bool
}

var (
	_ sim.Policy = (*Policy)(nil)
	_ sim.Needer = (*Policy)(nil)
	_ sim.Saver  = (*Policy)(nil)
)

// New returns a policy. It takes the rest over: nobody else may ask it.
func New(o Options, c Chooser) (*Policy, error) {
	switch {
	case o.Every <= 0:
		return nil, fmt.Errorf("every is %v, want more than 0", o.Every)
	case o.Rest == nil:
		return nil, fmt.Errorf("nothing places the rest, want a greedy(…)")
	case o.Rest.Options().Preempt != greedy.PreemptNone:
		return nil, fmt.Errorf("%v would stop jobs that %s minds: want preempt=none", o.Rest, o.Name)
	}
	with := greedy.Default()
	with.Gang = o.Rest.Options().Gang
	placer, err := greedy.New(with, 0)
	if err != nil {
		return nil, err
	}
	return &Policy{opts: o, choose: c, placer: placer, tick: -1, known: make(map[sim.JobID]bool)}, nil
}

// taken reports whether a job is not left to the rest.
func taken(v *sim.View, j sim.JobID) bool {
	job := v.Job(j)
	return minded(&job)
}

// Decide looks at the jobs that are due, and lets the rest be placed.
func (d *Policy) Decide(v *sim.View, p *sim.Plan) {
	if w, ok := d.choose.(Watcher); ok {
		w.Watch(v)
	}
	d.adopt(v)
	every := sim.Time(d.opts.Every)
	tick := v.Now() / every * every
	due := tick > d.tick // a tick has come, or has passed while there was nobody to be woken for
	d.tick = tick
	for _, id := range d.jobs {
		job := v.Job(id)
		if job.Line == 0 && (job.Running == 0 || due) {
			d.mind(v, p, &job, due || job.Queued == v.Now())
		}
	}
	d.opts.Rest.LeaveOut(taken)
	d.opts.Rest.Decide(v, p)
	if len(d.jobs) > 0 && d.wake <= v.Now() {
		d.wake = (tick + every)
		p.WakeAt(d.wake)
	}
}

// adopt takes new jobs down and forgets those that have ended.
func (d *Policy) adopt(v *sim.View) {
	left := d.jobs[:0]
	for _, id := range d.jobs {
		if v.Job(id).ID != 0 {
			left = append(left, id)
		} else {
			delete(d.known, id)
		}
	}
	d.jobs = left
	for id := v.First(); id != 0; id = v.Next(id) {
		if job := v.Job(id); !d.known[id] && minded(&job) {
			d.known[id] = true
			d.jobs = append(d.jobs, id)
		}
	}
}

// Needs asks for what the rest needs.
func (d *Policy) Needs() sim.Needs {
	n := d.opts.Rest.Needs()
	n.FirstFit = true
	return n
}

// String returns the construction, as in uniform(every=10m,rest=greedy(order=fcfs,place=cheapest,idle=0s)).
func (d *Policy) String() string {
	call := grammar.Call{Word: d.opts.Name}.With("every", grammar.Duration(d.opts.Every))
	call.Args = append(call.Args, d.opts.Args...)
	if d.opts.Slower {
		call = call.With("slower", "true")
	}
	rest, err := grammar.Parse(d.opts.Rest.String())
	if err != nil { // it is no construction: show it all the same
		rest = grammar.Call{Word: d.opts.Rest.String()}
	}
	call.Args = append(call.Args, grammar.Arg{Key: "rest", Value: rest})
	return call.String()
}

// Save returns the state, and that of the rest and of the chooser.
func (d *Policy) Save() []byte {
	var mine []byte
	if s, ok := d.choose.(sim.Saver); ok {
		mine = s.Save()
	}
	b := binary.BigEndian.AppendUint64(nil, uint64(d.tick))
	for _, n := range []uint64{uint64(d.wake), uint64(len(d.jobs)), uint64(len(mine))} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	for _, id := range d.jobs {
		b = binary.BigEndian.AppendUint64(b, uint64(id))
	}
	return append(append(b, mine...), d.opts.Rest.Save()...)
}

// Load restores a state that Save returned.
func (d *Policy) Load(b []byte) error {
	short := fmt.Errorf("%s: state of %d bytes is cut short", d.opts.Name, len(b))
	if len(b) < 32 {
		return short
	}
	word := func(i int) uint64 { return binary.BigEndian.Uint64(b[8*i:]) }
	d.tick, d.wake = sim.Time(word(0)), sim.Time(word(1))
	jobs, mine, left := word(2), word(3), uint64(len(b)-32)
	if jobs > left/8 || mine > left-8*jobs {
		return short
	}
	d.jobs = d.jobs[:0]
	clear(d.known)
	for i := range int(jobs) {
		d.jobs = append(d.jobs, sim.JobID(word(4+i)))
		d.known[d.jobs[i]] = true
	}
	b = b[32+8*jobs:]
	if s, ok := d.choose.(sim.Saver); ok {
		if err := s.Load(b[:mine]); err != nil {
			return err
		}
	} else if mine > 0 {
		return fmt.Errorf("%s: state has %d bytes of a chooser that keeps none", d.opts.Name, mine)
	}
	return d.opts.Rest.Load(b[mine:])
}
