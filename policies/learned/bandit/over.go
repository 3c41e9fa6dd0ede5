package bandit

import (
	"fmt"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Orderer is a policy with an order of the queue of its own, which can do without the
// engine's: several orders cannot share that.
type Orderer interface {
	// OrderNow lets the policy order the queue at each decision.
	OrderNow()
}

// Over lets one of several policies decide at a time, an epoch each, and learns
// which of them is worth most in which situation. Reward is minus what an epoch has
// cost, per unit of work done: the machine time of the attempts that it started,
// wherever they end; what machines cost that nobody used while it lasted; and what
// waited in the queue while it lasted. Work is priced as it would cost where it is
// cheapest on demand, so that 1 is a job alone on a machine that it fills.
//
// An arm that starts nothing pays for those who wait. One under which nothing was
// started, waited or stood idle has shown nothing, and is told nothing.
type Over struct {
	opts    Options
	seed    uint64
	arms    []sim.Policy
	learner *Learner

	// State, kept in snapshots.
	met     bool
	meter   meter
	epochs  []epoch // that have not reported, by number; the last is under way
	next    int64   // number of the next epoch
	usual   float64 // worth of an epoch so far on average
	reports int64
	waiting int64    // jobs in the queue since then
	since   sim.Time // the last decision
	woken   sim.Time // the wake asked for last
	stuck   int64    // epochs in which jobs waited, none ran and nothing happened
	quiet   bool     // nothing has happened in this epoch
	sense   sense
}

// epoch is what an arm has done in its time, and what became of it.
type epoch struct {
	number int64
	arm    int64
	asked  bool      // the learner chose it
	x      []float64 // the context
	from   sim.Time
	to     sim.Time // Never while it is under way
	open   int64    // attempts that it started and that have not ended
	began  int64    // all that it started
	cost   float64  // of those that have ended
	worth  float64  // of the work that they have kept
	idle   float64
	wait   float64 // job-hours
}

var (
	_ sim.Policy = (*Over)(nil)
	_ sim.Needer = (*Over)(nil)
	_ sim.Saver  = (*Over)(nil)
)

// NewOver returns a policy over arms, two or more. It reports options out of
// range, and an arm that needs the queue in an order of its own and is no Orderer. The
// arms are the policy's own from then on.
func NewOver(o Options, arms []sim.Policy, seed uint64) (*Over, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if len(arms) < 2 {
		return nil, fmt.Errorf("bandit: %d arms leave no choice, want 2 or more", len(arms))
	}
	for _, a := range arms {
		if by, can := a.(Orderer); can {
			by.OrderNow()
		} else if n, needs := a.(sim.Needer); needs && n.Needs().Order != nil {
			return nil, fmt.Errorf("bandit: %v wants the queue in an order of its own, which arms cannot share: want greedy(…), or the order of arrival", a)
		}
	}
	l, err := NewLearner(LearnerOptions{Algorithm: o.Algorithm, Arms: len(arms), Dimension: o.Context.size(), Explore: o.Explore, Keep: o.keep()})
	if err != nil {
		return nil, err
	}
	b := &Over{opts: o, seed: seed, arms: arms, learner: l, woken: -1}
	b.meter.clear()
	return b, nil
}

// Decide lets the arm in force decide, and another from the next epoch on.
func (b *Over) Decide(v *sim.View, p *sim.Plan) {
	if !b.met {
		b.met = true
		b.meter.open(v)
	}
	b.lapse(v.Now())
	events := v.Events()
	b.take(v, events)
	b.report(v.Now())
	if n := len(b.epochs); n == 0 || v.Now() >= b.epochs[n-1].from.Add(b.opts.Every) {
		b.turn(v)
	}
	b.arms[b.current().arm].Decide(v, p)
	b.take(v, v.Events()[len(events):])
	b.waiting = int64(v.Queued())
	b.wake(v, p)
}

// current is the epoch that is under way.
func (b *Over) current() *epoch { return &b.epochs[len(b.epochs)-1] }

// lapse counts those who have waited since the last decision.
func (b *Over) lapse(now sim.Time) {
	if len(b.epochs) > 0 {
		b.current().wait += float64(float64(b.waiting) * float64(float64(now-b.since)/hour))
	}
	b.since = now
}

// wake asks for a decision when the epoch may end, if another arm could do
// something then. Where nothing runs and nothing happens, each arm gets one epoch
// to start what waits; after that only news will help.
func (b *Over) wake(v *sim.View, p *sim.Plan) {
	if v.Queued() == 0 && len(b.meter.stints) == 0 || b.stuck > int64(len(b.arms)) {
		return
	}
	due := b.current().from.Add(b.opts.Every)
	if due != b.woken && due > v.Now() {
		b.woken = due
		p.WakeAt(due)
	}
}

// Arms returns how many arms there are.
func (b *Over) Arms() int { return len(b.arms) }

// Taken returns how many epochs an arm was chosen for so far.
func (b *Over) Taken(arm int) int64 { return b.learner.Taken(arm) }

// Needs asks for what any arm needs, and for events.
func (b *Over) Needs() sim.Needs {
	n := sim.Needs{Events: true}
	var counts []func(*sim.JobInfo) int64
	for _, a := range b.arms {
		if needer, ok := a.(sim.Needer); ok {
			more := needer.Needs()
			n.FirstFit, n.BestFit = n.FirstFit || more.FirstFit, n.BestFit || more.BestFit
			if more.Order != nil { // one that counts what it sees, and orders by itself
				counts = append(counts, more.Order)
			}
		}
	}
	n.Order = func(j *sim.JobInfo) int64 {
		b.sense.see(j)
		for _, count := range counts {
			count(j)
		}
		return 0
	}
	return n
}

// Suits reports what an arm misses in a world, or nil.
func (b *Over) Suits(w *sim.World) error {
	for _, a := range b.arms {
		if s, asks := a.(interface{ Suits(*sim.World) error }); asks {
			if err := s.Suits(w); err != nil {
				return fmt.Errorf("%v: %w", a, err)
			}
		}
	}
	return nil
}

// Options returns the settings.
func (b *Over) Options() Options { return b.opts }

// String returns the construction, as in bandit(algorithm=linucb,arms=spots).
func (b *Over) String() string {
	arms := grammar.Call{Word: b.opts.Set}
	if b.opts.Set == "" {
		arms.Word = "list"
		for _, a := range b.arms {
			inner, err := grammar.Parse(a.String())
			if err != nil { // it is no construction: show it all the same
				inner = grammar.Call{Word: a.String()}
			}
			arms.Args = append(arms.Args, grammar.Arg{Value: inner})
		}
	}
	return b.opts.call(arms).String()
}
