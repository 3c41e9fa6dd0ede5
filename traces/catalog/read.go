package catalog

import (
	"cmp"
	"fmt"
	"io/fs"
	"strings"

	"skysim/sim"
)

// Read parses a catalogue: the files of fsys, as FORMAT.md describes them. The
// files sources.csv, providers.csv, regions.csv, gpus.csv, types.csv and
// offers.csv must be there; those of tariffs, currencies, distances and carbon may.
// Everything is checked: an unknown column, a name that no other file has, a
// price that is negative or zero, a second row for the same thing are errors
// that say file:line:column, the value, and what was wanted.
//
// The catalogue is that of the day of its newest price: see [Catalog.At].
func Read(fsys fs.FS) (*Catalog, error) {
	r := &reader{c: &Catalog{}, lines: map[string]int{}, zones: map[[2]string]string{}}
	for i, row := range []func(*row) error{
		r.source, r.fx, r.fact, r.region, r.gpu, r.machineType, r.offer,
		r.commitment, r.egress, r.transfer, r.storage, r.rtt, r.claim, r.power, r.intensity,
	} {
		if err := readTable(fsys, layouts[i], row); err != nil {
			return nil, err
		}
	}
	if len(r.c.History) == 0 {
		return nil, fmt.Errorf("offers.csv: no offers, want at least one")
	}
	r.c.Sort()
	if err := r.c.checkTariffs(); err != nil {
		return nil, err
	}
	c, err := r.c.At(r.c.Date())
	if err != nil {
		return nil, err
	}
	c.date = ""
	return c, nil
}

// reader gathers a catalogue row by row, and what later rows may refer to.
type reader struct {
	c     *Catalog
	lines map[string]int       // key of a row to its line, to find doubles
	zones map[[2]string]string // provider and zone to region
}

// key checks that no row before had the same key.
func (r *reader) key(w *row, names ...string) error {
	k := w.file + "\x00" + strings.Join(names, "\x00")
	line, _ := w.r.FieldPos(0)
	if before, twice := r.lines[k]; twice {
		return w.errAt(0, "%s was given on line %d already", strings.Join(names, " "), before)
	}
	r.lines[k] = line
	return nil
}

// keyOn checks that no row before had the same key and day.
func (r *reader) keyOn(w *row, day string, names ...string) error {
	k := w.file + "\x00" + strings.Join(names, "\x00") + "\x00on " + day
	line, _ := w.r.FieldPos(0)
	if before, twice := r.lines[k]; twice {
		return w.errAt(0, "%s was given on line %d already for %s", strings.Join(names, " "), before, day)
	}
	r.lines[k] = line
	return nil
}

// refer checks that a column names a row of another file.
func (r *reader) refer(w *row, column, file string, known func() []string, key ...string) error {
	if _, ok := r.lines[file+"\x00"+strings.Join(key, "\x00")]; ok {
		return nil
	}
	name := w.text(column)
	return w.bad(column, "%s %q is not in %s%s", column, name, file, suggest(name, known()))
}

func (r *reader) fromSource(w *row) (string, error) {
	s := w.text("source")
	return s, r.refer(w, "source", "sources.csv", r.c.sourceNames, s)
}

func (r *reader) source(w *row) error {
	name, err := w.name("source")
	if err != nil {
		return err
	}
	r.c.Sources = append(r.c.Sources, Source{name, w.text("title"), w.text("licence"), w.text("where")})
	return r.key(w, name)
}

// provider reads the name of a provider that must be known.
func (r *reader) provider(w *row) (string, error) {
	name, err := w.name("provider")
	if err != nil {
		return "", err
	}
	return name, r.refer(w, "provider", "providers.csv", r.c.providerNames, name)
}

func (r *reader) region(w *row) error {
	provider, err1 := r.provider(w)
	name, err2 := w.name("region")
	source, err3 := r.fromSource(w)
	lat, err4 := w.degrees("latitude", 90)
	lon, err5 := w.degrees("longitude", 180)
	if err := cmp.Or(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	j, group := w.text("jurisdiction"), w.text("group")
	if !isJurisdiction(j) {
		return w.bad("jurisdiction", "jurisdiction %q is not an ISO 3166-1 code of two capitals as in DE", j)
	}
	if group == AnyPlace || name == AnyPlace {
		return w.bad("region", "the name %q stands for all regions and groups", AnyPlace)
	}
	if (w.text("latitude") == "") != (w.text("longitude") == "") {
		return w.bad("latitude", "latitude %q but longitude %q: want both or neither", w.text("latitude"), w.text("longitude"))
	}
	r.c.Regions = append(r.c.Regions, Region{provider, name, j, w.text("city"), lat, lon, group, source})
	return r.key(w, provider, name)
}

func (r *reader) gpu(w *row) error {
	name, err1 := w.name("gpu")
	mem, err2 := w.number("memory_mib", 1, maxMiB)
	band, err3 := w.optional("bandwidth_gb_s", 0)
	fp32, err4 := w.optional("fp32_tflops", 3)
	source, err5 := r.fromSource(w)
	if err := cmp.Or(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	r.c.GPUs = append(r.c.GPUs, GPU{name, mem, band, fp32, source})
	return r.key(w, name)
}

// The largest machine that a catalogue may name: far beyond any there is, and
// small enough for sums of many to fit.
const (
	maxCPU  = 1_000_000_000 // milli-vCPU
	maxMiB  = 1 << 40
	maxGPUs = 32 // sim.MachineType
)

func (r *reader) machineType(w *row) error {
	provider, err1 := r.provider(w)
	name, err2 := w.name("type")
	cpu, err3 := w.number("vcpu_milli", 1, maxCPU)
	mem, err4 := w.number("memory_mib", 1, maxMiB)
	gpus, err5 := w.number("gpus", 0, maxGPUs)
	day, err6 := w.day("date")
	source, err7 := r.fromSource(w)
	if err := cmp.Or(err1, err2, err3, err4, err5, err6, err7); err != nil {
		return err
	}
	gpu := w.text("gpu")
	switch {
	case gpu == "" && gpus > 0:
		return w.bad("gpu", "gpu is empty but gpus is %d", gpus)
	case gpu != "" && gpus == 0:
		return w.bad("gpus", "gpus is 0 but gpu is %q", gpu)
	case gpu != "":
		if err := r.refer(w, "gpu", "gpus.csv", r.c.gpuNames, gpu); err != nil {
			return err
		}
	}
	r.c.Types = append(r.c.Types, Type{provider, name, cpu, mem, gpu, gpus, day, source})
	return r.key(w, provider, name)
}

func (r *reader) offer(w *row) error {
	provider, err1 := r.provider(w)
	zone, err2 := w.name("zone")
	bought, err3 := w.oneOf("purchase", []string{"on-demand", "spot"})
	price, err4 := w.price("usd_per_hour")
	day, err5 := w.day("date")
	source, err6 := r.fromSource(w)
	if err := cmp.Or(err1, err2, err3, err4, err5, err6); err != nil {
		return err
	}
	a, err7 := r.amount(w, price, day)
	region, typ, err8 := r.offered(w, provider)
	if err := cmp.Or(err7, err8); err != nil {
		return err
	}
	home := [2]string{provider, zone}
	if other, ok := r.zones[home]; ok && other != region {
		return w.bad("zone", "zone %q is in region %q and was in %q before", zone, region, other)
	}
	r.zones[home] = region
	purchase := sim.OnDemand
	if bought == "spot" {
		purchase = sim.Spot
	}
	r.c.History = append(r.c.History, Offer{provider, region, zone, typ, purchase, price, a, day, source})
	return r.keyOn(w, day, provider, zone, typ, bought)
}
