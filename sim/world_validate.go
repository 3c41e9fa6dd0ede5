package sim

import (
	"cmp"
	"fmt"
	"slices"
)

// CompareOffers is the canonical order of offers: by the names of provider,
// region, zone and machine type, then by purchase.
func (w *World) CompareOffers(a, b Offer) int {
	ra, rb := &w.Regions[w.Zones[a.Zone].Region], &w.Regions[w.Zones[b.Zone].Region]
	return cmp.Or(
		cmp.Compare(w.Providers[ra.Provider].Name, w.Providers[rb.Provider].Name),
		cmp.Compare(ra.Name, rb.Name),
		cmp.Compare(w.Zones[a.Zone].Name, w.Zones[b.Zone].Name),
		cmp.Compare(w.Types[a.Type].Name, w.Types[b.Type].Name),
		cmp.Compare(a.Purchase, b.Purchase),
	)
}

// SortOffers puts the offers into canonical order, so that the order in which
// they were listed never decides anything.
func (w *World) SortOffers() { slices.SortStableFunc(w.Offers, w.CompareOffers) }

// OfferName returns the offer's name, as in
// aws/us-east-1/use1-az2/p3.2xlarge/spot.
func (w *World) OfferName(o OfferID) string {
	of := &w.Offers[o]
	r := &w.Regions[w.Zones[of.Zone].Region]
	return fmt.Sprintf("%s/%s/%s/%s/%s", w.Providers[r.Provider].Name, r.Name, w.Zones[of.Zone].Name,
		w.Types[of.Type].Name, of.Purchase)
}

// Validate reports the first thing that is wrong with the world, if anything:
// a reference out of range, a capacity, price, supply or duration that is
// negative, a path without a beginning, offers out of order or twice, rules of
// bills and prices of traffic that make no sense.
func (w *World) Validate() error {
	if len(w.GPUKinds) > 64 {
		return fmt.Errorf("world: %d GPU kinds, want at most 64", len(w.GPUKinds))
	}
	for i := range w.Providers {
		p := &w.Providers[i]
		if p.Notice < 0 || p.Billing.Increment < 0 || p.Billing.Minimum < 0 {
			return fmt.Errorf("provider %s: notice %v, increment %v, minimum %v: want none negative",
				p.Name, p.Notice, p.Billing.Increment, p.Billing.Minimum)
		}
	}
	for i := range w.Regions {
		if r := &w.Regions[i]; !inside(r.Provider, w.Providers) {
			return fmt.Errorf("region %s: provider %d, the world has %d", r.Name, r.Provider, len(w.Providers))
		}
	}
	for i := range w.Zones {
		if z := &w.Zones[i]; !inside(z.Region, w.Regions) {
			return fmt.Errorf("zone %s: region %d, the world has %d", z.Name, z.Region, len(w.Regions))
		}
	}
	for i := range w.Types {
		if err := w.validateType(&w.Types[i]); err != nil {
			return fmt.Errorf("machine type %s: %w", w.Types[i].Name, err)
		}
	}
	for i, p := range w.Profiles {
		if len(p) != len(w.Types) {
			return fmt.Errorf("profile %d has %d speeds, want one for each of %d machine types", i, len(p), len(w.Types))
		}
		for t, v := range p {
			if v < 0 {
				return fmt.Errorf("profile %d: speed on %s is %d ppm, want 0 or more", i, w.Types[t].Name, v)
			}
		}
	}
	if err := w.validateMoney(); err != nil {
		return err
	}
	if err := w.validateCarbon(); err != nil {
		return err
	}
	if err := w.validateWeather(); err != nil {
		return err
	}
	if err := w.validateLaw(); err != nil {
		return err
	}
	return w.validateOffers()
}

func inside[I ~int32, T any](i I, in []T) bool { return i >= 0 && int(i) < len(in) }

func (w *World) validateType(t *MachineType) error {
	switch {
	case t.CPU < 0 || t.Mem < 0 || t.GPUMem < 0:
		return fmt.Errorf("%d milli-vCPU, %d MiB, %d MiB per GPU: want none negative", t.CPU, t.Mem, t.GPUMem)
	case t.GPUs < 0 || t.GPUs > 32:
		return fmt.Errorf("%d GPUs, want 0 to 32", t.GPUs)
	case t.GPUs > 0 && !inside(t.GPUKind, w.GPUKinds):
		return fmt.Errorf("GPU kind %d, the world has %d", t.GPUKind, len(w.GPUKinds))
	case t.Speed < 0:
		return fmt.Errorf("speed %d ppm, want 0 or more", t.Speed)
	}
	return nil
}

func (w *World) validateOffers() error {
	if len(w.Offers) > maxSlot {
		return fmt.Errorf("world: %d offers, want at most %d", len(w.Offers), maxSlot)
	}
	for i := range w.Offers {
		o := &w.Offers[i]
		if !inside(o.Type, w.Types) || !inside(o.Zone, w.Zones) {
			return fmt.Errorf("offer %d: type %d of %d, zone %d of %d", i, o.Type, len(w.Types), o.Zone, len(w.Zones))
		}
		name := w.OfferName(OfferID(i))
		if o.Purchase < Owned || o.Purchase > Spot {
			return fmt.Errorf("offer %s: purchase %d, want owned, on-demand or spot", name, o.Purchase)
		}
		if o.Boot < 0 {
			return fmt.Errorf("offer %s: boot takes %v, want 0 or more", name, o.Boot)
		}
		if err := o.Price.validate(); err != nil {
			return fmt.Errorf("offer %s: price %w", name, err)
		}
		if err := o.Supply.validate(); err != nil {
			return fmt.Errorf("offer %s: supply %w", name, err)
		}
		if o.Purchase == Owned && o.Supply.Value[0] > maxSlot {
			return fmt.Errorf("offer %s: %d owned machines, want at most %d", name, o.Supply.Value[0], maxSlot)
		}
		if i > 0 {
			if c := w.CompareOffers(w.Offers[i-1], *o); c > 0 {
				return fmt.Errorf("offer %s stands after %s: sort offers with SortOffers", name, w.OfferName(OfferID(i-1)))
			} else if c == 0 {
				return fmt.Errorf("offer %s is there twice", name)
			}
		}
	}
	return nil
}

func (p *Path) validate() error {
	switch {
	case len(p.At) == 0 || len(p.At) != len(p.Value):
		return fmt.Errorf("path has %d times and %d values, want one value for each of at least one time", len(p.At), len(p.Value))
	case p.At[0] > 0:
		return fmt.Errorf("path begins at %v, want 0 or before", p.At[0])
	}
	for i, v := range p.Value {
		if v < 0 {
			return fmt.Errorf("path is %d at %v, want 0 or more", v, p.At[i])
		}
		if i > 0 && p.At[i] <= p.At[i-1] {
			return fmt.Errorf("path goes from %v to %v, want times that increase", p.At[i-1], p.At[i])
		}
	}
	return nil
}
