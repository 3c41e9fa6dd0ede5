package bill

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// path returns the price of a row's machine over time: of its zone, or of all
// zones of its region if they agree as long as it is billed.
func (b *Biller) path(r *usage.Row, until sim.Time) (*sim.Path, *traces.SyntaxError) {
	var zones []zonePrice
	for _, o := range b.sellers(r) {
		if r.Zone != "" && o.zone != r.Zone {
			continue
		}
		p, f := b.prices(r, o.offers, until)
		if f != nil {
			return nil, f
		}
		if p != nil {
			zones = append(zones, zonePrice{o.zone, p})
		}
	}
	if len(zones) == 0 {
		return nil, b.notSold(r, b.offers(r.Provider, r.Region))
	}
	for _, z := range zones[1:] {
		if !slices.Equal(z.path.At, zones[0].path.At) || !slices.Equal(z.path.Value, zones[0].path.Value) {
			return nil, r.Fault("zone", "the name of a zone, since the price is not the same in all zones of "+r.Region, differing(zones))
		}
	}
	return zones[0].path, nil
}

// offerKey is what is sold in the zones of a region.
type offerKey struct {
	provider, region, typ string
	purchase              usage.Purchase
}

// zoneOffers are the prices of all days of one offer, sorted by day.
type zoneOffers struct {
	zone   string
	offers []catalog.Offer
}

// sellers returns the zones that ever sold a row's machine.
func (b *Biller) sellers(r *usage.Row) []zoneOffers {
	key := offerKey{r.Provider, r.Region, r.Type, r.Purchase}
	if found, ok := b.sold[key]; ok {
		return found
	}
	var zones []zoneOffers
	all := b.offers(r.Provider, r.Region)
	for begin := 0; begin < len(all); {
		end := begin + 1
		for end < len(all) && sameOffer(&all[begin], &all[end]) {
			end++
		}
		if o := &all[begin]; o.Type == r.Type && o.Purchase.String() == r.Purchase.String() {
			zones = append(zones, zoneOffers{o.Zone, all[begin:end]})
		}
		begin = end
	}
	b.sold[key] = zones
	return zones
}

// zonePrice is what a machine costs in a zone.
type zonePrice struct {
	zone string
	path *sim.Path
}

// differing lists zones by what they cost at first.
func differing(zones []zonePrice) string {
	var texts []string
	for _, z := range zones {
		texts = append(texts, fmt.Sprintf("%s %v", z.zone, sim.Rate(z.path.Value[0])))
	}
	return strings.Join(texts, ", ") + " per hour"
}

func sameOffer(a, b *catalog.Offer) bool {
	return a.Zone == b.Zone && a.Type == b.Type && a.Purchase == b.Purchase
}

// prices turns the dated prices of one offer into a path from the row's start
// on. A price holds from midnight UTC of its day. It is nil if all of them begin
// later.
func (b *Biller) prices(r *usage.Row, offers []catalog.Offer, until sim.Time) (*sim.Path, *traces.SyntaxError) {
	start := instant(r.Start)
	var p sim.Path
	for i := range offers {
		o := &offers[i]
		from := midnight(o.Date)
		if b.options.Date != "" {
			if o.Date > b.options.Date {
				break
			}
			from = 0
		}
		if from > until {
			break
		}
		if o.Currency != "" {
			if _, err := b.catalog.Convert(o.Amount, o.Date); err != nil {
				return nil, r.Fault("type", "a machine with a price in dollars, or in a currency whose rate is known", err.Error())
			}
		}
		if from <= start { // the newest of these is the first step
			p = sim.Path{At: []sim.Time{start}, Value: []int64{int64(o.Price)}}
			continue
		}
		if len(p.At) == 0 {
			return nil, nil
		}
		p.At, p.Value = append(p.At, from), append(p.Value, int64(o.Price))
	}
	if len(p.At) == 0 {
		return nil, nil
	}
	return &p, nil
}

// notSold says why a region has no price for a row's machine.
func (b *Biller) notSold(r *usage.Row, all []catalog.Offer) *traces.SyntaxError {
	var types, purchases, days, zones []string
	for i := range all {
		o := &all[i]
		if types = append(types, o.Type); o.Type != r.Type {
			continue
		}
		if purchases = append(purchases, o.Purchase.String()); o.Purchase.String() != r.Purchase.String() {
			continue
		}
		if zones = append(zones, o.Zone); r.Zone == "" || o.Zone == r.Zone {
			days = append(days, o.Date)
		}
	}
	where := "in " + r.Region
	switch {
	case len(purchases) == 0:
		f := r.Unknown("type", "a machine type that "+r.Provider+" sells "+where, unique(types))
		if _, known := b.catalog.Type(r.Provider, r.Type); known {
			f.Hint = "it is sold in " + strings.Join(b.where(r), ", ")
		}
		return f
	case len(zones) == 0:
		return r.Fault("purchase", fmt.Sprintf("one that %s is sold under %s: %s", r.Type, where, strings.Join(unique(purchases), ", ")), "")
	case len(days) == 0:
		return r.Fault("zone", fmt.Sprintf("a zone that sells %s %s: %s", r.Type, r.Purchase, strings.Join(unique(zones), ", ")), "")
	}
	if b.options.Date != "" {
		return r.Fault("type", fmt.Sprintf("a machine that has a price on %s: that of this one begins on %s", b.options.Date, slices.Min(days)), "")
	}
	return r.Fault("start", fmt.Sprintf("a time from %s on, when the prices of %s %s %s begin", slices.Min(days), r.Type, r.Purchase, where), "")
}

// where lists some of the regions that sell a row's type.
func (b *Biller) where(r *usage.Row) []string {
	var regions []string
	for i := range b.catalog.History {
		if o := &b.catalog.History[i]; o.Provider == r.Provider && o.Type == r.Type {
			regions = append(regions, o.Region)
		}
	}
	const most = 5
	if regions = unique(regions); len(regions) > most {
		regions = append(regions[:most:most], fmt.Sprintf("and %d more", len(regions)-most))
	}
	if len(regions) == 0 {
		return []string{"no region"}
	}
	return regions
}

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// instant is a time as the arithmetic has it, from 1970 on, so that clock hours
// begin at multiples of an hour.
func instant(t time.Time) sim.Time { return sim.Time(t.UnixNano()) }

// midnight is the beginning of a day in UTC.
func midnight(day string) sim.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(fmt.Sprintf("bill: the catalogue has the day %q", day)) // it is read strictly
	}
	return instant(t)
}
