package sim_test

import (
	"testing"
	"time"

	"skysim/sim"
	"skysim/sim/simtest"
)

// committed is a world in which everything that money can do is done: rented
// machines in two regions, data that moves between them, tiers, months, and
// commitments that cover some of the machines.
func committed() *sim.World {
	w := rented()
	w.Offers[0].Purchase, w.Offers[0].Price, w.Offers[0].Boot = sim.OnDemand, sim.Constant(int64(sim.DollarRate)), time.Second
	w.Regions = append(w.Regions, sim.Region{Name: "zenith"})
	w.Providers[0].Billing = sim.Billing{Increment: time.Minute}
	w.Commitments = []sim.Commitment{{Count: 1, Price: 1, To: sim.Never}, {Count: 2, Price: 1, From: 5, To: sim.Never}}
	months := sim.Months{0}
	for range 10_000 {
		months = append(months, months[len(months)-1].Add(24*time.Hour))
	}
	w.Traffic = &sim.Traffic{
		Accounts: []sim.Account{{GB: 1 << 30, Free: sim.GB, Months: months}},
		Routes:   []sim.Route{{Counter: 1, Tiers: sim.Tiers{{Price: 9e10}, {Above: 10 * sim.GB, Price: 5e10}}}},
		Pairs:    []int32{0, 0, 0, 0},
	}
	return w
}

// moving is a small job that reads and writes data of the region without machines.
func moving(n int64, s *sim.Stream) sim.Job {
	j := small(n, s)
	if n%3 > 0 {
		j.Data = sim.Data{Home: 1, Reads: s.Int64N(1e10), Writes: n}
	}
	return j
}

// TestMoneyAllocatesNothing warms a run up and then counts.
func TestMoneyAllocatesNothing(t *testing.T) {
	const gap = 5 * time.Second
	src := &stream{most: 1 << 40, gap: gap, job: moving, draw: sim.NewStream(1, "money")}
	s, err := sim.New(sim.Config{World: committed(), Jobs: src, Policy: &simtest.InOrder{Release: true}})
	if err != nil {
		t.Fatal(err)
	}
	forward := func() {
		if err := s.RunUntil(s.Now() + 4000*sim.Time(gap)); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 {
		forward()
	}
	if allocs := testing.AllocsPerRun(5, forward); allocs > 0 {
		t.Errorf("%v allocations in each part of the run, want none", allocs)
	}
	if sum := s.Totals(); sum.CostBy[sim.TrafficLine] == 0 || sum.CostBy[sim.CreditLine] == 0 {
		t.Errorf("the bill is %v, want some of everything", sum.CostBy)
	}
}

// TestMemoryOfMoneyFollowsWhatIsAlive looks at what a snapshot holds after a
// short and after a long run: hours that are settled and months that are over are forgotten.
func TestMemoryOfMoneyFollowsWhatIsAlive(t *testing.T) {
	size := func(most int64) int {
		src := &stream{most: most, gap: 5 * time.Second, job: moving, draw: sim.NewStream(1, "money")}
		s := mustRun(t, sim.Config{World: committed(), Jobs: src, Policy: &simtest.InOrder{Release: true}})
		snap, err := s.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		return len(snap)
	}
	if short, long := size(5_000), size(100_000); long > short+2000 {
		t.Errorf("the state has %d bytes after 5,000 jobs and %d after 100,000", short, long)
	}
}
