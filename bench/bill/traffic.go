package bill

import (
	"fmt"
	"slices"
	"strings"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// meter counts a provider's traffic to the internet.
type meter struct {
	sim.Meter
	counters []string
}

// counter numbers a counter by its name.
func (m *meter) counter(name string) int {
	i := slices.Index(m.counters, name)
	if i < 0 {
		i = len(m.counters)
		m.counters = append(m.counters, name)
	}
	return i
}

// traffic prices what left a region. Its month, its place in the tiers and its
// tariff are those of its start.
func (j *job) traffic(i int) *traces.SyntaxError {
	r := &j.rows[i]
	t, f := j.at(r, r.Start)
	if f != nil {
		return f
	}
	route, f := j.route(r, t)
	if f != nil {
		return f
	}
	m := j.meters[r.Provider]
	if m == nil {
		m = &meter{}
		j.meters[r.Provider] = m
	}
	month, number := t.month(r.Start)
	use := sim.TrafficUse{Volume: sim.Volume(r.Size), Tiers: route.tiers, Counter: -1, Month: number}
	if route.counter != "" {
		use.Counter, use.Allowance = m.counter(route.counter), t.allowance
	}
	c, ok := m.Charge(use)
	if !ok {
		return tooMuch(r, "gb")
	}
	j.add(i, Line{Kind: Egress, Month: month, Amount: c.Amount, Why: whyTraffic(&use, route, c, month)})
	return nil
}

// route is how traffic is priced.
type route struct {
	scope   string // internet, inter-region or inter-zone
	counter string // "" for traffic that is not counted
	tiers   sim.Tiers
}

// route finds the price of a row's traffic.
func (j *job) route(r *usage.Row, t *tariff) (route, *traces.SyntaxError) {
	to, jurisdiction, f := j.target(r)
	if f != nil {
		return route{}, f
	}
	if to != "" {
		x, ok := t.Between(r.Region, to)
		if !ok {
			return route{}, r.Fault("to", "a region that the price of traffic from "+r.Region+" to is known", "")
		}
		return route{scope: x.Scope, tiers: sim.Flat(x.Price)}, nil
	}
	e, ok := t.Internet(r.Region, jurisdiction, "")
	if !ok {
		return route{}, r.Fault("region", "a region whose price of traffic to the internet is known on "+t.Date, "")
	}
	return route{scope: usage.Internet, counter: e.Counter, tiers: t.tiers(e.Tiers)}, nil
}

// target returns where a row's traffic goes: a region of the same provider, or
// the internet in a jurisdiction, which is "" if it is not known. Other providers
// are the internet.
func (j *job) target(r *usage.Row) (region, jurisdiction string, f *traces.SyntaxError) {
	first, second, two := strings.Cut(r.To, "/")
	switch {
	case r.To == usage.Internet:
		return "", "", nil
	case two && first == usage.Internet:
		if len(second) != 2 || strings.ToUpper(second) != second {
			return "", "", r.Fault("to", "internet/ and the ISO 3166-1 code of a jurisdiction, as in internet/CN", "")
		}
		return "", second, nil
	case !two:
		first, second = r.Provider, r.To
	}
	if _, ok := j.catalog.Provider(first); !ok {
		var known []string
		for _, p := range j.catalog.Providers {
			known = append(known, p.Name+"/"+second)
		}
		return "", "", r.Unknown("to", "internet, a region, or a provider of the catalogue and one of its regions", known)
	}
	if x, ok := j.catalog.Region(first, second); ok {
		if first == r.Provider {
			return second, "", nil
		}
		return "", x.Jurisdiction, nil
	}
	if two {
		known := j.regions(first)
		for i := range known {
			known[i] = first + "/" + known[i]
		}
		return "", "", r.Unknown("to", "internet, or a region of "+first, known)
	}
	return j.foreign(r)
}

// foreign returns the jurisdiction of a region that only other providers have.
func (j *job) foreign(r *usage.Row) (region, jurisdiction string, f *traces.SyntaxError) {
	var found []catalog.Region
	for _, x := range j.catalog.Regions {
		if x.Name == r.To {
			found = append(found, x)
		}
	}
	if len(found) == 0 {
		known := append([]string{usage.Internet}, j.regions(r.Provider)...)
		return "", "", r.Unknown("to", fmt.Sprintf("internet, a region of %s, or a provider and its region as in gcp/us-east1", r.Provider), known)
	}
	for _, x := range found[1:] {
		if x.Jurisdiction != found[0].Jurisdiction {
			return "", "", r.Fault("to", fmt.Sprintf("%s or %s: both are called so", found[0].FullName(), x.FullName()), "")
		}
	}
	return "", found[0].Jurisdiction, nil
}
