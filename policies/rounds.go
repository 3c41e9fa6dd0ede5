package policies

import (
	"skysim/policies/grammar"
	"skysim/policies/rounds"
	"skysim/sim"
)

// roundsFamily describes package rounds.
func roundsFamily() family {
	d := rounds.Default()
	return family{
		Entry: Entry{
			Name: "rounds",
			Doc:  "shares owned machines of several kinds among jobs that can be stopped, and decides at the beginning of each round who runs where until the next",
			Params: []Param{
				{Key: "every", Doc: "length of a round", Default: grammar.Duration(d.Every), Form: Span},
				{Key: "share", Doc: "what jobs are entitled to", Default: rounds.Shares()[d.Share-1].Name, Values: values(rounds.Shares())},
				{Key: "place", Doc: "which kind of machine is tried first", Default: rounds.Places()[d.Place-1].Name, Values: values(rounds.Places())},
				{Key: "aware", Doc: "whether share=maxmin goes by how fast each job runs on each kind", Default: "true", Values: []Value{
					{"true", "it does"}, {"false", "it shares time as if all kinds were equally fast"},
				}},
				{Key: "hold", Doc: "least time from one decision about shares to the next; jobs that came in between have none", Default: grammar.Duration(d.Hold), Form: Credit},
				{Key: "rest", Doc: "what places the jobs that lose a round or more when they are stopped, and those that no owned machine holds", Default: rounds.DefaultRest, Form: Construction},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			rest, err := restOf(s, env)
			if err != nil {
				return nil, err
			}
			return rounds.New(rounds.Options{
				Every: s.duration("every"), Share: rounds.Share(s.choice("share") + 1), Place: rounds.Place(s.choice("place") + 1),
				Unaware: s.choice("aware") == 1, Hold: s.duration("hold"), Seed: env.Seed, Rest: rest,
			})
		},
	}
}
