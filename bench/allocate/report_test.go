package allocate

import (
	"errors"
	"strings"
	"testing"

	"skysim/policies/allocate"
)

// TestAllAreJudgedByTheBestBound has a demand that fits nowhere: the relaxation could
// fill the resource, the search knows better.
func TestAllAreJudgedByTheBestBound(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"nothing fits", `
objective = "utilisation"
resource = [{name = "a", capacity = 10}]
demand = [{name = "big", amount = 20}]`},
		{"rounding loses", `
objective = "cost"
resource = [{name = "a", capacity = 10, unit_cost = 1}, {name = "b", capacity = 10, unit_cost = 2}]
demand = [{name = "x", amount = 6, divisible = false}, {name = "y", amount = 6, divisible = false}]`},
	} {
		f, err := Read("f.toml", []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		r, err := Compare(f, allocate.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range r.All {
			if x := a.Result; x == nil || !x.Optimal || x.Bound.Cmp(r.Chosen.Result.Objective) != 0 || x.Proof == allocate.Dual {
				t.Errorf("%s: %s: %+v, want it optimal by the search's bound", c.name, a.Policy, x)
			}
		}
		alone, err := Solve(f, "lp", allocate.Options{})
		if err != nil || alone.Chosen.Result.Optimal {
			t.Errorf("%s: lp by itself: %v, want its own bound", c.name, err)
		}
	}
}

// TestAStuckRowHasTheBestBound does the same for a row without an allocation.
func TestAStuckRowHasTheBestBound(t *testing.T) {
	f, err := Read("f.toml", []byte(`
objective = "cost"
resource = [{name = "a", capacity = 10, unit_cost = 2}, {name = "b", capacity = 6, unit_cost = 1}]
demand = [{name = "x", amount = 6, divisible = false}, {name = "y", amount = 10, divisible = false}]`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Compare(f, allocate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var stuck *allocate.StuckError
	if !errors.As(r.All[0].Err, &stuck) || stuck.Bound.Cmp(r.Chosen.Result.Bound) != 0 {
		t.Errorf("first-fit: %v, want it stuck, with the bound %s", r.All[0].Err, r.Chosen.Result.Bound)
	}
}

// TestAnInterruptedReportSaysSo stops before the search begins.
func TestAnInterruptedReportSaysSo(t *testing.T) {
	f, err := Read("f.toml", []byte(`
objective = "cost"
resource = [{name = "a", capacity = 10, unit_cost = 1}, {name = "b", capacity = 10, unit_cost = 2}]
demand = [{name = "x", amount = 6, divisible = false}, {name = "y", amount = 6, divisible = false}]`))
	if err != nil {
		t.Fatal(err)
	}
	for _, stop := range []bool{true, false} {
		r, err := Compare(f, allocate.Options{Stop: func() bool { return stop }})
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := r.WriteText(&text); err != nil || r.Interrupted() != stop || strings.Contains(text.String(), "search interrupted") != stop {
			t.Errorf("stopped %v: interrupted %v, %v\n%s", stop, r.Interrupted(), err, text.String())
		}
	}
}
