package allocate

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"skysim/sim"
)

// sizes makes a problem of capacities and demands that are not divisible, unit costs
// being 1, 2, 3, …
func sizes(o Objective, capacities, demands string) *Problem {
	p := &Problem{Objective: o}
	for i, s := range strings.Fields(capacities) {
		p.Resources = append(p.Resources, Resource{Name: fmt.Sprint("r", i+1), Capacity: rat(s), UnitCost: big.NewRat(int64(i+1), 1)})
	}
	for j, s := range strings.Fields(demands) {
		p.Demands = append(p.Demands, Demand{Name: fmt.Sprint("d", j+1), Amount: rat(s)})
	}
	return p
}

func TestOutcomesSayWhatExceedsWhat(t *testing.T) {
	for _, c := range []struct {
		name, policy string
		p            *Problem
		want         string
	}{
		{"one too large", "dp", sizes(Cost, "100 150", "20 170"), `demand "d2" of 170 is not divisible and exceeds the largest capacity, 150 of "r2", by 20`},
		{"together too much", "first-fit", sizes(Cost, "100 150", "90 60 110"), `the demands, 260 in all, exceed the capacities, 250 in all, by 10; in order of priority "d3" of 110 is the first that exceeds what the ones before it leave, 100`},
		{"no packing", "dp", sizes(Cost, "10 10", "6 6 6"), `no placement holds all demands, though their sum does not exceed the capacities`},
		{"no packing, seen by first fit", "first-fit", sizes(Cost, "10 10", "6 6 6"), `no placement holds all demands`},
		{"stuck", "first-fit", sizes(Cost, "10 6", "6 10"), `first-fit is stuck: demand "d2" of 10 is not divisible and exceeds the most room that is left then, 6 on "r2"`},
		{"too fine", "dp", sizes(Cost, "1000000000000000", "0.000000000000000001 1"), `counts in whole units: amounts that are multiples of 1e-18 only`},
		{"policy of another objective", "lp-penalty", sizes(Utilisation, "1", "1"), `it minimises cost; the file has objective = "utilisation"`},
		{"penalty missing", "qp-penalty", sizes(Cost, "1", "1"), `resource "r1" has no penalty, which it needs of each`},
		{"lambda under cost", "dp(lambda=1)", sizes(Cost, "1", "1"), `lambda weighs idle capacity`},
		{"no resources", "lp", &Problem{Objective: Cost}, `no [[resource]]: want at least one`},
		{"no demands", "lp", sizes(Cost, "1", ""), `no [[demand]]: want at least one`},
		{"no objective", "lp", sizes(0, "1", "1"), `objective is not set`},
		{"negative capacity", "lp", sizes(Cost, "-3", "1"), `resource 1: capacity = -3 is negative, want 0 or more`},
		{"negative amount", "lp", sizes(Cost, "3", "1 -1.5"), `demand 2: amount = -1.5 is negative, want 0 or more`},
	} {
		policy, err := Parse(c.policy)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Solve(c.p, policy, Options{})
		if err == nil {
			t.Errorf("%s: got %s, want an error", c.name, r.Objective)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant %s", c.name, err, c.want)
		}
	}
}

// Capacities of 0, demands of 0 and demands that nothing holds are no errors under
// Utilisation.
func TestNothingToUse(t *testing.T) {
	for _, c := range []struct{ capacities, demands, want string }{
		{"0", "5", "0"},
		{"0 10", "5", "1/2"},
		{"10", "0", "0"},
		{"10", "11", "0"},
		{"0 0", "0 0", "0"},
	} {
		for _, k := range []Kind{FirstFit, Greedy, LP, DP} {
			p := sizes(Utilisation, c.capacities, c.demands)
			r, err := Solve(p, Policy{Kind: k}, Options{})
			if err != nil || r.Objective.RatString() != c.want {
				t.Errorf("%s of %s on %s: %v, %v, want %s", k, c.demands, c.capacities, r, err, c.want)
			}
		}
	}
	if notes := sizes(Utilisation, "0 3 10", "5").Notes(); len(notes) != 2 {
		t.Errorf("notes = %q, want one for each of the two resources that nobody can use", notes)
	}
}

func TestPriorityDecidesWhoIsServed(t *testing.T) {
	p := sizes(Utilisation, "10", "6 6")
	p.Demands[1].Priority = 1
	for _, k := range []Kind{FirstFit, Greedy} {
		r, err := Solve(p, Policy{Kind: k}, Options{})
		if err != nil || r.Allocation[0][0].Sign() != 0 || r.Allocation[1][0].Cmp(rat("6")) != 0 {
			t.Errorf("%s: %v, %v, want the second demand to be served", k, r.Allocation, err)
		}
	}
	p.Demands[0].Divisible, p.Demands[1].Divisible = true, true
	r, err := Solve(p, Policy{Kind: LP}, Options{})
	if err != nil || r.Allocation[0][0].Cmp(rat("4")) != 0 {
		t.Errorf("lp: %v, %v, want 4 of the first demand", r.Allocation, err)
	}
}

// A search that is stopped returns a bound that holds, and says that it was stopped.
func TestStoppedSearch(t *testing.T) {
	stopped := 0
	for n := range 300 {
		s := sim.NewStream(6, "allocate stopped", uint64(n))
		p := &Problem{Objective: []Objective{Cost, Utilisation}[n%2]}
		for i := range 4 {
			p.Resources = append(p.Resources, Resource{Name: fmt.Sprint(i), Capacity: big.NewRat(40+s.Int64N(40), 1), UnitCost: big.NewRat(1+s.Int64N(9), 1), Penalty: big.NewRat(s.Int64N(3), 1)})
		}
		for j := range 9 {
			p.Demands = append(p.Demands, Demand{Name: fmt.Sprint(j), Amount: big.NewRat(10+s.Int64N(20), 1)})
		}
		policy := Policy{Kind: DP}
		if n%4 == 0 {
			policy.Kind = QPPenalty
		}
		best, err := Solve(p, policy, Options{})
		if err != nil {
			continue
		}
		got, err := Solve(p, policy, Options{Budget: 1 + s.Int64N(300)})
		bound := new(big.Rat)
		var open *UnfinishedError
		switch {
		case errors.As(err, &open):
			bound.Set(open.Bound)
		case err != nil:
			t.Fatalf("problem %d: %v", n, err)
		default:
			bound.Set(got.Bound)
			if got.Optimal && got.Objective.Cmp(best.Objective) != 0 {
				t.Errorf("problem %d: %s is called optimal, but %s is the best", n, got.Objective, best.Objective)
			}
		}
		if beyond := bound.Cmp(best.Objective); beyond > 0 && p.Objective == Cost || beyond < 0 && p.Objective == Utilisation {
			t.Errorf("problem %d: bound %s is beyond the optimum, %s", n, bound, best.Objective)
		}
		if open != nil || got.Proof == Stopped {
			stopped++
		}
	}
	if stopped < 50 {
		t.Errorf("only %d searches were stopped", stopped)
	}
}
