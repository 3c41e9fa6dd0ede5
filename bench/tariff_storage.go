package bench

import (
	"slices"

	"skysim/sim"
	"skysim/traces/catalog"
)

// stores puts into a world what it costs to keep what jobs save: in regions that the
// catalogue knows the price of, its first tier of the provider's standard object
// storage, and elsewhere the price that the tariff gives.
func (c *Cloud) stores(w *sim.World, tariffs []*catalog.Tariff) error {
	t := c.Tariff
	if !t.Storage && t.StoragePrice < 0 {
		return nil
	}
	if w.Traffic == nil {
		w.Traffic = freeTraffic(w)
	}
	for i := range w.Traffic.Accounts {
		if a := &w.Traffic.Accounts[i]; len(a.Months) == 0 { // without a tariff they are those of UTC
			a.Months = months(catalog.Months{Zone: "UTC"}, w.Epoch)
		}
	}
	var unknown []string
	for r := range w.Regions {
		price := max(t.StoragePrice, 0)
		known := t.StoragePrice >= 0
		if provider := int(w.Regions[r].Provider); t.Storage && provider < len(tariffs) && tariffs[provider] != nil {
			if listed, there := standardStorage(tariffs[provider], w.Regions[r].Name); there {
				price, known = listed, true
			}
		}
		if !known {
			unknown = append(unknown, regionName(w, sim.RegionID(r)))
		}
		w.Traffic.Storage = append(w.Traffic.Storage, price)
	}
	if len(unknown) > 0 {
		return t.errorf("storage", "the catalogue has no price of storage in %s: want storage_per_gb_month for those", aFew(unknown))
	}
	return nil
}

// standardStorage returns the price of a GB-month of a region's object storage: of the class
// called standard, or else of the only one.
func standardStorage(t *catalog.Tariff, region string) (sim.Rate, bool) {
	var classes []string
	for _, s := range t.Storage {
		if _, there := t.Store(region, "object", s.Class); there && s.Kind == "object" {
			classes = append(classes, s.Class)
		}
	}
	classes = distinct(classes)
	class := "standard"
	if !slices.Contains(classes, class) {
		if len(classes) != 1 {
			return 0, false
		}
		class = classes[0]
	}
	s, _ := t.Store(region, "object", class)
	return s.Tiers[0].Price, true
}
