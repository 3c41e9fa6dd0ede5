package policies

import (
	"strconv"

	"skysim/policies/grammar"
	"skysim/policies/wrap"
	"skysim/sim"
)

// failoverFamily describes wrap.Failover.
func failoverFamily() family {
	d := wrap.DefaultFailover()
	return family{
		Entry: Entry{
			Name: "failover",
			Doc:  "keeps spare machines up where least of the work stands, and hands them to jobs that have lost theirs",
			Params: []Param{
				{Key: "policy", Doc: "what decides the rest", Default: "greedy", Form: Construction},
				{Key: "spares", Doc: "how many machines are kept", Default: strconv.Itoa(d.Spares), Form: Count},
				spreadParam("how far from the work"),
				spotParam(d.Spot),
				{Key: "idle", Doc: "how long they are kept when there are no jobs at all", Default: grammar.Duration(d.Idle), Form: Credit},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			o := wrap.FailoverOptions{
				Spares: s.count("spares"), Spread: wrap.Spread(s.choice("spread") + 1), Spot: wrap.Spot(s.choice("spot") + 1), Idle: s.duration("idle"),
			}
			return around(s, env, func(inner sim.Policy) (sim.Policy, error) { return wrap.NewFailover(inner, o) })
		},
	}
}
