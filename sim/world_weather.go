package sim

import "fmt"

// validateOutages reports the first thing that is wrong with when zones are down.
func (w *World) validateOutages() error {
	if w.Outages != nil && len(w.Outages) != len(w.Zones) {
		return fmt.Errorf("world: outages of %d zones, want one path for each of %d", len(w.Outages), len(w.Zones))
	}
	for z := range w.Outages {
		if err := w.Outages[z].validateSwitch(); err != nil {
			return fmt.Errorf("zone %s: outage %w", w.Zones[z].Name, err)
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

// weather takes in outages; a world without any has the hash that it had before there were some.
func (h hash) weather(w *World) hash {
	for z := range w.Outages {
		h = h.word(int64(z)).path(&w.Outages[z])
	}
	return h
}
