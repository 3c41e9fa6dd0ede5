package policies

import (
	"math"

	"skysim/policies/greedy"
	"skysim/policies/wrap"
	"skysim/sim"
)

// spreadParam and spotParam are parameters of the decorators that start machines of their own.
func spreadParam(doc string) Param {
	return Param{Key: "spread", Doc: doc, Default: wrap.ByZone.String(), Values: asValues(wrap.Spreads())}
}

func spotParam(usual wrap.Spot) Param {
	return Param{Key: "spot", Doc: "on which machines", Default: usual.String(), Values: asValues(wrap.Spots())}
}

// replicateFamily describes wrap.Replicate.
func replicateFamily() family {
	const anyone = "any"
	return family{
		Entry: Entry{
			Name: "replicate",
			Doc:  "keeps several attempts of each job running, apart from each other; the first that has done all work wins",
			Params: []Param{
				{Key: "policy", Doc: "what places the first", Default: "greedy", Form: Construction},
				{Key: "copies", Doc: "how many attempts, the first included; a job's quorum, if that is more", Default: "2", Form: Count},
				spreadParam("how far apart they are"),
				{Key: "jobs", Doc: "of which jobs", Default: wrap.AllJobs.String(), Values: asValues(wrap.Whiches())},
				{Key: "priority", Doc: "the least priority that such a job has", Default: anyone, Values: []Value{{anyone, "all have it"}}, Form: Number},
				spotParam(wrap.SpotAllow),
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			o := wrap.ReplicateOptions{
				Copies: s.count("copies"), Spread: wrap.Spread(s.choice("spread") + 1), Jobs: wrap.Which(s.choice("jobs") + 1),
				Priority: wrap.AnyPriority, Spot: wrap.Spot(s.choice("spot") + 1),
			}
			if _, word := s.worded("priority"); !word {
				x := s.number("priority")
				if x != math.Floor(x) {
					return nil, &greedy.OptionError{Key: "priority", Problem: "is " + plain(x) + ", want a whole number"}
				}
				o.Priority = int32(x)
			}
			return around(s, env, func(inner sim.Policy) (sim.Policy, error) { return wrap.NewReplicate(inner, o) })
		},
	}
}
