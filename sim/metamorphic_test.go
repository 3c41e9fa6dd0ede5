package sim_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
	"skysim/sim/simtest"
)

// What must not matter: two runs that differ in it alone are compared, event by event.

// keeps says that a change of a drawn play changes nothing that tell tells of it.
func keeps(t *testing.T, change func(*rapid.T, *play), tell func(*diary)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		p := drawMoney(t, 20)
		var want, got diary
		run(t, open(t, p.config(nil, &want)))
		change(t, &p)
		run(t, open(t, p.config(failed{}, &got)))
		if tell != nil {
			tell(&want)
			tell(&got)
		}
		if g, w := got.String(), want.String(); g != w {
			t.Fatalf("the log is\n%s\nwant\n%s", g, w)
		}
	})
}

// TestOutagesAfterTheRunChangeNothing also parts regions then.
func TestOutagesAfterTheRunChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawMoney(t, 20)
		var want, got diary
		s := open(t, p.config(nil, &want))
		run(t, s)
		if sums := s.Totals(); sums.Unfinished() > 0 && p.until == 0 {
			return // it ended because nothing more could happen: an outage is something
		}
		w := *p.world
		after := func(path sim.Path) sim.Path {
			at := s.Now() + 1 + sim.Time(seconds(t, "later", 3))
			for i := range path.At {
				if path.At[i] > s.Now() { // what comes after the end may as well be another way
					path.At, path.Value = path.At[:i:i], path.Value[:i:i]
					break
				}
			}
			if len(path.At) == 0 {
				path = sim.Constant(0)
			}
			return sim.Path{At: append(slices.Clone(path.At), at), Value: append(slices.Clone(path.Value), 1-path.Value[len(path.Value)-1])}
		}
		w.Outages = make([]sim.Path, len(w.Zones))
		for z := range w.Outages {
			if p.world.Outages != nil {
				w.Outages[z] = p.world.Outages[z]
			}
			w.Outages[z] = after(w.Outages[z])
		}
		w.Cuts = slices.Clone(w.Cuts)
		for i := range w.Cuts {
			w.Cuts[i].At = after(w.Cuts[i].At)
		}
		p.world = &w
		run(t, open(t, p.config(failed{}, &got)))
		if g, w := got.String(), want.String(); g != w {
			t.Fatalf("the log is\n%s\nwant\n%s", g, w)
		}
	})
}

// TestOtherNamesChangeNothing gives regions and zones names that stand in the same order.
func TestOtherNamesChangeNothing(t *testing.T) {
	keeps(t, func(_ *rapid.T, p *play) {
		w := *p.world
		w.Regions, w.Zones = slices.Clone(w.Regions), slices.Clone(w.Zones)
		for i := range w.Regions {
			w.Regions[i].Name = "the " + w.Regions[i].Name + " of old"
		}
		for i := range w.Zones {
			w.Zones[i].Name = "z" + w.Zones[i].Name
		}
		p.world = &w
	}, nil)
}

// TestNamesInAnotherOrderChangeNothing turns the order of two regions around. The policy
// rents one offer, and nobody owns machines, so that where an offer stands decides nothing.
func TestNamesInAnotherOrderChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawMoney(t, 20)
		w := *p.world
		w.Offers = slices.DeleteFunc(slices.Clone(w.Offers), func(o sim.Offer) bool { return o.Purchase == sim.Owned })
		if len(w.Offers) == 0 {
			return
		}
		p.boots, p.faults, p.world = nil, nil, &w // these are drawn by the number of the offer
		if p.until == 0 {
			p.until = sim.Time(48 * time.Hour)
		}
		chosen := w.Offers[up(t, "offer", len(w.Offers)-1)]
		play := func(w *sim.World) (d diary) {
			at := slices.IndexFunc(w.Offers, func(o sim.Offer) bool {
				return o.Type == chosen.Type && o.Zone == chosen.Zone && o.Purchase == chosen.Purchase
			})
			run(t, open(t, sim.Config{
				World: w, Jobs: sim.Jobs(p.jobs...), Until: p.until, Observers: []sim.Observer{&d}, Thorough: true,
				Policy: &simtest.InOrder{Rent: sim.OfferID(at), Release: true},
			}))
			// What turns together turns in the order of names.
			d.events = slices.DeleteFunc(d.events, func(e sim.Event) bool {
				return e.Kind == sim.PriceChanged || e.Kind == sim.SupplyChanged || e.Kind == sim.ZoneDown || e.Kind == sim.ZoneUp
			})
			for i := range d.events {
				d.events[i].Offer, d.events[i].Seq = 0, 0
			}
			for i := range d.lines {
				d.lines[i].Offer = 0
			}
			return d
		}
		want := play(&w)
		turned := w
		turned.Regions, turned.Offers = slices.Clone(w.Regions), slices.Clone(w.Offers)
		for i := range turned.Regions {
			turned.Regions[i].Name = string(rune('z'-i)) + turned.Regions[i].Name
		}
		turned.SortOffers()
		got := play(&turned)
		if g, w := got.String(), want.String(); g != w {
			t.Fatalf("the log is\n%s\nwant\n%s", g, w)
		}
	})
}

// TestRulesThatAllAreWithinCostNothing gives every job a class and a tenant that allow all there is.
func TestRulesThatAllAreWithinCostNothing(t *testing.T) {
	keeps(t, func(t *rapid.T, p *play) {
		w := *p.world
		all, types, providers := []string{}, []sim.TypeID{}, []sim.ProviderID{}
		for i := range w.Regions {
			all = append(all, w.Regions[i].Jurisdiction)
		}
		for i := range w.Types {
			types = append(types, sim.TypeID(i))
		}
		for i := range w.Providers {
			providers = append(providers, sim.ProviderID(i))
		}
		w.Classes = append(slices.Clone(w.Classes), sim.Class{Name: "all", Run: all, Rest: all, Types: types, Providers: providers})
		w.Tenants = append(slices.Clone(w.Tenants), sim.Tenant{Name: "anybody", Providers: providers, CPU: sim.Unlimited, GPU: sim.Unlimited})
		p.world, p.jobs = &w, slices.Clone(p.jobs)
		for i := range p.jobs {
			j := &p.jobs[i]
			if j.Class == 0 && up(t, "classless", 3) > 0 {
				j.Class = int32(len(w.Classes))
			}
			if j.Tenant == 0 && up(t, "free", 3) > 0 {
				j.Tenant = int32(len(w.Tenants))
			}
		}
	}, nil)
}

// TestFaultsThatNeverComeAreNone has machines that never break at the pace of their types.
func TestFaultsThatNeverComeAreNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawMoney(t, 20)
		p.faults = nil
		var want, got diary
		run(t, open(t, p.config(nil, &want)))
		p.faults = noFaults{}
		run(t, open(t, p.config(nil, &got)))
		if g, w := got.String(), want.String(); g != w {
			t.Fatalf("the log is\n%s\nwant\n%s", g, w)
		}
	})
}

type noFaults struct{}

func (noFaults) Life(sim.OfferID, int64, int32) sim.Duration   { return sim.Duration(sim.Never) }
func (noFaults) Repair(sim.OfferID, int64, int32) sim.Duration { return 0 }
func (noFaults) Pace(sim.OfferID, int64) int64                 { return 1_000_000 }

// TestSpotThatStaysIsOnDemand buys every machine on demand, and then as spot, with a supply
// that does not change, at three times the price: the same happens, and costs three times as much
// but for roundings, whatever breaks.
func TestSpotThatStaysIsOnDemand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlay(t, 20)
		for i := range p.world.Providers {
			p.world.Providers[i].Billing.FreeReclaim, p.world.Providers[i].Billing.Reprice = 0, sim.Continuous
		}
		bought := func(how sim.Purchase, times int64) (d diary, cost sim.Money) {
			w := *p.world
			w.Offers = nil
			for _, o := range p.world.Offers {
				if o.Purchase == sim.Spot {
					continue
				}
				if o.Purchase == sim.OnDemand {
					o.Purchase, o.Supply = how, sim.Constant(o.Supply.Value[0])
				}
				o.Price.Value = slices.Clone(o.Price.Value)
				for i := range o.Price.Value {
					o.Price.Value[i] *= times
				}
				w.Offers = append(w.Offers, o)
			}
			q := p
			q.world = &w
			s := open(t, q.config(failed{}, &d))
			run(t, s)
			for i := range d.events {
				if d.events[i].Kind == sim.PriceChanged {
					d.events[i].Value /= times
				}
			}
			for i := range d.lines {
				d.lines[i].Amount = 0
			}
			return d, s.Totals().Cost
		}
		want, cheap := bought(sim.OnDemand, 1)
		got, dear := bought(sim.Spot, 3)
		if g, w := got.String(), want.String(); g != w {
			t.Fatalf("the log is\n%s\nwant\n%s", g, w)
		}
		if n := sim.Money(2 * len(want.lines)); dear < 3*cheap-n || dear > 3*cheap+n {
			t.Fatalf("it costs %v at three times the price, and %v else", dear, cheap)
		}
	})
}
