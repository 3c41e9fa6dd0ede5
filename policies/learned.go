package policies

import (
	"errors"
	"fmt"
	"slices"

	"skysim/policies/grammar"
	"skysim/policies/learned"
	"skysim/policies/learned/order"
	"skysim/policies/learned/weights"
	"skysim/sim"
)

// learnedFamily describes package learned.
func learnedFamily() family {
	params := []Param{{Key: "weights", Doc: "what was trained", Default: "rlscheduler-1", Form: Weights}}
	for _, p := range greedyFamily().Params {
		if p.Key != "order" && p.Key != "ageing" {
			params = append(params, p)
		}
	}
	return family{
		Entry: Entry{
			Name:   "learned",
			Doc:    "takes waiting jobs in an order that was trained, with ageing, and puts each where greedy does",
			Params: params,
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			f, err := trained(s.call("weights"), env)
			if err != nil {
				return nil, err
			}
			p, err := learned.New(s.call("weights").Word, f, placement(s), env.Seed)
			if err != nil {
				return nil, err
			}
			p.Expect(env.Demands)
			return p, nil
		},
	}
}

// trained returns the order of the weights that a construction names. For a label
// alone, nothing is read.
func trained(word grammar.Call, env Env) (order.Function, error) {
	if env.label {
		return order.Function{}, nil
	}
	read := env.Weights
	if read == nil {
		read = builtIn
	}
	data, err := read(word.Word)
	if err != nil {
		return order.Function{}, problem(word.Column, "weights=%s: %v", word.Word, err)
	}
	f, err := learned.Read(word.Word, data)
	if err != nil {
		return order.Function{}, problem(word.Column, "%v", err)
	}
	return f, nil
}

// builtIn is the Env.Weights of those who have none.
func builtIn(name string) ([]byte, error) {
	if weights.IsFile(name) {
		return nil, errors.New("files of weights cannot be read here, want the name of weights that come with skysim")
	}
	return weights.Embedded(name)
}

// checkWeights reports a name of no weights. Whether a file is there shows when it is read.
func checkWeights(v grammar.Call) error {
	if weights.IsFile(v.Word) || slices.Contains(weights.Names(), v.Word) {
		return nil
	}
	_, err := weights.Embedded(v.Word)
	return problem(v.Column, "%s", fmt.Sprint(err))
}
