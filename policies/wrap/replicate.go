package wrap

import (
	"fmt"
	"math"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Which says which jobs a decorator looks after.
type Which uint8

// The values of Which.
const (
	AllJobs Which = iota + 1
	JobsWithDeadline
)

// Whiches lists the values of Which in order.
func Whiches() []Word {
	return []Word{{"all", "all of them"}, {"deadline", "those with a deadline"}}
}

// String returns the word.
func (w Which) String() string { return nameOf(int(w), Whiches()) }

// AnyPriority is a least priority that every job has.
const AnyPriority = math.MinInt32

// ReplicateOptions are the settings of a Replicate. All must be set.
type ReplicateOptions struct {
	Copies   int // of each job, 1 or more
	Spread   Spread
	Jobs     Which
	Priority int32 // the least that a job must have; AnyPriority for all
	Spot     Spot
}

// Replicate keeps several attempts of each job running, far enough apart that one cause does not
// end them all. The wrapped policy places the first. The others go where finder
// finds a place on ground on which no other attempt of the job stands. The one that has done all
// work first ends the others, unless the job's Quorum wants more; an attempt that was
// lost is replaced, at once or as soon as there is a place. Machines
// that were rented for it are given back when nobody is on them.
//
// With attempts that fail apart, each of them up for a share aᵢ of the time, work goes on for
// the share 1 − Π(1 − aᵢ).
//
// References:
//
//	[avizienis] A. Avizienis, J.-C. Laprie, B. Randell, C. Landwehr, Basic Concepts and Taxonomy of
//	            Dependable and Secure Computing, IEEE TDSC 1(1), 2004: masking by redundancy.
//	[dean]      J. Dean, L. A. Barroso, The Tail at Scale, Communications of the ACM 56(2), 2013.
type Replicate struct {
	around
	opts   ReplicateOptions
	roster roster
	finder finder
}

var (
	_ sim.Policy = (*Replicate)(nil)
	_ sim.Needer = (*Replicate)(nil)
	_ sim.Saver  = (*Replicate)(nil)
)

// NewReplicate wraps a policy.
func NewReplicate(inner sim.Policy, o ReplicateOptions) (*Replicate, error) {
	if o.Copies < 1 {
		return nil, fmt.Errorf("copies is %d, want 1 or more", o.Copies)
	}
	if nameOf(int(o.Spread), Spreads()) == "not set" || nameOf(int(o.Jobs), Whiches()) == "not set" || nameOf(int(o.Spot), Spots()) == "not set" {
		return nil, fmt.Errorf("spread is %v, jobs is %v, spot is %v: want all of them set", o.Spread, o.Jobs, o.Spot)
	}
	return &Replicate{around: around{inner}, opts: o, finder: finder{spread: o.Spread, spot: o.Spot}}, nil
}

// Decide lets the wrapped policy decide, adds the replicas that are missing, and gives back what
// nobody uses any more.
func (r *Replicate) Decide(v *sim.View, p *sim.Plan) {
	r.roster.adopt(v)
	r.inner.Decide(v, p)
	for _, id := range r.roster.list {
		r.complete(v, p, id)
	}
	r.finder.settle(v, p)
}

// complete adds the replicas that a job misses.
func (r *Replicate) complete(v *sim.View, p *sim.Plan, id sim.JobID) {
	f := &r.finder
	f.tries = v.Attempts(id, f.tries[:0])
	if len(f.tries) == 0 {
		return
	}
	j := v.Job(id)
	if r.opts.Jobs == JobsWithDeadline && j.Deadline == 0 || j.Priority < r.opts.Priority {
		return
	}
	want := max(r.opts.Copies, int(j.Quorum)) - int(j.Complete)
	for len(f.tries) < want {
		f.barred = f.barred[:0]
		for _, a := range f.tries {
			f.bar(v, a)
		}
		s, found := f.find(v, &j)
		if !found || !f.take(v, p, &j, s, func(places ...sim.Place) sim.Refusal {
			_, why := p.Replicate(j.ID, places...)
			return why
		}) {
			return
		}
		f.tries = v.Attempts(id, f.tries[:0])
	}
}

// String returns the construction, as in replicate(greedy(order=fcfs,place=cheapest),copies=2).
func (r *Replicate) String() string {
	call := r.call("replicate").With("copies", fmt.Sprint(r.opts.Copies))
	if r.opts.Spread != ByZone {
		call = call.With("spread", r.opts.Spread.String())
	}
	if r.opts.Jobs != AllJobs {
		call = call.With("jobs", r.opts.Jobs.String())
	}
	if r.opts.Priority != AnyPriority {
		call = call.With("priority", fmt.Sprint(r.opts.Priority))
	}
	return spotted(call, r.opts.Spot)
}

// spotted ends a construction with the machines to be taken.
func spotted(call grammar.Call, s Spot) string {
	if s != SpotAllow {
		call = call.With("spot", s.String())
	}
	return call.String()
}

// Save returns the state, and that of the wrapped policy.
func (r *Replicate) Save() []byte { return r.save(appendList(r.roster.append(nil), r.finder.rented)) }

// Load restores a state that Save returned.
func (r *Replicate) Load(b []byte) error {
	return r.load("replicate", b, func(in *reader) {
		r.roster.load(in)
		r.finder.rented = readList(in, r.finder.rented)
	})
}
