package allocate

import (
	"errors"
	"fmt"
	"math/big"
	"testing"
)

// tight is a problem of cost whose search takes very long: many sizes, little room.
func tight() *Problem {
	p := &Problem{Objective: Cost}
	for i := range int64(10) {
		p.Resources = append(p.Resources, Resource{Name: fmt.Sprint("r", i), Capacity: big.NewRat(1000+37*i, 1), UnitCost: big.NewRat(1000+61*i*i, 1000)})
	}
	for j := range int64(30) {
		p.Demands = append(p.Demands, Demand{Name: fmt.Sprint("d", j), Amount: big.NewRat(137+j*j*29%263, 1)})
	}
	return p
}

// TestStopEndsTheSearchWithWhatItHas stops after some questions, and holds the answer
// against that of a search which spends its budget.
func TestStopEndsTheSearchWithWhatItHas(t *testing.T) {
	p, asked := tight(), 0
	r, err := Solve(p, Policy{Kind: DP}, Options{Budget: 1 << 60, Stop: func() bool { asked++; return asked > 200 }})
	if err != nil {
		t.Fatal(err)
	}
	if asked != 201 || r.Proof != Interrupted || r.Optimal || r.Objective.Cmp(r.Bound) <= 0 {
		t.Errorf("asked %d times: %s, bound %s by %s, want an allocation above its bound, interrupted", asked, r.Objective, r.Bound, r.Proof)
	}
	spent, err := Solve(p, Policy{Kind: DP}, Options{Budget: 2_000_000})
	if err != nil || spent.Proof != Stopped {
		t.Fatalf("%v, %v: want a search stopped by its budget", spent, err)
	}
	if r.Bound.Cmp(spent.Objective) > 0 || spent.Bound.Cmp(r.Objective) > 0 {
		t.Errorf("a bound exceeds a known cost: %s for %s, %s for %s", r.Bound, spent.Objective, spent.Bound, r.Objective)
	}
}

// TestStopBeforeAnything still has the relaxation, and an allocation if that rounds to one.
func TestStopBeforeAnything(t *testing.T) {
	now := Options{Stop: func() bool { return true }}
	for _, k := range []Kind{FirstFit, Greedy, LP, DP} {
		r, err := Solve(tight(), Policy{Kind: k}, now)
		if err != nil || r.Bound.Sign() <= 0 || r.Optimal {
			t.Errorf("%s: %v, %v: want an allocation and a bound", k, r, err)
		}
	}
	p := &Problem{Objective: Cost}
	for i, c := range []int64{10, 6} {
		p.Resources = append(p.Resources, Resource{Name: fmt.Sprint(i), Capacity: big.NewRat(c, 1), UnitCost: big.NewRat(2-int64(i), 1)})
	}
	for i, a := range []int64{5, 5, 3, 3} {
		p.Demands = append(p.Demands, Demand{Name: fmt.Sprint(i), Amount: big.NewRat(a, 1)})
	}
	_, err := Solve(p, Policy{Kind: DP}, now)
	var open *UnfinishedError
	if !errors.As(err, &open) || !open.Interrupted || open.Bound.Sign() <= 0 {
		t.Errorf("%v, want that it was interrupted, with a bound", err)
	}
}
