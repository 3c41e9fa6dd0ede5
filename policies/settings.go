package policies

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/sim"
)

// settings holds a checked word for each parameter of a family.
type settings struct {
	params []Param
	values []grammar.Call
}

// settle checks the arguments of a call against the family's parameters and
// fills in the defaults.
func (f *family) settle(call grammar.Call) (settings, error) {
	s := settings{params: f.Params, values: make([]grammar.Call, len(f.Params))}
	for _, a := range call.Args {
		i, err := f.param(a)
		if err != nil {
			return s, err
		}
		if s.values[i].Word != "" {
			return s, problem(a.Column, "%s is given twice", f.Params[i].Key)
		}
		if err := f.Params[i].check(a.Value); err != nil {
			return s, err
		}
		s.values[i] = a.Value
	}
	for i, p := range f.Params {
		if s.values[i].Word == "" {
			s.values[i] = p.usual()
		}
	}
	return s, nil
}

// usual returns the default as it is parsed, at no column.
func (p *Param) usual() grammar.Call {
	if p.Form != Construction {
		return grammar.Call{Word: p.Default}
	}
	c, err := grammar.Parse(p.Default)
	if err != nil {
		panic("policies: the default of " + p.Key + ": " + err.Error())
	}
	return c
}

// blame gives the error of an option that the family has refused the column at
// which the call names it; any other error stays as it is.
func (s settings) blame(call grammar.Call, err error) error {
	var wrong *greedy.OptionError
	if !errors.As(err, &wrong) {
		return err
	}
	column := call.Column
	for i := range s.params {
		if s.params[i].Key == wrong.Key && s.values[i].Column > 0 {
			column = s.values[i].Column
		}
	}
	return problem(column, "%s %s", wrong.Key, wrong.Problem)
}

// param returns the index of the parameter that the argument is for: the one
// its key names or, without a key, the only one that allows its value.
func (f *family) param(a grammar.Arg) (int, error) {
	found, keys, words := -1, make([]string, len(f.Params)), []string(nil)
	for i, p := range f.Params {
		keys[i] = p.Key
		if a.Key != "" && a.Key == p.Key {
			return i, nil
		}
		for _, v := range p.Values {
			words = append(words, v.Word)
			if a.Key != "" || v.Word != a.Value.Word {
				continue
			}
			if found >= 0 {
				return 0, problem(a.Column, "%q could be %s or %s: write key=%s", v.Word, keys[found], p.Key, v.Word)
			}
			found = i
		}
	}
	switch inner := slices.IndexFunc(f.Params, func(p Param) bool { return p.Form == Construction }); {
	case a.Key == "" && found < 0 && inner >= 0:
		return inner, nil
	case a.Key != "":
		return 0, problem(a.Column, "%s has no parameter %q%s; it has: %s",
			f.Name, a.Key, meant(a.Key, keys), strings.Join(keys, ", "))
	case found < 0:
		return 0, problem(a.Column, "no parameter of %s has the value %q%s; write key=value, with one of: %s",
			f.Name, a.Value.Word, meant(a.Value.Word, words), strings.Join(keys, ", "))
	}
	return found, nil
}

// check reports what is wrong with a value.
func (p *Param) check(v grammar.Call) error {
	if p.Form == Construction {
		f, err := find(v)
		if err == nil {
			_, err = f.settle(v)
		}
		return err
	}
	if p.Form == Waiting && len(v.Args) > 0 {
		return p.checkRule(v)
	}
	if p.Form == Arms {
		return p.checkArms(v)
	}
	if len(v.Args) > 0 {
		return problem(v.Column, "%s=%s(…) has arguments; %s takes %s", p.Key, v.Word, p.Key, p.Allowed())
	}
	if len(p.Values) > 0 {
		words := p.words()
		for _, w := range words {
			if w == v.Word {
				return nil
			}
		}
		if p.Form != 0 {
			return p.checkForm(v)
		}
		return problem(v.Column, "%s=%s is unknown%s; %s takes %s", p.Key, v.Word, meant(v.Word, words), p.Key, p.Allowed())
	}
	if p.Form == Weights {
		return checkWeights(v)
	}
	return p.checkForm(v)
}

// checkForm reports what is wrong with a number or a duration. If words are allowed
// too, one that resembles them was meant as one.
func (p *Param) checkForm(v grammar.Call) error {
	wrong := p.wrong(v.Word)
	switch near := meant(v.Word, p.words()); {
	case wrong == "":
		return nil
	case near != "":
		return problem(v.Column, "%s=%s is unknown%s; %s takes %s", p.Key, v.Word, near, p.Key, p.Allowed())
	}
	return problem(v.Column, "%s=%s is %s; %s takes %s", p.Key, v.Word, wrong, p.Key, p.Allowed())
}

// checkRule reports what is wrong with a rule that has a number.
func (p *Param) checkRule(v grammar.Call) error {
	var rules []string
	for _, w := range greedy.WaitRules() {
		rules = append(rules, w.Name)
	}
	if !slices.Contains(rules, v.Word) {
		return problem(v.Column, "%s=%s(…) is unknown%s; %s takes %s", p.Key, v.Word, meant(v.Word, rules), p.Key, p.Allowed())
	}
	if len(v.Args) != 1 || v.Args[0].Key != "" || len(v.Args[0].Value.Args) > 0 {
		return problem(v.Column, "%s=%s(…) takes one number; %s takes %s", p.Key, v.Word, p.Key, p.Allowed())
	}
	if x, err := strconv.ParseFloat(v.Args[0].Value.Word, 64); err != nil || !(x >= 0 && x <= 1e9) {
		return problem(v.Args[0].Column, "%s is not a number from 0 to 1,000,000,000; %s takes %s", v.Args[0].Value.Word, p.Key, p.Allowed())
	}
	return nil
}

// Allowed says in words which values the parameter takes.
func (p *Param) Allowed() string {
	if len(p.Values) == 0 {
		return p.Form.String()
	}
	if p.Form != 0 && p.Form != Arms {
		return strings.Join(p.words(), ", ") + ", or " + p.Form.String()
	}
	return strings.Join(p.words(), ", ")
}

func (p *Param) words() []string {
	words := make([]string, len(p.Values))
	for i, v := range p.Values {
		words[i] = v.Word
	}
	return words
}

// never is the word for a Patience without end.
const never = "never"

// choice returns which of its Values the parameter has, from 0.
func (s settings) choice(key string) int {
	p, word := s.get(key)
	for i, v := range p.Values {
		if v.Word == word {
			return i
		}
	}
	panic("policies: " + key + "=" + word + " was not checked")
}

// worded returns which of its Values a parameter has that may have a number or a
// duration as well, and whether it has one of them.
func (s settings) worded(key string) (n int, is bool) {
	p, word := s.get(key)
	n = slices.IndexFunc(p.Values, func(v Value) bool { return v.Word == word })
	return n, n >= 0
}

// duration returns the duration of the parameter; never is the longest.
func (s settings) duration(key string) sim.Duration {
	_, word := s.get(key)
	if word == never {
		return sim.Duration(sim.Never)
	}
	d, err := grammar.ParseDuration(word)
	if err != nil {
		panic("policies: " + err.Error() + " was not checked")
	}
	return d
}

// number returns the number of the parameter.
func (s settings) number(key string) float64 {
	_, word := s.get(key)
	x, err := parseNumber(word)
	if err != nil {
		panic("policies: " + key + "=" + word + " was not checked")
	}
	return x
}

// parseNumber reads a number from 0 to a million.
func parseNumber(word string) (float64, error) {
	x, err := strconv.ParseFloat(word, 64)
	if err == nil && !(x >= 0 && x <= 1e6) {
		err = strconv.ErrRange
	}
	return x, err
}

// waiting returns the rule of the parameter.
func (s settings) waiting(key string) greedy.Waiting {
	for i, p := range s.params {
		if v := s.values[i]; p.Key == key && len(v.Args) > 0 {
			w := greedy.Waiting{}
			for j, r := range greedy.WaitRules() {
				if r.Name == v.Word {
					w.Rule = greedy.WaitRule(j + 1)
				}
			}
			w.By, _ = strconv.ParseFloat(v.Args[0].Value.Word, 64)
			return w
		}
	}
	return greedy.Waiting{For: s.duration(key)}
}

// call returns the construction that the parameter has.
func (s settings) call(key string) grammar.Call {
	for i, p := range s.params {
		if p.Key == key {
			return s.values[i]
		}
	}
	panic("policies: no parameter " + key)
}

func (s settings) get(key string) (*Param, string) {
	for i := range s.params {
		if s.params[i].Key == key {
			return &s.params[i], s.values[i].Word
		}
	}
	panic("policies: no parameter " + key)
}
