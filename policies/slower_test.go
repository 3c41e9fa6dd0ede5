package policies

import (
	"testing"
	"time"

	"skysim/sim"
)

// slowWorld has fast machines on demand at $4 and, in two regions, spot machines at $0.80 to $1.60 that do 30 to 130 % of their
// work and are there in random hours.
func slowWorld(seed uint64) *sim.World {
	r := sim.NewStream(seed, "slower")
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "a"}, {Name: "b"}}, Zones: []sim.Zone{{Name: "a1"}, {Name: "b1", Region: 1}},
		Types: []sim.MachineType{{Name: "fast", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}},
	}
	for z := range 2 {
		w.Types = append(w.Types, sim.MachineType{Name: string(rune('s' + z)), CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 300_000 + r.Int64N(1_000_000)})
		up := r.Int64N(2)
		supply := sim.Path{At: []sim.Time{0}, Value: []int64{up}}
		for h := range sim.Time(150) {
			if r.Bool(0.15) {
				up = 1 - up
				supply.At, supply.Value = append(supply.At, (h+1)*sim.Time(time.Hour)), append(supply.Value, up)
			}
		}
		w.Offers = append(w.Offers,
			sim.Offer{Type: 0, Zone: sim.ZoneID(z), Purchase: sim.OnDemand, Price: sim.Constant(4 * int64(sim.DollarRate)), Supply: sim.Constant(sim.Unlimited)},
			sim.Offer{Type: sim.TypeID(1 + z), Zone: sim.ZoneID(z), Purchase: sim.Spot, Price: sim.Constant(int64(sim.DollarRate) * (8 + r.Int64N(8)) / 10), Supply: supply})
	}
	w.SortOffers()
	return w
}

// TestSlowerPaysAndKeepsDeadlines: who may take slower spot machines pays less than who may not, and is not late, also with checkpoints.
func TestSlowerPaysAndKeepsDeadlines(t *testing.T) {
	for _, family := range []string{"uniform", "uniform(region=available)", "dp", "nomad"} {
		cost := map[bool]float64{}
		for seed := range uint64(200) {
			for _, slower := range []bool{false, true} {
				text := family + "(slower=true)"
				if n := len(family); family[n-1] == ')' {
					text = family[:n-1] + ",slower=true)"
				}
				if !slower {
					text = family
				}
				p, err := Parse(text, Env{})
				if err != nil {
					t.Fatal(err)
				}
				work := time.Hour * time.Duration(4+seed%20)
				deadline := sim.Time(work*time.Duration(110+seed%100)/100 + 40*time.Minute)
				restart := sim.Restart{Keep: sim.KeepAll, Overhead: 10 * time.Minute, Owes: sim.OweFirst | sim.OweRestart}
				if seed%3 == 0 {
					restart.Keep, restart.Every, restart.Cost = sim.KeepCheckpoint, 20*time.Minute, 10*time.Second
					deadline += sim.Time(work / 20)
				}
				s, err := sim.New(sim.Config{World: slowWorld(seed), Policy: p, Thorough: true, Jobs: sim.Jobs(sim.Job{
					Demand: sim.Demand{CPU: 1000}, Work: int64(work), Estimate: work, Deadline: deadline, Restart: restart,
				})})
				if err == nil {
					err = s.Run()
				}
				if err != nil {
					t.Fatal(err)
				}
				cost[slower] += float64(s.Totals().Cost)
				if end := s.Totals().LastEnd; end > deadline {
					t.Errorf("%s, seed %d: ends at %v, the deadline is %v", text, seed, end, deadline)
				}
			}
		}
		t.Logf("%s: with slower spot machines it costs %.3f of what it does without", family, cost[true]/cost[false])
		if cost[true] > 0.9*cost[false] {
			t.Errorf("%s: with slower spot machines it costs %.3f of what it does without", family, cost[true]/cost[false])
		}
	}
}
