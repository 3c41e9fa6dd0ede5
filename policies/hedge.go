package policies

import (
	"skysim/policies/wrap"
	"skysim/sim"
)

// hedgeFamily describes wrap.Hedge.
func hedgeFamily() family {
	d := wrap.DefaultHedge()
	return family{
		Entry: Entry{
			Name: "hedge",
			Doc:  "starts one replica of a job that runs for longer than expected, elsewhere; the first that has done all work wins",
			Params: []Param{
				{Key: "policy", Doc: "what places the first", Default: "greedy", Form: Construction},
				{Key: "after", Doc: "how many times as long as expected a job runs alone", Default: plain(d.After), Form: Number},
				{Key: "quantile", Doc: "of the run times seen, which is what a job without an estimate is expected to run for", Default: plain(d.Quantile), Form: Share},
				spreadParam("how far from the first the replica is"),
				spotParam(d.Spot),
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			o := wrap.HedgeOptions{
				After: s.number("after"), Quantile: s.number("quantile"),
				Spread: wrap.Spread(s.choice("spread") + 1), Spot: wrap.Spot(s.choice("spot") + 1),
			}
			return around(s, env, func(inner sim.Policy) (sim.Policy, error) { return wrap.NewHedge(inner, o) })
		},
	}
}
