package catalog

import (
	"cmp"
	"fmt"
	"slices"

	"skysim/sim"
)

// Selection says which part of a catalogue a world is made of. An empty list
// selects everything; an unknown name is an error. All lists must agree: an
// offer is in when it is in each of them.
type Selection struct {
	Providers []string
	Regions   []string
	Zones     []string
	Types     []string
	// GPUKinds selects types by the kind of their GPUs; "none" stands for
	// types without GPUs.
	GPUKinds  []string
	Purchases []string // "on-demand" and "spot"
	// MaxZonesPerRegion keeps at most so many zones of each region: those with
	// the most offers selected, ties by name. 0 keeps all.
	MaxZonesPerRegion int
	// Date picks the prices and facts of a day, as [Catalog.At] does; empty
	// stays with the catalogue's own.
	Date string
	// Span is for how long from midnight UTC of the date on the prices of a world
	// follow their history: each dated change is a step of its sim.Offer.Price.
	// 0 keeps the prices of the first day for ever. Offers that begin later than
	// the date are not there.
	Span sim.Duration
	// Rules adds to a world what the tariffs say beyond increment, minimum and
	// boot of the first day: how spot machines are priced and when a reclaimed one
	// is free, and over the span each dated change of a provider's rules.
	Rules bool
}

// NoGPU selects machine types without GPUs in Selection.GPUKinds.
const NoGPU = "none"

// Select returns the offers of a selection in canonical order. It reports an
// error for an unknown name and for a selection of nothing at all.
func (c *Catalog) Select(sel Selection) ([]Offer, error) {
	c, err := c.on(sel)
	if err != nil {
		return nil, err
	}
	in := func(list []string, name string) bool { return len(list) == 0 || slices.Contains(list, name) }
	var out []Offer
	for _, o := range c.Offers {
		t, _ := c.Type(o.Provider, o.Type)
		if in(sel.Providers, o.Provider) && in(sel.Regions, o.Region) && in(sel.Zones, o.Zone) &&
			in(sel.Types, o.Type) && in(sel.GPUKinds, cmp.Or(t.GPU, NoGPU)) && in(sel.Purchases, o.Purchase.String()) {
			out = append(out, o)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("catalogue of %s: the selection leaves no offers: its lists exclude each other", c.Date())
	}
	return fewerZones(out, sel.MaxZonesPerRegion), nil
}

// on returns the catalogue of the selection's day, after a look at its names.
func (c *Catalog) on(sel Selection) (*Catalog, error) {
	if sel.Date != "" && sel.Date != c.Date() {
		var err error
		if c, err = c.At(sel.Date); err != nil {
			return nil, err
		}
	}
	return c, c.check(sel)
}

// check looks every name of a selection up.
func (c *Catalog) check(sel Selection) error {
	if sel.MaxZonesPerRegion < 0 {
		return fmt.Errorf("max zones per region is %d, want 0 (all) or more", sel.MaxZonesPerRegion)
	}
	if sel.Span < 0 {
		return fmt.Errorf("span is %v, want 0 (prices stay) or more", sel.Span)
	}
	zones := slices.Compact(names(c.History, func(o Offer) string { return o.Zone }))
	kinds := append(c.gpuNames(), NoGPU)
	for _, list := range []struct {
		what         string
		names, known []string
	}{
		{"provider", sel.Providers, c.providerNames()},
		{"region", sel.Regions, c.regionNames("")},
		{"zone", sel.Zones, zones},
		{"machine type", sel.Types, c.typeNames("")},
		{"GPU kind", sel.GPUKinds, kinds},
		{"purchase", sel.Purchases, []string{"on-demand", "spot"}},
	} {
		for _, n := range list.names {
			if !slices.Contains(list.known, n) {
				return fmt.Errorf("catalogue of %s: unknown %s %q%s", c.Date(), list.what, n, suggest(n, list.known))
			}
		}
	}
	return nil
}

// fewerZones keeps the most zones of each region that have the most offers.
// The offers come, and stay, in canonical order.
func fewerZones(offers []Offer, most int) []Offer {
	if most == 0 {
		return offers
	}
	type zone struct {
		provider, region, name string
		offers                 int
	}
	var zones []zone
	for _, o := range offers {
		if n := len(zones); n == 0 || zones[n-1].provider != o.Provider || zones[n-1].region != o.Region || zones[n-1].name != o.Zone {
			zones = append(zones, zone{o.Provider, o.Region, o.Zone, 0})
		}
		zones[len(zones)-1].offers++
	}
	slices.SortStableFunc(zones, func(a, b zone) int {
		return cmp.Or(cmp.Compare(a.provider, b.provider), cmp.Compare(a.region, b.region), cmp.Compare(b.offers, a.offers))
	})
	kept := map[[2]string]bool{}
	for i, z := range zones {
		if i < most || zones[i-most].provider != z.provider || zones[i-most].region != z.region {
			kept[[2]string{z.provider, z.name}] = true
		}
	}
	return slices.DeleteFunc(offers, func(o Offer) bool { return !kept[[2]string{o.Provider, o.Zone}] })
}
