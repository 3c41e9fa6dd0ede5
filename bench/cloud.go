package bench

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/workloads"
	"skysim/workloads/weather"
)

// cloud is a value of the cloud axis with its world. The world is shared by
// all cells: nobody writes to it.
type cloud struct {
	base    *sim.World   // in fair weather
	weather *weatherArgs // nil is fair
	hash    string       // of all that determines it
	catalog string       // hash of the catalogue, "" without
	laid    []laid       // recordings
	lasts   sim.Time     // models and repetitions
	skies   skies

	// Of a cloud with rules: its hash without them, its world with them, and whether
	// they are left out of base.
	bare   string
	law    *sim.World
	lawOff bool
}

// openCloud builds the world of a cloud, with lists of nodes below data. An epoch that
// is not zero replaces the catalogue's.
func openCloud(c *Cloud, epoch time.Time, data string) (*cloud, error) {
	out := &cloud{}
	w := &sim.World{Epoch: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Profiles: make([][]int64, 2)}
	if c.Catalog != nil {
		var err error
		if w, out.catalog, err = fromCatalog(c); err != nil {
			return nil, err
		}
	}
	if !epoch.IsZero() {
		w.Epoch = epoch
	}
	if c.Nodes != "" {
		machines, err := c.nodes(data)
		if err != nil {
			return nil, err
		}
		with := *c
		with.Machines = append(machines, c.Machines...)
		c = &with
	}
	if err := c.addMachines(w); err != nil {
		return nil, err
	}
	if c.Speeds != nil {
		if err := c.Speeds.add(w, data); err != nil {
			return nil, err
		}
	}
	if err := c.bill(w); err != nil {
		return nil, err
	}
	if err := c.countCarbon(w); err != nil {
		return nil, err
	}
	if err := c.connect(w, data); err != nil {
		return nil, err
	}
	if err := c.fail(w); err != nil {
		return nil, err
	}
	if err := w.Validate(); err != nil {
		return nil, c.errorf("use", "cloud %s: %v", c.Name, err)
	}
	out.base = w
	contents, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	out.hash = hashOf("world", string(contents))
	if c.Weather != nil {
		args, err := arguments(c.Weather.place, "weather", weather.Params(), c.Weather.Params)
		if err != nil {
			return nil, err
		}
		out.weather = &weatherArgs{args, sim.Time(c.Weather.Lasts)}
		out.hash = hashOf("world", out.hash, "weather", fmt.Sprint(args), "lasts", c.Weather.Lasts.String())
	}
	if err := out.record(c, data); err != nil {
		return nil, err
	}
	return out, out.govern(&c.Law)
}

// constant reports whether the weather is the same under every seed.
func (c *cloud) constant() bool { return c.weather == nil && len(c.laid) == 0 }

// rules says whether a cloud's rules are in force: "on", "off", or "" if it has none.
func (c *cloud) rules() string {
	switch {
	case c.law == nil:
		return ""
	case c.lawOff:
		return "off"
	}
	return "on"
}

// priced reports whether anything costs something.
func (c *cloud) priced() bool {
	w := c.base
	return costs(w.Traffic) || len(w.Commitments) > 0 || slices.ContainsFunc(w.Offers, func(o sim.Offer) bool {
		return slices.Max(o.Price.Value) > 0
	})
}

// costs reports whether moving or keeping data costs something anywhere.
func costs(x *sim.Traffic) bool {
	return x != nil && (slices.ContainsFunc(x.Routes, func(r sim.Route) bool {
		return slices.ContainsFunc(r.Tiers, func(t sim.Tier) bool { return t.Price > 0 })
	}) || slices.ContainsFunc(x.Storage, func(price sim.Rate) bool { return price > 0 }))
}

// record opens the recordings of a cloud.
func (c *cloud) record(from *Cloud, data string) error {
	if len(from.Recordings) == 0 {
		return nil
	}
	c.lasts = sim.Time(cmp.Or(from.Recordings[0].until, 90*24*time.Hour))
	if c.weather != nil {
		c.lasts = c.weather.lasts
	}
	all, hash, err := from.layable(c.base, data, c.lasts)
	c.laid, c.hash = all, hashOf("world", c.hash, "recordings", hash, "lasts", c.lasts.String())
	return err
}

// fromCatalog returns the world that a cloud selects and the catalogue's hash.
func fromCatalog(c *Cloud) (*sim.World, string, error) {
	all, err := catalog.Embedded()
	if err != nil {
		return nil, "", err
	}
	s := c.Catalog
	if !s.Date.IsZero() {
		if all, err = all.At(s.Date.Format(time.DateOnly)); err != nil {
			return nil, "", c.errorf("date", "%v", err)
		}
	}
	for _, list := range []struct {
		key  string
		only catalog.Selection
	}{
		{"providers", catalog.Selection{Providers: s.Providers}}, {"regions", catalog.Selection{Regions: s.Regions}},
		{"zones", catalog.Selection{Zones: s.Zones}}, {"types", catalog.Selection{Types: s.Types}},
		{"gpu_kinds", catalog.Selection{GPUKinds: s.GPUKinds}}, {"purchases", catalog.Selection{Purchases: s.Purchases}},
	} {
		if _, err := all.Select(list.only); err != nil { // alone, so that the error has its place
			return nil, "", c.errorf(list.key, "%v", err)
		}
	}
	w, err := all.World(catalog.Selection{
		Providers: s.Providers, Regions: s.Regions, Zones: s.Zones, Types: s.Types, GPUKinds: s.GPUKinds,
		Purchases: s.Purchases, MaxZonesPerRegion: s.ZonesPerRegion, Rules: true, Span: s.Follow,
	})
	if err != nil {
		return nil, "", c.errorf("use", "%v", err)
	}
	return w, all.Hash(), nil
}

// weatherArgs are the settings of weather.New.
type weatherArgs struct {
	args  []workloads.Arg
	lasts sim.Time
}

// makeWeather lays the weather of a seed over the world.
func (c *cloud) makeWeather(seed uint64) (weather.Weather, error) {
	w := weather.Weather{World: c.base}
	var err error
	if c.weather != nil {
		if w, err = weather.New(c.base, c.weather.args, seed, c.weather.lasts); err != nil {
			return w, err
		}
	}
	if len(c.laid) > 0 {
		if w.World, err = c.lay(w.World, seed); err != nil {
			return w, err
		}
		w.Faults, err = c.breakDown(w.World, w.Faults, seed)
	}
	return w, err
}
