package sim

import "fmt"

// validateMoney reports the first thing that is wrong with the rules of bills,
// with commitments or with the prices of traffic.
func (w *World) validateMoney() error {
	for i := range w.Providers {
		if err := w.Providers[i].validateBilling(); err != nil {
			return fmt.Errorf("provider %s: %w", w.Providers[i].Name, err)
		}
	}
	for i := range w.Commitments {
		if err := w.validateCommitment(&w.Commitments[i]); err != nil {
			return fmt.Errorf("commitment %d: %w", i, err)
		}
	}
	if w.Traffic == nil {
		return nil
	}
	if err := w.validateTraffic(w.Traffic); err != nil {
		return fmt.Errorf("traffic: %w", err)
	}
	return nil
}

func (p *Provider) validateBilling() error {
	if err := p.Billing.validate(); err != nil {
		return err
	}
	for i := range p.Changes {
		c := &p.Changes[i]
		if err := c.Billing.validate(); err != nil {
			return fmt.Errorf("billing from %v on: %w", c.From, err)
		}
		if i > 0 && c.From <= p.Changes[i-1].From {
			return fmt.Errorf("billing from %v on stands after that from %v on, want instants that increase", c.From, p.Changes[i-1].From)
		}
	}
	return nil
}

func (b *Billing) validate() error {
	switch {
	case b.Increment < 0 || b.Minimum < 0 || b.FreeReclaim < 0:
		return fmt.Errorf("increment %v, minimum %v, free when reclaimed within %v: want none negative", b.Increment, b.Minimum, b.FreeReclaim)
	case b.Reprice > InstanceHour:
		return fmt.Errorf("repricing is %d, want at most %d", b.Reprice, InstanceHour)
	}
	return nil
}

// mostCommitted keeps an hour's machine time within 63 bits.
const mostCommitted = 1_000_000

func (w *World) validateCommitment(c *Commitment) error {
	switch {
	case !inside(c.Type, w.Types) || !inside(c.Region, w.Regions):
		return fmt.Errorf("type %d of %d, region %d of %d", c.Type, len(w.Types), c.Region, len(w.Regions))
	case w.Types[c.Type].Provider != w.Regions[c.Region].Provider:
		return fmt.Errorf("type %s is not of the provider of region %s", w.Types[c.Type].Name, w.Regions[c.Region].Name)
	case c.Count < 1 || c.Count > mostCommitted:
		return fmt.Errorf("%d machines, want 1 to %d", c.Count, mostCommitted)
	case c.Price < 0:
		return fmt.Errorf("price is %v an hour, want 0 or more", c.Price)
	case c.From >= c.To:
		return fmt.Errorf("term from %v to %v, want one that ends after it begins", c.From, c.To)
	}
	return nil
}

// mostCounters keeps meters small.
const mostCounters = 1 << 16

func (w *World) validateTraffic(t *Traffic) error {
	if len(t.Accounts) != len(w.Providers) || len(t.Pairs) != len(w.Regions)*len(w.Regions) {
		return fmt.Errorf("%d accounts for %d providers and %d pairs of %d regions, want one for each and one for each pair",
			len(t.Accounts), len(w.Providers), len(t.Pairs), len(w.Regions))
	}
	for i := range t.Accounts {
		a, name := &t.Accounts[i], w.Providers[i].Name
		if a.GB != 1e9 && a.GB != 1<<30 {
			return fmt.Errorf("provider %s: a GB is %d bytes, want %d or %d", name, a.GB, int64(1e9), 1<<30)
		}
		if a.Free < 0 {
			return fmt.Errorf("provider %s: %v are free, want 0 or more", name, a.Free)
		}
		if err := a.Months.Validate(); err != nil {
			return fmt.Errorf("provider %s: %w", name, err)
		}
	}
	for i := range t.Routes {
		r := &t.Routes[i]
		if r.Counter < -1 || r.Counter >= mostCounters {
			return fmt.Errorf("route %d: counter %d, want -1 for none or up to %d", i, r.Counter, mostCounters-1)
		}
		if err := r.Tiers.Validate(); err != nil {
			return fmt.Errorf("route %d: %w", i, err)
		}
	}
	for i, r := range t.Pairs {
		if r != -1 && !inside(r, t.Routes) {
			return fmt.Errorf("from region %s to region %s: route %d, there are %d",
				w.Regions[i/len(w.Regions)].Name, w.Regions[i%len(w.Regions)].Name, r, len(t.Routes))
		}
	}
	return w.validateSpeeds(t)
}

// validateSpeeds checks how fast data travels and what it costs at rest.
func (w *World) validateSpeeds(t *Traffic) error {
	if t.Speeds != nil && len(t.Speeds) != len(t.Pairs) || t.Storage != nil && len(t.Storage) != len(w.Regions) {
		return fmt.Errorf("%d speeds for %d pairs of regions and %d prices of storage for %d regions, want one for each, or none",
			len(t.Speeds), len(t.Pairs), len(t.Storage), len(w.Regions))
	}
	for i, v := range t.Speeds {
		if v < 0 {
			return fmt.Errorf("from region %s to region %s: %d bytes a second, want 0 or more",
				w.Regions[i/len(w.Regions)].Name, w.Regions[i%len(w.Regions)].Name, v)
		}
	}
	for i, price := range t.Storage {
		r := &w.Regions[i]
		if price < 0 {
			return fmt.Errorf("region %s: storage is %v for a GB and month, want 0 or more", r.Name, price)
		}
		if price > 0 && len(t.Accounts[r.Provider].Months) == 0 {
			return fmt.Errorf("region %s: storage has a price for a calendar month, and provider %s has no months", r.Name, w.Providers[r.Provider].Name)
		}
	}
	return nil
}
