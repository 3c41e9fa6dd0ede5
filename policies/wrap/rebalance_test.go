package wrap_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/policies"
	"skysim/sim"
)

// journeys writes down on which machines each job was, and how often it was moved.
type journeys struct {
	on    map[int64][]int64
	moves int
}

func (g *journeys) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		switch {
		case e.Kind == sim.AttemptStarted || e.Kind == sim.AttemptBound:
			if on := g.on[e.Job]; len(on) == 0 || on[len(on)-1] != e.Machine {
				g.on[e.Job] = append(on, e.Machine)
			}
		case e.Kind == sim.AttemptEnded && e.Why == sim.Migrated:
			g.moves++
		}
	}
}

// calm is a world in which prices stay: three zones of on-demand machines and a few of one's own.
func calm(t *rapid.T) *sim.World {
	w := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}},
		Zones: []sim.Zone{{Name: "a"}, {Name: "b"}, {Name: "c"}},
		Types: []sim.MachineType{{Name: "small", CPU: 4000, GPUKind: -1, Speed: 1_000_000}, {Name: "large", CPU: 16000, GPUKind: -1, Speed: 1_250_000}},
	}
	minutes := rapid.IntRange(0, 10)
	for z := range w.Zones {
		for typ := range w.Types {
			w.Offers = append(w.Offers, sim.Offer{
				Type: sim.TypeID(typ), Zone: sim.ZoneID(z), Purchase: sim.OnDemand, Supply: sim.Constant(sim.Unlimited),
				Price: sim.Constant(int64(sim.DollarRate) / 100 * rapid.Int64Range(50, 200).Draw(t, "cents") * int64(1+2*typ)),
				Boot:  time.Duration(minutes.Draw(t, "boot")) * time.Minute,
			})
		}
	}
	if own := rapid.Int64Range(0, 3).Draw(t, "own machines"); own > 0 {
		w.Offers = append(w.Offers, sim.Offer{Type: 0, Zone: 0, Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(own)})
	}
	w.SortOffers()
	return w
}

// Where prices stay, estimates are right and all jobs are there from the beginning, moving never makes the bill larger, and no
// job comes back to a machine that it has left.
func TestRebalanceNeverPaysMoreNorTurnsBack(t *testing.T) {
	moves := 0
	rapid.Check(t, func(t *rapid.T) {
		w := calm(t)
		var jobs []sim.Job
		for range rapid.IntRange(1, 12).Draw(t, "jobs") {
			work := time.Duration(rapid.IntRange(5, 600).Draw(t, "minutes")) * time.Minute
			jobs = append(jobs, sim.Job{
				Work: int64(work), Estimate: work, Demand: sim.Demand{CPU: 1000 * rapid.Int64Range(1, 4).Draw(t, "cores")}, Tasks: rapid.Int32Range(1, 3).Draw(t, "tasks"),
				Restart: sim.Restart{
					Keep: sim.Keep(rapid.IntRange(0, 2).Draw(t, "keeps")), Every: 20 * time.Minute, Cost: time.Minute,
					Overhead: time.Duration(minutesOf(t)) * time.Minute, Owes: sim.OweRestart,
				},
			})
		}
		place := rapid.SampledFrom([]string{"cheapest", "firstfit", "leastloaded", "random", "fastest"}).Draw(t, "place")
		inner := "greedy(place=" + place + ",idle=0s)"
		gain := rapid.SampledFrom([]string{"0", "0.1", "0.5"}).Draw(t, "gain")
		stays, _ := billOf(t, w, jobs, inner)
		pays, g := billOf(t, w, jobs, "rebalance("+inner+",every=10m,gain="+gain+")")
		moves += g.moves
		if pays > stays {
			t.Errorf("with moves the bill is %v, without %v", pays, stays)
		}
		for job, on := range g.on {
			for i, m := range on {
				for _, later := range on[i+1:] {
					if later == m {
						t.Errorf("job %d comes back to machine %d: %v", job, m, on)
					}
				}
			}
		}
	})
	if moves == 0 {
		t.Error("nothing was ever moved")
	}
	t.Logf("%d moves", moves)
}

func minutesOf(t *rapid.T) int { return rapid.IntRange(0, 60).Draw(t, "overhead") }

func billOf(t *rapid.T, w *sim.World, jobs []sim.Job, policy string) (sim.Money, *journeys) {
	g := &journeys{on: map[int64][]int64{}}
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: parsed(t, policy), Observers: []sim.Observer{g}, Thorough: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	sum := s.Totals()
	if n := sum.Finished(); n != int64(len(jobs)) {
		t.Fatalf("%s: %d of %d jobs finished", policy, n, len(jobs))
	}
	return sum.Cost, g
}

func parsed(t *rapid.T, name string) sim.Policy {
	p, err := policies.Parse(name, policies.Env{Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
