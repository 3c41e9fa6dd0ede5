package bound_test

import (
	"fmt"
	"time"

	"skysim/policies/bound"
	"skysim/sim"
)

// Two jobs fit on one machine side by side; the third needs all of one, and may wait for
// the hour in which machines are cheap.
func ExampleLower() {
	world := &sim.World{
		Providers: []sim.Provider{{Name: "cloud", Billing: sim.Billing{Increment: time.Second}}},
		Regions:   []sim.Region{{Name: "here"}}, Zones: []sim.Zone{{Name: "here-1"}},
		Types: []sim.MachineType{{Name: "small", CPU: 4000, Mem: 16384, GPUKind: -1, Speed: 1_000_000}},
		Offers: []sim.Offer{{Purchase: sim.OnDemand, Supply: sim.Constant(sim.Unlimited), Price: sim.Path{
			At: []sim.Time{0, sim.Time(5 * time.Hour)}, Value: []int64{int64(2 * sim.DollarRate), int64(sim.DollarRate)},
		}}},
	}
	jobs := []sim.Job{
		{Work: int64(time.Hour), Demand: sim.Demand{CPU: 2000}, Deadline: sim.Time(2 * time.Hour)},
		{Work: int64(time.Hour), Demand: sim.Demand{CPU: 2000}, Deadline: sim.Time(2 * time.Hour)},
		{Work: int64(time.Hour), Demand: sim.Demand{CPU: 4000}},
	}
	all, err := bound.Lower(bound.Instance{World: world, Jobs: jobs}, bound.Options{})
	if err != nil {
		panic(err)
	}
	punctual, err := bound.Lower(bound.Instance{World: world, Jobs: jobs}, bound.Options{Deadlines: true})
	if err != nil {
		panic(err)
	}
	fmt.Printf("any run: $%.2f; one that misses no deadline: $%.2f\n", all.Cost.Dollars(), punctual.Cost.Dollars())
	// Output: any run: $2.00; one that misses no deadline: $3.00
}
