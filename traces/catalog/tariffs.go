package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Tariff returns the price list of a provider on a day, each fact the newest on
// or before it. It is an error if the provider is not known, or if the day is
// before the first of the facts that no bill can do without: billing_increment,
// gb_bytes and billing_zone.
func (c *Catalog) Tariff(provider, day string) (*Tariff, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return nil, fmt.Errorf("tariff of %s: date %q is not a date as in 2024-04-23", provider, day)
	}
	p, ok := c.Provider(provider)
	if !ok {
		return nil, fmt.Errorf("tariff: unknown provider %q%s", provider, suggest(provider, c.providerNames()))
	}
	p.hold(day)
	for _, name := range []string{"billing_increment", "gb_bytes", "billing_zone"} {
		if days := p.factDays(name); len(days) == 0 || days[0] > day {
			return nil, fmt.Errorf("tariff of %s on %s: no %s%s", provider, day, name, listed(days))
		}
	}
	t := &Tariff{
		Provider: provider, Date: day,
		Machines:   MachineRules{p.Increment, p.Minimum, p.BillsBoot, p.Notice, p.SpotPrice, p.ReclaimFree},
		GB:         p.GB,
		Months:     months[p.Zone],
		FreeEgress: p.FreeEgress * p.GB,
		Facts:      slices.DeleteFunc(slices.Clone(p.Facts), func(f Fact) bool { return !p.holds(f, day) }),
		groups:     map[string]string{},
	}
	for _, r := range c.Regions {
		if r.Provider == provider {
			t.groups[r.Name] = r.Group
		}
	}
	for _, f := range p.Facts {
		t.note(f.Date)
	}
	t.addEgress(c)
	t.addTransfers(c)
	t.addStorage(c)
	t.addCommitments(c)
	return t, nil
}

// Tariffs returns the versions of a provider's tariff that hold from a day on
// up to, and without, another: as many as there are changes, and one more.
func (c *Catalog) Tariffs(provider, from, until string) ([]*Tariff, error) {
	var all []*Tariff
	for day := from; day != "" && (day < until || len(all) == 0); {
		t, err := c.Tariff(provider, day)
		if err != nil {
			return nil, err
		}
		all, day = append(all, t), t.Until
	}
	return all, nil
}

// note takes the day of a row into account: it is either past or to come.
func (t *Tariff) note(day string) {
	switch {
	case day <= t.Date:
		t.Since = max(t.Since, day)
	case t.Until == "" || day < t.Until:
		t.Until = day
	}
}

// chosen returns the rows of the tariff's provider that hold on its day. Rows
// with the same key are versions of one thing: those of the newest day hold.
func chosen[R any](t *Tariff, rows []R, of func(R) (provider, key, day string)) []R {
	newest := map[string]string{}
	for _, r := range rows {
		if provider, key, day := of(r); provider == t.Provider {
			t.note(day)
			if day <= t.Date {
				newest[key] = max(newest[key], day)
			}
		}
	}
	var out []R
	for _, r := range rows {
		if provider, key, day := of(r); provider == t.Provider && newest[key] == day {
			out = append(out, r)
		}
	}
	return out
}

func join(names ...string) string { return strings.Join(names, "\x00") }

func (t *Tariff) addEgress(c *Catalog) {
	rows := chosen(t, c.Egress, func(e EgressTier) (string, string, string) {
		return e.Provider, join(e.From, e.To, e.Route), e.Date
	})
	for _, e := range rows { // sorted by threshold last
		n := len(t.Egress)
		if n == 0 || t.Egress[n-1].From != e.From || t.Egress[n-1].To != e.To || t.Egress[n-1].Route != e.Route {
			t.Egress = append(t.Egress, Egress{From: e.From, To: e.To, Route: e.Route, Counter: e.Counter, Origin: e.Origin})
			n++
		}
		t.Egress[n-1].Tiers = append(t.Egress[n-1].Tiers, Tier{e.Above * t.GB, e.Price})
	}
}

func (t *Tariff) addTransfers(c *Catalog) {
	rows := chosen(t, c.Transfers, func(x TransferPrice) (string, string, string) {
		return x.Provider, join(x.Scope, x.From, x.To), x.Date
	})
	for _, x := range rows {
		t.Transfers = append(t.Transfers, Transfer{x.Scope, x.From, x.To, x.Price, x.Origin})
	}
}

func (t *Tariff) addStorage(c *Catalog) {
	rows := chosen(t, c.Storage, func(s StoragePrice) (string, string, string) {
		return s.Provider, join(s.Where, s.Kind, s.Class, s.Item), s.Date
	})
	for _, s := range rows {
		n := len(t.Storage)
		if n == 0 || t.Storage[n-1].Where != s.Where || t.Storage[n-1].Kind != s.Kind || t.Storage[n-1].Class != s.Class {
			t.Storage = append(t.Storage, Storage{Where: s.Where, Kind: s.Kind, Class: s.Class, Origin: s.Origin})
			n++
		}
		into := &t.Storage[n-1]
		switch s.Item {
		case "gb_month":
			into.Tiers, into.Origin = append(into.Tiers, Tier{s.Above * t.GB, s.Price}), s.Origin
		case "writes":
			into.Writes = Requests{true, s.Price}
		case "reads":
			into.Reads = Requests{true, s.Price}
		case "deletes":
			into.Deletes = Requests{true, s.Price}
		}
	}
}

func (t *Tariff) addCommitments(c *Catalog) {
	rows := chosen(t, c.Commitments, func(x CommitmentPrice) (string, string, string) {
		return x.Provider, join(x.Region, x.Type, strconv.Itoa(x.Months)), x.Date
	})
	for _, x := range rows {
		t.Commitments = append(t.Commitments, x.Commitment)
	}
}

// Internet returns the price of traffic from a region to the internet, or to
// another provider, in a jurisdiction; "" if it is not known where to. A row
// for the region goes before one for its group, and one for the jurisdiction
// before one for any. It reports false if the price is not known.
func (t *Tariff) Internet(region, jurisdiction, route string) (Egress, bool) {
	best, rank := Egress{}, 0
	for _, e := range t.Egress {
		to := 0
		if e.To == AnyPlace {
			to = 1
		} else if e.To == jurisdiction {
			to = 2
		}
		if n := 4*t.near(region, e.From) + to; e.Route == route && to > 0 && n >= 4 && n > rank {
			best, rank = e, n
		}
	}
	if best.Counter == PerRegion {
		best.Counter = region + "-to-" + best.To
	}
	return best, rank > 0
}

// Between returns the price of traffic between two regions, or between two
// zones of a region. A row for a region goes before one for its group, and that
// before one for any; where from decides first. It reports false if the price
// is not known.
func (t *Tariff) Between(from, to string) (Transfer, bool) {
	scope := "inter-region"
	if from == to {
		scope = "inter-zone"
	}
	best, rank := Transfer{}, 0
	for _, x := range t.Transfers {
		a, b := t.near(from, x.From), t.near(to, x.To)
		if n := 4*a + b; x.Scope == scope && a > 0 && b > 0 && n > rank {
			best, rank = x, n
		}
	}
	return best, rank > 0
}

// Store returns the price of a class of storage in a region; a row for the
// region goes before one for its group, and that before one for any. It reports
// false if the price is not known.
func (t *Tariff) Store(region, kind, class string) (Storage, bool) {
	best, rank := Storage{}, 0
	for _, s := range t.Storage {
		if n := t.near(region, s.Where); s.Kind == kind && s.Class == class && n > rank && len(s.Tiers) > 0 {
			best, rank = s, n
		}
	}
	return best, rank > 0
}

// Commitment returns the price of a type over a term of so many months, and
// whether it is known.
func (t *Tariff) Commitment(region, typ string, months int) (Commitment, bool) {
	i := slices.IndexFunc(t.Commitments, func(c Commitment) bool {
		return c.Region == region && c.Type == typ && c.Months == months
	})
	if i < 0 {
		return Commitment{}, false
	}
	return t.Commitments[i], true
}

// near says how well a place of a row fits a region: 3 it is the region, 2 its
// group, 1 any place, 0 not at all.
func (t *Tariff) near(region, place string) int {
	group, known := t.groups[region]
	switch {
	case !known:
		return 0
	case place == region:
		return 3
	case place == group:
		return 2
	case place == AnyPlace:
		return 1
	}
	return 0
}

// Group returns the group of a region that rows of the tariff may name instead.
func (t *Tariff) Group(region string) string { return t.groups[region] }

// Regions returns the provider's regions that the tariff knows, by name.
func (t *Tariff) Regions() []string { return slices.Sorted(maps.Keys(t.groups)) }

// months are the billing zones that tariffs may name.
var months = map[string]Months{
	"UTC":                 {Zone: "UTC"},
	"Asia/Shanghai":       {Zone: "Asia/Shanghai", Offset: everyMonth(8 * time.Hour)},
	"America/Los_Angeles": {Zone: "America/Los_Angeles", Offset: pacific()},
}

func everyMonth(d time.Duration) (all [12]time.Duration) {
	for i := range all {
		all[i] = d
	}
	return all
}

// pacific is the zone of California: daylight saving time lasts from the second
// Sunday of March to the first of November, two in the morning, so that it holds
// at the first instants of April to November.
func pacific() [12]time.Duration {
	all := everyMonth(-8 * time.Hour)
	for m := time.April; m <= time.November; m++ {
		all[m-1] = -7 * time.Hour
	}
	return all
}

// checkTariffs reports what no single row shows to be wrong: tiers that do not
// begin at 0, prices without a first tier, one table with two counters.
func (c *Catalog) checkTariffs() error {
	first := map[string]int64{}
	counter := map[string]string{}
	for _, e := range c.Egress {
		key := join(e.Provider, e.From, e.To, e.Route, e.Date)
		if least, ok := first[key]; !ok || e.Above < least {
			first[key] = e.Above
		}
		if counter[key] == "" {
			counter[key] = e.Counter
		}
		if counter[key] != e.Counter {
			return fmt.Errorf("egress.csv: tiers of %s from %s to %s have two counters, %s and %s", e.Provider, e.From, e.To, counter[key], e.Counter)
		}
	}
	for _, e := range c.Egress {
		if first[join(e.Provider, e.From, e.To, e.Route, e.Date)] != 0 {
			return fmt.Errorf("egress.csv: tiers of %s from %s to %s on %s begin above %d GB, want 0", e.Provider, e.From, e.To, e.Date,
				first[join(e.Provider, e.From, e.To, e.Route, e.Date)])
		}
	}
	for _, s := range c.Storage {
		key := join("storage", s.Provider, s.Where, s.Kind, s.Class, s.Item, s.Date)
		if _, ok := first[key]; !ok && s.Above != 0 { // sorted by threshold
			return fmt.Errorf("storage.csv: tiers of %s %s in %s on %s begin above %d GB, want 0", s.Provider, s.Class, s.Where, s.Date, s.Above)
		}
		first[key] = 0
	}
	return nil
}
