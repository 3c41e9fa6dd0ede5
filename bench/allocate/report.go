package allocate

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"skysim/policies/allocate"
)

// Answer is what one policy made of a problem: a Result, or an outcome that says why
// there is none.
type Answer struct {
	Policy allocate.Policy
	Result *allocate.Result // nil if there is none
	Err    error            // nil if there is one
}

// Report is the answers to one problem.
type Report struct {
	File *File
	// Chosen is the answer asked for, or that of the policy which suits the problem best.
	Chosen Answer
	// All are the answers of all policies that suit the problem; nil if one was asked for.
	All []Answer
}

// Solve runs the policy of that construction. Errors are of the construction (a
// *grammar.Error) or of a file that does not suit it (a *bench.FileError); an
// outcome without an allocation is none, but stands in the Report.
func Solve(f *File, construction string, o allocate.Options) (*Report, error) {
	policy, err := allocate.Parse(construction)
	if err != nil {
		return nil, err
	}
	a, err := f.answer(policy, o)
	if err != nil {
		return nil, err
	}
	return &Report{File: f, Chosen: a}, nil
}

// Compare runs all policies that suit the problem.
func Compare(f *File, o allocate.Options) (*Report, error) {
	r := &Report{File: f}
	for _, policy := range f.Problem.Suitable() {
		a, err := f.answer(policy, o)
		if err != nil {
			return nil, err
		}
		r.All = append(r.All, a)
		if policy == f.Problem.Default() {
			r.Chosen = a
		}
	}
	r.share()
	return r, nil
}

// share gives all answers that measure the same the best bound that one of them has
// proved, so that none is judged by a weaker one.
func (r *Report) share() {
	p, best := r.File.Problem, map[string]*allocate.Result{}
	for _, a := range r.All {
		m := measures(p, a.Policy)
		if x := a.Result; x != nil && (best[m] == nil || closer(p, x.Bound, best[m].Bound)) {
			best[m] = x
		}
	}
	for _, a := range r.All {
		b, x := best[measures(p, a.Policy)], a.Result
		var stuck *allocate.StuckError
		var open *allocate.UnfinishedError
		switch {
		case x != nil && closer(p, b.Bound, x.Bound):
			x.Bound, x.Proof, x.Optimal = b.Bound, b.Proof, x.Objective.Cmp(b.Bound) == 0
		case b != nil && errors.As(a.Err, &stuck) && stuck.Bound != nil && closer(p, b.Bound, stuck.Bound):
			stuck.Bound = b.Bound
		case b != nil && errors.As(a.Err, &open) && closer(p, b.Bound, open.Bound):
			open.Bound = b.Bound
		}
	}
}

// closer reports whether a bound says more than another: no cost is lower, no utilisation
// higher.
func closer(p *allocate.Problem, a, b *big.Rat) bool {
	if p.Objective == allocate.Utilisation {
		return a.Cmp(b) < 0
	}
	return a.Cmp(b) > 0
}

// Interrupted reports whether some answer is less than it could be because
// allocate.Options.Stop said so.
func (r *Report) Interrupted() bool {
	for _, a := range slices.Concat(r.All, []Answer{r.Chosen}) {
		var open *allocate.UnfinishedError
		if a.Result != nil && a.Result.Proof == allocate.Interrupted || errors.As(a.Err, &open) && open.Interrupted {
			return true
		}
	}
	return false
}

// answer runs one policy. The error is one of the file.
func (f *File) answer(policy allocate.Policy, o allocate.Options) (Answer, error) {
	result, err := allocate.Solve(f.Problem, policy, o)
	var suit *allocate.SuitError
	if errors.As(err, &suit) {
		path := suit.Field
		if suit.Resource >= 0 {
			path = fmt.Sprintf("resource[%d].%s", suit.Resource, suit.Field)
		}
		f.doc.errs = nil
		f.doc.fail(path, "%v", suit)
		return Answer{}, f.doc.err()
	}
	return Answer{policy, result, err}, nil
}

// Outcome is the word for what came of a policy.
func (a *Answer) Outcome() string {
	var infeasible *allocate.InfeasibleError
	var stuck *allocate.StuckError
	var open *allocate.UnfinishedError
	var fine *allocate.TooFineError
	switch {
	case a.Err == nil:
		return "allocated"
	case errors.As(a.Err, &infeasible):
		return "infeasible"
	case errors.As(a.Err, &stuck):
		return "stuck"
	case errors.As(a.Err, &open):
		return "unfinished"
	case errors.As(a.Err, &fine):
		return "too fine"
	}
	return "failed"
}

// bound returns the bound that is known even without an allocation, or nil.
func (a *Answer) bound() *big.Rat {
	var stuck *allocate.StuckError
	var open *allocate.UnfinishedError
	switch {
	case a.Result != nil:
		return a.Result.Bound
	case errors.As(a.Err, &stuck):
		return stuck.Bound
	case errors.As(a.Err, &open):
		return open.Bound
	}
	return nil
}

// measures says in symbols what a policy's objective is.
func measures(p *allocate.Problem, policy allocate.Policy) string {
	switch {
	case p.Objective == allocate.Utilisation:
		lambda := p.Lambda
		if policy.Lambda != nil {
			lambda = policy.Lambda
		}
		if lambda != nil && lambda.Sign() > 0 {
			return "Σ x/M − " + allocate.Decimal(lambda) + "·idle"
		}
		return "Σ x/M"
	case policy.Kind == allocate.LPPenalty || policy.Given:
		return "Σ (c + s·p)·x"
	case policy.Kind == allocate.QPPenalty:
		return "Σ (c + p·x/M)·x"
	}
	return "Σ c·x"
}
