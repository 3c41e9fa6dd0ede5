package bound_test

import (
	"testing"
	"time"

	"skysim/policies/bound"
	"skysim/sim"
)

// script is a policy that does what it is told at the instants it is told.
type script struct {
	steps []scriptStep
	on    []sim.MachineID
	tries []sim.AttemptID
}

type scriptStep struct {
	at sim.Time
	do func(s *script, v *sim.View, p *sim.Plan)
}

func (s *script) String() string { return "script" }

func (s *script) Decide(v *sim.View, p *sim.Plan) {
	for len(s.steps) > 0 && s.steps[0].at <= v.Now() {
		step := s.steps[0]
		s.steps = s.steps[1:]
		step.do(s, v, p)
	}
	if len(s.steps) > 0 {
		p.WakeAt(s.steps[0].at)
	}
}

func rent(o sim.OfferID) func(*script, *sim.View, *sim.Plan) {
	return func(s *script, _ *sim.View, p *sim.Plan) {
		m, _ := p.Rent(o)
		s.on = append(s.on, m)
	}
}

// begin starts the first job on the machine rented last.
func begin(s *script, v *sim.View, p *sim.Plan) {
	a, _ := p.Start(v.First(), sim.Place{Machine: s.on[len(s.on)-1]})
	s.tries = append(s.tries, a)
}

func stop(s *script, _ *sim.View, p *sim.Plan) { p.Stop(s.tries[len(s.tries)-1]) }

func release(s *script, v *sim.View, p *sim.Plan) {
	for m := v.OldestIdle(); m != 0; m = v.OldestIdle() {
		p.Release(m)
	}
}

// fresh gives everything back and begins on a new machine.
func fresh(o sim.OfferID) func(*script, *sim.View, *sim.Plan) {
	return func(s *script, v *sim.View, p *sim.Plan) {
		if len(s.tries) > 0 {
			stop(s, v, p)
		}
		release(s, v, p)
		rent(o)(s, v, p)
		begin(s, v, p)
	}
}

// escape is a trick that pays less than a naive bound says.
type escape struct {
	name  string
	world *sim.World
	jobs  []sim.Job
	steps []scriptStep
	o     bound.Options
	pays  sim.Money // with it
	naive sim.Money // without it, or what a bound would say that forgets it
}

func (e *escape) run(t *testing.T) {
	r, err := sim.New(sim.Config{World: e.world, Jobs: sim.Jobs(e.jobs...), Policy: &script{steps: e.steps}})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Run(); err != nil {
		t.Fatal(err)
	}
	got := r.Totals()
	b, err := bound.Lower(bound.Instance{World: e.world, Jobs: e.jobs}, e.o)
	if err != nil {
		t.Fatal(err)
	}
	ok, why := b.Comparable(&got, 0)
	if !ok || got.Cost != e.pays || e.pays >= e.naive {
		t.Fatalf("pays %v (%v %s), want %v, which is less than %v", got.Cost, ok, why, e.pays, e.naive)
	}
	if b.Cost > got.Cost || b.On(got.LinesCount) > got.Cost {
		t.Errorf("pays %v, the bound is %v: %s", got.Cost, b.Cost, b.Proof)
	}
}

func restarting(j sim.Job, r sim.Restart) sim.Job {
	j.Restart = r
	return j
}

// everySecond rents a machine a second for an hour, to be covered for what was not charged.
func everySecond(from sim.Time) (farm []scriptStep) {
	for k := range sim.Time(3600) {
		farm = append(farm, scriptStep{from + k*1e9, func(s *script, v *sim.View, p *sim.Plan) {
			release(s, v, p)
			rent(0)(s, v, p)
		}})
	}
	return farm
}

// sliced does 20 seconds of work on a machine for each.
func sliced() (steps []scriptStep) {
	for k := range sim.Time(20) {
		steps = append(steps, scriptStep{k * 1e9, fresh(0)})
	}
	return steps
}

// TestEscapes plays every trick that we know of in the engine: it works, and the
// bound is not above what it pays.
func TestEscapes(t *testing.T) {
	soon := plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.Spot, Price: sim.Constant(dollar), Supply: sim.Path{At: []sim.Time{0, h}, Value: []int64{1, 0}}})
	soon.Providers[0].Billing.FreeReclaim = 2 * time.Hour
	again := plain([]sim.MachineType{small()}, sim.Offer{
		Purchase: sim.Spot, Price: sim.Constant(dollar), Supply: sim.Path{At: []sim.Time{0, 3 * h, 3*h + 1, 4*h + 1}, Value: []int64{1, 0, 1, 0}},
	})
	again.Providers[0].Billing.FreeReclaim = time.Hour + 2
	noted := plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.Spot, Price: sim.Constant(dollar), Supply: sim.Path{At: []sim.Time{0, 1}, Value: []int64{1, 0}}})
	noted.Providers[0].Notice, noted.Providers[0].Billing.FreeReclaim = time.Hour, 2*time.Hour
	naked := plain([]sim.MachineType{small()}, onDemand(1_000_000, 50)) // 0.28 nano-dollars in a millisecond of 1e12
	naked.Providers[0].Billing = sim.Billing{}
	tiny := plain([]sim.MachineType{small()}, onDemand(500, 50)) // half a nano-dollar an hour
	homes := plain([]sim.MachineType{small()}, onDemand(0, 5))
	homes.Regions = append(homes.Regions, sim.Region{Name: "s"})
	homes.Zones = append(homes.Zones, sim.Zone{Name: "y", Region: 1})
	homes.Offers = append(homes.Offers, sim.Offer{Zone: 1, Purchase: sim.OnDemand, Price: sim.Constant(dollar), Supply: sim.Constant(5)})
	homes.Traffic = &sim.Traffic{Accounts: []sim.Account{{GB: 1e9}}, Routes: []sim.Route{{Counter: -1, Tiers: sim.Flat(sim.DollarRate)}}, Pairs: []int32{0, 0, 0, 0}}
	moves := restarting(hours(0, 2, 4000), sim.Restart{Keep: sim.KeepAll})
	moves.Data = sim.Data{Home: 1, Writes: 5e9}
	covered := plain([]sim.MachineType{small()}, onDemand(360_000, 50)) // 0.1 nano-dollars a second
	covered.Commitments = []sim.Commitment{{Region: 0, Count: 1, Price: 1000, From: 0, To: sim.Time(h)}}
	dated := plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.Spot, Price: sim.Path{At: []sim.Time{0, h / 2}, Value: []int64{0, dollar}}, Supply: sim.Constant(1)})
	dated.Providers[0].Billing.Reprice = sim.InstanceHour
	dated.Providers[0].Changes = []sim.DatedBilling{{From: 1, Billing: sim.Billing{Increment: time.Second}}}
	kept := plain([]sim.MachineType{small(), small()}, onDemand(5*dollar, 1), sim.Offer{Purchase: sim.OnDemand, Price: sim.Constant(dollar), Supply: sim.Path{At: []sim.Time{0, 1}, Value: []int64{1, 0}}})
	kept.Offers[0].Type, kept.Offers[1].Type = 1, 0
	kept.SortOffers()
	leaving := plain([]sim.MachineType{small(), small()}, onDemand(5*dollar, 1), sim.Offer{Purchase: sim.Spot, Price: sim.Constant(dollar), Supply: sim.Path{At: []sim.Time{0, 1e9}, Value: []int64{1, 0}}})
	leaving.Providers[0].Notice = 3 * time.Hour
	leaving.Offers[0].Type, leaving.Offers[1].Type = 1, 0
	leaving.SortOffers()
	newer := plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.Spot, Price: sim.Constant(dollar), Supply: sim.Path{At: []sim.Time{0, 2 * h}, Value: []int64{1, 0}}})
	newer.Providers[0].Changes = []sim.DatedBilling{{From: h, Billing: sim.Billing{FreeReclaim: 2 * time.Hour}}}
	farm := append([]scriptStep{{0, fresh(0)}}, everySecond(1e9)...)
	farm = append(farm, scriptStep{h, begin})
	twice := restarting(hours(0, 1, 4000), sim.Restart{Overhead: time.Hour, Owes: sim.OweFirst | sim.OweMove})
	later := sim.Job{Submit: h, Work: 1e9, Demand: sim.Demand{CPU: 4000}}
	second := sim.Job{Work: 1e9, Demand: sim.Demand{CPU: 4000}}
	for _, e := range []escape{
		{name: "taken away early", world: soon, jobs: []sim.Job{hours(0, 1, 4000)}, steps: []scriptStep{{0, rent(0)}, {0, begin}}, naive: sim.Dollar},
		{name: "taken away early, after notice", world: noted, jobs: []sim.Job{{Work: int64(h) + 1, Demand: sim.Demand{CPU: 4000}}}, steps: []scriptStep{{0, rent(0)}, {0, begin}}, naive: sim.Dollar},
		{
			name: "the last attempt is free", world: again, steps: []scriptStep{{0, rent(0)}, {0, begin}, {3*h + 1, rent(0)}, {3*h + 1, begin}}, pays: 3 * sim.Dollar, naive: 4 * sim.Dollar,
			jobs: []sim.Job{restarting(hours(0, 4, 4000), sim.Restart{Keep: sim.KeepCheckpoint, Every: 90 * time.Minute})},
		},
		{name: "slices that round to nothing", world: naked, jobs: []sim.Job{restarting(sim.Job{Work: 20e9, Demand: sim.Demand{CPU: 4000}}, sim.Restart{Keep: sim.KeepAll})}, steps: sliced(), naive: 5},
		{name: "jobs that round to nothing", world: tiny, jobs: []sim.Job{hours(0, 1, 4000), hours(0, 1, 4000)}, steps: []scriptStep{{0, rent(0)}, {0, begin}, {0, rent(0)}, {0, begin}}, naive: 1},
		{name: "no overhead after the first start", world: plain([]sim.MachineType{small()}, onDemand(dollar, 5)), jobs: []sim.Job{twice}, steps: []scriptStep{{0, rent(0)}, {1, begin}, {1, stop}, {1, begin}}, pays: 1_000_277_778, naive: 2 * sim.Dollar},
		{
			name: "writes at home", world: homes, jobs: []sim.Job{moves}, pays: 277_778, naive: sim.Dollar,
			steps: []scriptStep{{0, rent(0)}, {0, begin}, {2*h - 1e9, fresh(1)}},
		},
		{name: "credit for what was not charged", world: covered, jobs: []sim.Job{second, later}, steps: farm, pays: -359, naive: 1},
		{name: "an old price under old rules", world: dated, jobs: []sim.Job{hours(h/2, 1, 4000)}, steps: []scriptStep{{0, rent(0)}, {h / 2, begin}}, pays: sim.Dollar / 2, naive: sim.Dollar},
		{name: "runs on after notice", world: leaving, jobs: []sim.Job{hours(0, 1, 4000)}, steps: []scriptStep{{0, rent(0)}, {0, begin}}, pays: sim.Dollar, naive: 5 * sim.Dollar},
		{name: "free under newer rules", world: newer, jobs: []sim.Job{hours(h, 1, 4000)}, steps: []scriptStep{{h, rent(0)}, {h, begin}}, naive: sim.Dollar},
		{name: "kept when supply falls", world: kept, jobs: []sim.Job{hours(h, 1, 4000)}, steps: []scriptStep{{0, rent(0)}, {h, begin}}, pays: 2 * sim.Dollar, naive: 5 * sim.Dollar},
	} {
		t.Run(e.name, e.run)
	}
}
