package policies

import (
	"testing"
	"time"

	"skysim/sim"
)

// TestTravelKeepsDeadlines: what a job has saved takes 25 minutes and a dollar between regions, and nobody is late who sets out in
// time; and who counts the fares makes fewer journeys than who does not.
func TestTravelKeepsDeadlines(t *testing.T) {
	journeys := map[string]int64{}
	for _, text := range []string{"uniform", "uniform(region=available)", "uniform(region=total)", "uniform(region=stay)", "dp", "nomad", "nomad(slower=true)"} {
		for seed := range uint64(120) {
			w := slowWorld(seed)
			for i := range w.Types {
				if text != "nomad(slower=true)" {
					w.Types[i].Speed = 1_000_000
				}
			}
			w.Traffic = &sim.Traffic{
				Accounts: []sim.Account{{GB: 1_000_000_000}}, Routes: []sim.Route{{Counter: -1, Tiers: sim.Tiers{{Price: sim.DollarRate / 50}}}},
				Pairs: make([]int32, 4), Speeds: []int64{0, 33_333_333, 33_333_333, 0}, // 50 GB in 25 minutes
			}
			p, err := Parse(text, Env{})
			if err != nil {
				t.Fatal(err)
			}
			work := time.Hour * time.Duration(6+seed%20)
			deadline := sim.Time(work*time.Duration(110+seed%100)/100 + 90*time.Minute)
			s, err := sim.New(sim.Config{World: w, Policy: p, Thorough: true, Jobs: sim.Jobs(sim.Job{
				Demand: sim.Demand{CPU: 1000}, Work: int64(work), Estimate: work, Deadline: deadline,
				Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 10 * time.Minute, Owes: sim.OweFirst | sim.OweRestart, Size: 50_000_000_000},
			})})
			if err == nil {
				err = s.Run()
			}
			if err != nil {
				t.Fatal(err)
			}
			if end := s.Totals().LastEnd; end > deadline {
				t.Errorf("%s, seed %d: ends at %v, the deadline is %v", text, seed, end, deadline)
			}
			journeys[text] += int64(s.Totals().CostBy[sim.TrafficLine]) / 1_000_000_000
		}
	}
	t.Logf("journeys: %v", journeys)
	if journeys["uniform(region=stay)"] > 0 || journeys["nomad"] > journeys["uniform"] {
		t.Errorf("journeys: %v", journeys)
	}
}
