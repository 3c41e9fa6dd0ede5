package wrap

import (
	"fmt"
	"slices"

	"skysim/sim"
)

// HedgeOptions are the settings of a Hedge. All must be set.
type HedgeOptions struct {
	// After is how many times as long as expected a job runs before it gets a replica.
	After float64
	// Quantile, of the run times of the jobs that have finished, is what a job
	// without an estimate is expected to run for; 0 to 1.
	Quantile float64
	Spread   Spread
	Spot     Spot
}

// DefaultHedge returns the settings of a construction that names none.
func DefaultHedge() HedgeOptions {
	return HedgeOptions{After: 2, Quantile: 0.95, Spread: ByZone, Spot: SpotAllow}
}

// Hedge starts one replica of a job whose only attempt has run for longer than After times what was to be
// expected, on other ground: a machine that dawdles or a bad estimate is not told
// apart, and the replica that has done all work first wins. Nothing is lost of what the first does meanwhile;
// the price is the second's machines, which are given back when nobody is on them.
//
// What was to be expected is, by the job's estimate, the time from the attempt's start to its end, if its machines
// were as fast as their types promise; without an estimate, the Quantile of the run times of the last jobs that have finished,
// once there are enough of them.
//
// References:
//
//	[mapreduce] J. Dean, S. Ghemawat, MapReduce, OSDI 2004, section 3.6: backup tasks.
//	[dean]      J. Dean, L. A. Barroso, The Tail at Scale, Communications of the ACM 56(2), 2013:
//	            hedged requests, after the 95th percentile of the expected latency.
type Hedge struct {
	around
	opts   HedgeOptions
	roster roster
	finder finder
	wake   alarm

	// State too: run times of the jobs that finished last, and how many have.
	seen []sim.Duration
	n    int64

	sorted []sim.Duration
	fresh  bool // sorted is of the present seen
}

// How many run times Hedge remembers, and how many it wants before it goes by them.
const (
	mostSeen   = 256
	enoughSeen = 20
)

var (
	_ sim.Policy = (*Hedge)(nil)
	_ sim.Needer = (*Hedge)(nil)
	_ sim.Saver  = (*Hedge)(nil)
)

// NewHedge wraps a policy.
func NewHedge(inner sim.Policy, o HedgeOptions) (*Hedge, error) {
	switch {
	case !(o.After >= 0 && o.After <= 1e6):
		return nil, fmt.Errorf("after is %v, want 0 to 1000000", o.After)
	case !(o.Quantile >= 0 && o.Quantile <= 1):
		return nil, fmt.Errorf("quantile is %v, want 0 to 1", o.Quantile)
	case nameOf(int(o.Spread), Spreads()) == "not set" || nameOf(int(o.Spot), Spots()) == "not set":
		return nil, fmt.Errorf("spread is %v, spot is %v: want both set", o.Spread, o.Spot)
	}
	return &Hedge{around: around{inner}, opts: o, finder: finder{spread: o.Spread, spot: o.Spot}}, nil
}

// Decide lets the wrapped policy decide, and starts the replicas that are due.
func (h *Hedge) Decide(v *sim.View, p *sim.Plan) {
	h.roster.adopt(v)
	h.listen(v)
	h.inner.Decide(v, p)
	next := sim.Never
	for _, id := range h.roster.list {
		next = min(next, h.look(v, p, id))
	}
	h.finder.settle(v, p)
	h.wake.set(v, p, next)
}

// listen takes down the run times of jobs that have finished.
func (h *Hedge) listen(v *sim.View) {
	for _, e := range v.Events() {
		if e.Kind != sim.JobEnded || e.Outcome != sim.Finished {
			continue
		}
		if len(h.seen) < mostSeen {
			h.seen = append(h.seen, e.Run)
		} else {
			h.seen[h.n%mostSeen] = e.Run
		}
		h.n++
		h.fresh = false
	}
}

// look starts the replica of a job if it is due, and returns when it will be
// if that is still to come.
func (h *Hedge) look(v *sim.View, p *sim.Plan, id sim.JobID) sim.Time {
	f := &h.finder
	if f.tries = v.Attempts(id, f.tries[:0]); len(f.tries) != 1 {
		return sim.Never
	}
	a := v.Attempt(f.tries[0])
	if a.Started == sim.Never {
		return sim.Never // its machines boot, and a decision is due when they are up
	}
	j := v.Job(id)
	due := h.due(&a, h.promised(v, &j, a.ID))
	if due > v.Now() {
		return due
	}
	f.barred = f.barred[:0]
	f.bar(v, a.ID)
	if s, found := f.find(v, &j); found {
		f.take(v, p, &j, s, func(places ...sim.Place) sim.Refusal {
			_, why := p.Replicate(id, places...)
			return why
		})
	}
	return sim.Never
}

// promised returns how fast an attempt should run by the types of its machines.
func (h *Hedge) promised(v *sim.View, j *sim.JobInfo, id sim.AttemptID) int64 {
	speed := int64(sim.Never)
	h.finder.places = v.Places(id, h.finder.places[:0])
	for _, at := range h.finder.places {
		speed = min(speed, v.Speed(j.Profile, v.World().Offers[v.Machine(at.Machine).Offer].Type))
	}
	return speed
}

// due returns when an attempt that runs alone will have run for too long. By its machines' types it should
// have the promised speed; its end is worked out with the one that it has.
func (h *Hedge) due(a *sim.AttemptInfo, promised int64) sim.Time {
	expected := 0.0
	switch {
	case a.End > 0:
		expected = float64(a.End.Sub(a.Started)) * float64(min(a.Speed, promised)) / float64(promised)
	case len(h.seen) >= enoughSeen:
		expected = float64(h.quantile())
	default:
		return sim.Never
	}
	if ns := expected * h.opts.After; ns < float64(1<<62) {
		return a.Started.Add(sim.Duration(ns))
	}
	return sim.Never
}

// quantile returns that of the run times seen, by nearest rank.
func (h *Hedge) quantile() sim.Duration {
	if !h.fresh {
		h.sorted = append(h.sorted[:0], h.seen...)
		slices.Sort(h.sorted)
		h.fresh = true
	}
	n := len(h.sorted)
	rank := int(float64(n) * h.opts.Quantile)
	if float64(rank) < float64(n)*h.opts.Quantile {
		rank++
	}
	return h.sorted[max(0, min(n, rank)-1)]
}

// String returns the construction, as in hedge(greedy(order=fcfs,place=cheapest),after=2).
func (h *Hedge) String() string {
	call := h.call("hedge").With("after", number(h.opts.After))
	if h.opts.Quantile != DefaultHedge().Quantile {
		call = call.With("quantile", number(h.opts.Quantile))
	}
	if h.opts.Spread != ByZone {
		call = call.With("spread", h.opts.Spread.String())
	}
	return spotted(call, h.opts.Spot)
}

// Save returns the state, and that of the wrapped policy.
func (h *Hedge) Save() []byte {
	m := appendList(h.roster.append(nil), h.finder.rented)
	m = append(m, uint64(h.wake), uint64(h.n), uint64(len(h.seen)))
	for _, d := range h.seen {
		m = append(m, uint64(d))
	}
	return h.save(m)
}

// Load restores a state that Save returned.
func (h *Hedge) Load(b []byte) error {
	return h.load("hedge", b, func(in *reader) {
		h.roster.load(in)
		h.finder.rented = readList(in, h.finder.rented)
		h.wake, h.n = alarm(in.next()), int64(in.next())
		h.seen, h.fresh = h.seen[:0], false
		for range in.count(1) {
			h.seen = append(h.seen, sim.Duration(in.next()))
		}
		if len(h.seen) > mostSeen || h.n < int64(len(h.seen)) {
			in.short = true
		}
	})
}
