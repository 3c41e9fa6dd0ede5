package allocate

import (
	"errors"
	"math/big"
)

// solver is one run of Solve.
type solver struct {
	p      *Problem
	c      *criterion
	policy Policy
	budget int64
	stop   func() bool // may be nil
}

// answer is an allocation and a bound as the criterion counts, to be minimised.
type answer struct {
	t       table // nil if none was found
	bound   *big.Rat
	proof   Proof
	steps   int64
	relaxed *relaxed // nil if the policy has no prices
}

// solve dispatches on the policy.
func (s *solver) solve() (*answer, error) {
	switch s.policy.Kind {
	case FirstFit:
		return s.inTurn(byFile(s.p))
	case Greedy:
		if s.p.Objective == Cost {
			return s.inTurn(byCost(s.p))
		}
		return s.inTurn(byRoom(s.p))
	case LP, LPPenalty:
		return s.relax()
	}
	a, err := s.exact()
	if err == nil && a.t == nil {
		return nil, &UnfinishedError{s.policy, a.steps, s.c.reported(a.bound), a.proof == Interrupted}
	}
	return a, err
}

// inTurn places the demands one after another; the bound is that of the exact search, or
// of the relaxation if that cannot count the amounts.
func (s *solver) inTurn(order func([]*big.Rat) []int) (*answer, error) {
	a, err := s.exact()
	var fine *TooFineError
	if errors.As(err, &fine) {
		var r *relaxed
		if r, err = relax(s.p, s.c); err == nil {
			a = &answer{bound: r.bound, proof: Dual}
		}
	}
	if err != nil {
		return nil, err
	}
	t, err := newPlacer(s.p, order).inTurn(s.policy)
	return s.rounded(&answer{t: t, bound: a.bound, proof: a.proof, steps: a.steps}, err)
}

// relax solves the relaxation and rounds it.
func (s *solver) relax() (*answer, error) {
	r, err := relax(s.p, s.c)
	if err != nil {
		return nil, err
	}
	t, err := r.table(s.p, s.policy)
	return s.rounded(&answer{t: t, bound: r.bound, proof: Dual, relaxed: r}, err)
}

// rounded tells a policy that is stuck what bound there is.
func (s *solver) rounded(a *answer, err error) (*answer, error) {
	var stuck *StuckError
	if errors.As(err, &stuck) {
		stuck.Bound = s.c.reported(a.bound)
	}
	return a, err
}

// exact solves the problem: by the relaxation if everything is divisible, and otherwise
// by the search.
func (s *solver) exact() (*answer, error) {
	r, err := relax(s.p, s.c)
	if err != nil {
		return nil, err
	}
	if s.p.Divisible() {
		t, err := r.table(s.p, s.policy)
		return &answer{t: t, bound: r.bound, proof: Dual, relaxed: r}, err
	}
	k, total, ok := count(s.p)
	if !ok {
		return nil, &TooFineError{s.policy, k.unit, total}
	}
	q := newSearch(s.p, s.c, k, s.budget)
	q.stop = s.stop
	q.run()
	return s.found(q, r)
}

// found turns what a search found into an answer.
func (s *solver) found(q *search, r *relaxed) (*answer, error) {
	a := &answer{proof: Exhaustive, steps: q.steps}
	least := q.best
	cut := q.open != nil && (least == nil || q.open.Cmp(least) < 0) // or what was left is no better
	if cut {
		least, a.proof = q.open, Stopped
		if q.stopped {
			a.proof = Interrupted
		}
	}
	if least == nil {
		return nil, s.packed(q)
	}
	a.bound = add(q.bounds.units(least), s.c.constant)
	if cut && r.bound.Cmp(a.bound) > 0 {
		a.bound = r.bound
	}
	if a.bound.Cmp(r.bound) == 0 && !cut {
		a.proof = Dual
	}
	if q.best == nil { // the relaxation, rounded, may be an allocation all the same
		if t, err := r.table(s.p, s.policy); err == nil {
			a.t = t
		}
		return a, nil
	}
	t := newTable(s.p)
	for k, i := range q.bestChoice {
		if j := q.demand[k]; i >= 0 {
			t[j][i].Set(s.p.Demands[j].Amount)
		}
	}
	var err error
	a.t, err = s.p.complete(t, s.p.whole(s.c))
	return a, err
}

// packed is the outcome that no placement serves all, though no demand is too large
// and all together are not too much.
func (s *solver) packed(q *search) error {
	largest := s.p.Demands[q.demand[0]]
	return &InfeasibleError{-1, "no placement holds all demands, though their sum does not exceed the capacities: the indivisible ones, of up to " +
		Decimal(largest.Amount) + " (" + largest.Name + "), do not fit together into the capacities; all placements were looked at or shut out"}
}
