package allocate

import "math/big"

// Options are the settings of Solve.
type Options struct {
	// Budget is how many steps a search may take, a step being a resource looked at
	// (a hundred of them where costs bend); 0 is DefaultBudget. It is a count, so that the
	// same budget gives the same answer everywhere.
	Budget int64
	// Stop, if set, is asked now and then by a search; once it says yes the search ends as if
	// its budget were spent, and says that it was interrupted. When that is does not repeat.
	Stop func() bool
}

// DefaultBudget takes about two seconds.
const DefaultBudget = 20_000_000

// Proof is where a bound comes from.
type Proof uint8

// The proofs. Zero means not set.
const (
	// Dual: the dual value of the relaxation, computed from the prices alone.
	Dual Proof = iota + 1
	// Exhaustive: every other allocation was looked at, or shut out by a bound.
	Exhaustive
	// Stopped: the search spent its budget; the bound is the least of what was left.
	Stopped
	// Interrupted: as Stopped, because Options.Stop said so.
	Interrupted
)

// String says it in words.
func (p Proof) String() string {
	switch p {
	case Dual:
		return "dual value"
	case Exhaustive:
		return "exhaustive search"
	case Stopped:
		return "search stopped by its budget"
	case Interrupted:
		return "search interrupted"
	}
	return "not set"
}

// Result is an allocation and what is known of it. All numbers are exact.
type Result struct {
	Policy Policy
	// Allocation has a row for each demand with the amount on each resource, and Loads
	// the sums of its columns.
	Allocation [][]*big.Rat
	Loads      []*big.Rat
	// Objective is the value under the policy's criterion: a cost, with the penalty that
	// the policy counts, or under Utilisation Σ x/M less λ times what is idle.
	Objective *big.Rat
	// Bound is what no allocation beats under that criterion, and Proof where it is from.
	Bound   *big.Rat
	Proof   Proof
	Optimal bool  // Objective is Bound
	Steps   int64 // of the search; 0 if there was none
	// Cost is the money that the loads cost, with the policy's penalty if it has one: under
	// Cost the same as Objective. It is nil if some unit cost is unknown.
	Cost *big.Rat
	// Costs are the parts of Cost, and Penalties what of those is penalty; nil likewise.
	Costs, Penalties []*big.Rat
	// Utilisation is Σ load ÷ Σ capacity, 0 if there is no capacity.
	Utilisation *big.Rat
	// Prices are the multipliers of the relaxation; nil for policies that have none.
	Prices *Prices
	// Relaxed are the loads of the relaxation where demands had to be rounded, else nil.
	Relaxed []*big.Rat
}

// Prices are shadow prices, by how much the objective changes with one unit more.
type Prices struct {
	// Demand is what one unit more of any demand adds to the objective.
	Demand *big.Rat
	// Resources are by how much the objective improves with one unit more of each
	// capacity, its curve being what it is: 0 or more.
	Resources []*big.Rat
}

// Solve allocates with a policy. Beside a *FieldError for a bad problem and a *SuitError
// for a policy that cannot solve it, errors are outcomes: *InfeasibleError, *StuckError,
// *UnfinishedError and *TooFineError.
func Solve(p *Problem, policy Policy, o Options) (*Result, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if err := p.Suits(policy); err != nil {
		return nil, err
	}
	if err := p.infeasible(); err != nil {
		return nil, err
	}
	if o.Budget <= 0 {
		o.Budget = DefaultBudget
	}
	s := &solver{p: p, c: criterionOf(p, policy), policy: policy, budget: o.Budget, stop: o.Stop}
	a, err := s.solve()
	if err != nil {
		return nil, err
	}
	r := s.result(a)
	return r, s.check(r)
}
