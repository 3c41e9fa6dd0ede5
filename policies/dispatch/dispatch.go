package dispatch

import (
	"fmt"
	"math"
	"strconv"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/sim"
)

// All is the Choices that asks every machine of the pool.
const All = math.MaxInt32

// MostChoices is the largest number of machines that can be drawn for a job.
const MostChoices = 100

// Options are the settings of a policy.
type Options struct {
	// Choices is how many machines are drawn for a job, from 1 to MostChoices, or
	// All. Two are usual. A smaller pool is asked as a whole.
	Choices int
}

// Default returns the options that a construction without parameters means.
func Default() Options { return Options{Choices: 2} }

// Policy dispatches jobs to the lines of owned machines. It belongs to one run.
type Policy struct {
	opts Options
	seed uint64
	rest *greedy.Policy // for jobs that cannot stand in a line

	// What follows can be made anew at any time.
	pools pools
	drawn [MostChoices]int64
}

var (
	_ sim.Policy = (*Policy)(nil)
	_ sim.Needer = (*Policy)(nil)
	_ sim.Saver  = (*Policy)(nil)
)

// New returns a policy under the seed of the run. Choices that are out of range are
// an error.
func New(o Options, seed uint64) (*Policy, error) {
	if o.Choices != All && (o.Choices < 1 || o.Choices > MostChoices) {
		return nil, fmt.Errorf("dispatch: choices is %d, want 1 to %d, or All", o.Choices, MostChoices)
	}
	rest, err := greedy.New(greedy.Default(), seed)
	if err != nil {
		return nil, err
	}
	return &Policy{opts: o, seed: seed, rest: rest}, nil
}

// Decide empties the queue into the lines, and leaves what remains to greedy.
func (d *Policy) Decide(v *sim.View, p *sim.Plan) {
	if v.World() != d.pools.world {
		d.pools.open(v)
	}
	for id, next := v.First(), sim.JobID(0); id != 0; id = next {
		next = v.Next(id) // it must be asked before the job leaves
		if v.Gang(id) != 1 || v.OverQuota(id) {
			continue
		}
		j := v.Job(id)
		if m := d.choose(v, &j); m != 0 {
			p.Dispatch(id, m)
		}
	}
	if v.Queued() > 0 || v.OldestIdle() != 0 {
		d.rest.Decide(v, p)
	}
}

// Needs asks for what greedy needs.
func (d *Policy) Needs() sim.Needs { return d.rest.Needs() }

// Options returns the settings.
func (d *Policy) Options() Options { return d.opts }

// String returns the construction, as in dispatch(choices=2).
func (d *Policy) String() string {
	word := "all"
	if d.opts.Choices != All {
		word = strconv.Itoa(d.opts.Choices)
	}
	return grammar.Call{Word: "dispatch"}.With("choices", word).String()
}

// Save returns the state, which is that of greedy: lines are the engine's.
func (d *Policy) Save() []byte { return d.rest.Save() }

// Load restores a state that Save returned.
func (d *Policy) Load(b []byte) error { return d.rest.Load(b) }
