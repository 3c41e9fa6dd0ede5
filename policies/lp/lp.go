package lp

import (
	"encoding/binary"
	"fmt"
	"math"

	"skysim/policies/greedy"
	"skysim/policies/lp/network"
	"skysim/sim"
)

// Policy schedules by linear programs. It belongs to one run.
type Policy struct {
	opts  Options
	inner *greedy.Policy // places jobs one by one, and gives machines back
	pack  *greedy.Policy // fills the machines of an offer

	// State, kept in snapshots.
	census census
	claims claims
	counts Counts
	tolls  tolls   // the prices and when they are worked out anew
	value  float64 // what an hour of the mean job costs, pico-dollars, when the tolls were worked out
	wake   sim.Time

	// What follows can be made anew at any time.
	market  market
	classes []class
	at      map[classKey]int
	rest    []sim.JobID // waiting jobs beyond the classes of one problem
	rows    rows
	solver  network.Solver
	problem network.Problem
	budget  network.Budget
	answer  func(*network.Solution) // for tests: spoils what the solver says
}

// Counts says how often things happened in a run. A snapshot keeps them.
type Counts struct {
	Solved   int64 // transport problems
	Unproved int64 // of those, answers whose flow was taken though the budget had ended
	Failed   int64 // and those that were no answers: jobs were placed one by one
}

var (
	_ sim.Policy = (*Policy)(nil)
	_ sim.Needer = (*Policy)(nil)
	_ sim.Saver  = (*Policy)(nil)
)

// New returns a policy. The seed is that of the run. An option that is not set or out of
// range is an error.
func New(o Options, seed uint64) (*Policy, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	g, err := greedy.New(o.inner(), seed)
	if err != nil {
		return nil, err
	}
	tight := o.inner()
	tight.Place = greedy.BestFit
	pack, err := greedy.New(tight, seed)
	if err != nil {
		return nil, err
	}
	return &Policy{opts: o, inner: g, pack: pack, at: map[classKey]int{}}, nil
}

// Decide plans for the waiting jobs, starts those whose time has come, and gives back
// what has been idle.
func (l *Policy) Decide(v *sim.View, p *sim.Plan) {
	if w := v.World(); w != l.market.world {
		l.market.open(w, l.opts.Spot)
		l.tolls.open(len(w.Offers))
		l.inner.Steer(l.charge)
	}
	l.claims.hear(v.Events())
	if v.Queued() > 0 {
		if due := l.due(v.Now()); due > v.Now() {
			l.alarm(v, p, due)
		} else {
			l.gather(v)
			l.toll(v)
			l.serve(v, p)
		}
	}
	l.inner.Retire(v, p)
}

// due returns the next instant of a decision.
func (l *Policy) due(now sim.Time) sim.Time {
	if l.opts.Every == 0 {
		return now
	}
	e := sim.Time(l.opts.Every)
	if now > sim.Never-e {
		return sim.Never
	}
	return (now + e - 1) / e * e
}

// alarm asks to be woken, unless an earlier wake is still to come.
func (l *Policy) alarm(v *sim.View, p *sim.Plan, due sim.Time) {
	if due != sim.Never && (l.wake <= v.Now() || l.wake > due) {
		p.WakeAt(due)
		l.wake = due
	}
}

// Needs asks for the order of the queue, in which jobs are counted as they enter.
func (l *Policy) Needs() sim.Needs {
	n := l.inner.Needs()
	order := n.Order
	n.Events = true
	n.Order = func(j *sim.JobInfo) int64 {
		if l.census.count(j, l.inner.Options().Expected(j)) {
			l.claims.entered += float64(l.inner.Options().Expected(j)) / hour
		}
		if order == nil {
			return 0
		}
		return order(j)
	}
	return n
}

// Options returns the settings.
func (l *Policy) Options() Options { return l.opts }

// Counts returns how often things happened since the run began.
func (l *Policy) Counts() Counts { return l.counts }

// String returns the construction, as in lp(every=10m).
func (l *Policy) String() string { return l.opts.call().String() }

// Save returns the policy's state.
func (l *Policy) Save() []byte {
	inner := l.inner.Save()
	b := binary.AppendVarint(nil, int64(len(inner)))
	b = append(b, inner...)
	b = binary.AppendVarint(b, int64(l.wake))
	b = binary.AppendVarint(b, int64(l.tolls.next))
	b = binary.AppendVarint(b, int64(math.Float64bits(l.value)))
	b = binary.AppendVarint(b, int64(len(l.tolls.price)))
	for _, x := range l.tolls.price {
		b = binary.AppendVarint(b, int64(math.Float64bits(x)))
	}
	for _, n := range [...]int64{l.counts.Solved, l.counts.Unproved, l.counts.Failed} {
		b = binary.AppendVarint(b, n)
	}
	return l.census.append(l.claims.append(b))
}

// Load restores a state that Save returned.
func (l *Policy) Load(b []byte) error {
	r := reader{b: b}
	n := r.next()
	if r.bad || n < 0 || n > int64(len(r.b)) {
		return fmt.Errorf("lp: state of %d bytes is not one", len(b))
	}
	if err := l.inner.Load(r.b[:n]); err != nil {
		return err
	}
	r.b = r.b[n:]
	l.wake, l.tolls.next = sim.Time(r.next()), sim.Time(r.next())
	l.value = math.Float64frombits(uint64(r.next()))
	l.tolls.price = nil
	for n := r.next(); n > 0 && !r.bad; n-- {
		l.tolls.price = append(l.tolls.price, math.Float64frombits(uint64(r.next())))
	}
	for _, n := range [...]*int64{&l.counts.Solved, &l.counts.Unproved, &l.counts.Failed} {
		*n = r.next()
	}
	l.claims.load(&r)
	if r.bad {
		return fmt.Errorf("lp: state ends before the census begins")
	}
	rest, err := l.census.load(r.b)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("lp: state has %d bytes too many", len(rest))
	}
	return err
}
