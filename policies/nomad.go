package policies

import (
	"skysim/policies/grammar"
	"skysim/policies/nomad"
	"skysim/sim"
)

// nomadFamily describes package nomad.
func nomadFamily() family {
	d := nomad.Default()
	return family{
		Entry: Entry{
			Name: "nomad",
			Doc:  "moves each job with a deadline that keeps its work between the spot markets of all regions, by their prices, the lives that their machines are expected to have, what moving costs, and what progress is worth as the deadline comes near",
			Params: append(riderParams(),
				Param{Key: "stay", Doc: "how long a spot market is thought to be up before it goes down, until more is known", Default: grammar.Duration(d.Stay), Form: Span},
				Param{Key: "gone", Doc: "how long it is thought to be down", Default: grammar.Duration(d.Gone), Form: Span},
				slowerParam(),
			),
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			rest, err := restOf(s, env)
			if err != nil {
				return nil, err
			}
			return nomad.New(nomad.Options{Every: s.duration("every"), Stay: s.duration("stay"), Gone: s.duration("gone"), Rest: rest, Slower: s.slower()})
		},
	}
}
