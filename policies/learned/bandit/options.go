package bandit

import (
	"fmt"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Context says what an arm's worth may depend on.
type Context uint8

// The values of Context.
const (
	ContextNone Context = iota + 1
	ContextJobs
	ContextAll
)

// Contexts lists the values of Context in order.
func Contexts() []Word {
	return []Word{
		{Name: "none", Doc: "nothing: each arm has one mean"},
		{Name: "jobs", Doc: "the queue, and how long, how large and how easily stopped the jobs are that came lately"},
		{Name: "all", Doc: "that, how full the machines are, spot prices and losses, and the hour of the day"},
	}
}

// String returns the word.
func (c Context) String() string { return word(uint8(c), Contexts()) }

// Options are the settings of a policy over heuristics.
type Options struct {
	Algorithm Algorithm
	Context   Context
	// Every is the least length of an epoch, LeastEvery or more. An epoch ends with the first
	// decision after it. It should be long against the boots of machines, or
	// one arm pays for what another has begun.
	Every sim.Duration
	// Explore is LearnerOptions.Explore.
	Explore float64
	// Memory is the time in which what was seen falls to 1/e of its weight, more than
	// 0; Never forgets nothing.
	Memory sim.Duration
	// Wait is what an hour's wait of one job weighs, in hours of a vCPU where that is
	// cheapest; 0 or more.
	Wait float64
	// Late is how long after its end an epoch waits for its last attempts, 0 or more;
	// then its reward is what is known by then.
	Late sim.Duration
	// Set is how the arms were asked for, if not as a list: a word that stands for them.
	Set string
}

// Never is the Memory that forgets nothing.
const Never = sim.Duration(sim.Never)

// LeastEvery is the shortest epoch: while something waits or runs the policy is woken at the
// end of each, and shorter ones would teach nothing and take for ever.
const LeastEvery sim.Duration = 1e9

// Default returns the options that a construction without parameters means.
func Default() Options {
	return Options{
		Algorithm: LinUCB, Context: ContextJobs, Every: 3600e9, Explore: 1, Memory: Never, Wait: 1, Late: 24 * 3600e9,
	}
}

// check reports the first option that is out of range.
func (o Options) check() error {
	switch {
	case o.Context < 1 || int(o.Context) > len(Contexts()):
		return fmt.Errorf("bandit: context is %d, want 1 to %d", o.Context, len(Contexts()))
	case o.Every < LeastEvery:
		return fmt.Errorf("bandit: every is %v, want %v or more", o.Every, LeastEvery)
	case o.Memory <= 0:
		return fmt.Errorf("bandit: memory is %v, want more than 0 or never", o.Memory)
	case !(o.Wait >= 0 && o.Wait <= 1e9):
		return fmt.Errorf("bandit: wait is %v, want 0 to 1e9", o.Wait)
	case o.Late < 0:
		return fmt.Errorf("bandit: late is %v, want 0 or more", o.Late)
	}
	return nil
}

// keep is the share of its weight that what was seen keeps in an epoch.
func (o Options) keep() float64 {
	if o.Memory == Never {
		return 1
	}
	return max(1e-9, sim.Exp(-float64(o.Every)/float64(o.Memory)))
}

// call is the construction: algorithm and arms always, of the others those that differ from
// the default.
func (o Options) call(arms grammar.Call) grammar.Call {
	c, d := grammar.Call{Word: "bandit"}.With("algorithm", o.Algorithm.String()), Default()
	c.Args = append(c.Args, grammar.Arg{Key: "arms", Value: arms})
	if o.Context != d.Context {
		c = c.With("context", o.Context.String())
	}
	if o.Every != d.Every {
		c = c.With("every", grammar.Duration(o.Every))
	}
	if o.Explore != d.Explore {
		c = c.With("explore", fmt.Sprint(o.Explore))
	}
	switch o.Memory {
	case d.Memory:
	default:
		c = c.With("memory", grammar.Duration(o.Memory))
	}
	if o.Wait != d.Wait {
		c = c.With("wait", fmt.Sprint(o.Wait))
	}
	if o.Late != d.Late {
		c = c.With("late", grammar.Duration(o.Late))
	}
	return c
}
