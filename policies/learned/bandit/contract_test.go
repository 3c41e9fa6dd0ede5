package bandit

import (
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

// heuristics are greedy policies that differ in what matters.
func heuristics(t testing.TB) []sim.Policy {
	t.Helper()
	var arms []sim.Policy
	for _, set := range []func(*greedy.Options){
		func(o *greedy.Options) { o.Spot = greedy.SpotAvoid },
		func(o *greedy.Options) { o.Order, o.Backfill = greedy.SJF, greedy.BackfillAny },
		func(o *greedy.Options) { o.Spot, o.Idle = greedy.SpotPrefer, time.Hour },
		func(o *greedy.Options) { o.Order, o.Place = greedy.Largest, greedy.FGD },
	} {
		o := greedy.Default()
		set(&o)
		g, err := greedy.New(o, 7)
		if err != nil {
			t.Fatal(err)
		}
		arms = append(arms, g)
	}
	return arms
}

func over(t testing.TB, o Options, arms ...sim.Policy) *Over {
	t.Helper()
	b, err := NewOver(o, arms, 7)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestContractOverHeuristics(t *testing.T) {
	for _, algorithm := range []Algorithm{LinUCB, Thompson, UCB} {
		for c := range Contexts() {
			o := Default()
			o.Algorithm, o.Context, o.Every = algorithm, Context(c+1), 30*time.Minute
			if c == 1 {
				o.Memory = 5 * time.Hour
			}
			t.Run(algorithm.String()+"/"+o.Context.String(), func(t *testing.T) {
				simtest.Policy(t, func() sim.Policy { return over(t, o, heuristics(t)...) })
			})
		}
	}
}
