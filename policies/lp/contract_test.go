package lp

import (
	"testing"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

// TestContract puts settings that differ in every option through the contract suite.
func TestContract(t *testing.T) {
	for _, change := range []func(*Options){
		func(*Options) {},
		func(o *Options) { o.Every = 600e9 },
		func(o *Options) { o.Window, o.Delay = 0, 0 },
		func(o *Options) { o.Memory = 6 * 3600e9 },
		func(o *Options) { o.Form, o.Window, o.Delay, o.Idle = Deadlines, 4*3600e9, 1, 0 },
		func(o *Options) { o.Spot, o.Gang, o.Penalty = greedy.SpotAvoid, greedy.GangAnywhere, 0.5 },
		func(o *Options) { o.Spot, o.Guess, o.Memory, o.Idle = greedy.SpotOnly, 600e9, 3600e9, greedy.Never },
		func(o *Options) { o.Spot, o.Gang, o.Every, o.Delay = greedy.SpotPrefer, greedy.GangRegion, 1, 10 },
	} {
		o := Default()
		change(&o)
		t.Run(o.call().String(), func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy {
				l, err := New(o, 7)
				if err != nil {
					t.Fatal(err)
				}
				return l
			})
		})
	}
}
