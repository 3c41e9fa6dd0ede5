package greedy

import (
	"testing"

	"skysim/sim"
	"skysim/sim/simtest"
)

// TestContract puts every placement with some orders through the contract suite, and
// every order with some placements; all options take turns.
func TestContract(t *testing.T) {
	turn := 0
	for place := range Places() {
		for range 5 {
			o := Default()
			o.Order, o.Place = Order(1+turn%len(Orders())), Place(place+1)
			o.Backfill = Backfill(1 + turn%len(Backfills()))
			o.Preempt = Preempt(1 + turn/3%2)
			o.Spot = Spot(1 + turn/2%4)
			o.Gang = Gang(1 + turn%3)
			o.Idle = []sim.Duration{10 * 60e9, 0, Never, 3600e9, 1}[turn%5]
			o.Ties = Ties(1 + turn/2%2)
			if o.Place.givesPoints() {
				o.Score = Score(1 + turn/3%2)
			}
			if o.Order == Priority && turn%2 == 0 {
				o.Ageing = 20 * 60e9
			}
			turn++
			t.Run(o.call().String(), func(t *testing.T) {
				simtest.Policy(t, func() sim.Policy { return made(t, o) })
			})
		}
	}
}

// made returns a policy of the options.
func made(t testing.TB, o Options) *Policy {
	g, err := New(o, 7)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
