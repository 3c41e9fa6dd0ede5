package policies

import (
	"skysim/policies/wrap"
	"skysim/sim"
)

// yesNo are the values of a parameter that is on or off.
func yesNo(yes, no string) []Value { return []Value{{"true", yes}, {"false", no}} }

// checkpointFamily describes wrap.Checkpoint.
func checkpointFamily() family {
	const seen = "seen"
	return family{
		Entry: Entry{
			Name: "checkpoint",
			Doc:  "sets how often jobs that keep checkpoints save, by what a checkpoint costs and how often machines are lost",
			Params: []Param{
				{Key: "policy", Doc: "what decides where jobs run", Default: "greedy", Form: Construction},
				{Key: "every", Doc: "the time of work between two checkpoints", Default: "young", Values: asValues(wrap.Rules()), Form: Span},
				{Key: "notice", Doc: "whether jobs save when a machine of theirs will be reclaimed", Default: "true", Values: yesNo("if they have the time", "only if they do so by themselves")},
				{Key: "mtbf", Doc: "the mean time between two losses of one machine", Default: seen, Values: []Value{{seen, "as has been seen so far, by zone and purchase"}}, Form: Span},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			o := wrap.CheckpointOptions{Rule: wrap.FixedRule, OnNotice: s.choice("notice") == 0}
			if n, word := s.worded("every"); word {
				o.Rule = wrap.Rule(n + 1)
			} else {
				o.Every = s.duration("every")
			}
			if _, word := s.worded("mtbf"); !word {
				o.MTBF = s.duration("mtbf")
			}
			return around(s, env, func(inner sim.Policy) (sim.Policy, error) { return wrap.NewCheckpoint(inner, o) })
		},
	}
}

// around builds the policy that a decorator wraps, and the decorator.
func around(s settings, env Env, wrapped func(inner sim.Policy) (sim.Policy, error)) (sim.Policy, error) {
	inner, err := build(s.call("policy"), env)
	if err != nil {
		return nil, err
	}
	return wrapped(inner)
}

// asValues turns the words of an option into values.
func asValues(words []wrap.Word) (values []Value) {
	for _, w := range words {
		values = append(values, Value{Word: w.Name, Doc: w.Doc})
	}
	return values
}
