package imitate

import (
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

// models answer in different ways: always, never, and as the markets are.
func models() map[string]Model {
	var eager, shy, mixed Model
	for q := range eager {
		eager[q][0], shy[q][0] = 1, -1
		mixed[q] = [Inputs]float64{-1, 1, -0.5, 0.3, 0.4, -0.2, -0.3, 0.1, 0.6}
	}
	return map[string]Model{"eager": eager, "shy": shy, "mixed": mixed}
}

// TestContract puts the policy through the contract suite.
func TestContract(t *testing.T) {
	for name, m := range models() {
		for _, every := range []sim.Duration{10 * time.Minute, 7 * time.Minute} {
			t.Run(name+" "+every.String(), func(t *testing.T) {
				simtest.Policy(t, func() sim.Policy {
					with := greedy.Default()
					with.Idle = 0
					g, err := greedy.New(with, 7)
					if err != nil {
						t.Fatal(err)
					}
					p, err := New(Options{Weights: "w.json", Model: m, Every: every, Rest: g})
					if err != nil {
						t.Fatal(err)
					}
					return p
				})
			})
		}
	}
}
