package policies

import (
	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
)

// ridersRest is what places the jobs that policies of package spot do not mind.
const ridersRest = "greedy(order=fcfs,place=cheapest,idle=0s)"

// uniformFamily describes package spot with its own rule.
func uniformFamily() family {
	var regions []Value
	for _, w := range spot.Regions() {
		regions = append(regions, Value{Word: w.Name, Doc: w.Doc})
	}
	return family{
		Entry: Entry{
			Name: "uniform",
			Doc:  "Uniform Progress: runs jobs with deadlines that keep their work on spot machines while they progress evenly, and on on-demand machines to catch up",
			Params: append(riderParams(),
				Param{Key: "region", Doc: "which regions it goes to for spot machines", Default: regions[0].Word, Values: regions}, slowerParam(),
			),
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			rest, err := restOf(s, env)
			if err != nil {
				return nil, err
			}
			return spot.NewUniform(spot.Options{Every: s.duration("every"), Rest: rest, Slower: s.slower()}, spot.Region(s.choice("region")))
		},
	}
}

// riderParams are the parameters that all policies on package spot have.
func riderParams() []Param {
	return []Param{
		{Key: "every", Doc: "time between two looks at jobs that run or wait", Default: "10m", Form: Span},
		{Key: "rest", Doc: "what places the jobs without a deadline or an estimate, and those that keep nothing when they are stopped", Default: ridersRest, Form: Construction},
	}
}

// slowerParam is the parameter of those that may take slower spot machines.
func slowerParam() Param {
	return Param{Key: "slower", Doc: "whether spot machines may be slower than the on-demand machines that a job would have", Default: "false", Values: []Value{
		{"false", "they are not taken"}, {"true", "they are where the work costs less there, and the deadline is kept in mind"},
	}}
}

// slower says which it is.
func (s settings) slower() bool { return s.choice("slower") == 1 }

// restOf returns the greedy policy that the parameter rest names.
func restOf(s settings, env Env) (*greedy.Policy, error) {
	call := s.call("rest")
	inner, err := build(call, env)
	if err != nil {
		return nil, err
	}
	rest, ok := inner.(*greedy.Policy)
	switch {
	case !ok:
		return nil, problem(call.Column, "rest=%v is no greedy(…), which alone can leave jobs out", inner)
	case rest.Options().Preempt != greedy.PreemptNone:
		return nil, problem(call.Column, "rest=%v would stop jobs that are not left to it: want preempt=none", inner)
	}
	return rest, nil
}
