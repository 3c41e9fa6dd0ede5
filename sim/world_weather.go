package sim

import "fmt"

// validateWeather reports the first thing that is wrong with when zones are down and
// regions are parted.
func (w *World) validateWeather() error {
	if w.Outages != nil && len(w.Outages) != len(w.Zones) {
		return fmt.Errorf("world: outages of %d zones, want one path for each of %d", len(w.Outages), len(w.Zones))
	}
	for z := range w.Outages {
		if err := w.Outages[z].validateSwitch(); err != nil {
			return fmt.Errorf("zone %s: outage %w", w.Zones[z].Name, err)
		}
	}
	for i := range w.Cuts {
		c := &w.Cuts[i]
		if !inside(c.A, w.Regions) || !inside(c.B, w.Regions) || c.A == c.B {
			return fmt.Errorf("cut %d: between region %d and region %d of %d, want two of them", i, c.A, c.B, len(w.Regions))
		}
		if err := c.At.validateSwitch(); err != nil {
			return fmt.Errorf("cut %d, between %s and %s: %w", i, w.Regions[c.A].Name, w.Regions[c.B].Name, err)
		}
	}
	return nil
}

// validateSwitch reports what is wrong with a path of 0 and 1, which may be empty.
func (p *Path) validateSwitch() error {
	if len(p.At) == 0 && len(p.Value) == 0 {
		return nil
	}
	if err := p.validate(); err != nil {
		return err
	}
	for i, v := range p.Value {
		if v > 1 {
			return fmt.Errorf("path is %d at %v, want 0 or 1", v, p.At[i])
		}
	}
	return nil
}

// weather takes in outages and partitions; a world without any has the hash that it had before there were some.
func (h hash) weather(w *World) hash {
	for z := range w.Outages {
		h = h.word(int64(z)).path(&w.Outages[z])
	}
	for i := range w.Cuts {
		c := &w.Cuts[i]
		h = h.word(int64(c.A)).word(int64(c.B)).path(&c.At)
	}
	return h
}
