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

// tariff is a provider's tariff on a day, in the terms of package sim.
type tariff struct {
	*catalog.Tariff
	billing   sim.Billing
	allowance sim.Volume
}

// day is the day of the catalogue that prices an instant.
func (b *Biller) day(t time.Time) string {
	if b.options.Date != "" {
		return b.options.Date
	}
	return t.UTC().Format(time.DateOnly)
}

// at returns the tariff of a row's provider that holds at an instant.
func (b *Biller) at(r *usage.Row, t time.Time) (*tariff, *traces.SyntaxError) {
	key := [2]string{r.Provider, b.day(t)}
	if found := b.tariffs[key]; found != nil {
		return found, nil
	}
	c, err := b.catalog.Tariff(r.Provider, key[1])
	if err != nil {
		return nil, r.Fault("start", "a time from which on the tariff is known", err.Error())
	}
	made := &tariff{Tariff: c, billing: billing(&c.Machines)}
	made.allowance, _ = sim.VolumeOf(c.FreeEgress, c.GB)
	b.tariffs[key] = made
	return made, nil
}

// billing translates the rules for machines. What is not known about spot
// prices is taken to be continuous and without gifts.
func billing(m *catalog.MachineRules) sim.Billing {
	b := sim.Billing{Increment: m.Increment, Minimum: m.Minimum, Boot: m.BillsBoot, FreeReclaim: m.ReclaimFree}
	if m.SpotPrice == catalog.InstanceHour {
		b.Reprice = sim.InstanceHour
	}
	return b
}

// tiers translates a price list; its thresholds are whole GB.
func (t *tariff) tiers(list []catalog.Tier) sim.Tiers {
	out := make(sim.Tiers, len(list))
	for i, tier := range list {
		above, _ := sim.VolumeOf(tier.Above, t.GB)
		out[i] = sim.Tier{Above: above, Price: tier.Price}
	}
	return out
}

// month names the month of the provider's calendar that an instant is in, and
// numbers it.
func (t *tariff) month(at time.Time) (name string, number int) {
	start, _ := t.Months.Around(at)
	// The first instant of a month is within a day of its first midnight in UTC.
	year, month, _ := start.Add(24 * time.Hour).UTC().Date()
	return fmt.Sprintf("%04d-%02d", year, month), year*12 + int(month) - 1
}

// later returns the instant so many months later: as long after the beginning
// of that month of the provider's calendar.
func (t *tariff) later(at time.Time, months int) time.Time {
	start, _ := t.Months.Around(at)
	_, number := t.month(at)
	return t.Months.Start(number/12, time.Month(number%12+1+months)).Add(at.Sub(start))
}

// place checks a row's provider, its region and, if it names one, its zone.
func (b *Biller) place(r *usage.Row) *traces.SyntaxError {
	c := b.catalog
	if _, ok := c.Provider(r.Provider); !ok {
		var known []string
		for _, p := range c.Providers {
			known = append(known, p.Name)
		}
		return r.Unknown("provider", "a provider of the catalogue", known)
	}
	if _, ok := c.Region(r.Provider, r.Region); !ok {
		return r.Unknown("region", "a region of "+r.Provider, b.regions(r.Provider))
	}
	if r.Zone == "" {
		return nil
	}
	offers := b.offers(r.Provider, r.Region)
	if slices.ContainsFunc(offers, func(o catalog.Offer) bool { return o.Zone == r.Zone }) {
		return nil
	}
	var zones []string
	for i := range offers {
		zones = append(zones, offers[i].Zone)
	}
	return r.Unknown("zone", fmt.Sprintf("a zone of %s in %s, or nothing", r.Provider, r.Region), unique(zones))
}

// regions lists the regions of a provider.
func (b *Biller) regions(provider string) []string {
	var all []string
	for _, r := range b.catalog.Regions {
		if r.Provider == provider {
			all = append(all, r.Name)
		}
	}
	return all
}

// offers returns the offers of all days in a region, sorted by zone, type,
// purchase and day.
func (b *Biller) offers(provider, region string) []catalog.Offer {
	h := b.catalog.History
	at := func(past int) int {
		i, _ := slices.BinarySearchFunc(h, [2]string{provider, region}, func(o catalog.Offer, k [2]string) int {
			if c := strings.Compare(o.Provider, k[0]); c != 0 {
				return c
			}
			if c := strings.Compare(o.Region, k[1]); c != 0 {
				return c
			}
			return past
		})
		return i
	}
	return h[at(+1):at(-1)]
}
