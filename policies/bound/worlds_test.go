package bound_test

import (
	"fmt"
	"time"

	"skysim/sim"
)

// draw makes worlds and jobs of every sort out of one stream.
type draw struct{ sim.Stream }

func (d *draw) up(n int64) int64              { return d.Int64N(n + 1) }
func (d *draw) is(percent int64) bool         { return d.Int64N(100) < percent }
func pickOf[T any](d *draw, list ...T) T      { return list[d.Int64N(int64(len(list)))] }
func (d *draw) minutes(n int64) time.Duration { return time.Duration(d.up(n*60)) * time.Second }

// world draws a world: one or two providers with rules of all sorts, few types, zones and
// offers, so that they matter.
func (d *draw) world() *sim.World {
	w := &sim.World{GPUKinds: []string{"a100", "t4"}, Epoch: time.Unix(d.up(7200), d.up(1)*d.up(1e9-1))}
	for p := range 1 + d.up(1) {
		w.Providers = append(w.Providers, sim.Provider{Name: fmt.Sprintf("p%d", p), Billing: d.billing(), Notice: pickOf(d, 0, 0, time.Minute, 10*time.Minute)})
		if d.is(20) {
			w.Providers[p].Changes = []sim.DatedBilling{{From: sim.Time(d.minutes(120)), Billing: d.billing()}}
		}
		for r := range 1 + d.up(1) {
			w.Regions = append(w.Regions, sim.Region{Name: fmt.Sprintf("r%d%d", p, r), Provider: sim.ProviderID(p)})
			for z := range 1 + d.up(1) {
				w.Zones = append(w.Zones, sim.Zone{Name: fmt.Sprintf("z%d%d%d", p, r, z), Region: sim.RegionID(len(w.Regions) - 1)})
			}
		}
		d.types(w, sim.ProviderID(p))
	}
	for range d.up(1) {
		speeds := make([]int64, len(w.Types))
		for i := range speeds {
			speeds[i] = pickOf(d, int64(1_000_000), 700_000, 2_000_000, 0)
		}
		w.Profiles = append(w.Profiles, speeds)
	}
	if d.offers(w); d.is(15) {
		d.market(w)
	}
	if d.is(30) {
		d.commitments(w)
	}
	if d.is(40) {
		d.traffic(w)
	}
	return w
}

func (d *draw) billing() sim.Billing {
	return sim.Billing{
		Increment: pickOf(d, 0, 1, time.Second, time.Second, time.Minute, time.Hour), Minimum: pickOf(d, 0, 0, time.Second, time.Minute, time.Hour),
		Boot: d.is(20), Reprice: sim.Repricing(d.up(1)), FreeReclaim: pickOf(d, 0, 0, time.Minute, 20*time.Minute, time.Hour),
	}
}

func (d *draw) types(w *sim.World, p sim.ProviderID) {
	gpus := d.is(40)
	for k := range 1 + d.up(1) {
		m := sim.MachineType{
			Name: fmt.Sprintf("t%d%d", p, k), Provider: p, CPU: 1000 * (1 + d.up(7)), Mem: 1024 * (1 + d.up(15)), GPUKind: -1,
			Speed: pickOf(d, int64(1_000_000), 1_000_000, 500_000, 1_333_333),
		}
		if gpus && d.is(60) {
			m.GPUs, m.GPUKind = int32(1+d.up(3)), int32(d.up(1))
		}
		w.Types = append(w.Types, m)
	}
}

func (d *draw) offers(w *sim.World) {
	for k := range w.Types {
		for z := range w.Zones {
			for how := sim.Owned; how <= sim.Spot; how++ {
				if w.Regions[w.Zones[z].Region].Provider != w.Types[k].Provider || d.is(60) {
					continue
				}
				o := sim.Offer{Type: sim.TypeID(k), Zone: sim.ZoneID(z), Purchase: how, Boot: pickOf(d, 0, 0, time.Second, time.Minute)}
				o.Price, o.Supply = d.path(6, d.price), d.path(8, func() int64 { return d.up(4) })
				if how != sim.Spot && d.is(60) {
					o.Price = sim.Constant(d.price())
				}
				if how == sim.OnDemand && d.is(60) {
					o.Supply = sim.Constant(pickOf(d, sim.Unlimited, 1+d.up(3)))
				}
				w.Offers = append(w.Offers, o)
			}
		}
	}
	if len(w.Offers) == 0 {
		w.Offers = append(w.Offers, sim.Offer{Purchase: sim.OnDemand, Price: sim.Constant(d.price()), Supply: sim.Constant(3)})
	}
	w.SortOffers()
}

// price is mostly a dollar or so, and now and then next to nothing.
func (d *draw) price() int64 {
	return pickOf(d, d.up(3e12), d.up(3e12), d.up(3e12), d.up(3e9), d.up(40), 0)
}

func (d *draw) path(n int64, value func() int64) sim.Path {
	p := sim.Path{At: []sim.Time{-sim.Time(d.up(1))}, Value: []int64{value()}}
	for range d.up(n) {
		p.At = append(p.At, p.At[len(p.At)-1].Add(time.Second+d.minutes(90)))
		p.Value = append(p.Value, value())
	}
	return p
}

func (d *draw) commitments(w *sim.World) {
	for range 1 + d.up(1) {
		o := w.Offers[d.Int64N(int64(len(w.Offers)))]
		from := sim.Time(d.minutes(180)) - sim.Time(time.Hour)
		w.Commitments = append(w.Commitments, sim.Commitment{
			Type: o.Type, Region: w.Zones[o.Zone].Region, Count: 1 + d.up(2), Price: sim.Rate(d.price()), From: from, To: from.Add(time.Minute + d.minutes(600)),
		})
	}
}

func (d *draw) traffic(w *sim.World) {
	t := &sim.Traffic{}
	for range w.Providers {
		a := sim.Account{GB: pickOf(d, int64(1e9), 1<<30), Free: pickOf(d, 0, 0, 5*sim.GB, sim.GB/3)}
		if d.is(30) { // months of a few hours, so that some pass
			for m := range 400 {
				a.Months = append(a.Months, sim.Time(m)*sim.Time(3*time.Hour)-1)
			}
			a.Months = append(a.Months, sim.Never-1)
		}
		t.Accounts = append(t.Accounts, a)
	}
	for range len(w.Regions) * len(w.Regions) {
		tiers := sim.Flat(sim.Rate(d.up(2e11)))
		for range d.up(2) {
			tiers = append(tiers, sim.Tier{Above: tiers[len(tiers)-1].Above + 1 + sim.Volume(d.up(20e9)), Price: sim.Rate(d.up(2e11))})
		}
		t.Pairs = append(t.Pairs, int32(len(t.Routes)))
		t.Routes = append(t.Routes, sim.Route{Counter: int32(d.up(2)) - 1, Tiers: tiers})
	}
	w.Traffic = t
}

// jobs draws a few jobs, most of which fit somewhere.
func (d *draw) jobs(w *sim.World, most int64) []sim.Job {
	jobs := make([]sim.Job, 1+d.up(most-1))
	at := sim.Time(0)
	alike := d.is(40)
	for n := range jobs {
		if d.is(60) {
			at = at.Add(d.minutes(30))
		}
		if jobs[n] = d.job(w, at); alike && n > 0 {
			jobs[n].Demand, jobs[n].Restart, jobs[n].Profile, jobs[n].Tasks = jobs[0].Demand, jobs[0].Restart, jobs[0].Profile, jobs[0].Tasks
		}
		if n > 0 && d.is(10) {
			jobs[n].After = []int64{d.Int64N(int64(n))}
		}
	}
	return jobs
}

func (d *draw) job(w *sim.World, at sim.Time) sim.Job {
	t := &w.Types[w.Offers[d.Int64N(int64(len(w.Offers)))].Type]
	j := sim.Job{
		Submit: at, Work: d.up(pickOf(d, int64(3e9), int64(600e9), int64(3*3600e9))), Profile: int32(d.up(int64(max(0, len(w.Profiles)-1)))),
		Demand: sim.Demand{CPU: t.CPU * d.up(8) / 8, Mem: t.Mem * d.up(8) / 8}, Restart: d.restart(), Tasks: int32(pickOf(d, 1, 1, 1, 2, 3)),
	}
	j.Estimate = time.Duration(j.Work)
	if t.GPUs > 0 && d.is(80) {
		j.Demand.GPUs, j.Demand.Share = int32(1+d.up(int64(t.GPUs)-1)), pickOf(d, int32(1000), 500, 501, 334, 250)
		j.Demand.Kinds = pickOf(d, uint64(0), 3, 1<<t.GPUKind)
	}
	if d.is(15) {
		j.Limit = time.Duration(j.Work) + d.minutes(60) - 30*time.Minute
		j.Limit = max(1, j.Limit)
	}
	if d.is(15) {
		j.Deadline = at.Add(time.Duration(j.Work) + d.minutes(300))
	}
	if w.Traffic != nil && d.is(70) {
		j.Data = sim.Data{Home: sim.RegionID(d.Int64N(int64(len(w.Regions)))), Reads: d.up(20e9), Writes: pickOf(d, 0, d.up(20e9))}
	}
	return j
}

func (d *draw) restart() sim.Restart {
	r := sim.Restart{
		Keep: pickOf(d, sim.KeepNothing, sim.KeepAll, sim.KeepCheckpoint), Every: time.Second + d.minutes(20), Cost: pickOf(d, 0, time.Second, time.Minute),
		Overhead: pickOf(d, 0, time.Second, 5*time.Minute), Owes: sim.Owe(d.up(7)),
	}
	return r
}

// market leaves nothing but spot machines that come and go, and are free if they go soon.
func (d *draw) market(w *sim.World) {
	for i := range w.Providers {
		w.Providers[i].Billing.FreeReclaim = time.Hour
	}
	for i := range w.Offers {
		o := &w.Offers[i]
		o.Supply = sim.Path{At: []sim.Time{0}, Value: []int64{1 + d.up(2)}}
		if o.Purchase != sim.Owned {
			o.Purchase = sim.Spot
		}
		for at := sim.Time(0); len(o.Supply.At) < 12; {
			at = at.Add(20*time.Minute + d.minutes(80))
			o.Supply.At, o.Supply.Value = append(o.Supply.At, at), append(o.Supply.Value, (d.up(2))*int64(len(o.Supply.At)%2))
		}
		o.Supply.Value[len(o.Supply.Value)-1] = 2
	}
	kept := w.Offers[:0]
	for i, o := range w.Offers { // each but once
		if i == 0 || w.CompareOffers(kept[len(kept)-1], o) != 0 {
			kept = append(kept, o)
		}
	}
	w.Offers = kept
}
