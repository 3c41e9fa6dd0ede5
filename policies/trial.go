package policies

import (
	"skysim/policies/wrap"
	"skysim/sim"
)

// trialFamily describes wrap.Trial.
func trialFamily() family {
	return family{
		Entry: Entry{
			Name: "trial",
			Doc:  "sends a job that finds no place of one's own to the cloud for a short time before it has to wait; wraps greedy only",
			Params: []Param{
				{Key: "policy", Doc: "a greedy that lets jobs wait", Default: "greedy(wait=work(0.25))", Form: Construction},
				{Key: "for", Doc: "how long a job may run there at first; then it is stopped and waits", Default: "5m", Form: Span},
				{Key: "credit", Doc: "how much shorter the wait is after that", Default: "0s", Form: Credit},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			call := s.call("policy")
			inner, err := build(call, env)
			if err != nil {
				return nil, err
			}
			t, err := wrap.NewTrial(inner, s.duration("for"), s.duration("credit"))
			if err != nil {
				return nil, problem(call.Column, "%v", err)
			}
			return t, nil
		},
	}
}
