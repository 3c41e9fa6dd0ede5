package reproduce

import (
	"fmt"
	"math"

	optimum "skysim/policies/dp/spot"
	"skysim/sim"
)

// world is the zones of a job, each with spot machines as recorded and on-demand machines
// without end, from the job's first tick on. Whole ticks are billed, and what the job has saved travels in no time.
func (j *nomadJob) world() *sim.World {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "nomad", Billing: sim.Billing{Increment: j.tick}}},
		Types:     []sim.MachineType{{Name: "machine", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1_000_000}},
	}
	for _, name := range j.regions {
		w.Regions = append(w.Regions, sim.Region{Name: name})
	}
	for i, z := range j.zones {
		w.Zones = append(w.Zones, sim.Zone{Name: z.name, Region: sim.RegionID(j.region[i])})
		zone := sim.ZoneID(i)
		w.Offers = append(w.Offers,
			sim.Offer{Zone: zone, Purchase: sim.OnDemand, Price: sim.Constant(int64(z.supply.OnDemand)), Supply: sim.Constant(sim.Unlimited)},
			sim.Offer{Zone: zone, Purchase: sim.Spot, Price: sim.Constant(int64(z.supply.Spot)), Supply: j.supply(z)})
	}
	w.SortOffers()
	w.Traffic = &sim.Traffic{
		Accounts: []sim.Account{{GB: 1e9}}, Pairs: make([]int32, len(j.regions)*len(j.regions)),
		Routes: []sim.Route{{Counter: -1, Tiers: sim.Tiers{{Price: nomadPerGB}}}},
	}
	return w
}

// supply is what was recorded from the first tick on: one machine, or none.
func (j *nomadJob) supply(z *nomadMarket) (p sim.Path) {
	for i, point := range z.supply.Points[j.first:] {
		n := int64(min(point.Count, 1))
		if i == 0 || p.Value[len(p.Value)-1] != n {
			p.At, p.Value = append(p.At, sim.Time(i)*sim.Time(j.tick)), append(p.Value, n)
		}
	}
	return p
}

// nomadBill is what a run in the engine cost.
type nomadBill struct {
	job   *nomadJob
	world *sim.World
	whole sim.Money // of machines: the tick in which the job finished is billed whole
	end   sim.Time
	moves int // between regions

	region sim.RegionID // in which it ran last
	last   sim.Rate     // what it paid there per hour
	ran    bool
	err    error // there is no bill
}

// try is play for a construction, whose error is the bill's.
func (j *nomadJob) try(use string) *nomadBill {
	policy, err := j.policy(use)
	if err != nil {
		return &nomadBill{job: j, err: err}
	}
	b, err := j.play(policy)
	if err != nil {
		return &nomadBill{job: j, err: err}
	}
	return b
}

// play runs the job under a policy.
func (j *nomadJob) play(policy sim.Policy) (*nomadBill, error) {
	b := &nomadBill{job: j, world: j.world()}
	run, err := sim.New(sim.Config{World: b.world, Policy: policy, Observers: []sim.Observer{b}, Jobs: sim.Jobs(sim.Job{
		Demand: sim.Demand{CPU: 1000}, Work: int64(j.work), Estimate: j.work, Deadline: sim.Time(j.deadline),
		Restart: sim.Restart{Keep: sim.KeepAll, Overhead: j.overhead, Owes: sim.OweFirst | sim.OweRestart, Size: j.bytes},
	})})
	if err == nil {
		err = run.Run()
	}
	if err != nil {
		return nil, err
	}
	sum := run.Totals()
	if sum.Ended[sim.Finished] != 1 {
		return nil, fmt.Errorf("%v does not finish the job", policy)
	}
	b.whole, b.end = sum.CostOf[sim.OnDemand]+sum.CostOf[sim.Spot], sum.LastEnd
	return b, nil
}

// Observe implements sim.Observer.
func (b *nomadBill) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind != sim.AttemptStarted {
			continue
		}
		o := b.world.Offers[e.Offer] // a View does not show prices to come, nor their paths
		region := b.world.Zones[o.Zone].Region
		if b.ran && region != b.region {
			b.moves++
		}
		b.ran, b.region, b.last = true, region, sim.Rate(o.Price.ValueAt(e.Time))
	}
}

// late reports whether the job missed its deadline.
func (b *nomadBill) late() bool { return b.end > sim.Time(b.job.deadline) }

// The three bills of machines, in dollars: the tick in which the job finished is billed whole, as far as it
// was used, or not at all.

func (b *nomadBill) billedWhole() float64 {
	if b.err != nil {
		return math.NaN()
	}
	return float64(b.whole) / 1e9
}

func (b *nomadBill) billedUsed() float64 { return b.billedWhole() - b.rent(b.job.tick-b.lastTick()) }

func (b *nomadBill) billedFree() float64 { return b.billedWhole() - b.rent(b.job.tick) }

// by is the bill by a rule, with the moves.
func (b *nomadBill) by(rule optimum.Billing) float64 {
	switch rule {
	case optimum.Free:
		return b.billedFree() + b.moved()
	case optimum.Used:
		return b.billedUsed() + b.moved()
	}
	return b.billedWhole() + b.moved()
}

// lastTick is how much was used of the tick in which the job finished.
func (b *nomadBill) lastTick() sim.Duration {
	if d := sim.Duration(b.end) % b.job.tick; d > 0 {
		return d
	}
	return b.job.tick
}

// rent is what so much time costs where the job ran last.
func (b *nomadBill) rent(d sim.Duration) float64 {
	return float64(float64(b.last) / 1e12 * (d.Seconds() / 3600))
}

// moved is what the moves cost. The artifact, and the optimum, pay for every change of region, the engine for those of a job that has
// something to bring.
func (b *nomadBill) moved() float64 { return float64(float64(b.moves)*float64(b.job.move)) / 1e12 }
