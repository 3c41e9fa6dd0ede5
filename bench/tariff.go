package bench

import (
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces/catalog"
)

// Tariff is how a cloud's catalogue becomes a bill: [cloud.tariff].
type Tariff struct {
	// FreeTraffic lets data move for nothing: egress = false.
	FreeTraffic bool
	// Increment and Minimum replace what the providers bill by; negative keeps
	// theirs.
	Increment sim.Duration
	Minimum   sim.Duration
	// Storage charges for what jobs save at the catalogue's prices: storage = true.
	// StoragePrice is for regions without one, per GB and month; negative is none.
	Storage      bool
	StoragePrice sim.Rate
	place
}

// Committed are machines paid by the hour whether they are used or not, for all
// of the run: [[cloud.commitment]].
type Committed struct {
	Region, Type string
	Count        int64
	Price        sim.Rate // per machine-hour
	place
}

func readTariff(s *section) *Tariff {
	t := &Tariff{Increment: -1, Minimum: -1, StoragePrice: -1}
	if s == nil {
		return t
	}
	t.place = place{s.doc, s.path}
	if _, given := s.get("egress"); given {
		t.FreeTraffic = !s.flag("egress")
	}
	if _, given := s.get("increment"); given {
		t.Increment = s.span("increment")
	}
	if _, given := s.get("minimum"); given {
		t.Minimum = s.span("minimum")
	}
	t.Storage = s.flag("storage")
	if _, given := s.get("storage_per_gb_month"); given {
		t.StoragePrice = s.price("storage_per_gb_month")
	}
	s.done()
	return t
}

func readCommitted(s *section) Committed {
	c := Committed{
		Region: s.required("region"), Type: s.required("type"), Count: s.whole("count", 1, 1),
		Price: s.price("price_per_hour"), place: place{s.doc, s.path},
	}
	s.done()
	return c
}

// years is for how long a world knows its providers' calendar months.
const years = 20

// bill puts commitments and, of a catalogue's day, the tariffs into a world.
func (c *Cloud) bill(w *sim.World) error {
	t := c.Tariff
	for i := range w.Providers {
		b := &w.Providers[i].Billing
		if t.Increment >= 0 {
			b.Increment = t.Increment
		}
		if t.Minimum >= 0 {
			b.Minimum = t.Minimum
		}
	}
	if err := commit(w, c.Committed); err != nil {
		return err
	}
	if c.Catalog == nil || t.FreeTraffic && !t.Storage {
		return c.stores(w, nil)
	}
	all, err := catalog.Embedded()
	if err != nil {
		return err
	}
	day := all.Date()
	if !c.Catalog.Date.IsZero() {
		day = c.Catalog.Date.Format(time.DateOnly)
	}
	m := &router{
		w: w, free: t.FreeTraffic, x: &sim.Traffic{Pairs: make([]int32, len(w.Regions)*len(w.Regions))},
		counters: map[string]int32{}, routes: map[string]int32{},
	}
	own := c.providers()
	for i := range w.Providers {
		if slices.Contains(own, w.Providers[i].Name) {
			// No tariff: what these machines send has been paid for with the line.
			m.tariffs = append(m.tariffs, nil)
			m.x.Accounts = append(m.x.Accounts, sim.Account{GB: bytesPerGB})
			continue
		}
		if err := m.account(all, w.Providers[i].Name, day); err != nil {
			return c.errorf("use", "%v", err)
		}
	}
	for a := range w.Regions {
		for b := range w.Regions {
			m.x.Pairs[a*len(w.Regions)+b] = m.route(a, b)
		}
	}
	w.Traffic = m.x
	return c.stores(w, m.tariffs)
}

// account opens a provider's account.
func (m *router) account(all *catalog.Catalog, provider, day string) error {
	t, err := all.Tariff(provider, day)
	if err != nil {
		return err
	}
	m.tariffs = append(m.tariffs, t)
	free, _ := sim.VolumeOf(t.FreeEgress, t.GB)
	m.x.Accounts = append(m.x.Accounts, sim.Account{GB: t.GB, Months: months(t.Months, m.w.Epoch), Free: free})
	return nil
}

// months are the beginnings of the calendar months around the epoch.
func months(calendar catalog.Months, epoch time.Time) sim.Months {
	var out sim.Months
	start, next := calendar.Around(epoch)
	for range 12 * years {
		out = append(out, sim.Time(start.Sub(epoch)))
		start, next = calendar.Around(next)
	}
	return out
}

// router numbers the routes between the regions of a world.
type router struct {
	w        *sim.World
	x        *sim.Traffic
	free     bool              // whatever the tariffs say
	tariffs  []*catalog.Tariff // by provider; nil for those of [[cloud.machine]]
	counters map[string]int32
	routes   map[string]int32
}

// route returns the route from region a to region b, or -1 if its price is not known.
func (m *router) route(a, b int) int32 {
	from, to := &m.w.Regions[a], &m.w.Regions[b]
	t := m.tariffs[from.Provider]
	if t == nil || m.free {
		return m.number("own", sim.Route{Counter: -1, Tiers: sim.Flat(0)})
	}
	if from.Provider == to.Provider {
		x, known := t.Between(from.Name, to.Name)
		if !known {
			return -1
		}
		return m.number(fmt.Sprint(x.Price), sim.Route{Counter: -1, Tiers: sim.Flat(x.Price)})
	}
	e, known := t.Internet(from.Name, to.Jurisdiction, "")
	if !known {
		return -1
	}
	key := fmt.Sprintf("%d %s", from.Provider, e.Counter)
	if _, known := m.counters[key]; !known {
		m.counters[key] = int32(len(m.counters))
	}
	r := sim.Route{Counter: m.counters[key]}
	for _, tier := range e.Tiers {
		above, _ := sim.VolumeOf(tier.Above, t.GB)
		r.Tiers = append(r.Tiers, sim.Tier{Above: above, Price: tier.Price})
	}
	return m.number(fmt.Sprint(key, r.Tiers), r)
}

// number returns the index of a route, which is added if it is new.
func (m *router) number(key string, r sim.Route) int32 {
	i, known := m.routes[key]
	if !known {
		i = int32(len(m.x.Routes))
		m.routes[key] = i
		m.x.Routes = append(m.x.Routes, r)
	}
	return i
}

// commit puts commitments into a world, for all of any run.
func commit(w *sim.World, list []Committed) error {
	for i := range list {
		c := &list[i]
		found := sim.Commitment{Region: -1, Type: -1, Count: c.Count, Price: c.Price, To: sim.Never}
		var regions, types []string
		for _, o := range w.Offers {
			r, t := w.Zones[o.Zone].Region, &w.Types[o.Type]
			regions = append(regions, w.Regions[r].Name)
			if w.Regions[r].Name != c.Region || o.Purchase != sim.OnDemand {
				continue
			}
			found.Region = r
			if types = append(types, t.Name); t.Name == c.Type {
				found.Type = o.Type
			}
		}
		if found.Region < 0 {
			return c.errorf("region", "region = %q has nothing on demand in this cloud%s", c.Region, suggest(c.Region, regions))
		}
		if found.Type < 0 {
			return c.errorf("type", "type = %q is not on demand in %s in this cloud%s", c.Type, c.Region, suggest(c.Type, types))
		}
		w.Commitments = append(w.Commitments, found)
	}
	return nil
}
