package allocate

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"skysim/policies/grammar"
)

// Kind is a way to solve a Problem.
type Kind uint8

// The kinds. Zero means not set.
const (
	FirstFit Kind = iota + 1
	Greedy
	LP
	DP
	LPPenalty
	QPPenalty
)

// kinds are the words for them, in the order in which tables show them.
var kinds = [...]struct{ word, doc string }{
	FirstFit:  {"first-fit", "each demand to the first resource that holds it"},
	Greedy:    {"greedy", "each demand to the cheapest resource, or the one that it fills best"},
	LP:        {"lp", "the linear relaxation, exactly, rounded where demands are indivisible"},
	DP:        {"dp", "exact for indivisible demands; lambda=X weighs idle capacity, penalty=given counts penalties"},
	LPPenalty: {"lp-penalty", "lp with a cost of unit_cost + utilisation × penalty, the utilisation given"},
	QPPenalty: {"qp-penalty", "exact for a cost of unit_cost + load/capacity × penalty"},
}

// String returns the word of the kind.
func (k Kind) String() string {
	if int(k) < len(kinds) && k > 0 {
		return kinds[k].word
	}
	return "not set"
}

// Doc says in half a sentence what the kind does.
func (k Kind) Doc() string {
	if int(k) < len(kinds) {
		return kinds[k].doc
	}
	return ""
}

// Kinds lists them all, in the order in which tables show them.
func Kinds() []Kind { return []Kind{FirstFit, Greedy, LP, DP, LPPenalty, QPPenalty} }

// Policy is a kind with its settings.
type Policy struct {
	Kind Kind
	// Lambda, of DP only, is used instead of the problem's; nil for that.
	Lambda *big.Rat
	// Given, of DP only, adds the penalty at the given utilisations, as LPPenalty does.
	Given bool
}

// penalty says which penalty the policy counts: that of LPPenalty, of QPPenalty, or 0 for
// none.
func (p Policy) penalty() Kind {
	switch {
	case p.Given:
		return LPPenalty
	case p.Kind == LPPenalty || p.Kind == QPPenalty:
		return p.Kind
	}
	return 0
}

// String writes the construction, which Parse reads back.
func (p Policy) String() string {
	call := grammar.Call{Word: p.Kind.String()}
	if p.Given {
		call = call.With("penalty", "given")
	}
	if p.Lambda != nil {
		text := p.Lambda.FloatString(30)
		if strings.Contains(text, ".") {
			text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
		}
		call = call.With("lambda", text)
	}
	return call.String()
}

// Parse reads a construction such as dp(lambda=0.5). The error is a *grammar.Error
// with the column, and suggests the nearest word.
func Parse(text string) (Policy, error) {
	call, err := grammar.Parse(text)
	if err != nil {
		return Policy{}, err
	}
	fail := func(column int, format string, args ...any) (Policy, error) {
		return Policy{}, &grammar.Error{Text: text, Column: column, Problem: fmt.Sprintf(format, args...)}
	}
	var p Policy
	var words []string
	for _, k := range Kinds() {
		words = append(words, k.String())
	}
	if i := slices.Index(words, call.Word); i >= 0 {
		p.Kind = Kinds()[i]
	} else {
		return fail(call.Column, "no policy %q%s; there is: %s", call.Word, meant(call.Word, words), strings.Join(words, ", "))
	}
	for _, a := range call.Args {
		if p.Kind != DP {
			return fail(a.Column, "%s has no parameters", p.Kind)
		}
		switch a.Key {
		case "lambda":
			value, err := parseDecimal(a.Value.String())
			if err != nil || value.Sign() < 0 || p.Lambda != nil {
				return fail(a.Value.Column, "lambda is %s, want one decimal number, 0 or more", a.Value)
			}
			p.Lambda = value
		case "penalty":
			if a.Value.String() != "given" || p.Given {
				return fail(a.Value.Column, "penalty is %s, want it once, as penalty=given", a.Value)
			}
			p.Given = true
		default:
			return fail(a.Column, "dp has no parameter %q%s; there is: lambda, penalty", a.Key, meant(a.Key, []string{"lambda", "penalty"}))
		}
	}
	return p, nil
}

// meant suggests a word, which may have been written in capitals.
func meant(word string, words []string) string {
	if n := grammar.Nearest(strings.ToLower(word), words); n != "" {
		return fmt.Sprintf(" (did you mean %q?)", n)
	}
	return ""
}

// parseDecimal reads a plain decimal number, of at most 30 digits on each side.
func parseDecimal(text string) (*big.Rat, error) {
	whole, part, _ := strings.Cut(text, ".")
	if len(whole) > 30 || len(part) > 30 || strings.Trim(text, "+-.0123456789") != "" {
		return nil, fmt.Errorf("%q is not a decimal number", text)
	}
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("%q is not a decimal number", text)
	}
	return x, nil
}

// SuitError says why a policy cannot solve a problem.
type SuitError struct {
	Policy Policy
	// Resource is the one that lacks Field, from 0; -1 if it is not one's fault.
	Resource int
	Field    string
	Msg      string
}

// Error names the policy and what it needs.
func (e *SuitError) Error() string { return fmt.Sprintf("policy %s: %s", e.Policy, e.Msg) }

// Suits returns nil if the policy can solve the problem, and otherwise a *SuitError.
func (p *Problem) Suits(policy Policy) error {
	fail := func(i int, field, format string, args ...any) error {
		return &SuitError{policy, i, field, fmt.Sprintf(format, args...)}
	}
	if policy.Lambda != nil && p.Objective != Utilisation {
		return fail(-1, "lambda", `lambda weighs idle capacity, which only objective = "utilisation" counts; this is objective = %q`, p.Objective)
	}
	if policy.penalty() == 0 {
		return nil
	}
	if p.Objective != Cost {
		return fail(-1, "objective", `it minimises cost; the file has objective = %q`, p.Objective)
	}
	for i, r := range p.Resources {
		if r.Penalty == nil {
			return fail(i, "penalty", "resource %q has no penalty, which it needs of each", r.Name)
		}
		if policy.penalty() == LPPenalty && r.Utilisation == nil {
			return fail(i, "utilisation", "resource %q has no utilisation, which it needs of each", r.Name)
		}
	}
	return nil
}

// Suitable lists the policies that can solve the problem, in the order of Kinds.
func (p *Problem) Suitable() []Policy {
	var list []Policy
	for _, k := range Kinds() {
		q := Policy{Kind: k}
		if p.Suits(q) == nil {
			list = append(list, q)
		}
		if q.Given = true; k == DP && !p.Divisible() && p.Suits(q) == nil {
			list = append(list, q)
		}
	}
	return list
}

// Default is the policy that answers what the problem asks, exactly: with the penalties
// that it has, and as given where utilisations are given.
func (p *Problem) Default() Policy {
	given, own := p.Suits(Policy{Kind: LPPenalty}) == nil, p.Suits(Policy{Kind: QPPenalty}) == nil
	switch {
	case p.Objective == Cost && given && p.Divisible():
		return Policy{Kind: LPPenalty}
	case p.Objective == Cost && given:
		return Policy{Kind: DP, Given: true}
	case p.Objective == Cost && own:
		return Policy{Kind: QPPenalty}
	case p.Objective == Cost && p.Divisible():
		return Policy{Kind: LP}
	}
	return Policy{Kind: DP}
}
