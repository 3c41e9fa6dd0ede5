package policies

import (
	"skysim/policies/dp"
	"skysim/policies/grammar"
	"skysim/sim"
)

// dpFamily describes package dp.
func dpFamily() family {
	d := dp.Default()
	return family{
		Entry: Entry{
			Name: "dp",
			Doc:  "plans each job with a deadline that keeps its work by dynamic programming over spot, on-demand and waiting, with the odds of spot markets that it has seen so far",
			Params: append(riderParams(),
				Param{Key: "stay", Doc: "how long a spot market is thought to be up before it goes down, until more is known", Default: grammar.Duration(d.Stay), Form: Span},
				Param{Key: "gone", Doc: "how long it is thought to be down", Default: grammar.Duration(d.Gone), Form: Span},
				Param{Key: "margin", Doc: "time kept in hand before each deadline", Default: grammar.Duration(d.Margin), Form: Credit},
				slowerParam(),
			),
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			rest, err := restOf(s, env)
			if err != nil {
				return nil, err
			}
			return dp.New(dp.Options{
				Every: s.duration("every"), Stay: s.duration("stay"), Gone: s.duration("gone"), Margin: s.duration("margin"), Rest: rest, Slower: s.slower(),
			})
		},
	}
}
