package wrap_test

import (
	"fmt"
	"time"

	"skysim/policies"
	"skysim/sim"
)

// A decorator wraps any policy, another decorator too; its construction reads back.
func Example() {
	p, err := policies.Parse("failover(retry(checkpoint(greedy(spot=prefer), daly), base=2m), spares=1)", policies.Env{Seed: 1})
	fmt.Println(p, err)
	// Output:
	// failover(retry(checkpoint(greedy(order=fcfs,place=cheapest,spot=prefer),every=daly),base=2m),spares=1) <nil>
}

// A job in two zones goes on when one of them goes down.
func Example_replicate() {
	w := ownZones(2)
	w.Outages = []sim.Path{{At: []sim.Time{0, sim.Time(time.Hour)}, Value: []int64{0, 1}}, sim.Constant(0)}
	for _, name := range []string{"greedy(firstfit)", "replicate(greedy(firstfit),copies=2)"} {
		p, err := policies.Parse(name, policies.Env{Seed: 1})
		if err != nil {
			fmt.Println(err)
			return
		}
		s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(sim.Job{Work: int64(90 * time.Minute), Demand: sim.Demand{CPU: 4000}}), Policy: p})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(name, s.Run(), time.Duration(s.Now()))
	}
	// Output:
	// greedy(firstfit) <nil> 2h30m0s
	// replicate(greedy(firstfit),copies=2) <nil> 1h30m0s
}
