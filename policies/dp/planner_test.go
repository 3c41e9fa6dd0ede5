package dp

import (
	"slices"
	"testing"
	"time"

	optimum "skysim/policies/dp/spot"
	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
)

// market draws ticks of a zone that comes and goes as a Markov chain.
func market(seed uint64, ticks int, fall, rise float64) (up []bool) {
	r := sim.NewStream(seed, "market")
	now := r.Bool(rise / (fall + rise))
	for range ticks {
		up = append(up, now)
		if now {
			now = !r.Bool(fall)
		} else {
			now = r.Bool(rise)
		}
	}
	return up
}

// TestNoDeadlineIsMissed in worlds with on-demand machines and deadlines that can be made sure of, whatever the market
// does; and where its odds are what the planner thinks, it pays less than Uniform Progress on average, and more than
// the optimum that knows the future.
func TestNoDeadlineIsMissed(t *testing.T) {
	var planned, uniform, best float64
	for seed := range uint64(80) {
		r := sim.NewStream(seed, "job")
		p := &optimum.Problem{Tick: 10 * time.Minute, Overhead: 12 * time.Minute, Work: time.Hour * sim.Duration(2+r.Int64N(10))}
		p.Deadline = p.Work + p.Work/5*sim.Duration(1+r.Int64N(4)) + time.Hour
		fall, rise := 1-sim.Exp(-1./12), 1-sim.Exp(-1./12) // two hours each
		if r.Int64N(3) == 0 {
			fall, rise = 0.9, 0.9
		}
		p.Places = []optimum.Place{{SpotPrice: []sim.Rate{sim.DollarRate}, OnDemand: []sim.Rate{3 * sim.DollarRate}}}
		p.Places[0].Spot = market(seed, int(p.Deadline/p.Tick)+50, fall, rise)
		o := Default()
		o.Stay, o.Gone = 2*time.Hour, 2*time.Hour
		cost, end := run(t, p, NewPlanner(o))
		if end > sim.Time(p.Deadline) {
			t.Errorf("seed %d: dp ends at %v, the deadline is at %v", seed, end, p.Deadline)
		}
		other, _ := run(t, p, spot.Uniform{})
		plan, err := optimum.Optimum(p)
		if err != nil {
			t.Fatal(err)
		}
		if cost < plan.Cost.Money() || other < plan.Cost.Money() {
			t.Errorf("seed %d: dp pays %v and uniform %v, less than the optimum %v", seed, cost, other, plan.Cost)
		}
		planned, uniform, best = planned+cost.Dollars(), uniform+other.Dollars(), best+plan.Cost.Money().Dollars()
	}
	t.Logf("dp $%.2f, uniform $%.2f, optimum $%.2f", planned, uniform, best)
	if planned > 0.97*uniform || planned < best {
		t.Errorf("dp pays $%.2f, uniform $%.2f, the optimum $%.2f: want dp well below uniform", planned, uniform, best)
	}
}

// run runs the job of a problem of one place in the engine.
func run(t *testing.T, p *optimum.Problem, c spot.Chooser) (sim.Money, sim.Time) {
	t.Helper()
	place, supply := &p.Places[0], sim.Path{}
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
	policy, err := spot.New(spot.Options{Name: "dp", Every: p.Tick, Rest: rest}, c)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.New(sim.Config{World: w, Policy: policy, Jobs: sim.Jobs(sim.Job{
		Demand: sim.Demand{CPU: 1000}, Work: int64(p.Work), Estimate: p.Work, Deadline: sim.Time(p.Deadline),
		Restart: sim.Restart{Keep: sim.KeepAll, Overhead: p.Overhead, Owes: sim.OweFirst | sim.OweRestart},
	})})
	if err == nil {
		err = s.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	sum := s.Totals()
	return sum.Cost, sum.LastEnd
}

// TestRatesFollowWhatWasSeen from the prior to the truth.
func TestRatesFollowWhatWasSeen(t *testing.T) {
	p := NewPlanner(Default())
	r := p.markets.Of(3, true, 0)
	perHour := func(x float64) float64 { return x * 3.6e12 }
	if fall, rise := p.rates(r); perHour(fall) != 0.25 || perHour(rise) != 1 {
		t.Errorf("the prior falls %v times an hour and rises %v times, want 0.25 and 1", perHour(fall), perHour(rise))
	}
	const half = 30 * time.Minute // up, and as long down
	r.UpTime, r.DownTime, r.Falls, r.Rises = 100*half, 100*half, 100, 100
	if fall, rise := p.rates(r); perHour(fall) < 1.7 || perHour(fall) > 2 || perHour(rise) < 1.9 || perHour(rise) > 2.1 {
		t.Errorf("after 50 hours it falls %v times an hour and rises %v times, want about 2", perHour(fall), perHour(rise))
	}
	again := NewPlanner(Default())
	if err := again.Load(p.Save()); err != nil || !slices.Equal(again.markets.All(), p.markets.All()) {
		t.Errorf("kept as %+v, %v, want %+v", again.markets.All(), err, p.markets.All())
	}
	if err := again.Load(make([]byte, 55)); err == nil {
		t.Error("Load of 55 bytes")
	}
}

// TestMergedOdds of two markets that are up half of the time.
func TestMergedOdds(t *testing.T) {
	o := Default()
	o.Stay, o.Gone = time.Hour, time.Hour
	p := NewPlanner(o)
	one := p.merge([]spot.Zone{{Offer: 1, Up: true}}, 0, 10*time.Minute)
	two := p.merge([]spot.Zone{{Offer: 1, Up: true}, {Offer: 2, Parted: true}}, 0, 10*time.Minute)
	if !p.markets.Of(2, false, 0).Up {
		t.Error("a market behind a cut is taken down as one that is not up")
	}
	if one.Evict != 0 || one.Down < 0.153 || one.Down > 0.19 || one.Up != one.Down {
		t.Errorf("one market: %+v, want to fall and rise with 1 − exp(−1/6) or a little more", one)
	}
	if two.Down < one.Down/2 || two.Down > one.Down*0.6 || two.Evict < one.Down/2*0.9 || two.Up < 0.28 || two.Up > 0.32 {
		t.Errorf("two markets: %+v, want half the falls of %+v, as many evictions, and 1 − exp(−1/3) to rise", two, one)
	}
	for _, q := range []float64{0, 1e-9, 0.001, 0.3, 0.97, 1} {
		if s := step(q); s < q && q > 1e-6 || s > 1 || s > 1.26*q {
			t.Errorf("step(%v) = %v", q, s)
		}
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	for _, change := range []func(o *Options){
		func(o *Options) { o.Stay = 0 }, func(o *Options) { o.Gone = -1 }, func(o *Options) { o.Margin = -1 }, func(o *Options) { o.Every = 0 }, func(*Options) {},
	} {
		o := Default()
		change(&o)
		if _, err := New(o); err == nil {
			t.Errorf("New(%+v) takes it", o)
		}
	}
}
