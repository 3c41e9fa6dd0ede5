package catalog

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// The kinds of Power.
const (
	VCPU     = "vcpu"     // of a provider's machines, for each vCPU
	GPUPower = "gpu"      // for each device of a kind
	Overhead = "overhead" // of a provider's buildings: all power ÷ that of machines (PUE)
)

// Power is what something draws.
type Power struct {
	Kind string
	Name string // of a provider, or of a GPU kind
	// Idle and Full are milliwatts without work and at full use. Of an Overhead,
	// Full is the ratio in thousandths and Idle 0.
	Idle, Full int64
	Origin
}

// Intensity is what a kilowatt-hour emits on a region's grid, as a mean over a
// year.
type Intensity struct {
	Provider, Region string
	Year             int
	Carbon           int64 // milligrams of CO₂ equivalent per kWh
	Source           string
}

var powerKinds = []string{VCPU, GPUPower, Overhead}

func (r *reader) power(w *row) error {
	kind, err1 := w.oneOf("kind", powerKinds)
	name, err2 := w.name("name")
	idle, err3 := w.optional("idle", 3)
	full, err4 := w.optional("full", 3)
	origin, err5 := r.origin(w)
	if err := cmp.Or(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	file, known := "providers.csv", r.c.providerNames
	if kind == GPUPower {
		file, known = "gpus.csv", r.c.gpuNames
	}
	switch {
	case full == 0:
		return w.bad("full", "full is empty, want a number above 0")
	case kind == Overhead && (idle > 0 || full < 1000):
		return w.bad("full", "an overhead from %q to %q, want nothing and a ratio of at least 1", w.text("idle"), w.text("full"))
	case kind != Overhead && (idle == 0 || idle > full):
		return w.bad("idle", "idle is %q and full %q, want watts above 0, idle at most full", w.text("idle"), w.text("full"))
	}
	r.c.Powers = append(r.c.Powers, Power{kind, name, idle, full, origin})
	return cmp.Or(r.refer(w, "name", file, known, name), r.key(w, kind, name))
}

func (r *reader) intensity(w *row) error {
	provider, err1 := r.provider(w)
	region, err2 := w.name("region")
	year, err3 := w.number("year", 1990, 2200)
	carbon, err4 := w.optional("g_per_kwh", 3)
	none := w.text("g_per_kwh") == "0" // where all is hydropower
	if none {
		err4 = nil
	}
	source, err5 := r.fromSource(w)
	if err := cmp.Or(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	if carbon == 0 && !none || carbon > maxCarbon {
		return w.bad("g_per_kwh", "g_per_kwh is %q, want a number from 0 to 100000", w.text("g_per_kwh"))
	}
	known := func() []string { return r.c.regionNames(provider) }
	r.c.Intensities = append(r.c.Intensities, Intensity{provider, region, int(year), carbon, source})
	return cmp.Or(r.refer(w, "region", "regions.csv", known, provider, region), r.key(w, provider, region, w.text("year")))
}

// grams writes an intensity in g per kWh.
func (x *Intensity) grams() string {
	if x.Carbon == 0 {
		return "0"
	}
	return known(x.Carbon, 3)
}

const maxCarbon = 100_000_000 // mg: sim.World holds no more

func comparePowers(a, b Power) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
}

func compareIntensities(a, b Intensity) int {
	return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Year, b.Year))
}

// Power returns what something of a kind draws, and whether that is known.
func (c *Catalog) Power(kind, name string) (Power, bool) {
	i, ok := slices.BinarySearchFunc(c.Powers, Power{Kind: kind, Name: name}, comparePowers)
	if !ok {
		return Power{}, false
	}
	return c.Powers[i], true
}

// Intensity returns the intensity of a region in a year, and whether it is known:
// that of the newest year until then or, if all are later, of the first.
func (c *Catalog) Intensity(provider, region string, year int) (Intensity, bool) {
	var found Intensity
	for _, x := range c.Intensities {
		if x.Provider == provider && x.Region == region && (found.Year == 0 || x.Year <= year) {
			found = x
		}
	}
	return found, found.Year > 0
}

// NearestIntensity returns the intensity of the region that is nearest to one of
// any provider, within its jurisdiction, of those that have one: grids seldom end
// between two cities of a country, but in large ones they do. It reports false if
// there is none, or where the region lies is not known.
func (c *Catalog) NearestIntensity(provider, region string, year int) (Intensity, bool) {
	if x, ok := c.Intensity(provider, region, year); ok {
		return x, true
	}
	here, ok := c.Region(provider, region)
	if !ok || here.Latitude == 0 && here.Longitude == 0 {
		return Intensity{}, false
	}
	var best Intensity
	nearest := -2.0
	for _, there := range c.Regions {
		x, known := c.Intensity(there.Provider, there.Name, year)
		if !known || there.Jurisdiction != here.Jurisdiction || there.Latitude == 0 && there.Longitude == 0 {
			continue
		}
		if near := here.closeness(&there); near > nearest {
			best, nearest = x, near
		}
	}
	return best, best.Year > 0
}

// closeness returns the cosine of the angle between two regions as seen from the
// middle of the earth, which is 1 at no distance. It is the same on every machine.
func (r *Region) closeness(o *Region) float64 {
	const radians = 3.14159265358979323846 / 180 / 1_000_000
	a, b := float64(float64(r.Latitude)*radians), float64(float64(o.Latitude)*radians)
	turn := float64(float64(r.Longitude-o.Longitude) * radians)
	across := float64(sim.Cos(a) * sim.Cos(b))
	return float64(sim.Sin(a)*sim.Sin(b)) + float64(across*sim.Cos(turn))
}
