package sim_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// brew adds to a drawn play outages, partitions, machines that break and are slow, and
// law. Times are whole seconds here, too, so that all of it meets.
func (p *play) brew(t *rapid.T) {
	w := p.world
	for i := range w.Regions {
		w.Regions[i].Jurisdiction = one(t, "jurisdiction", "DE", "FR", "")
	}
	w.Outages, w.Cuts = nil, nil
	if rapid.Bool().Draw(t, "outages") {
		for range w.Zones {
			w.Outages = append(w.Outages, drawSwitch(t, "outage"))
		}
	}
	for range up(t, "cuts", 4) {
		from, on := up(t, "from", len(w.Zones)-1), 1+up(t, "on", max(0, len(w.Zones)-2))
		c := sim.Cut{A: w.Zones[from].Region, B: w.Zones[(from+on)%len(w.Zones)].Region, At: drawSwitch(t, "cut")}
		if c.A != c.B {
			w.Cuts = append(w.Cuts, c)
		}
	}
	drawLaw(t, w)
	if rapid.Bool().Draw(t, "faults") {
		p.faults = badFaults{p.seed}
	}
	for i := range p.jobs {
		j := &p.jobs[i]
		j.Class, j.Tenant = int32(up(t, "class", len(w.Classes))), int32(up(t, "tenant", len(w.Tenants)))
		if j.Data == (sim.Data{}) && up(t, "has data", 2) == 0 {
			j.Data = sim.Data{Home: sim.RegionID(up(t, "home", len(w.Regions)-1)), Reads: int64(up(t, "reads", 1)), Writes: int64(up(t, "writes", 1))}
		}
	}
	p.comply()
}

// comply takes the class from jobs whose data may not be where it is, and ends runs in which
// something can happen for ever.
func (p *play) comply() {
	for i := range p.jobs {
		j := &p.jobs[i]
		if j.Class == 0 || j.Data.Reads == 0 && j.Data.Writes == 0 {
			continue
		}
		if rest := p.world.Classes[j.Class-1].Rest; len(rest) > 0 && !slices.Contains(rest, p.world.Regions[j.Data.Home].Jurisdiction) {
			j.Class = 0
		}
	}
	if p.faults != nil && p.until == 0 {
		p.until = sim.Time(4 * time.Minute)
		if n := len(p.jobs); n > 0 {
			p.until += p.jobs[n-1].Submit
		}
	}
}

// drawSwitch draws a path of 0 and 1, which may be empty and may say the same twice.
func drawSwitch(t *rapid.T, what string) sim.Path {
	if up(t, what+" never", 3) == 0 {
		return sim.Path{}
	}
	return drawPath(t, what, 5, rapid.Int64Range(0, 1))
}

// drawLaw draws classes and tenants.
func drawLaw(t *rapid.T, w *sim.World) {
	w.Classes, w.Tenants = nil, nil
	some := func(what string) []string {
		return one(t, what, nil, nil, []string{"DE"}, []string{"FR", "DE"}, []string{"", "FR"}, []string{"US"})
	}
	providers := func(what string) []sim.ProviderID {
		return one(t, what, nil, nil, []sim.ProviderID{0}, []sim.ProviderID{sim.ProviderID(len(w.Providers) - 1)})
	}
	for i := range up(t, "classes", 2) {
		c := sim.Class{Name: fmt.Sprintf("c%d", i), Run: some("run"), Rest: some("rest"), Providers: providers("class providers")}
		c.Types = one(t, "types", nil, nil, []sim.TypeID{0}, []sim.TypeID{sim.TypeID(len(w.Types) - 1)})
		c.Overhead = one(t, "overhead", int64(0), 0, 100_000, 333_333, 2_000_000)
		w.Classes = append(w.Classes, c)
	}
	for i := range up(t, "tenants", 2) {
		w.Tenants = append(w.Tenants, sim.Tenant{
			Name: fmt.Sprintf("t%d", i), Providers: providers("tenant providers"),
			CPU: 500 * int64(up(t, "cpu quota", 12)), GPU: one(t, "gpu quota", int64(0), 0, 701, 1500),
		})
	}
}

// badFaults is a weather in which machines break after some seconds, or after hours, or never.
type badFaults struct{ seed uint64 }

func (b badFaults) draw(what string, keys ...uint64) sim.Stream {
	return sim.NewStream(b.seed, what, keys...)
}

func (b badFaults) Life(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	s := b.draw("life", uint64(o), uint64(ordinal), uint64(n))
	switch s.Int64N(4) {
	case 0:
		return sim.Duration(sim.Never)
	case 1:
		return time.Duration(1+s.Int64N(3)) * time.Hour
	case 2:
		return time.Duration(1 + s.Int64N(30)) // at the same instant, but for nanoseconds
	}
	return time.Duration(1+s.Int64N(20)) * time.Second
}

func (b badFaults) Repair(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	s := b.draw("repair", uint64(o), uint64(ordinal), uint64(n))
	return time.Duration(s.Int64N(4)*s.Int64N(20)) * time.Second
}

func (b badFaults) Pace(o sim.OfferID, ordinal int64) int64 {
	s := b.draw("pace", uint64(o), uint64(ordinal))
	return []int64{1_000_000, 1_000_000, 1_000_000, 700_000, 999_999, 333_333, 100_000, 1}[s.Int64N(8)]
}
