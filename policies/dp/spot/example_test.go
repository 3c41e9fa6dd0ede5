package spot_test

import (
	"fmt"
	"time"

	"skysim/policies/dp/spot"
	"skysim/sim"
)

// A job of two hours has to be done in four. Spot machines cost $1 per hour and are there in the first
// and in the last hour; on-demand machines cost $3. Every start takes 30 minutes.
func ExampleOptimum() {
	p := &spot.Problem{
		Tick: 30 * time.Minute, Work: 2 * time.Hour, Deadline: 4 * time.Hour, Overhead: 30 * time.Minute,
		Places: []spot.Place{{
			Name:      "zone-a",
			Spot:      []bool{true, true, true, false, false, false, true, true},
			SpotPrice: []sim.Rate{1 * sim.DollarRate},
			OnDemand:  []sim.Rate{3 * sim.DollarRate},
		}},
	}
	plan, err := spot.Optimum(p)
	if err != nil {
		fmt.Println(err)
		return
	}
	for t, s := range plan.Steps {
		fmt.Println(p.Tick*time.Duration(t), s.Mode.Kind, s.Progress, s.Machine)
	}
	fmt.Println(plan.Cost, "finished at", plan.Finish)

	p.Deadline = 2 * time.Hour
	_, err = spot.Optimum(p)
	fmt.Println(err)
	// Output:
	// 0s spot 0s $0.5
	// 30m0s spot 30m0s $0.5
	// 1h0m0s spot 30m0s $0.5
	// 1h30m0s on-demand 0s $1.5
	// 2h0m0s on-demand 30m0s $1.5
	// 2h30m0s wait 0s $0
	// 3h0m0s spot 0s $0.5
	// 3h30m0s spot 30m0s $0.5
	// $5.5 finished at 4h0m0s
	// spot: infeasible: of 2h0m0s of work at most 1h30m0s can be done by the deadline at 2h0m0s
}

// The price of a rule of one's own, under the same bill as the optimum: spot where there is some, and
// on-demand machines only when it has to be.
func ExampleReplay() {
	p := &spot.Problem{
		Tick: 10 * time.Minute, Work: time.Hour, Deadline: 2 * time.Hour, Overhead: 10 * time.Minute,
		Places: []spot.Place{{
			Spot:      []bool{false, true, false, false, true, true, true, true, true, true, true, true},
			SpotPrice: []sim.Rate{sim.DollarRate}, OnDemand: []sim.Rate{3 * sim.DollarRate},
		}},
	}
	rule := func(s spot.State) (spot.Mode, error) {
		left := p.Deadline - time.Duration(s.Tick)*p.Tick
		switch {
		case s.Mode.Kind != spot.Wait:
			return s.Mode, nil
		case p.Places[0].Spot[s.Tick]:
			return spot.Mode{Kind: spot.Spot}, nil
		case left <= p.Work-s.Done+2*p.Overhead:
			return spot.Mode{Kind: spot.OnDemand}, nil
		}
		return spot.Mode{}, nil
	}
	plan, err := spot.Replay(p, rule)
	best, _ := spot.Optimum(p)
	fmt.Println(plan.Cost, err, "and the optimum costs", best.Cost)
	// Output:
	// $1.333333333336 <nil> and the optimum costs $1.166666666669
}

// What to do when the future is known only by its odds: the longer the deadline is away, the
// more a job can wait for a spot machine.
func ExampleExpect() {
	f := &spot.Forecast{
		Tick: 10 * time.Minute, Overhead: 10 * time.Minute,
		Places: []spot.Place{{SpotPrice: []sim.Rate{sim.DollarRate}, OnDemand: []sim.Rate{3 * sim.DollarRate}}},
		Odds:   []spot.Odds{{Down: 0.05, Up: 0.1}},
	}
	s, err := spot.Expect(f, 36, 12)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, ticks := range []int{12, 13, 18, 36} {
		m, safe, _ := s.Best(spot.Left{Ticks: ticks, Parts: 12}) // two hours of work, no spot machine to be had
		fmt.Println(f.Tick*time.Duration(ticks), m.Kind, safe)
	}
	// Output:
	// 2h0m0s wait false
	// 2h10m0s on-demand true
	// 3h0m0s wait true
	// 6h0m0s wait true
}
