package bound_test

import (
	"testing"
	"time"

	"skysim/policies/bound"
	"skysim/sim"
)

// fill starts all that waits on machines that are up.
func fill(_ *script, v *sim.View, p *sim.Plan) {
	for j := v.First(); j != 0; {
		next := v.Next(j)
		if m := v.FirstFit(j); m != 0 {
			p.Start(j, sim.Place{Machine: m})
		}
		j = next
	}
}

// never is a job that keeps nothing and is killed before it can end: nobody has to
// finish it, but while it waits the run goes on.
func never(work time.Duration) sim.Job {
	return sim.Job{Work: int64(work), Limit: work / 2, Demand: sim.Demand{CPU: 4000}}
}

// TestLateEscapes plays tricks after the earliest end of the run or after Options.By: a run may go
// on, for the sake of a job that nobody has to finish.
func TestLateEscapes(t *testing.T) {
	held := plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.Spot, Price: sim.Constant(dollar), Supply: sim.Path{At: []sim.Time{0, 3 * h}, Value: []int64{1, 0}}})
	held.Providers[0].Billing.FreeReclaim = 4 * time.Hour
	idle := plain([]sim.MachineType{small()}, onDemand(360_000, 50)) // 0.1 nano-dollars a second
	idle.Commitments = []sim.Commitment{{Region: 0, Count: 1, Price: 0, From: h, To: 2 * h}}
	newer := plain([]sim.MachineType{small()}, onDemand(360_000, 50))
	newer.Commitments = []sim.Commitment{{Region: 0, Count: 1, Price: 0, From: 2 * h, To: 3 * h}}
	newer.Providers[0].Billing.Minimum = time.Hour // and next to nothing is gained by rounding, until 2 h
	newer.Providers[0].Changes = []sim.DatedBilling{{From: 2 * h, Billing: sim.Billing{Increment: time.Second}}}
	second := sim.Job{Work: 1e9, Demand: sim.Demand{CPU: 4000}}
	waits := []sim.Job{second, never(2 * time.Hour)}
	farm := everySecond(h)
	begins := append(farm[:3600:3600], scriptStep{2 * h, begin})
	begun := append(append([]scriptStep{{0, fresh(0)}, {1e9, release}}, farm...), scriptStep{2 * h, release})
	hourly := append(append([]scriptStep{{0, fresh(0)}, {h, release}}, everySecond(2*h)...), scriptStep{3 * h, release})
	for _, e := range []escape{
		{name: "held until it is lost", world: held, jobs: []sim.Job{hours(0, 1, 4000), never(2 * time.Hour)}, o: bound.Options{By: 2 * h}, steps: []scriptStep{{0, rent(0)}, {0, begin}}, naive: sim.Dollar},
		{name: "credit after the earliest end", world: idle, jobs: []sim.Job{second}, steps: begins, pays: -360, naive: -1},
		{name: "credit after the last job", world: idle, jobs: waits, o: bound.Options{By: 1e9}, steps: begun, pays: -360, naive: -1},
		{name: "credit under newer rules after the last job", world: newer, jobs: []sim.Job{hours(0, 1, 4000), never(2 * time.Hour)}, o: bound.Options{By: h}, steps: hourly, naive: 356},
	} {
		t.Run(e.name, e.run)
	}
}

// TestRoundedEscapes has runs that pay less than is exact because every line is rounded.
func TestRoundedEscapes(t *testing.T) {
	there := plain([]sim.MachineType{small()}, onDemand(0, 5)) // where nothing is at home
	there.Regions = append(there.Regions, sim.Region{Name: "s"})
	there.Traffic = &sim.Traffic{Accounts: []sim.Account{{GB: 1e9, Free: 10 * sim.GB}}, Routes: []sim.Route{{Tiers: sim.Flat(1500)}}, Pairs: []int32{0, 0, 0, 0}}
	reads := make([]sim.Job, 10)
	for i := range reads {
		reads[i] = sim.Job{Work: 1e9, Demand: sim.Demand{CPU: 400}, Data: sim.Data{Home: 1, Reads: 1e9}}
	}
	ours := plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.Owned, Price: sim.Constant(1500), Supply: sim.Constant(3)})
	ours.Providers[0].Billing = sim.Billing{}
	kept := make([]sim.Job, 9)
	for i := range kept {
		kept[i] = restarting(hours(0, 1, 4000), sim.Restart{Keep: sim.KeepAll})
	}
	credited := plain([]sim.MachineType{small()}, onDemand(333_333_333_500, 1))
	credited.Providers[0].Billing.Minimum = 1000 * time.Hour
	credited.Commitments = []sim.Commitment{{Region: 0, Count: 1, Price: 200_000_000_000, From: 0, To: 1000 * h}}
	for _, e := range []escape{
		{name: "free allowances of rounded lines", world: there, jobs: reads, steps: []scriptStep{{0, rent(0)}, {1, fill}}, naive: 4},
		{name: "owned machines for longer", world: ours, jobs: kept, steps: []scriptStep{{0, fill}, {h, fill}, {2 * h, fill}}, pays: 12, naive: 15},
		{name: "credits rounded up", world: credited, jobs: []sim.Job{hours(0, 1000, 4000)}, steps: []scriptStep{{0, fresh(0)}}, pays: 199_999_999_500, naive: 199_999_999_999},
	} {
		t.Run(e.name, e.run)
	}
}
