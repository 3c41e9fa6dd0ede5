package catalog

import (
	"cmp"
	"slices"
)

// Sort puts every table into its canonical order, so that the order of the
// rows in a file never matters. Read does it; what is put together by hand needs
// it. A catalogue that has Offers but no History gets one of them.
func (c *Catalog) Sort() {
	if c.History == nil {
		c.History = slices.Clone(c.Offers)
	}
	slices.SortFunc(c.Sources, func(a, b Source) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(c.Providers, func(a, b Provider) int { return cmp.Compare(a.Name, b.Name) })
	for _, p := range c.Providers {
		slices.SortFunc(p.Facts, func(a, b Fact) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Date, b.Date))
		})
	}
	slices.SortFunc(c.Regions, func(a, b Region) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(c.GPUs, func(a, b GPU) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(c.Types, func(a, b Type) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(c.Offers, compareOffers)
	slices.SortFunc(c.History, func(a, b Offer) int { return cmp.Or(compareOffers(a, b), cmp.Compare(a.Date, b.Date)) })
	slices.SortFunc(c.FX, compareFX)
	slices.SortFunc(c.RTTs, func(a, b RTT) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	slices.SortFunc(c.Claims, compareClaims)
	slices.SortFunc(c.Powers, comparePowers)
	slices.SortFunc(c.Intensities, compareIntensities)
	c.sortTariffs()
}

// sortTariffs sorts the rows that tariffs are made of.
func (c *Catalog) sortTariffs() {
	slices.SortFunc(c.Egress, func(a, b EgressTier) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
			cmp.Compare(a.Route, b.Route), cmp.Compare(a.Date, b.Date), cmp.Compare(a.Above, b.Above))
	})
	slices.SortFunc(c.Transfers, func(a, b TransferPrice) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.From, b.From),
			cmp.Compare(a.To, b.To), cmp.Compare(a.Date, b.Date))
	})
	slices.SortFunc(c.Storage, func(a, b StoragePrice) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Where, b.Where), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Class, b.Class), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Date, b.Date), cmp.Compare(a.Above, b.Above))
	})
	slices.SortFunc(c.Commitments, func(a, b CommitmentPrice) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Type, b.Type),
			cmp.Compare(a.Months, b.Months), cmp.Compare(a.Date, b.Date))
	})
}

// compareOffers is the order of sim.CompareOffers, on names.
func compareOffers(a, b Offer) int {
	return cmp.Or(
		cmp.Compare(a.Provider, b.Provider),
		cmp.Compare(a.Region, b.Region),
		cmp.Compare(a.Zone, b.Zone),
		cmp.Compare(a.Type, b.Type),
		cmp.Compare(a.Purchase, b.Purchase),
	)
}

// Provider returns the provider of that name, and whether there is one.
func (c *Catalog) Provider(name string) (Provider, bool) {
	i, ok := slices.BinarySearchFunc(c.Providers, name, func(p Provider, n string) int { return cmp.Compare(p.Name, n) })
	if !ok {
		return Provider{}, false
	}
	return c.Providers[i], true
}

// Region returns a region of a provider, and whether there is one.
func (c *Catalog) Region(provider, name string) (Region, bool) {
	i, ok := slices.BinarySearchFunc(c.Regions, [2]string{provider, name}, func(r Region, k [2]string) int {
		return cmp.Or(cmp.Compare(r.Provider, k[0]), cmp.Compare(r.Name, k[1]))
	})
	if !ok {
		return Region{}, false
	}
	return c.Regions[i], true
}

// Type returns a machine type of a provider, and whether there is one.
func (c *Catalog) Type(provider, name string) (Type, bool) {
	i, ok := slices.BinarySearchFunc(c.Types, [2]string{provider, name}, func(t Type, k [2]string) int {
		return cmp.Or(cmp.Compare(t.Provider, k[0]), cmp.Compare(t.Name, k[1]))
	})
	if !ok {
		return Type{}, false
	}
	return c.Types[i], true
}

// GPU returns the GPU kind of that name, and whether there is one.
func (c *Catalog) GPU(name string) (GPU, bool) {
	i, ok := slices.BinarySearchFunc(c.GPUs, name, func(g GPU, n string) int { return cmp.Compare(g.Name, n) })
	if !ok {
		return GPU{}, false
	}
	return c.GPUs[i], true
}

// names lists one field of all rows.
func names[T any](list []T, name func(T) string) []string {
	all := make([]string, 0, len(list))
	for _, x := range list {
		all = append(all, name(x))
	}
	return all
}

func (c *Catalog) providerNames() []string {
	return names(c.Providers, func(p Provider) string { return p.Name })
}

func (c *Catalog) sourceNames() []string {
	return names(c.Sources, func(s Source) string { return s.Name })
}

func (c *Catalog) gpuNames() []string {
	return names(c.GPUs, func(g GPU) string { return g.Name })
}

// regionNames lists the regions of a provider, or of all for "".
func (c *Catalog) regionNames(provider string) []string {
	var all []string
	for _, r := range c.Regions {
		if provider == "" || r.Provider == provider {
			all = append(all, r.Name)
		}
	}
	return all
}

// typeNames lists the machine types of a provider, or of all for "".
func (c *Catalog) typeNames(provider string) []string {
	var all []string
	for _, t := range c.Types {
		if provider == "" || t.Provider == provider {
			all = append(all, t.Name)
		}
	}
	return all
}
