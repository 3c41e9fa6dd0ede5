package bandit

import (
	"testing"
	"time"

	"skysim/sim"
	"skysim/sim/simtest"
)

func offers(t testing.TB, a Algorithm, memory sim.Duration) *Offers {
	t.Helper()
	o := Default()
	o.Algorithm, o.Memory = a, memory
	b, err := NewOffers(o, 7)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestContractOverOffers(t *testing.T) {
	for _, a := range []Algorithm{LinUCB, Thompson, UCB} {
		for _, memory := range []sim.Duration{Never, 5 * time.Hour} {
			t.Run(a.String()+"/"+memory.String(), func(t *testing.T) {
				simtest.Policy(t, func() sim.Policy { return offers(t, a, memory) })
			})
		}
	}
}

// Of two spot markets the cheaper takes its machines back every twenty minutes, and jobs of half an hour begin again: greedy,
// which knows prices only, goes there for ever. Whoever learns goes to the other, and pays less.
func TestOffersLearnsWhereMachinesAreLost(t *testing.T) {
	world := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Providers: []sim.Provider{{Name: "p", Billing: sim.Billing{Increment: time.Second}}},
		Regions: []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "a"}, {Name: "b"}},
		Types: []sim.MachineType{{Name: "box", CPU: 4000, Mem: 8192, GPUKind: -1, Speed: 1_000_000}},
	}
	flicker := sim.Constant(50)
	for at := 20 * time.Minute; at < 400*time.Hour; at += 20 * time.Minute {
		flicker.At, flicker.Value = append(flicker.At, sim.Time(at), sim.Time(at+time.Minute)), append(flicker.Value, 0, 50)
	}
	for zone, spot := range []sim.Offer{{Price: sim.Constant(int64(sim.DollarRate * 3 / 10)), Supply: flicker}, {Price: sim.Constant(int64(sim.DollarRate * 4 / 10)), Supply: sim.Constant(50)}} {
		spot.Zone, spot.Purchase = sim.ZoneID(zone), sim.Spot
		world.Offers = append(world.Offers, spot, sim.Offer{Zone: sim.ZoneID(zone), Purchase: sim.OnDemand, Price: sim.Constant(int64(sim.DollarRate)), Supply: sim.Constant(sim.Unlimited)})
	}
	world.SortOffers()
	var jobs []sim.Job
	for n := range 300 {
		jobs = append(jobs, sim.Job{Submit: sim.Time(time.Duration(17*n) * time.Minute), Work: int64(30 * time.Minute), Estimate: 30 * time.Minute, Demand: sim.Demand{CPU: 4000}})
	}
	bill := func(p sim.Policy) (cost float64, restarts int64) {
		run, err := sim.New(sim.Config{World: world, Jobs: sim.Jobs(jobs...), Policy: p})
		if err != nil {
			t.Fatal(err)
		}
		if err := run.Run(); err != nil {
			t.Fatal(err)
		}
		total := sim.Money(0)
		for _, m := range run.Totals().CostAt {
			total += m
		}
		return total.Dollars(), run.Totals().Restarts
	}
	fixed, lost := bill(heuristics(t)[2]) // spot machines wherever there are
	for _, a := range []Algorithm{LinUCB, Thompson, UCB} {
		cost, restarts := bill(offers(t, a, Never))
		t.Logf("%v: $%.2f with %d restarts; greedy $%.2f with %d", a, cost, restarts, fixed, lost)
		if cost > 0.9*fixed || restarts > lost/4 {
			t.Errorf("%v costs $%.2f with %d restarts, greedy $%.2f with %d: want a tenth less, and a quarter of these", a, cost, restarts, fixed, lost)
		}
	}
}
