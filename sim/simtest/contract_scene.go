package simtest

import (
	"fmt"
	"math/bits"
	"time"

	"skysim/sim"
)

// scene is a small random world with jobs.
type scene struct {
	world *sim.World
	jobs  []sim.Job
	boots sim.Boots
	until sim.Time

	faults sim.Faults
}

// plenty says how much there is of everything.
type plenty bool

const (
	tight plenty = false // supply rises and falls, some jobs may never run
	roomy plenty = true  // supply without limit, machines that hold any job
)

// contractScene draws a scene; the seed is its name.
func contractScene(seed uint64, room plenty) scene {
	b := sceneBuilder{Stream: sim.NewStream(seed, "contract"), room: room}
	w := &sim.World{
		Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), GPUKinds: []string{"a100", "t4", "v100"},
		Providers: []sim.Provider{
			{Name: "ant", Billing: sim.Billing{Increment: time.Second, Minimum: time.Minute}, Notice: 2 * time.Minute},
			{Name: "bee", Billing: sim.Billing{Increment: time.Hour, Boot: true}, Notice: 0},
			{Name: "cow", Billing: sim.Billing{}, Notice: 30 * time.Second},
		},
	}
	for p := range w.Providers {
		b.provider(w, sim.ProviderID(p))
	}
	for range 3 {
		b.profile(w)
	}
	w.SortOffers()
	s := scene{world: w, until: sim.Time(20 * 24 * time.Hour)}
	at := sim.Time(0)
	for n := range int64(60) {
		at = at.Add(b.upTo(20) * time.Minute)
		s.jobs = append(s.jobs, b.job(n, at))
	}
	return s
}

// sceneBuilder draws the parts of a scene.
type sceneBuilder struct {
	sim.Stream
	room plenty
}

// upTo returns a number from 0 to n.
func (b *sceneBuilder) upTo(n int64) time.Duration { return time.Duration(b.Int64N(n + 1)) }

// provider adds a provider's types, regions, zones and offers.
func (b *sceneBuilder) provider(w *sim.World, p sim.ProviderID) {
	first := len(w.Types)
	w.Types = append(w.Types,
		sim.MachineType{Name: "small", CPU: 4000, Mem: 16384, GPUKind: -1},
		sim.MachineType{Name: "gpu", CPU: 16000, Mem: 65536, GPUs: int32(1 + b.Int64N(4)), GPUKind: int32(b.Int64N(3))},
		sim.MachineType{Name: "large", CPU: 64000, Mem: 262144, GPUs: 8, GPUKind: int32(p)},
	)
	for t := first; t < len(w.Types); t++ {
		w.Types[t].Provider = p
		w.Types[t].Speed = 500_000 + 250_000*b.Int64N(5)
	}
	for r := range 1 + b.Int64N(2) {
		region := sim.RegionID(len(w.Regions))
		w.Regions = append(w.Regions, sim.Region{Name: fmt.Sprintf("%s-%d", w.Providers[p].Name, r), Provider: p})
		for z := range 1 + b.Int64N(2) {
			zone := sim.ZoneID(len(w.Zones))
			w.Zones = append(w.Zones, sim.Zone{Name: fmt.Sprintf("%s-%d%c", w.Providers[p].Name, r, 'a'+rune(z)), Region: region})
			for t := first; t < len(w.Types); t++ {
				b.offers(w, sim.TypeID(t), zone)
			}
		}
	}
}

// offers adds some purchases of a type in a zone.
func (b *sceneBuilder) offers(w *sim.World, t sim.TypeID, z sim.ZoneID) {
	price := sim.DollarRate / 100 * sim.Rate(w.Types[t].CPU/1000+20*int64(w.Types[t].GPUs)+b.Int64N(4))
	add := func(how sim.Purchase, price sim.Rate, supply sim.Path) {
		w.Offers = append(w.Offers, sim.Offer{
			Type: t, Zone: z, Purchase: how, Price: b.path(int64(price), 3), Supply: supply, Boot: b.upTo(4) * time.Minute,
		})
	}
	if b.Int64N(4) == 0 && (!bool(b.room) || w.Types[t].CPU < 64000) { // large jobs have to rent
		add(sim.Owned, price/2, sim.Constant(1+b.Int64N(2)))
	}
	if b.room || b.Int64N(3) > 0 {
		add(sim.OnDemand, price, b.supply(6))
	}
	if b.room || b.Int64N(3) > 0 {
		add(sim.Spot, price/3, b.supply(4))
	}
}

// supply draws a path of at most n machines.
func (b *sceneBuilder) supply(n int64) sim.Path {
	if b.room {
		return sim.Constant(sim.Unlimited)
	}
	p := b.path(n, 8)
	for i := range p.Value {
		p.Value[i] = b.Int64N(n + 1)
	}
	return p
}

// path draws up to n steps, a few hours apart, around a value.
func (b *sceneBuilder) path(value, n int64) sim.Path {
	p := sim.Constant(value)
	for range b.Int64N(n) {
		p.At = append(p.At, p.At[len(p.At)-1].Add((1+b.upTo(360))*time.Minute))
		p.Value = append(p.Value, value/2+b.Int64N(value+1))
	}
	return p
}

// profile adds a kind of job with a speed on each type, some of them 0.
func (b *sceneBuilder) profile(w *sim.World) {
	speeds := make([]int64, len(w.Types))
	for t := range speeds {
		if b.room || b.Int64N(5) > 0 {
			speeds[t] = 400_000 + 300_000*b.Int64N(4)
		}
	}
	w.Profiles = append(w.Profiles, speeds)
}

// job draws the job of that number.
func (b *sceneBuilder) job(n int64, at sim.Time) sim.Job {
	j := sim.Job{
		Submit: at, Work: int64((1 + b.upTo(240)) * time.Minute), Profile: int32(b.Int64N(3)),
		Demand: sim.Demand{CPU: 500 * (1 + b.Int64N(8)), Mem: 1024 * b.Int64N(16)}, Tasks: 1, Priority: int32(b.Int64N(3)),
	}
	if b.Int64N(3) == 0 {
		j.Tasks = int32(2 + b.Int64N(5))
	}
	switch b.Int64N(3) {
	case 0: // whole devices
		j.Demand.GPUs, j.Demand.Share = 1<<b.Int64N(4), 1000
	case 1: // parts of devices
		j.Demand.GPUs, j.Demand.Share = int32(1+b.Int64N(3)), int32(200*(1+b.Int64N(4)))
	}
	if j.Demand.GPUs > 0 && !bool(b.room) && b.Int64N(2) == 0 {
		j.Demand.Kinds = 1 + uint64(b.Int64N(7))
	}
	if b.Int64N(4) > 0 {
		j.Estimate = time.Duration(j.Work) * (1 + b.upTo(3)) / 2
	}
	if b.Int64N(2) == 0 {
		j.Deadline = at.Add(time.Duration(j.Work) + b.upTo(600)*time.Minute)
	}
	if !bool(b.room) && b.Int64N(8) == 0 {
		j.Limit = time.Hour
	}
	if n > 0 && b.Int64N(6) == 0 {
		j.After = []int64{b.Int64N(n)}
	}
	j.Restart = sim.Restart{Keep: sim.Keep(b.Int64N(3)), Every: 10 * time.Minute, Cost: b.upTo(30) * time.Second, Overhead: b.upTo(60) * time.Second, Owes: sim.Owe(b.Int64N(8))}
	return j
}

// reordered returns the scene with everything that is a list listed backwards,
// except what has an order of its own.
func (s scene) reordered() scene {
	w := *s.world
	w.Providers, w.Regions, w.Zones = backwards(w.Providers), backwards(w.Regions), backwards(w.Zones)
	w.Types, w.GPUKinds, w.Offers = backwards(w.Types), backwards(w.GPUKinds), backwards(w.Offers)
	for i := range w.Regions {
		w.Regions[i].Provider = sim.ProviderID(len(w.Providers)-1) - w.Regions[i].Provider
	}
	for i := range w.Zones {
		w.Zones[i].Region = sim.RegionID(len(w.Regions)-1) - w.Zones[i].Region
	}
	for i := range w.Types {
		w.Types[i].Provider = sim.ProviderID(len(w.Providers)-1) - w.Types[i].Provider
		if w.Types[i].GPUKind >= 0 {
			w.Types[i].GPUKind = int32(len(w.GPUKinds)-1) - w.Types[i].GPUKind
		}
	}
	for i := range w.Offers {
		w.Offers[i].Type = sim.TypeID(len(w.Types)-1) - w.Offers[i].Type
		w.Offers[i].Zone = sim.ZoneID(len(w.Zones)-1) - w.Offers[i].Zone
	}
	w.Profiles = make([][]int64, len(s.world.Profiles))
	for i, speeds := range s.world.Profiles {
		w.Profiles[i] = backwards(speeds)
	}
	w.SortOffers()
	jobs := append([]sim.Job(nil), s.jobs...)
	for i := range jobs {
		jobs[i].Demand.Kinds = bits.Reverse64(jobs[i].Demand.Kinds) >> (64 - len(w.GPUKinds))
	}
	s.turn(&w, jobs)
	s.world, s.jobs = &w, jobs
	return s
}

func backwards[T any](list []T) []T {
	out := make([]T, len(list))
	for i, v := range list {
		out[len(list)-1-i] = v
	}
	return out
}

// renamed returns the scene with other names for regions and zones that sort
// in the same order.
func (s scene) renamed() scene {
	w := *s.world
	w.Regions, w.Zones = append([]sim.Region(nil), w.Regions...), append([]sim.Zone(nil), w.Zones...)
	for i := range w.Regions {
		w.Regions[i].Name = "zz-" + w.Regions[i].Name + "-x"
	}
	for i := range w.Zones {
		w.Zones[i].Name = "q" + w.Zones[i].Name
	}
	s.world = &w
	return s
}

// scaled returns the scene with all prices k times as high.
func (s scene) scaled(k int64) scene {
	w := *s.world
	w.Offers = append([]sim.Offer(nil), w.Offers...)
	for i := range w.Offers {
		p := &w.Offers[i].Price
		p.Value = append([]int64(nil), p.Value...)
		for j := range p.Value {
			p.Value[j] *= k
		}
	}
	s.world = &w
	return s
}
