package weather

import "skysim/sim"

// Outages take zones down: each for itself, and all zones of a region together.
type Outages struct {
	Zone, Region Spells
}

// Overlay returns a copy of the world in which zones are down, besides the outages
// that it has, when their own spells or those of their region say so, up to an
// instant. A zone's outages follow from its names. It reports parameters that are
// out of range.
func (m Outages) Overlay(w *sim.World, seed uint64, until sim.Time) (*sim.World, error) {
	if err := m.Zone.validate("outages of a zone", until); err != nil {
		return nil, err
	}
	if err := m.Region.validate("outages of a region", until); err != nil {
		return nil, err
	}
	c := *w
	c.Outages = nil
	for z := range w.Zones {
		of := w.Zones[z].Region
		own := m.Zone.path(sim.NewStream(seed, "zone outage", regionKey(w, of, w.Zones[z].Name)), until)
		whole := m.Region.path(sim.NewStream(seed, "region outage", regionKey(w, of, "")), until)
		c.Outages = append(c.Outages, Either(own, whole))
	}
	for z := range w.Outages {
		c.Outages[z] = Either(c.Outages[z], w.Outages[z])
	}
	return &c, nil
}

// Down returns a copy of the world in which some zones are also down while a path
// is 1.
func Down(w *sim.World, zones []sim.ZoneID, at sim.Path) *sim.World {
	c := *w
	c.Outages = make([]sim.Path, len(w.Zones))
	for z := range c.Outages {
		c.Outages[z] = sim.Constant(0)
	}
	copy(c.Outages, w.Outages)
	for _, z := range zones {
		c.Outages[z] = Either(c.Outages[z], at)
	}
	return &c
}

// regionKey hashes the names of a region and its provider, and one word more.
func regionKey(w *sim.World, of sim.RegionID, more string) uint64 {
	r := &w.Regions[of]
	return sim.Key(w.Providers[r.Provider].Name, r.Name, more)
}
