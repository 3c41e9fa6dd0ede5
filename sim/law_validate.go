package sim

import "fmt"

// validateLaw reports the first thing that is wrong with classes and tenants.
func (w *World) validateLaw() error {
	for i := range w.Classes {
		c := &w.Classes[i]
		if err := w.validateUse(c.Providers, c.Types); err != nil {
			return fmt.Errorf("class %s: %w", c.Name, err)
		}
		if c.Overhead < 0 || c.Overhead > mostOverhead {
			return fmt.Errorf("class %s: overhead is %d ppm, want 0 to %d", c.Name, c.Overhead, mostOverhead)
		}
		for k := range i {
			if w.Classes[k].Name == c.Name {
				return fmt.Errorf("class %s is there twice", c.Name)
			}
		}
	}
	for i := range w.Tenants {
		t := &w.Tenants[i]
		if err := w.validateUse(t.Providers, nil); err != nil {
			return fmt.Errorf("tenant %s: %w", t.Name, err)
		}
		if t.CPU < 0 || t.GPU < 0 {
			return fmt.Errorf("tenant %s: quota of %d milli-vCPU and %d thousandths of GPUs, want none negative", t.Name, t.CPU, t.GPU)
		}
		for k := range i {
			if w.Tenants[k].Name == t.Name {
				return fmt.Errorf("tenant %s is there twice", t.Name)
			}
		}
	}
	return nil
}

// mostOverhead keeps speeds within 63 bits: work takes at most a thousand times longer.
const mostOverhead = 1_000_000_000

// validateUse reports which of some providers and types the world does not have.
func (w *World) validateUse(providers []ProviderID, types []TypeID) error {
	for _, p := range providers {
		if !inside(p, w.Providers) {
			return fmt.Errorf("provider %d, the world has %d", p, len(w.Providers))
		}
	}
	for _, t := range types {
		if !inside(t, w.Types) {
			return fmt.Errorf("machine type %d, the world has %d", t, len(w.Types))
		}
	}
	return nil
}

// law takes in classes and tenants; a world without any has the hash that it had before
// there were some.
func (h hash) law(w *World) hash {
	for i := range w.Classes {
		c := &w.Classes[i]
		h = h.names(c.Name).names(c.Run...).names(c.Rest...).providers(c.Providers).word(c.Overhead)
		for _, t := range c.Types {
			h = h.word(int64(t))
		}
		h = h.word(int64(len(c.Types)))
	}
	for i := range w.Tenants {
		t := &w.Tenants[i]
		h = h.names(t.Name).providers(t.Providers).word(t.CPU).word(t.GPU)
	}
	return h
}

func (h hash) providers(list []ProviderID) hash {
	for _, p := range list {
		h = h.word(int64(p))
	}
	return h.word(int64(len(list)))
}
