package train

import (
	"testing"
	"time"

	optimum "skysim/policies/dp/spot"
	"skysim/policies/greedy"
	"skysim/policies/learned/imitate"
	"skysim/policies/spot"
	"skysim/sim"
)

// TestRidesAreTheEngines plays rides under models of all kinds, and under Uniform Progress, in the trainer's simulator and in
// the engine: the bill must be the same to the nano-dollar, and the deadlines missed too.
func TestRidesAreTheEngines(t *testing.T) {
	changed, late := 0, 0
	for seed := range uint64(300) {
		s := sim.NewStream(seed, "rides")
		r := anyRide(&s)
		var m imitate.Model
		for q := range m {
			for i := range m[q] {
				m[q][i] = s.Normal()
			}
		}
		var kinds []spot.Kind
		hours, missed, err := r.play(watched(byModel(&m), &kinds))
		if err != nil {
			t.Fatal(err)
		}
		var seen []spot.Kind
		cost, end := ridden(t, r, &noted{imitate.NewImitator(m), &seen})
		if m := end > sim.Time(r.problem.Deadline); m != missed {
			t.Errorf("seed %d: the engine ends at %v of %v, the ride is late: %v", seed, end, r.problem.Deadline, missed)
		}
		if missed {
			late++
			continue
		}
		if want := hours * 3.6; float64(cost-sim.Money(want*1e9+0.5)) != 0 {
			t.Errorf("seed %d: the engine's bill is %v, the ride's %v", seed, cost, want)
		}
		if !sameKinds(kinds, seen) {
			t.Errorf("seed %d: the ride does %v, the engine %v", seed, kinds, seen)
		}
		if plain, _, _ := r.play(byUniform); plain != hours {
			changed++
		}
	}
	if changed < 100 || late > 50 {
		t.Errorf("%d rides differ from Uniform Progress and %d are late: the test says little", changed, late)
	}
}

// anyRide draws a job in a market that comes and goes.
func anyRide(s *sim.Stream) *ride {
	z := sky{}
	up := s.Bool(0.5)
	for range 400 {
		if s.Bool(0.15) {
			up = !up
		}
		z.up = append(z.up, up)
	}
	work := time.Minute * sim.Duration(30+s.Int64N(600))
	ratio := 1.15 + s.Float64()
	return newRide(&z, 0, 0, work, rideTerms{ratio, 0.3, 2 * time.Minute * sim.Duration(s.Int64N(11))})
}

// watched notes what a rider does.
func watched(do rider, kinds *[]spot.Kind) rider {
	return func(s optimum.State, p *spot.Progress, x *[imitate.Inputs]float64) spot.Kind {
		k := do(s, p, x)
		*kinds = append(*kinds, k)
		return k
	}
}

// noted notes what an imitator does in the engine.
type noted struct {
	*imitate.Imitator
	kinds *[]spot.Kind
}

func (n *noted) Choose(s *spot.Situation) spot.Kind {
	k := n.Imitator.Choose(s)
	*n.kinds = append(*n.kinds, k)
	return k
}

// sameKinds compares what is done at the ticks of both.
func sameKinds(a, b []spot.Kind) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// ridden runs the job of a ride, alone, in the engine and returns the bill and the end.
func ridden(t *testing.T, r *ride, c spot.Chooser) (sim.Money, sim.Time) {
	t.Helper()
	place := &r.problem.Places[0]
	supply := sim.Path{}
	for i, up := range place.Spot {
		n := int64(0)
		if up {
			n = 1
		}
		supply.At, supply.Value = append(supply.At, sim.Time(i)*sim.Time(tickOf)), append(supply.Value, n)
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
	policy, err := spot.New(spot.Options{Name: "imitate", Every: tickOf, Rest: rest}, c)
	if err != nil {
		t.Fatal(err)
	}
	run, err := sim.New(sim.Config{World: w, Policy: policy, Thorough: true, Jobs: sim.Jobs(sim.Job{
		Demand: sim.Demand{CPU: 1000}, Work: int64(r.problem.Work), Estimate: r.problem.Work, Deadline: sim.Time(r.problem.Deadline),
		Restart: sim.Restart{Keep: sim.KeepAll, Overhead: r.problem.Overhead, Owes: sim.OweFirst | sim.OweRestart},
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
