package simtest

import (
	"slices"
	"time"

	"skysim/sim"
)

// stormy returns the scene with all weather on: zones that go down, regions that are parted,
// machines that break and are slow; and with law: jobs that may not run everywhere, some of which
// have data that has to travel to them. The storms are over after two days.
func (s scene) stormy(seed uint64) scene {
	b := sceneBuilder{Stream: sim.NewStream(seed, "contract/storm")}
	w := *s.world
	w.Regions = slices.Clone(w.Regions)
	for i := range w.Regions {
		w.Regions[i].Jurisdiction = []string{"DE", "FR", "US"}[i%3]
	}
	for range w.Zones {
		w.Outages = append(w.Outages, b.spells(3))
	}
	for a := range w.Regions {
		for to := range a {
			if b.Int64N(2) == 0 {
				w.Cuts = append(w.Cuts, sim.Cut{A: sim.RegionID(a), B: sim.RegionID(to), At: b.spells(2)})
			}
		}
	}
	w.Classes = []sim.Class{
		{Name: "european", Run: []string{"DE", "FR"}, Rest: []string{"DE"}, Overhead: 100_000},
		{Name: "certified", Types: []sim.TypeID{0, 1, 2, 4, 5, 7, 8}},
		{Name: "encrypted", Overhead: 50_000},
	}
	w.Tenants = []sim.Tenant{{Name: "any"}, {Name: "two", Providers: []sim.ProviderID{0, 2}, CPU: 24_000, GPU: 48_000}}
	s.jobs = slices.Clone(s.jobs)
	for i := range s.jobs {
		j := &s.jobs[i]
		if b.Int64N(2) == 0 {
			j.Class, j.Tenant = int32(b.Int64N(4)), int32(b.Int64N(3))
		}
		if b.Int64N(3) == 0 {
			j.Data = sim.Data{Home: sim.RegionID(b.Int64N(int64(len(w.Regions)))), Reads: 1e9 * b.Int64N(20), Writes: 1e9 * b.Int64N(2)}
		}
		if j.Class == 1 && w.Regions[j.Data.Home].Jurisdiction != "DE" {
			j.Data = sim.Data{}
		}
	}
	s.world, s.faults = &w, wear{}
	return s
}

// spells draws a path that is 1 for at most n spells of an hour or two within two days.
func (b *sceneBuilder) spells(n int64) sim.Path {
	p := sim.Constant(0)
	at := sim.Time(0)
	for range b.Int64N(n + 1) {
		at = at.Add((1 + b.upTo(600)) * time.Minute)
		p.At, p.Value = append(p.At, at), append(p.Value, 1)
		at = at.Add((1 + b.upTo(120)) * time.Minute)
		p.At, p.Value = append(p.At, at), append(p.Value, 0)
	}
	return p
}

// wear lets machines break after some hours, a few times at most, and makes one in three slow.
type wear struct{}

// Life implements sim.Faults.
func (wear) Life(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	draw := sim.NewStream(1, "contract/life", uint64(o), uint64(ordinal), uint64(n))
	if n > 5 || draw.Int64N(3) == 0 {
		return sim.Duration(sim.Never)
	}
	return time.Duration(1+draw.Int64N(900)) * time.Minute
}

// Repair implements sim.Faults.
func (wear) Repair(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	draw := sim.NewStream(1, "contract/repair", uint64(o), uint64(ordinal), uint64(n))
	return time.Duration(draw.Int64N(90)) * time.Minute
}

// Pace implements sim.Faults.
func (wear) Pace(o sim.OfferID, ordinal int64) int64 {
	draw := sim.NewStream(1, "contract/pace", uint64(o), uint64(ordinal))
	if draw.Int64N(3) > 0 {
		return million
	}
	return 600_000 + draw.Int64N(400_000)
}

// turn says which is which where what a world lists has been listed backwards.
func (s scene) turn(w *sim.World, jobs []sim.Job) {
	region := func(r sim.RegionID) sim.RegionID { return sim.RegionID(len(w.Regions)-1) - r }
	w.Outages, w.Cuts = backwards(w.Outages), slices.Clone(w.Cuts)
	if len(w.Outages) == 0 {
		w.Outages = nil
	}
	for i := range w.Cuts {
		w.Cuts[i].A, w.Cuts[i].B = region(w.Cuts[i].A), region(w.Cuts[i].B)
	}
	w.Classes, w.Tenants = slices.Clone(w.Classes), slices.Clone(w.Tenants)
	providers := func(list []sim.ProviderID) (out []sim.ProviderID) {
		for _, p := range list {
			out = append(out, sim.ProviderID(len(w.Providers)-1)-p)
		}
		return out
	}
	for i := range w.Classes {
		c := &w.Classes[i]
		c.Providers, c.Types = providers(c.Providers), slices.Clone(c.Types)
		for k := range c.Types {
			c.Types[k] = sim.TypeID(len(w.Types)-1) - c.Types[k]
		}
	}
	for i := range w.Tenants {
		w.Tenants[i].Providers = providers(w.Tenants[i].Providers)
	}
	for i := range jobs {
		if d := &jobs[i].Data; d.Reads > 0 || d.Writes > 0 {
			d.Home = region(d.Home)
		}
	}
}
