package bandit

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/policies/greedy"
	"skysim/sim"
)

// meadow is a world that bills every nanosecond from rent on, with two regions of the price given, prices that move
// and spot machines that come and go.
func meadow(s *sim.Stream) *sim.World {
	w := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), GPUKinds: []string{"t4"},
		Providers: []sim.Provider{{Name: "p", Billing: sim.Billing{Increment: 1, Boot: true}, Notice: time.Minute}},
		Regions:   []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "a"}, {Name: "b"}},
		Types: []sim.MachineType{
			{Name: "cpu", CPU: 8000, Mem: 16384, GPUKind: -1, Speed: 1_000_000},
			{Name: "gpu", CPU: 8000, Mem: 16384, GPUs: 2, GPUKind: 0, Speed: 1_000_000},
		},
	}
	for typ := range w.Types {
		for zone := range w.Zones {
			for _, how := range []sim.Purchase{sim.Owned, sim.OnDemand, sim.Spot} {
				o := sim.Offer{
					Type: sim.TypeID(typ), Zone: sim.ZoneID(zone), Purchase: how, Boot: time.Duration(s.Int64N(5)) * time.Minute,
					Price: sim.Constant(int64(sim.DollarRate) * (1 + s.Int64N(9)) / 10), Supply: sim.Constant(1 + s.Int64N(3)),
				}
				if how == sim.Owned && s.Bool(0.5) {
					continue
				}
				for at := sim.Time(0); how == sim.Spot && at < sim.Time(20*time.Hour); {
					at = at.Add(time.Duration(1+s.Int64N(120)) * time.Minute)
					o.Price.At, o.Price.Value = append(o.Price.At, at), append(o.Price.Value, int64(sim.DollarRate)*(1+s.Int64N(9))/20)
					o.Supply.At, o.Supply.Value = append(o.Supply.At, at), append(o.Supply.Value, s.Int64N(4))
				}
				w.Offers = append(w.Offers, o)
			}
		}
	}
	w.SortOffers()
	return w
}

// herd draws jobs, gangs and parts of GPUs among them.
func herd(s *sim.Stream, n int) []sim.Job {
	var jobs []sim.Job
	at := sim.Time(0)
	for range n {
		at = at.Add(time.Duration(s.Int64N(30)) * time.Minute)
		j := sim.Job{Submit: at, Work: int64(time.Duration(1+s.Int64N(90)) * time.Minute), Demand: sim.Demand{CPU: 1000 * (1 + s.Int64N(4)), Mem: 1024 * s.Int64N(5)}}
		j.Estimate, j.Tasks = sim.Duration(j.Work), int32(1+s.Int64N(3))
		if s.Bool(0.3) {
			j.Demand.GPUs, j.Demand.Share = 1, int32(250*(1+s.Int64N(4)))
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// watcher runs a meter beside a policy.
type watcher struct {
	meter meter
	met   bool
	sum   float64
}

func (w *watcher) Observe(v *sim.View, events []sim.Event) {
	if !w.met {
		w.met = true
		w.meter.clear()
		w.meter.open(v)
	}
	for i := range events {
		e := &events[i]
		switch e.Kind {
		case sim.MachineRented:
			w.meter.rent(v, e)
		case sim.MachineReleased, sim.MachineLost, sim.MachineFailed:
			w.sum += w.meter.gone(e)
		case sim.PriceChanged:
			w.sum += w.meter.reprice(v, e)
		case sim.TaskPlaced:
			w.meter.placed(e)
		case sim.AttemptBound, sim.AttemptStarted:
			idle, _ := w.meter.begin(v, e, 0)
			w.sum += idle
		case sim.AttemptEnded:
			_, cost, known := w.meter.end(e)
			if !known {
				panic("an attempt ends that has not begun")
			}
			w.sum += cost
		}
	}
}

// What attempts have cost and what nobody used add up to the bill of rented machines, where that has no increments.
func TestMeterAddsUpToTheBill(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sim.NewStream(rapid.Uint64().Draw(t, "seed"), "meadow")
		world := meadow(&s)
		o := greedy.Default()
		o.Backfill, o.Idle = greedy.BackfillAny, time.Duration(rapid.Int64Range(0, 60).Draw(t, "idle"))*time.Minute
		g, err := greedy.New(o, 1)
		if err != nil {
			t.Fatal(err)
		}
		var watch watcher
		run, err := sim.New(sim.Config{World: world, Jobs: sim.Jobs(herd(&s, 25)...), Policy: g, Observers: []sim.Observer{&watch}, Until: sim.Time(60 * time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		if err := run.Run(); err != nil {
			t.Fatal(err)
		}
		watch.sum += watch.meter.idle(run.Now())
		for i := range watch.meter.stints {
			watch.sum += watch.meter.cost(&watch.meter.stints[i], run.Now())
		}
		total := sim.Money(0)
		for at, cost := range run.Totals().CostAt {
			_ = at
			total += cost
		}
		owned := 0.0
		for i, of := range world.Offers {
			if of.Purchase == sim.Owned {
				owned += sim.Rate(world.Offers[i].Price.ValueAt(0)).Dollars() * float64(of.Supply.ValueAt(0)) * float64(run.Now()) / hour
			}
		}
		got, want := watch.sum*watch.meter.unit.Dollars(), total.Dollars()-owned
		if math.Abs(got-want) > 1e-6*(1+want) {
			t.Fatalf("the meter says %.9f, the bill %.9f without %.9f for owned machines", got, want, owned)
		}
	})
}

// An arm that can start nothing does not keep jobs waiting for ever, and one that idles is found out.
func TestEveryArmGetsItsTurnWhereNothingHappens(t *testing.T) {
	w := meadow(&sim.Stream{})
	kept := w.Offers[:0]
	for _, o := range w.Offers {
		if o.Purchase == sim.OnDemand {
			kept = append(kept, o)
		}
	}
	w.Offers = kept
	only, avoid := greedy.Default(), greedy.Default()
	only.Spot = greedy.SpotOnly // of which there are none
	first, err := greedy.New(only, 1)
	if err != nil {
		t.Fatal(err)
	}
	second, err := greedy.New(avoid, 1)
	if err != nil {
		t.Fatal(err)
	}
	run, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(sim.Job{Work: int64(time.Hour), Demand: sim.Demand{CPU: 1000}}), Policy: over(t, Default(), first, second)})
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Run(); err != nil {
		t.Fatal(err)
	}
	if got := run.Totals(); got.Finished() != 1 || run.Now() > sim.Time(3*time.Hour) {
		t.Errorf("%d jobs finished by %v, want 1 within three hours", got.Finished(), run.Now())
	}
}

func TestOverRefusesWhatMakesNoSense(t *testing.T) {
	for _, c := range []struct {
		change func(*Options)
		arms   int
		want   string
	}{
		{func(*Options) {}, 1, "1 arms leave no choice"},
		{func(o *Options) { o.Every = 0 }, 2, "every is 0s"},
		{func(o *Options) { o.Memory = -1 }, 2, "memory is -1ns"},
		{func(o *Options) { o.Wait = math.NaN() }, 2, "wait is NaN"},
		{func(o *Options) { o.Explore = math.Inf(1) }, 2, "explore is +Inf"},
		{func(o *Options) { o.Context = 9 }, 2, "context is 9"},
		{func(o *Options) { o.Algorithm = 0 }, 2, "algorithm is 0"},
		{func(o *Options) { o.Late = -1 }, 2, "late is -1ns"},
	} {
		o := Default()
		c.change(&o)
		if _, err := NewOver(o, heuristics(t)[:c.arms], 1); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
	if err := over(t, Default(), heuristics(t)...).Load([]byte{1, 2, 3}); err == nil {
		t.Error("a state of three bytes is loaded")
	}
	b := over(t, Default(), heuristics(t)...)
	if err := b.Load(append(b.Save(), 0)); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("a state that goes on: %v", err)
	}
}
