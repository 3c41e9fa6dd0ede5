package spot

import (
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
)

// slowMarket is a zone with fast machines on demand at $4 and slow ones on spot at $1 that do a share of their work; they
// are there in random hours.
func slowMarket(seed uint64) *sim.World {
	r := sim.NewStream(seed, "slow")
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}},
		Types: []sim.MachineType{
			{Name: "fast", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000},
			{Name: "slow", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 300_000 + r.Int64N(700_000)},
		},
	}
	supply, up := sim.Path{At: []sim.Time{0}, Value: []int64{1}}, int64(1)
	for h := range int64(200) {
		if r.Bool(0.15) {
			up = 1 - up
			supply.At, supply.Value = append(supply.At, sim.Time(h+1)*sim.Time(time.Hour)), append(supply.Value, up)
		}
	}
	w.Offers = []sim.Offer{
		{Type: 0, Purchase: sim.OnDemand, Price: sim.Constant(4 * int64(sim.DollarRate)), Supply: sim.Constant(sim.Unlimited)},
		{Type: 1, Purchase: sim.Spot, Price: sim.Constant(int64(sim.DollarRate)), Supply: supply},
	}
	w.SortOffers()
	return w
}

// stubborn wants spot machines as long as the safety nets let it.
type stubborn struct{}

func (stubborn) Choose(s *Situation) Kind {
	if s.Late() {
		return s.Soonest()
	}
	if s.SpotUp {
		return s.Safe(Spot)
	}
	return s.Safe(Wait)
}

// TestSlowerKeepsDeadlines though the spot machines are slower than the fallback, and pays.
func TestSlowerKeepsDeadlines(t *testing.T) {
	for name, c := range map[string]Chooser{"uniform": Uniform{}, "stubborn": stubborn{}} {
		var with, without float64
		for seed := range uint64(300) {
			for _, slower := range []bool{false, true} {
				o := greedy.Default()
				o.Idle = 0
				p := made(t, Options{Name: "uniform", Every: 10 * time.Minute, Rest: rest(t, o), Slower: slower}, c)
				work := time.Hour * time.Duration(4+seed%20)
				deadline := sim.Time(work * time.Duration(110+seed%150) / 100)
				s, err := sim.New(sim.Config{World: slowMarket(seed), Policy: p, Thorough: true, Jobs: sim.Jobs(sim.Job{
					Demand: sim.Demand{CPU: 1000}, Work: int64(work), Estimate: work, Deadline: deadline,
					Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 10 * time.Minute, Owes: sim.OweFirst | sim.OweRestart},
				})})
				if err == nil {
					err = s.Run()
				}
				if err != nil {
					t.Fatal(err)
				}
				if sum := s.Totals(); slower {
					with += float64(sum.Cost)
				} else {
					without += float64(sum.Cost)
				}
				if end := s.Totals().LastEnd; end > deadline {
					t.Errorf("%s, seed %d, slower %v: ends at %v, the deadline is %v", name, seed, slower, end, deadline)
				}
			}
		}
		t.Logf("%s: with slower spot machines it costs %.3f of what it does without", name, with/without)
		if with > 0.9*without {
			t.Errorf("%s: with slower spot machines it costs %.3f of what it does without", name, with/without)
		}
	}
}
