package bench

import (
	"fmt"
	"math"
	"strings"

	"skysim/sim"
	"skysim/traces/catalog"
)

// Carbon is how a cloud's energy and carbon are counted: [cloud.carbon]. Without it,
// and without a recording of carbon, nobody counts them.
type Carbon struct {
	// Nearest gives regions without an intensity that of the nearest region of
	// their jurisdiction that has one.
	Nearest bool
	// Intensity, in mg per kWh, is for regions that have no other; -1 is none.
	Intensity int64
	// Year of the catalogue's intensities; 0 is the epoch's.
	Year int
	// VCPU and GPU are of machines of which the catalogue does not know what they
	// draw, Full = 0 without; Overhead, in thousandths, of their buildings.
	VCPU, GPU catalog.Power
	Overhead  int64
	place
}

// readCarbon reads [cloud.carbon].
func readCarbon(s *section) *Carbon {
	if s == nil {
		return nil
	}
	c := &Carbon{Nearest: s.flag("nearest"), Intensity: -1, Year: int(min(s.whole("year", 1990, 0), 2200)), place: place{s.doc, s.path}}
	if g := s.number("g_per_kwh", 0, -1); g >= 0 {
		c.Intensity = int64(math.Round(1000 * min(g, 1e9)))
	}
	c.VCPU = readPower(s, "vcpu")
	c.GPU = readPower(s, "gpu")
	c.Overhead = int64(math.Round(1000 * min(s.number("pue", 1, 1), 1e6)))
	s.done()
	return c
}

// readPower reads what one of a kind draws without work and at full use.
func readPower(s *section, kind string) catalog.Power {
	idle, full := kind+"_idle_watts", kind+"_full_watts"
	p := catalog.Power{
		Kind: kind, Idle: int64(math.Round(1000 * min(s.number(idle, 0, 0), 1e9))), Full: int64(math.Round(1000 * min(s.number(full, 0, 0), 1e9))),
	}
	if p.Idle > p.Full {
		s.fail(idle, "%s = %v is more than %s = %v", idle, s.values[idle], full, show(s.values[full]))
	}
	return p
}

// count puts what machines draw and emit into a world whose regions in recorded
// have a recording of their carbon.
func (c *Carbon) count(w *sim.World, recorded map[sim.RegionID]bool) error {
	all, err := catalog.Embedded()
	if err != nil {
		return err
	}
	year := c.Year
	if year == 0 {
		year = w.Epoch.Year()
	}
	w.Carbon = &sim.Carbon{}
	var dark []string
	for r := range w.Regions {
		mg, known := c.intensity(all, w, sim.RegionID(r), year)
		if !known && !recorded[sim.RegionID(r)] {
			dark = append(dark, regionName(w, sim.RegionID(r)))
		}
		w.Carbon.Intensity = append(w.Carbon.Intensity, sim.Constant(mg))
	}
	if len(dark) > 0 {
		return c.errorf("nearest", "nobody knows the carbon of %s: want nearest = true, g_per_kwh, or a recording", aFew(dark))
	}
	for t := range w.Types {
		p, err := c.power(all, w, &w.Types[t])
		if err != nil {
			return err
		}
		w.Carbon.Power = append(w.Carbon.Power, p)
	}
	return nil
}

// aFew writes a few names, and how many more there are.
func aFew(names []string) string {
	const most = 5
	if len(names) <= most {
		return fmt.Sprintf("%q", names)
	}
	return fmt.Sprintf("%q and %d more", names[:most], len(names)-most)
}

func regionName(w *sim.World, r sim.RegionID) string {
	return w.Providers[w.Regions[r].Provider].Name + "/" + w.Regions[r].Name
}

// intensity returns the intensity of a region: the catalogue's, or that of the
// nearest region, or the one given for all others.
func (c *Carbon) intensity(all *catalog.Catalog, w *sim.World, r sim.RegionID, year int) (mg int64, known bool) {
	region := &w.Regions[r]
	find := all.Intensity
	if c.Nearest {
		find = all.NearestIntensity
	}
	if x, ok := find(w.Providers[region.Provider].Name, region.Name, year); ok {
		return x.Carbon, true
	}
	return max(c.Intensity, 0), c.Intensity >= 0
}

// power returns what a machine type draws. Idle vCPUs and GPUs draw their idle watts,
// and what tasks occupy of them draws in proportion more; the overhead comes on top.
func (c *Carbon) power(all *catalog.Catalog, w *sim.World, t *sim.MachineType) (sim.Power, error) {
	provider := w.Providers[t.Provider].Name
	vcpu, known := all.Power(catalog.VCPU, provider)
	overhead, _ := all.Power(catalog.Overhead, provider)
	if !known {
		vcpu, overhead.Full = c.VCPU, c.Overhead
	}
	if vcpu.Full == 0 {
		return sim.Power{}, c.errorf("vcpu_full_watts", "nobody knows what a vCPU of %s draws: want vcpu_idle_watts and vcpu_full_watts", provider)
	}
	// mW × thousandths are µW: × 1000 is nW of one, which is that of each of its
	// thousandths × 1000.
	p := sim.Power{Idle: t.CPU * vcpu.Idle * overhead.Full, CPU: (vcpu.Full - vcpu.Idle) * overhead.Full}
	if t.GPUs == 0 {
		return p, nil
	}
	kind := w.GPUKinds[t.GPUKind]
	gpu, known := all.Power(catalog.GPUPower, kind)
	if !known {
		gpu = c.GPU
	}
	if gpu.Full == 0 {
		return sim.Power{}, c.errorf("gpu_full_watts", "nobody knows what a GPU %s draws: want gpu_idle_watts and gpu_full_watts", kind)
	}
	p.Idle += 1000 * int64(t.GPUs) * gpu.Idle * overhead.Full
	p.GPU = (gpu.Full - gpu.Idle) * overhead.Full
	return p, nil
}

// countCarbon makes a world's carbon, if the cloud wants it.
func (c *Cloud) countCarbon(w *sim.World) error {
	recorded := map[sim.RegionID]bool{}
	for i := range c.Recordings {
		if r := &c.Recordings[i]; r.Kind == kindCarbon {
			at, err := r.region(w)
			if err != nil {
				return err
			}
			if recorded[at] {
				return r.errorf("region", "region = %q has a recording of carbon above", r.Region)
			}
			recorded[at] = true
		}
	}
	how := c.Carbon
	if how == nil {
		if len(recorded) == 0 {
			return nil
		}
		how = &Carbon{Intensity: -1, Overhead: 1000, place: c.place}
	}
	return how.count(w, recorded)
}

// region returns the region that a recording is of.
func (r *Recording) region(w *sim.World) (sim.RegionID, error) {
	return findRegion(w, r.place, "region", r.Region)
}

// bare returns names without what is in front of their slash.
func bare(names []string) []string {
	var out []string
	for _, n := range names {
		_, name, _ := strings.Cut(n, "/")
		out = append(out, name)
	}
	return out
}
