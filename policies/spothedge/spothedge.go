package spothedge

import (
	"fmt"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/policies/wrap"
	"skysim/sim"
)

// Options are the settings of a policy.
type Options struct {
	// Every is the time between two looks at jobs that run on demand, above 0.
	Every sim.Duration
	// Extra is how many idle spot machines are kept, 1 or more.
	Extra int
	// Rest places the jobs that no spot machine could hold, and gives back machines that are idle. It must not preempt.
	Rest *greedy.Policy
}

// Default returns the options that a construction without parameters means, without a Rest.
func Default() Options { return Options{Every: 10 * 60e9, Extra: 1} }

// Policy is the spares around what spreads jobs.
type Policy struct {
	*wrap.Failover
	opts Options
}

// New returns a policy. It takes the rest over.
func New(o Options) (*Policy, error) {
	switch {
	case o.Every <= 0:
		return nil, fmt.Errorf("every is %v, want more than 0", o.Every)
	case o.Rest == nil:
		return nil, fmt.Errorf("nothing places the rest, want a greedy(…)")
	case o.Rest.Options().Preempt != greedy.PreemptNone:
		return nil, fmt.Errorf("%v would stop jobs that spothedge minds: want preempt=none", o.Rest)
	}
	with := greedy.Default()
	with.Gang = o.Rest.Options().Gang
	placer, err := greedy.New(with, 0)
	if err != nil {
		return nil, err
	}
	f := wrap.DefaultFailover()
	f.Spares, f.Spread, f.Spot = o.Extra, wrap.ByZone, wrap.SpotOnly
	outer, err := wrap.NewFailover(&spread{every: sim.Time(o.Every), rest: o.Rest, placer: placer, tick: -1}, f)
	if err != nil {
		return nil, err
	}
	return &Policy{Failover: outer, opts: o}, nil
}

// String returns the construction, as in spothedge(every=10m,extra=1,rest=greedy(order=fcfs,place=cheapest,idle=0s)).
func (p *Policy) String() string {
	call := grammar.Call{Word: "spothedge"}.With("every", grammar.Duration(p.opts.Every)).With("extra", fmt.Sprint(p.opts.Extra))
	rest, err := grammar.Parse(p.opts.Rest.String())
	if err != nil { // it is no construction: show it all the same
		rest = grammar.Call{Word: p.opts.Rest.String()}
	}
	call.Args = append(call.Args, grammar.Arg{Key: "rest", Value: rest})
	return call.String()
}
