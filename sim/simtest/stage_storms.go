package simtest

import (
	"slices"

	"skysim/sim"
)

// stormBuilder reads what breaks and what is forbidden in a transcript's world:
//
//	outage  east-a from=1m to=2m                 a zone is down; without to, for ever
//	cut     east and=west     from=1m to=2m      nothing travels between two regions
//	break   box rental=0 life=10m repair=5m      a machine of an offer; the next such line is its next life
//	pace    box rental=0 is=0.8                  of what its type says
//	class   gdpr run=DE,FR rest=DE providers=acme types=small overhead=0.1
//	tenant  blue providers=acme cpu=4 gpus=2     and its quotas
//
// Outages of one zone, and cuts between the same regions, go forward in time. A rental without
// a line never breaks and is as fast as its type. It implements sim.Faults.
type stormBuilder struct {
	of      *worldBuilder
	breaks  []scriptedBreak
	paces   []scriptedBreak
	outages []sim.Path
}

type scriptedBreak struct {
	offer        string
	rental       int64
	life, repair sim.Duration
	pace         int64
}

// storm reads a line, if it is one of these.
func (b *worldBuilder) storm(w *words, name string) bool {
	world := b.world
	switch w.verb {
	case "outage":
		z := w.index("zone", name, namesOf(world.Zones, func(z *sim.Zone) string { return z.Name }))
		for len(b.storms.outages) <= z {
			b.storms.outages = append(b.storms.outages, sim.Path{})
		}
		spell(w, &b.storms.outages[z])
	case "cut":
		at, to := b.region(w, name), b.region(w, w.value("and"))
		i := slices.IndexFunc(world.Cuts, func(c sim.Cut) bool { return c.A == at && c.B == to })
		if i < 0 {
			i = len(world.Cuts)
			world.Cuts = append(world.Cuts, sim.Cut{A: at, B: to})
		}
		spell(w, &world.Cuts[i].At)
	case "break":
		b.storms.breaks = append(b.storms.breaks, scriptedBreak{offer: name, rental: w.count("rental"), life: w.duration("life"), repair: w.duration("repair")})
	case "pace":
		b.storms.paces = append(b.storms.paces, scriptedBreak{offer: name, rental: w.count("rental"), pace: w.scaled("is", 1_000_000)})
	case "class":
		c := sim.Class{Name: name, Run: w.list("run"), Rest: w.list("rest"), Providers: b.providers(w), Overhead: w.scaled("overhead", 1_000_000)}
		for _, t := range w.list("types") {
			c.Types = append(c.Types, sim.TypeID(w.index("type", t, b.typeNames())))
		}
		world.Classes = append(world.Classes, c)
	case "tenant":
		world.Tenants = append(world.Tenants, sim.Tenant{Name: name, Providers: b.providers(w), CPU: w.scaled("cpu", 1000), GPU: w.scaled("gpus", 1000)})
	default:
		return false
	}
	return true
}

// spell adds a span of time to a path of 0 and 1.
func spell(w *words, p *sim.Path) {
	if len(p.At) == 0 && w.time("from") > 0 {
		*p = sim.Constant(0)
	}
	p.At, p.Value = append(p.At, w.time("from")), append(p.Value, 1)
	if to := w.time("to"); to > 0 {
		p.At, p.Value = append(p.At, to), append(p.Value, 0)
	}
}

// paths gives the world its outages, one path for each zone, if there are any.
func (b *worldBuilder) paths() {
	if len(b.storms.outages) > 0 {
		b.world.Outages = make([]sim.Path, len(b.world.Zones))
		copy(b.world.Outages, b.storms.outages)
	}
}

func (b *worldBuilder) providers(w *words) (list []sim.ProviderID) {
	for _, p := range w.list("providers") {
		list = append(list, sim.ProviderID(w.index("provider", p, namesOf(b.world.Providers, func(p *sim.Provider) string { return p.Name }))))
	}
	return list
}

// ruled reads the class or tenant of a job. A number is taken as it is, so that a job
// can name one that is not there.
func (b *worldBuilder) ruled(w *words, what string) int32 {
	name := w.value(what)
	if name == "" {
		return 0
	}
	if name[0] >= '0' && name[0] <= '9' || name[0] == '-' {
		return int32(w.count(what))
	}
	names := namesOf(b.world.Classes, func(c *sim.Class) string { return c.Name })
	if what == "tenant" {
		names = namesOf(b.world.Tenants, func(t *sim.Tenant) string { return t.Name })
	}
	return int32(w.index(what, name, names)) + 1
}

func namesOf[T any](list []T, name func(*T) string) (names []string) {
	for i := range list {
		names = append(names, name(&list[i]))
	}
	return names
}

// faults returns the weather of machines, nil if no line speaks of it.
func (b *worldBuilder) faults() sim.Faults {
	if len(b.storms.breaks)+len(b.storms.paces) == 0 {
		return nil
	}
	b.storms.of = b
	return &b.storms
}

// nth returns the line about a rental's life with that number, or nil.
func (b *stormBuilder) nth(o sim.OfferID, ordinal int64, n int32) *scriptedBreak {
	for i := range b.breaks {
		if l := &b.breaks[i]; l.offer == b.of.names[o] && l.rental == ordinal {
			if n == 0 {
				return l
			}
			n--
		}
	}
	return nil
}

// Life implements sim.Faults.
func (b *stormBuilder) Life(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	if l := b.nth(o, ordinal, n); l != nil {
		return l.life
	}
	return sim.Duration(sim.Never)
}

// Repair implements sim.Faults.
func (b *stormBuilder) Repair(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	if l := b.nth(o, ordinal, n); l != nil {
		return l.repair
	}
	return 0
}

// Pace implements sim.Faults.
func (b *stormBuilder) Pace(o sim.OfferID, ordinal int64) int64 {
	for _, l := range b.paces {
		if l.offer == b.of.names[o] && l.rental == ordinal {
			return l.pace
		}
	}
	return million
}
