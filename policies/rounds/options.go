package rounds

import (
	"fmt"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
)

// Share says what jobs are entitled to.
type Share uint8

// The shares.
const (
	FIFO Share = iota + 1
	MaxMin
)

// Shares lists the words for them.
func Shares() []greedy.Word {
	return []greedy.Word{
		{Name: "fifo", Doc: "whole machines, in order of arrival; the first that finds none blocks those behind it"},
		{Name: "maxmin", Doc: "fractions of time, so that who is worst off beside an equal share is as well off as can be (Narayanan et al. 2020)"},
	}
}

// Place says which kind of machine is tried first.
type Place uint8

// The places.
const (
	Fastest Place = iota + 1
	Common
	Random
)

// Places lists the words for them.
func Places() []greedy.Word {
	return []greedy.Word{
		{Name: "fastest", Doc: "the kind that the job runs fastest on; with share=fifo a job moves when a faster one has room, with share=maxmin it is common"},
		{Name: "common", Doc: "the kind that most sorts of jobs run fastest on; with share=fifo a job stays on the kind it has"},
		{Name: "random", Doc: "any, by lot: once for each job with share=fifo, and each round with share=maxmin"},
	}
}

// Options are the settings of a Policy.
type Options struct {
	// Every is the length of a round, above 0. Rounds are counted from the beginning of the run.
	Every sim.Duration
	Share Share
	Place Place
	// Unaware makes MaxMin share time as if all kinds were equally fast.
	Unaware bool
	// Hold is the least time from one decision about shares to the next. A job that
	// came in between has none: with FIFO it waits, with MaxMin it may fill up.
	Hold sim.Duration
	// Seed is of what Random draws.
	Seed uint64
	// Rest places all jobs that the policy does not mind. It must not preempt.
	Rest *greedy.Policy
}

// Default returns the settings of a policy without arguments, but for Rest.
func Default() Options {
	return Options{Every: 6 * time.Minute, Share: FIFO, Place: Fastest}
}

// check returns an error that names the first setting that is wrong.
func (o *Options) check() error {
	switch {
	case o.Every <= 0:
		return fmt.Errorf("every is %v, want more than 0", o.Every)
	case o.Share < FIFO || o.Share > MaxMin:
		return fmt.Errorf("share is %d, want 1 to %d", o.Share, MaxMin)
	case o.Place < Fastest || o.Place > Random:
		return fmt.Errorf("place is %d, want 1 to %d", o.Place, Random)
	case o.Hold < 0:
		return fmt.Errorf("hold is %v, want 0 or more", o.Hold)
	case o.Rest == nil:
		return fmt.Errorf("nothing places the rest, want a greedy(…)")
	case o.Rest.Options().Preempt != greedy.PreemptNone:
		return fmt.Errorf("%v would stop jobs that rounds minds: want preempt=none", o.Rest)
	}
	return nil
}
