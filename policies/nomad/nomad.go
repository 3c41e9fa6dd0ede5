package nomad

import (
	"fmt"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
)

// Options are the settings of a policy.
type Options struct {
	// Every is the time between two ticks, above 0.
	Every sim.Duration
	// Stay is how long a spot market is thought to be up before it goes down, and Gone how long down, until more
	// is known. Both are above 0.
	Stay, Gone sim.Duration
	// Rest places all jobs that have no deadline or estimate, or keep nothing when they are stopped.
	Rest *greedy.Policy
	// Slower is as in spot.Options.
	Slower bool
}

// Default returns the options that a construction without parameters means, without a Rest.
func Default() Options {
	const minute = sim.Duration(60_000_000_000)
	return Options{Every: 10 * minute, Stay: 240 * minute, Gone: 60 * minute}
}

// New returns a policy. It takes the rest over.
func New(o Options) (*spot.Policy, error) {
	if o.Stay <= 0 || o.Gone <= 0 {
		return nil, fmt.Errorf("stay is %v and gone %v, want both above 0", o.Stay, o.Gone)
	}
	with := spot.Options{Name: "nomad", Every: o.Every, Rest: o.Rest, Slower: o.Slower}
	d := Default()
	for _, a := range []struct {
		key        string
		set, usual sim.Duration
	}{{"stay", o.Stay, d.Stay}, {"gone", o.Gone, d.Gone}} {
		if a.set != a.usual {
			with.Args = append(with.Args, grammar.Arg{Key: a.key, Value: grammar.Call{Word: grammar.Duration(a.set)}})
		}
	}
	return spot.New(with, NewNomad(o))
}

// Nomad is the Chooser.
type Nomad struct {
	opts Options

	// State, kept in snapshots.
	markets spot.Markets
	lives   lives

	before  []spot.Market // scratch
	options []option
}

var (
	_ spot.Chooser = (*Nomad)(nil)
	_ spot.Watcher = (*Nomad)(nil)
	_ sim.Saver    = (*Nomad)(nil)
)

// NewNomad returns a Nomad of checked options; their Rest does not matter.
func NewNomad(o Options) *Nomad { return &Nomad{opts: o} }

// Watch takes down which markets are up.
func (n *Nomad) Watch(v *sim.View) { n.watch(v) }
