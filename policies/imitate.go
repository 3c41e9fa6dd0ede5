package policies

import (
	"skysim/policies/grammar"
	"skysim/policies/learned/imitate"
	"skysim/sim"
)

// imitateFamily describes package imitate.
func imitateFamily() family {
	return family{
		Entry: Entry{
			Name:   "imitate",
			Doc:    "chooses spot machines, on-demand machines or waiting for jobs with deadlines that keep their work, as was learned from the offline optimum on recorded markets",
			Params: append([]Param{{Key: "weights", Doc: "what was trained", Default: "spot-1", Form: Weights}}, riderParams()...),
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			rest, err := restOf(s, env)
			if err != nil {
				return nil, err
			}
			m, err := imitated(s.call("weights"), env)
			if err != nil {
				return nil, err
			}
			return imitate.New(imitate.Options{Weights: s.call("weights").Word, Model: m, Every: s.duration("every"), Rest: rest})
		},
	}
}

// imitated returns the model of the weights that a construction names. For a label alone, nothing is read.
func imitated(word grammar.Call, env Env) (imitate.Model, error) {
	if env.label {
		return imitate.Model{}, nil
	}
	read := env.Weights
	if read == nil {
		read = builtIn
	}
	data, err := read(word.Word)
	if err != nil {
		return imitate.Model{}, problem(word.Column, "weights=%s: %v", word.Word, err)
	}
	m, err := imitate.Read(word.Word, data)
	if err != nil {
		return imitate.Model{}, problem(word.Column, "%v", err)
	}
	return m, nil
}
