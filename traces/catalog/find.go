package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"skysim/sim"
)

// Demand is what a machine must have at least.
type Demand struct {
	CPU      int64    // milli-vCPU
	Mem      int64    // MiB
	GPUs     int64    // devices
	GPUKinds []string // any of these; empty for any kind
	GPUMem   int64    // MiB of one device
}

// Constraints say where and how a machine may be had. Empty ones allow all.
type Constraints struct {
	Providers []string
	// Jurisdictions are ISO 3166-1 codes as in "DE"; "EU" stands for all members
	// of the European Union.
	Jurisdictions []string
	// Near is a region, as in aws/us-east-1, or its name alone where only one
	// provider has it. MaxRTT is the longest round trip from it; regions whose
	// round trip nobody has measured are left out. Without a MaxRTT it only adds
	// the times to what is found.
	Near      string
	MaxRTT    sim.Duration
	Purchases []string // "on-demand" and "spot"
	Date      string   // of the prices; empty for the catalogue's own
}

// Found is an offer that satisfies a demand.
type Found struct {
	Offer
	Machine  Type
	Place    Region
	RTT      sim.Duration // from Constraints.Near
	Measured bool         // RTT is known
}

// Find lists the offers of machines that satisfy a demand, the cheapest first and
// equal ones in canonical order. Nothing found is no error; an unknown name is,
// and a longest round trip without a place to measure it from.
func (c *Catalog) Find(d Demand, where Constraints) ([]Found, error) {
	c, err := c.on(Selection{Providers: where.Providers, GPUKinds: d.GPUKinds, Purchases: where.Purchases, Date: where.Date})
	if err != nil {
		return nil, err
	}
	within, err := c.jurisdictions(where.Jurisdictions)
	if err != nil {
		return nil, err
	}
	near := ""
	switch {
	case where.Near != "":
		r, err := c.FindRegion(where.Near)
		if err != nil {
			return nil, err
		}
		near = r.FullName()
	case where.MaxRTT != 0:
		return nil, fmt.Errorf("round trip of at most %v: say from which region", where.MaxRTT)
	}
	if where.MaxRTT < 0 {
		return nil, fmt.Errorf("round trip of at most %v, want 0 (any) or more", where.MaxRTT)
	}
	in := func(list []string, name string) bool { return len(list) == 0 || slices.Contains(list, name) }
	var all []Found
	for _, o := range c.Offers {
		f := Found{Offer: o}
		f.Machine, _ = c.Type(o.Provider, o.Type)
		f.Place, _ = c.Region(o.Provider, o.Region)
		if near != "" {
			f.RTT, f.Measured = c.RTT(near, f.Place.FullName())
		}
		far := where.MaxRTT > 0 && (!f.Measured || f.RTT > where.MaxRTT)
		if !far && c.satisfies(f.Machine, d) && in(within, f.Place.Jurisdiction) &&
			in(where.Providers, o.Provider) && in(where.Purchases, o.Purchase.String()) {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b Found) int { return cmp.Compare(a.Price, b.Price) })
	return all, nil
}

func (c *Catalog) satisfies(t Type, d Demand) bool {
	if t.CPU < d.CPU || t.Mem < d.Mem || t.GPUs < d.GPUs {
		return false
	}
	wanted := d.GPUs > 0 || d.GPUMem > 0 || len(d.GPUKinds) > 0
	g, _ := c.GPU(t.GPU)
	return !wanted || (g.Mem >= d.GPUMem && (len(d.GPUKinds) == 0 || slices.Contains(d.GPUKinds, cmp.Or(t.GPU, NoGPU))))
}

// jurisdictions replaces EU by its members and checks that there is a region in
// each of the others.
func (c *Catalog) jurisdictions(list []string) ([]string, error) {
	known := []string{"EU"}
	for _, r := range c.Regions {
		if !slices.Contains(known, r.Jurisdiction) {
			known = append(known, r.Jurisdiction)
		}
	}
	var all []string
	for _, j := range list {
		switch {
		case j == "EU":
			all = append(all, EU()...)
		case slices.Contains(known, j):
			all = append(all, j)
		default:
			slices.Sort(known)
			return nil, fmt.Errorf("no region in jurisdiction %q, want of %s", j, strings.Join(known, ", "))
		}
	}
	return all, nil
}

// FindRegion returns the region of a full name, as in aws/us-east-1, or of a name
// that only one provider has a region of.
func (c *Catalog) FindRegion(name string) (Region, error) {
	var found []Region
	for _, r := range c.Regions {
		if r.FullName() == name || r.Name == name {
			found = append(found, r)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) > 1 {
		return Region{}, fmt.Errorf("region %q is of several providers, want one of %s", name, strings.Join(names(found, Region.FullName), ", "))
	}
	if strings.Contains(name, "/") {
		return Region{}, fmt.Errorf("unknown region %q%s", name, suggest(name, names(c.Regions, Region.FullName)))
	}
	return Region{}, fmt.Errorf("unknown region %q%s", name, suggest(name, c.regionNames("")))
}
