package rounds

import (
	"fmt"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Policy runs jobs in rounds.
type Policy struct {
	opts Options

	// State, kept in snapshots.
	jobs    []job    // those that it minds and knows of, in order of number
	acted   sim.Time // the beginning of the last round that was decided, -1 before
	shared  sim.Time // when shares were decided, -1 before
	changed bool     // jobs have come or gone since
	short   bool     // the last round found no place for somebody entitled to one
	mixed   bool     // there have been jobs that it does not mind
	wake    sim.Time // asked for last
	saved   []saved  // jobs that were loaded and not yet looked up

	kinds    []kind
	usual    []int32 // kinds in the order of Common
	known    map[sim.JobID]bool
	newest   sim.JobID // the last in the queue when somebody looked; 0 is nobody
	ends     bool      // jobs may have ended since
	cluster  cluster
	waiting  heap // scratch
	places   []sim.Place
	starting []start
	tries    []sim.AttemptID
	queued   map[sim.JobID]bool // nil if all that wait are
}

// kind is an offer of owned machines.
type kind struct {
	offer sim.OfferID
	typ   sim.TypeID
	count int64
}

var (
	_ sim.Policy = (*Policy)(nil)
	_ sim.Needer = (*Policy)(nil)
	_ sim.Saver  = (*Policy)(nil)
)

// New returns a policy, or an error about the options. It takes the rest over: nobody
// else may ask it.
func New(o Options) (*Policy, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	return &Policy{opts: o, acted: -1, shared: -1, known: make(map[sim.JobID]bool)}, nil
}

// Decide begins a round if it is time for one, and lets the rest be placed.
func (p *Policy) Decide(v *sim.View, plan *sim.Plan) {
	if p.kinds == nil {
		p.survey(v)
		p.recall(v)
	}
	p.hear(v)
	every := sim.Time(p.opts.Every)
	now := v.Now()
	if now%every == 0 && now > p.acted {
		p.round(v, plan)
	}
	if p.mixed { // without other jobs there is nothing to place, and nothing was ever rented
		p.opts.Rest.LeaveOut(p.taken)
		p.opts.Rest.Decide(v, plan)
	}
	if p.due() && p.wake <= now {
		p.wake = now/every*every + every
		plan.WakeAt(p.wake)
	}
}

// due reports whether the next round can differ from this one. With FIFO it cannot
// unless jobs come or go.
func (p *Policy) due() bool {
	return len(p.jobs) > 0 && (p.opts.Share == MaxMin || p.changed || p.short)
}

// round decides who runs where until the next.
func (p *Policy) round(v *sim.View, plan *sim.Plan) {
	p.look(v)
	p.count(v.Now())
	share := p.changed && (p.shared < 0 || v.Now().Sub(p.shared) >= p.opts.Hold)
	if share {
		p.shared, p.changed = v.Now(), false
	}
	if p.opts.Share == FIFO {
		if share {
			p.line()
		}
		p.entitle()
	} else {
		if share {
			p.divide()
		}
		p.fill(v.Now())
	}
	p.act(v, plan)
	p.acted = v.Now()
}

// survey finds the kinds, and which of them most sorts of jobs run fastest on.
func (p *Policy) survey(v *sim.View) {
	w := v.World()
	p.kinds = []kind{}
	for o := range w.Offers {
		if of := &w.Offers[o]; of.Purchase == sim.Owned && of.Supply.Value[0] > 0 {
			p.kinds = append(p.kinds, kind{sim.OfferID(o), of.Type, of.Supply.Value[0]})
		}
	}
	wins := make([]int, len(p.kinds))
	for profile := range max(1, len(w.Profiles)) {
		best := int64(1)
		for _, k := range p.kinds {
			best = max(best, v.Speed(int32(profile), k.typ))
		}
		for i, k := range p.kinds {
			if v.Speed(int32(profile), k.typ) == best {
				wins[i]++
			}
		}
	}
	p.usual = sorted(len(p.kinds), func(a, b int32) int { return wins[b] - wins[a] })
}

// taken reports whether a job is not left to the rest.
func (p *Policy) taken(_ *sim.View, j sim.JobID) bool { return p.known[j] }

// Needs asks for what the rest needs, and for events, to know when there is no need to look.
func (p *Policy) Needs() sim.Needs {
	n := p.opts.Rest.Needs()
	n.Events = true
	return n
}

// Suits reports a world without machines of one's own, where the rest would do everything.
func (p *Policy) Suits(w *sim.World) error {
	for i := range w.Offers {
		if w.Offers[i].Purchase == sim.Owned {
			return nil
		}
	}
	return fmt.Errorf("rounds shares owned machines, and there are none")
}

// String returns the construction, as in rounds(every=6m,share=fifo,place=fastest).
func (p *Policy) String() string {
	o, usual := &p.opts, Default()
	c := grammar.Call{Word: "rounds"}.With("every", grammar.Duration(o.Every)).
		With("share", Shares()[o.Share-1].Name).With("place", Places()[o.Place-1].Name)
	if o.Unaware {
		c = c.With("aware", "false")
	}
	if o.Hold != usual.Hold {
		c = c.With("hold", grammar.Duration(o.Hold))
	}
	if rest := o.Rest.String(); rest != DefaultRest {
		call, err := grammar.Parse(rest)
		if err != nil { // it is no construction: show it all the same
			call = grammar.Call{Word: rest}
		}
		c.Args = append(c.Args, grammar.Arg{Key: "rest", Value: call})
	}
	return c.String()
}

// DefaultRest is the construction of the Rest that String leaves out.
const DefaultRest = "greedy(order=fcfs,place=cheapest,idle=0s)"
