package spot_test

import (
	"slices"
	"testing"
	"time"

	optimum "skysim/policies/dp/spot"
	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
)

// TestEngineAndReplayAgree runs one job in the engine and in the model of package dp/spot, over the same path, as the
// rule says and as the optimum says: the bill and the end must be the same, to the nano-dollar and nanosecond.
func TestEngineAndReplayAgree(t *testing.T) {
	finished, missed := 0, 0
	for seed := range uint64(400) {
		p := onePlace(seed)
		p.Billing = optimum.Used
		var seen, shown []spot.Progress
		plan, err := optimum.Replay(p, func(s optimum.State) (optimum.Mode, error) {
			now := spot.Progress{
				Tick: p.Tick, Overhead: p.Overhead, Work: p.Work, Deadline: p.Deadline, Now: sim.Duration(s.Tick) * p.Tick, Done: s.Done,
				Pending: s.Pending, On: spot.Kind(s.Mode.Kind), SpotUp: s.Tick < len(p.Places[0].Spot) && p.Places[0].Spot[s.Tick],
			}
			seen = append(seen, now)
			return optimum.Mode{Kind: optimum.Kind(spot.UniformKind(now))}, nil
		})
		cost, end := inEngine(t, p, &witness{&shown})
		if err != nil { // too late: the rule goes on in the engine
			if missed++; end <= sim.Time(p.Deadline) {
				t.Errorf("seed %d: %v in the model, and the engine ends at %v of %v", seed, err, end, p.Deadline)
			}
			continue
		}
		if cost != plan.Cost.Money() || end != sim.Time(plan.Finish) {
			t.Errorf("seed %d: the engine ends at %v for %v, the model at %v for %v", seed, end, cost, plan.Finish, plan.Cost)
		}
		if !slices.Equal(shown, seen) {
			t.Errorf("seed %d: the engine shows %v, the model %v", seed, shown, seen)
		}
		best, err := optimum.Solve(p)
		if err != nil || best.Cost() > plan.Cost {
			t.Fatalf("seed %d: optimum %v, %v, the rule costs %v", seed, best, err, plan.Cost)
		}
		want, _ := best.Plan()
		if cost, end := inEngine(t, p, &follow{want.Steps}); cost != want.Cost.Money() || end != sim.Time(want.Finish) {
			t.Errorf("seed %d: the optimum in the engine ends at %v for %v, the model at %v for %v", seed, end, cost, want.Finish, want.Cost)
		}
		finished++
	}
	if finished < 250 || missed < 10 {
		t.Errorf("%d runs finish and %d are late: the test says little", finished, missed)
	}
}

// witness is the rule, and takes down what it is shown.
type witness struct{ shown *[]spot.Progress }

func (w *witness) Choose(s *spot.Situation) spot.Kind {
	*w.shown = append(*w.shown, s.Progress)
	return spot.Uniform{}.Choose(s)
}

// follow does what a plan says.
type follow struct{ steps []optimum.Step }

func (f *follow) Choose(s *spot.Situation) spot.Kind {
	return spot.Kind(f.steps[s.Now/s.Tick].Mode.Kind)
}

// onePlace draws a problem of one zone, in units of ten minutes, of which the prices divide without a rest.
func onePlace(seed uint64) *optimum.Problem {
	r := sim.NewStream(seed, "one place")
	p := &optimum.Problem{
		Tick: 10 * time.Minute, Overhead: time.Minute * sim.Duration(r.Int64N(25)), Work: time.Minute * sim.Duration(1+r.Int64N(600)),
		Places: []optimum.Place{{SpotPrice: []sim.Rate{1_080_000_000_000}, OnDemand: []sim.Rate{3_600_000_000_000}}},
	}
	p.Deadline = (p.Work*sim.Duration(100+r.Int64N(100))/100 + p.Overhead + p.Tick - 1) / p.Tick * p.Tick
	if r.Int64N(8) == 0 { // there is no time for an overhead
		p.Deadline = max(1, p.Work/p.Tick) * p.Tick
	}
	up := r.Int64N(2) == 0
	for range p.Deadline/p.Tick + 20 {
		if r.Int64N(6) == 0 {
			up = !up
		}
		p.Places[0].Spot = append(p.Places[0].Spot, up)
	}
	return p
}

// inEngine runs the job of a problem and returns the bill and the end.
func inEngine(t *testing.T, p *optimum.Problem, c spot.Chooser) (sim.Money, sim.Time) {
	t.Helper()
	place := &p.Places[0]
	supply := sim.Path{}
	for i, up := range place.Spot {
		n := int64(0)
		if up {
			n = 1
		}
		if i == 0 || supply.Value[len(supply.Value)-1] != n {
			supply.At, supply.Value = append(supply.At, sim.Time(i)*sim.Time(p.Tick)), append(supply.Value, n)
		}
	}
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}},
		Types: []sim.MachineType{{Name: "m", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}},
		Offers: []sim.Offer{
			{Purchase: sim.OnDemand, Price: sim.Constant(int64(place.OnDemand[0])), Supply: sim.Constant(sim.Unlimited)},
			{Purchase: sim.Spot, Price: sim.Constant(int64(place.SpotPrice[0])), Supply: supply},
		},
	}
	w.SortOffers()
	with := greedy.Default()
	with.Idle = 0
	rest, err := greedy.New(with, 1)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := spot.New(spot.Options{Name: "uniform", Every: p.Tick, Rest: rest}, c)
	if err != nil {
		t.Fatal(err)
	}
	run, err := sim.New(sim.Config{World: w, Policy: policy, Thorough: true, Jobs: sim.Jobs(sim.Job{
		Demand: sim.Demand{CPU: 1000}, Work: int64(p.Work), Estimate: p.Work, Deadline: sim.Time(p.Deadline),
		Restart: sim.Restart{Keep: sim.KeepAll, Overhead: p.Overhead, Owes: sim.OweFirst | sim.OweRestart},
	})})
	if err == nil {
		err = run.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	sum := run.Totals()
	return sum.Cost, sum.LastEnd
}
