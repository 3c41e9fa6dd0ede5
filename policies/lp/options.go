package lp

import (
	"fmt"
	"strconv"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/sim"
)

// Options are the settings of a policy. Default has the usual ones. Spot, Gang, Idle and
// Guess mean what they mean in package greedy.
type Options struct {
	// Every is the time between decisions, at whole multiples of it since the epoch; 0
	// decides whenever something happens.
	Every sim.Duration
	// Form says what is planned.
	Form Form
	// Window is how long a job that could start at once may be kept waiting for a
	// better place; 0 does not, and Never waits as long as there is a better one to come.
	Window sim.Duration
	// Delay is what an hour costs that a job is not finished, as a share of what an hour of
	// running costs of the mean job on the cheapest machines for rent; from 0 on. It is a share
	// and no sum of money, so that the plan stays when all prices double.
	Delay float64
	// Penalty is what it costs to use the whole of an offer with a limited supply, as a
	// share of its price: a machine costs (1 + Penalty·used share) times as much.
	// From 0 on.
	Penalty float64
	// Memory is how long the jobs seen count for the shadow prices of scarce offers: their
	// weight falls by the factor e in it. 0 has no shadow prices.
	Memory sim.Duration
	Spot   greedy.Spot
	Gang   greedy.Gang
	Idle   sim.Duration
	Guess  sim.Duration
}

// Form says what is planned.
type Form uint8

// The values of Form.
const (
	Transport Form = iota + 1
	Deadlines
)

// Forms lists the values of Form in order.
func Forms() []greedy.Word {
	return []greedy.Word{
		{Name: "transport", Doc: "classes of waiting jobs × places now and as they become free within the window, whatever the deadlines"},
		{Name: "deadlines", Doc: "the same, but a job that can meet its deadline does not wait for a place at which it would miss it, and such places come last"},
	}
}

// String returns the word.
func (f Form) String() string {
	if f < 1 || int(f) > len(Forms()) {
		return "not set"
	}
	return Forms()[f-1].Name
}

// Default returns the options that a construction without parameters means.
func Default() Options {
	g := greedy.Default()
	return Options{
		Form: Transport, Window: 24 * 3600e9, Delay: 0.1,
		Spot: g.Spot, Gang: g.Gang, Idle: g.Idle, Guess: g.Guess,
	}
}

// call is the construction: every always, of the others those that differ from the default.
func (o Options) call() grammar.Call {
	c, d := grammar.Call{Word: "lp"}.With("every", grammar.Duration(o.Every)), Default()
	if o.Form != d.Form {
		c = c.With("form", o.Form.String())
	}
	c = span(c, "window", o.Window, d.Window)
	c = number(c, "delay", o.Delay, d.Delay)
	c = number(c, "penalty", o.Penalty, d.Penalty)
	c = span(c, "memory", o.Memory, d.Memory)
	if o.Spot != d.Spot {
		c = c.With("spot", o.Spot.String())
	}
	if o.Gang != d.Gang {
		c = c.With("gang", o.Gang.String())
	}
	c = span(c, "idle", o.Idle, d.Idle)
	if o.Guess != d.Guess {
		c = c.With("guess", grammar.Duration(o.Guess))
	}
	return c
}

// span adds a duration that differs from the default.
func span(c grammar.Call, key string, d, usual sim.Duration) grammar.Call {
	switch d {
	case usual:
		return c
	case greedy.Never:
		return c.With(key, "never")
	}
	return c.With(key, grammar.Duration(d))
}

// number adds a number that differs from the default.
func number(c grammar.Call, key string, x, usual float64) grammar.Call {
	if x == usual {
		return c
	}
	return c.With(key, strconv.FormatFloat(x, 'f', -1, 64))
}

// most is the largest Delay and Penalty.
const most = 1e6

// check reports the first option that is not set or out of range, as a *greedy.OptionError.
func (o Options) check() error {
	wrong := func(key, format string, args ...any) error {
		return &greedy.OptionError{Key: key, Problem: fmt.Sprintf(format, args...)}
	}
	switch {
	case o.Every < 0:
		return wrong("every", "is %v, want 0 or more", o.Every)
	case o.Form < 1 || int(o.Form) > len(Forms()):
		return wrong("form", "is %d, want 1 to %d", o.Form, len(Forms()))
	case o.Window < 0:
		return wrong("window", "is %v, want 0 or more", o.Window)
	case !(o.Delay >= 0 && o.Delay <= most):
		return wrong("delay", "is %v, want 0 to %v", o.Delay, most)
	case !(o.Penalty >= 0 && o.Penalty <= most):
		return wrong("penalty", "is %v, want 0 to %v", o.Penalty, most)
	case o.Memory < 0:
		return wrong("memory", "is %v, want 0 or more", o.Memory)
	}
	return nil
}

// inner returns the options of the policy that finds the machines.
func (o Options) inner() greedy.Options {
	g := greedy.Default()
	g.Backfill = greedy.BackfillAny
	g.Spot, g.Gang, g.Idle, g.Guess = o.Spot, o.Gang, o.Idle, o.Guess
	return g
}
