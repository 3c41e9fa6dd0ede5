package dp

import (
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

// TestContract puts the policy through the contract suite.
func TestContract(t *testing.T) {
	for _, c := range []struct {
		name        string
		every, stay sim.Duration
	}{
		{"usual", 10 * time.Minute, 4 * time.Hour},
		{"short", 5 * time.Minute, 20 * time.Minute},
		{"long", time.Hour, 10 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy {
				with := greedy.Default()
				with.Idle = 0
				g, err := greedy.New(with, 7)
				if err != nil {
					t.Fatal(err)
				}
				o := Default()
				o.Every, o.Stay, o.Rest = c.every, c.stay, g
				p, err := New(o)
				if err != nil {
					t.Fatal(err)
				}
				return p
			})
		})
	}
}
