package policies

import (
	"skysim/policies/wrap"
	"skysim/sim"
)

// commitFamily describes wrap.Commit.
func commitFamily() family {
	var words []Value
	for _, w := range wrap.Backfills() {
		words = append(words, Value{Word: w.Name, Doc: w.Doc})
	}
	return family{
		Entry: Entry{
			Name: "commit",
			Doc:  "keeps to the job that another policy, a greedy, has put first until it has been started",
			Params: []Param{
				{Key: "policy", Doc: "whose choice it is", Default: "greedy", Form: Construction},
				{Key: "backfill", Doc: "who may pass the job", Default: wrap.BackfillNone.String(), Values: words},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			call := s.call("policy")
			inner, err := build(call, env)
			if err != nil {
				return nil, err
			}
			c, err := wrap.NewCommit(inner, wrap.Backfill(s.choice("backfill")+1))
			if err != nil {
				return nil, problem(call.Column, "%v", err)
			}
			return c, nil
		},
	}
}
