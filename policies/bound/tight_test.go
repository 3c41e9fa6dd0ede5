package bound_test

import (
	"testing"
	"time"

	"skysim/policies/bound"
	"skysim/sim"
)

const (
	h      = sim.Time(time.Hour)
	dollar = int64(sim.DollarRate)
)

// plain is a world with one provider that bills by the second, one zone and these types and offers.
func plain(types []sim.MachineType, offers ...sim.Offer) *sim.World {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p", Billing: sim.Billing{Increment: time.Second}}},
		Regions:   []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}}, GPUKinds: []string{"a100"}, Types: types, Offers: offers,
	}
	for i := range w.Types {
		w.Types[i].Name, w.Types[i].GPUKind = string(rune('a'+i)), -1
		if w.Types[i].GPUs > 0 {
			w.Types[i].GPUKind = 0
		}
	}
	w.SortOffers()
	return w
}

func small() sim.MachineType { return sim.MachineType{CPU: 4000, Mem: 16384, Speed: 1_000_000} }

func hours(submit sim.Time, n time.Duration, cpu int64) sim.Job {
	return sim.Job{Submit: submit, Work: int64(n * time.Hour), Demand: sim.Demand{CPU: cpu}}
}

func onDemand(price, supply int64) sim.Offer {
	return sim.Offer{Purchase: sim.OnDemand, Price: sim.Constant(price), Supply: sim.Constant(supply)}
}

// TestTight has instances whose optimum is plain: the bound is exactly that, or
// close to it from below where floats look for prices.
func TestTight(t *testing.T) {
	ramp := sim.Path{At: []sim.Time{0, 10 * h, 12 * h}, Value: []int64{4 * dollar, dollar, 8 * dollar}}
	early := sim.Path{At: []sim.Time{0, 3 * h}, Value: []int64{10 * dollar, dollar}}
	spot := sim.Offer{Purchase: sim.Spot, Price: sim.Constant(dollar / 4), Supply: sim.Constant(1)}
	owned := sim.Offer{Purchase: sim.Owned, Price: sim.Constant(dollar / 2), Supply: sim.Constant(1)}
	fading := plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.Spot, Price: sim.Constant(dollar), Supply: sim.Path{At: []sim.Time{0, 2 * h}, Value: []int64{1, 0}}})
	fading.Providers[0].Notice, fading.Providers[0].Billing.FreeReclaim = time.Hour, 4*time.Hour
	keeps := hours(0, 3, 4000)
	keeps.Restart = sim.Restart{Keep: sim.KeepCheckpoint, Every: time.Hour, Cost: 6 * time.Minute, Overhead: 12 * time.Minute, Owes: sim.OweFirst | sim.OweRestart}
	gpu := func(share int32) sim.Job {
		return sim.Job{Work: int64(h), Demand: sim.Demand{GPUs: 1, Share: share}}
	}
	gpus := sim.MachineType{CPU: 8000, Mem: 65536, GPUs: 4, Speed: 1_000_000}
	cases := []struct {
		name  string
		world *sim.World
		jobs  []sim.Job
		o     bound.Options
		until sim.Time
		want  sim.Money // the optimum, in dollars × 10⁻³
		slack sim.Money // how far below the bound may be, in the same
	}{
		{name: "one job on a machine of its own", world: plain([]sim.MachineType{small()}, onDemand(2*dollar, 5)), jobs: []sim.Job{hours(0, 3, 4000)}, want: 6000},
		{name: "two jobs share a machine", world: plain([]sim.MachineType{small()}, onDemand(2*dollar, 5)), jobs: []sim.Job{hours(0, 3, 1000), hours(0, 3, 3000)}, want: 6000, slack: 1},
		{name: "jobs that cannot share one", world: plain([]sim.MachineType{small()}, onDemand(2*dollar, 5)), jobs: []sim.Job{hours(0, 3, 2001), hours(0, 3, 2001)}, want: 12000, slack: 60},
		{name: "whole devices", world: plain([]sim.MachineType{gpus}, onDemand(4*dollar, 5)), jobs: []sim.Job{gpu(501), gpu(501), gpu(501), gpu(501)}, want: 4000, slack: 20},
		{name: "waits for the lowest price", world: plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.OnDemand, Price: ramp, Supply: sim.Constant(9)}), jobs: []sim.Job{hours(0, 2, 4000)}, want: 2000},
		{name: "must not wait", world: plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.OnDemand, Price: ramp, Supply: sim.Constant(9)}), jobs: []sim.Job{hours(0, 2, 4000)}, until: 5 * h, want: 8000},
		{
			name: "overhead and checkpoints", world: plain([]sim.MachineType{small()}, onDemand(dollar, 5)), jobs: []sim.Job{keeps}, want: 3400, slack: 1,
		},
		{
			name: "one cheap machine for two by a deadline", world: plain([]sim.MachineType{small()}, onDemand(dollar, 9), spot), jobs: []sim.Job{hours(0, 4, 4000), hours(0, 4, 4000)},
			until: 5 * h, want: 4250, slack: 30, // 5 h of spot and 3 on demand: what the relaxation may do
		},
		{
			name: "a machine of one's own for two", world: plain([]sim.MachineType{small()}, onDemand(dollar, 9), owned), jobs: []sim.Job{hours(0, 4, 4000), hours(0, 4, 4000)},
			want: 4000, slack: 60, // $2 until 4 h, and four hours more at the price of owned ones
		},
		{name: "owned only", world: plain([]sim.MachineType{small()}, owned), jobs: []sim.Job{hours(h, 4, 4000)}, want: 2500},
		{name: "given back at the horizon, not taken away", world: fading, until: 3 * h, jobs: []sim.Job{hours(0, 1, 4000)}, want: 1000},
		{name: "no sooner than others end", world: plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.OnDemand, Price: early, Supply: sim.Constant(9)}), until: 2 * h, jobs: []sim.Job{hours(0, 1, 4000)}, want: 10000},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b, err := bound.Lower(bound.Instance{World: c.world, Jobs: c.jobs, Until: c.until}, c.o)
			if err != nil {
				t.Fatal(err)
			}
			if want := c.want * sim.Dollar / 1000; b.Cost > want || b.Cost < want-c.slack*sim.Dollar/1000-2 {
				t.Errorf("bound %v, want %v less at most %v: %s", b.Cost, want, c.slack*sim.Dollar/1000, b.Proof)
			}
		})
	}
}
