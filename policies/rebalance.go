package policies

import (
	"skysim/policies/grammar"
	"skysim/policies/wrap"
	"skysim/sim"
)

// rebalanceFamily describes wrap.Rebalance.
func rebalanceFamily() family {
	d := wrap.DefaultRebalance()
	return family{
		Entry: Entry{
			Name: "rebalance",
			Doc:  "moves running work from dear or nearly empty machines to idle or cheap ones, where that saves more than it costs",
			Params: []Param{
				{Key: "policy", Doc: "what decides the rest", Default: "greedy", Form: Construction},
				{Key: "every", Doc: "time between two looks", Default: grammar.Duration(d.Every), Form: Span},
				{Key: "gain", Doc: "the share of what staying costs that a move saves beyond what it costs", Default: plain(d.Gain), Form: Share},
				{
					Key: "level", Doc: "by how much the use of two owned machines may differ, as a share, until work is moved to level them", Default: never,
					Values: []Value{{never, "they are not levelled"}}, Form: Share,
				},
				spotParam(d.Spot),
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			o := wrap.RebalanceOptions{Every: s.duration("every"), Gain: s.number("gain"), Level: wrap.NeverLevel, Spot: wrap.Spot(s.choice("spot") + 1)}
			if _, word := s.worded("level"); !word {
				o.Level = s.number("level")
			}
			return around(s, env, func(inner sim.Policy) (sim.Policy, error) { return wrap.NewRebalance(inner, o) })
		},
	}
}
