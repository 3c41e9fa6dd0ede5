package policies

import (
	"fmt"
	"strings"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/sim"
)

// Env is what a policy may be built with beside its construction. It is not
// part of the label: the same construction is built anew for every run.
type Env struct {
	// Seed is the seed of the run. A policy that draws at random does so from
	// a stream of its own, which no draw of the weather comes from.
	Seed uint64
	// Demands are those of the jobs to come, most frequent first, if the
	// workload says that policies may know them; nil if not.
	Demands []greedy.Class
	// Weights returns the contents of trained weights by their name or, where weights.IsFile
	// says so, of a user's file. nil knows those that come with skysim.
	Weights func(name string) ([]byte, error)

	label bool // the policy is only asked for its label: weights are not read
}

// Parse returns the policy that the construction names. The error is a
// *grammar.Error with the column of what is wrong.
func Parse(name string, env Env) (sim.Policy, error) {
	call, err := grammar.Parse(name)
	if err != nil {
		return nil, err
	}
	p, err := build(call, env)
	if err != nil {
		return nil, inText(name, err)
	}
	return p, nil
}

// build returns the policy of a call, or one inside another.
func build(call grammar.Call, env Env) (sim.Policy, error) {
	f, err := find(call)
	if err != nil {
		return nil, err
	}
	s, err := f.settle(call)
	if err != nil {
		return nil, err
	}
	p, err := f.build(s, env)
	if err != nil {
		return nil, s.blame(call, err)
	}
	return p, nil
}

// Canonical returns the label of the policy that the construction names: the
// same for every way of writing the same settings.
func Canonical(name string) (string, error) {
	p, err := Parse(name, Env{label: true})
	if err != nil {
		return "", err
	}
	return p.String(), nil
}

// find returns the family of that name.
func find(call grammar.Call) (*family, error) {
	all := families()
	names := make([]string, len(all))
	for i := range all {
		if all[i].Name == call.Word {
			return &all[i], nil
		}
		names[i] = all[i].Name
	}
	return nil, problem(call.Column, "no policy %q%s; there is: %s", call.Word, meant(call.Word, names), strings.Join(names, ", "))
}

// problem returns an Error that does not know its text yet.
func problem(column int, format string, args ...any) error {
	return &grammar.Error{Column: column, Problem: fmt.Sprintf(format, args...)}
}

// inText completes an Error from problem.
func inText(text string, err error) error {
	if e, ok := err.(*grammar.Error); ok {
		e.Text = text
	}
	return err
}

// meant asks whether a similar known word was meant, in capitals perhaps.
func meant(word string, known []string) string {
	if near := grammar.Nearest(strings.ToLower(word), known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
