package catalog

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"skysim/sim"
)

// Read parses a catalogue: the files sources.csv, providers.csv, regions.csv,
// gpus.csv, types.csv and offers.csv of fsys, as FORMAT.md describes them.
// Everything is checked: an unknown column, a name that no other file has, a
// price that is negative or zero, a second row for the same thing are errors
// that say file:line:column, the value, and what was wanted.
func Read(fsys fs.FS) (*Catalog, error) {
	r := &reader{c: &Catalog{}, lines: map[string]int{}, zones: map[[2]string]string{}}
	for _, t := range []struct {
		file    string
		columns []string
		row     func(*row) error
	}{
		{"sources.csv", sourceColumns, r.source},
		{"providers.csv", providerColumns, r.fact},
		{"regions.csv", regionColumns, r.region},
		{"gpus.csv", gpuColumns, r.gpu},
		{"types.csv", typeColumns, r.machineType},
		{"offers.csv", offerColumns, r.offer},
	} {
		if err := readTable(fsys, t.file, t.columns, t.row); err != nil {
			return nil, err
		}
	}
	if len(r.c.Offers) == 0 {
		return nil, fmt.Errorf("offers.csv: no offers, want at least one")
	}
	r.c.Sort()
	return r.c, nil
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

// factNames are the facts that can be given about a provider.
var factNames = []string{"billing_increment", "billing_minimum", "bills_boot", "boot_time", "spot_notice"}

func (r *reader) fact(w *row) error {
	name, err1 := w.name("provider")
	fact, err2 := w.oneOf("fact", factNames)
	basis, err3 := w.oneOf("basis", []string{"published", "measured", "assumed"})
	day, err4 := w.day("date")
	source, err5 := r.fromSource(w)
	if err := cmp.Or(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	i := slices.IndexFunc(r.c.Providers, func(p Provider) bool { return p.Name == name })
	if i < 0 {
		i = len(r.c.Providers)
		r.c.Providers = append(r.c.Providers, Provider{Name: name})
		r.lines["providers.csv\x00"+name] = i
	}
	p := &r.c.Providers[i]
	value, err := p.set(w, fact)
	if err != nil {
		return err
	}
	p.Facts = append(p.Facts, Fact{fact, value, basis, day, source})
	return r.key(w, name, fact)
}

// set takes the value of a fact and returns it as it is normally written.
func (p *Provider) set(w *row, fact string) (string, error) {
	if fact == "bills_boot" {
		value, err := w.oneOf("value", []string{"yes", "no"})
		p.BillsBoot = value == "yes"
		return value, err
	}
	d, err := time.ParseDuration(w.text("value"))
	if err != nil || d < 0 {
		return "", w.bad("value", "%s %q is not a duration as in 1m30s", fact, w.text("value"))
	}
	switch fact {
	case "billing_increment":
		p.Increment = d
	case "billing_minimum":
		p.Minimum = d
	case "boot_time":
		p.Boot = d
	case "spot_notice":
		p.Notice = d
	}
	return d.String(), nil
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
	if err := cmp.Or(err1, err2, err3); err != nil {
		return err
	}
	j := w.text("jurisdiction")
	if len(j) != 2 || strings.Trim(j, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return w.bad("jurisdiction", "jurisdiction %q is not an ISO 3166-1 code of two capitals as in DE", j)
	}
	r.c.Regions = append(r.c.Regions, Region{provider, name, j, w.text("city"), source})
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
	region, typ := w.text("region"), w.text("type")
	regions := func() []string { return r.c.regionNames(provider) }
	types := func() []string { return r.c.typeNames(provider) }
	err7 := r.refer(w, "region", "regions.csv", regions, provider, region)
	err8 := r.refer(w, "type", "types.csv", types, provider, typ)
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
	r.c.Offers = append(r.c.Offers, Offer{provider, region, zone, typ, purchase, price, day, source})
	return r.key(w, provider, zone, typ, bought)
}
