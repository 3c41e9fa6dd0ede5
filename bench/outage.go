package bench

import (
	"slices"

	"skysim/sim"
	"skysim/workloads/weather"
)

// Outage is a time in which zones are down under every seed: [[cloud.outage]].
type Outage struct {
	// One of them says which zones: that one, or all of a region or a provider.
	Zone, Region, Provider string
	From, For              sim.Duration // since the epoch
	place
}

// Partition is a time in which regions cannot reach each other under any seed:
// [[cloud.partition]].
type Partition struct {
	Between   []string // each pair of them
	From, For sim.Duration
	place
}

// readBreaks reads the outages and partitions of a cloud.
func (c *Cloud) readBreaks(s *section) {
	for _, m := range s.sections("outage") {
		c.Outages = append(c.Outages, readOutage(m))
	}
	for _, m := range s.sections("partition") {
		c.Partitions = append(c.Partitions, readPartition(m))
	}
}

// readOutage reads one [[cloud.outage]].
func readOutage(s *section) Outage {
	o := Outage{Zone: s.text("zone"), Region: s.text("region"), Provider: s.text("provider"), place: place{s.doc, s.path}}
	o.From, o.For = readTimes(s)
	given := 0
	for _, key := range []string{"zone", "region", "provider"} {
		if v, there := s.values[key]; there {
			given++
			if v == "" {
				s.fail(key, "%s is empty", key)
			}
		}
	}
	if given != 1 {
		s.doc.fail(s.path, "an outage of %d things: want one of zone, region and provider", given)
	}
	s.done()
	return o
}

// readPartition reads one [[cloud.partition]].
func readPartition(s *section) Partition {
	p := Partition{Between: s.texts("between"), place: place{s.doc, s.path}}
	if _, there := s.values["between"]; !there {
		s.doc.fail(s.path, `between is missing: want regions, as in between = ["aws/us-east-1", "gcp/us-central1"]`)
	} else if len(p.Between) < 2 && len(s.doc.errs) == 0 {
		s.fail("between", "between = %q, want two regions or more", p.Between)
	}
	p.From, p.For = readTimes(s)
	s.done()
	return p
}

// readTimes reads when something begins and how long it lasts.
func readTimes(s *section) (from, length sim.Duration) {
	from, length = s.span("from"), s.span("for")
	if _, there := s.values["for"]; !there {
		s.doc.fail(s.path, `for is missing: want how long it lasts, a duration such as "4h"`)
	} else if length == 0 && len(s.doc.errs) == 0 {
		s.fail("for", "for = %s, want a duration above 0", show(s.values["for"]))
	}
	return from, length
}

// fail lays the given outages and partitions of a cloud over its world.
func (c *Cloud) fail(w *sim.World) error {
	for i := range c.Outages {
		o := &c.Outages[i]
		zones, err := o.zones(w)
		if err != nil {
			return err
		}
		*w = *weather.Down(w, zones, weather.Span(sim.Time(o.From), o.For))
	}
	for i := range c.Partitions {
		p := &c.Partitions[i]
		var regions []sim.RegionID
		for _, name := range p.Between {
			r, err := findRegion(w, p.place, "between", name)
			if err != nil {
				return err
			}
			if slices.Contains(regions, r) {
				return p.errorf("between", "region %q is there twice", name)
			}
			for _, other := range regions {
				*w = *weather.Cut(w, other, r, weather.Span(sim.Time(p.From), p.For))
			}
			regions = append(regions, r)
		}
	}
	return nil
}

// zones finds what is down.
func (o *Outage) zones(w *sim.World) (zones []sim.ZoneID, err error) {
	if o.Zone != "" {
		z, err := o.zone(w)
		return []sim.ZoneID{z}, err
	}
	region := sim.RegionID(-1)
	if o.Region != "" {
		if region, err = findRegion(w, o.place, "region", o.Region); err != nil {
			return nil, err
		}
	}
	var providers []string
	for z := range w.Zones {
		r := w.Zones[z].Region
		provider := w.Providers[w.Regions[r].Provider].Name
		if providers = append(providers, provider); r == region || provider == o.Provider {
			zones = append(zones, sim.ZoneID(z))
		}
	}
	if len(zones) == 0 && region < 0 {
		return nil, o.errorf("provider", "provider = %q has no zones in this cloud%s", o.Provider, suggest(o.Provider, distinct(providers)))
	}
	return zones, nil
}

// zone finds a zone by its name, with the region's or with both its region's and its
// provider's in front where that is not enough.
func (o *Outage) zone(w *sim.World) (sim.ZoneID, error) {
	var found []sim.ZoneID
	var names []string
	for z := range w.Zones {
		zone := &w.Zones[z]
		region := w.Regions[zone.Region].Name
		full := regionName(w, zone.Region) + "/" + zone.Name
		if names = append(names, full, zone.Name); o.Zone == zone.Name || o.Zone == region+"/"+zone.Name || o.Zone == full {
			found = append(found, sim.ZoneID(z))
		}
	}
	switch len(found) {
	case 0:
		return 0, o.errorf("zone", "zone = %q is no zone of the cloud%s", o.Zone, suggest(o.Zone, distinct(names)))
	case 1:
		return found[0], nil
	}
	return 0, o.errorf("zone", "zone = %q is in several regions, want provider/region/zone", o.Zone)
}

// findRegion finds a region by its name, with its provider's in front where two have
// one. The error is about a key of what stands at a place.
func findRegion(w *sim.World, at place, key, name string) (sim.RegionID, error) {
	var names []string
	found := sim.RegionID(-1)
	for i := range w.Regions {
		full := regionName(w, sim.RegionID(i))
		names = append(names, full)
		if name != w.Regions[i].Name && name != full {
			continue
		}
		if found >= 0 {
			return 0, at.errorf(key, "%s = %q is a region of two providers, want provider/region", key, name)
		}
		found = sim.RegionID(i)
	}
	if found < 0 {
		slices.Sort(names)
		return 0, at.errorf(key, "%s = %q is no region of the cloud%s", key, name, suggest(name, append(names, bare(names)...)))
	}
	return found, nil
}
