package allocate

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"skysim/sim"
)

// stepOf is the unit of a problem's amounts.
func stepOf(p *Problem) *big.Rat {
	var all []*big.Rat
	for _, r := range p.Resources {
		all = append(all, r.Capacity)
	}
	for _, d := range p.Demands {
		all = append(all, d.Amount)
	}
	return unitOf(all)
}

// agree compares a policy with brute force on one problem. It returns what sort of a
// problem it was.
func agree(p *Problem, policy Policy) (string, error) {
	want := brute(p, policy, stepOf(p))
	r, err := Solve(p, policy, Options{})
	var infeasible *InfeasibleError
	switch {
	case errors.As(err, &infeasible):
		if want != nil {
			return "", fmt.Errorf("%v, but brute force finds %s", err, want)
		}
		return "infeasible", nil
	case err != nil:
		return "", err
	case want == nil:
		return "", fmt.Errorf("got %s, want infeasible", r.Objective)
	case r.Objective.Cmp(want) != 0 || r.Bound.Cmp(want) != 0 || !r.Optimal:
		return "", fmt.Errorf("got %s, bound %s, optimal %v; brute force %s", r.Objective, r.Bound, r.Optimal, want)
	}
	return r.Proof.String(), nil
}

// describe writes a problem for a failure.
func describe(p *Problem) string {
	text := p.Objective.String()
	if p.Lambda != nil {
		text += " lambda=" + p.Lambda.RatString()
	}
	for _, r := range p.Resources {
		text += fmt.Sprintf("\n  %s capacity %s cost %s utilisation %s penalty %s", r.Name, r.Capacity, r.UnitCost, r.Utilisation, r.Penalty)
	}
	for _, d := range p.Demands {
		text += fmt.Sprintf("\n  %s amount %s divisible %v", d.Name, d.Amount, d.Divisible)
	}
	return text
}

// The search finds what brute force finds, exactly, under both objectives. To re-run one:
// its number is the last key of the stream.
func TestExactEqualsBruteForce(t *testing.T) {
	for _, c := range []struct {
		objective   Objective
		kind        Kind
		indivisible float64
		problems    int
	}{
		{Utilisation, DP, 0.8, 3000},
		{Utilisation, DP, 1, 4000},
		{Cost, DP, 0.8, 3000},
		{Cost, DP, 1, 4000},
		{Cost, QPPenalty, 1, 3000},
		{Utilisation, LP, 0, 500},
		{Cost, LPPenalty, 0, 500},
	} {
		sorts := map[string]int{}
		for n := range c.problems {
			s := sim.NewStream(6, "allocate exact", uint64(c.objective), uint64(c.kind), uint64(n))
			p := draw(&s, c.objective, c.indivisible)
			sort, err := agree(p, Policy{Kind: c.kind})
			if err != nil {
				t.Fatalf("%s, problem %d: %v\n%s", c.kind, n, err, describe(p))
			}
			sorts[sort]++
		}
		t.Logf("%s by %s: %v", c.objective, c.kind, sorts)
	}
}
