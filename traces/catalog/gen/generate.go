package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"

	"skysim/sim"
	"skysim/traces/catalog"
)

// output is a file to write.
type output struct {
	name  string
	bytes []byte
}

// generator gathers the rows of the files that it makes.
type generator struct {
	c       catalog.Catalog
	regions map[string]map[string]bool // wanted, by provider
	log     io.Writer
}

// generate makes the files called made from the recorded data and from the
// files kept by hand.
func generate(data, kept fs.FS, log io.Writer) ([]output, error) {
	regions, err := readRegions(kept)
	if err != nil {
		return nil, err
	}
	g := &generator{regions: regions, log: log}
	if g.c.FX, err = readRates(kept); err != nil {
		return nil, err
	}
	for _, provider := range []string{"aws", "azure", "gcp", "cudo", "fluidstack", "lambda", "paperspace", "runpod"} {
		rows, err := readSky(data, provider, regions[provider])
		if err != nil {
			return nil, err
		}
		index, err := indexRows(rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", provider, err)
		}
		for _, c := range chosenOf(provider) {
			if err := g.take(provider, c, index); err != nil {
				return nil, fmt.Errorf("%s %s: %w", provider, c.name, err)
			}
		}
	}
	for _, add := range []func(fs.FS) error{
		func(data fs.FS) error { return g.azureAbroad(data, regions["azure"]) },
		g.alibaba, g.huawei, g.later2024, g.later2026, g.distances, g.claims,
	} {
		if err := add(data); err != nil {
			return nil, err
		}
	}
	return g.files()
}

// readRegions reads which regions are wanted, by provider.
func readRegions(kept fs.FS) (map[string]map[string]bool, error) {
	f, err := kept.Open("regions.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("regions.csv: %w", err)
	}
	regions := map[string]map[string]bool{}
	for _, r := range records[1:] {
		if regions[r[0]] == nil {
			regions[r[0]] = map[string]bool{}
		}
		regions[r[0]][r[1]] = true
	}
	return regions, nil
}

// part is what a row of the source is known by: a machine, or so many GPUs of
// a kind by themselves.
type part struct {
	name  string
	gpu   string
	count int
}

// indexRows groups rows by machine or GPU and sorts each group by zone.
// Azure has some machines twice, once per generation: equal rows become one,
// unequal ones are an error if such a machine is chosen.
func indexRows(rows []skyRow) (map[part][]skyRow, error) {
	index := map[part][]skyRow{}
	for _, r := range rows {
		p := part{name: r.name}
		if r.name == "" {
			p = part{gpu: r.gpu, count: r.count}
		}
		index[p] = append(index[p], r)
	}
	for p, group := range index {
		slices.SortStableFunc(group, func(a, b skyRow) int { return bytes.Compare([]byte(a.zone), []byte(b.zone)) })
		group = slices.Compact(group)
		index[p] = group
		for i := 1; i < len(group); i++ {
			if group[i].zone == group[i-1].zone && chosen(p.name) {
				return nil, fmt.Errorf("%s is in %s twice, with different prices", p.name, group[i].zone)
			}
		}
	}
	return index, nil
}

func chosen(name string) bool {
	for _, lists := range []map[string][]choice{choices, gpuClouds} {
		for _, list := range lists {
			if slices.ContainsFunc(list, func(c choice) bool { return name != "" && c.sourceName() == name }) {
				return true
			}
		}
	}
	return false
}

// take adds a machine type and its offers in all zones of the source.
func (g *generator) take(provider string, c choice, index map[part][]skyRow) error {
	hosts := index[part{name: c.sourceName()}]
	if len(hosts) == 0 {
		return fmt.Errorf("no row in the regions wanted")
	}
	source, priced := "skypilot-v5", "skypilot-v5"
	if provider == "runpod" || provider == "paperspace" {
		source = "skypilot-v5-gpu-memory"
	}
	var gpus []skyRow
	if provider == "gcp" && c.gpu != "" {
		gpus, priced = index[part{gpu: c.gpu, count: c.gpus}], "skypilot-v5-sum"
	} else if h := hosts[0]; h.gpu != c.gpuName() || h.count != c.gpus {
		if source = c.fixed; source == "" {
			return fmt.Errorf("the source has %d %s", h.count, h.gpu)
		}
	}
	for _, h := range hosts {
		if h.cpu != hosts[0].cpu || h.mem != hosts[0].mem {
			return fmt.Errorf("sizes differ between %s and %s", hosts[0].zone, h.zone)
		}
		onDemand, spot := h.onDemand, h.spot
		if priced == "skypilot-v5-sum" {
			i := slices.IndexFunc(gpus, func(r skyRow) bool { return r.zone == h.zone })
			if i < 0 {
				continue // the zone has such hosts but no such GPUs
			}
			onDemand, spot = sum(h.onDemand, gpus[i].onDemand), sum(h.spot, gpus[i].spot)
		}
		o := catalog.Offer{Provider: provider, Region: h.region, Zone: h.zone, Type: c.name, Date: skyDate, Source: priced}
		g.offer(o, sim.OnDemand, onDemand)
		g.offer(o, sim.Spot, spot)
	}
	g.c.Types = append(g.c.Types, catalog.Type{
		Provider: provider, Name: c.name, CPU: hosts[0].cpu, Mem: hosts[0].mem,
		GPU: c.gpu, GPUs: int64(c.gpus), Date: skyDate, Source: source,
	})
	return nil
}

// sum adds the prices of two parts; a whole lacks what one of its parts lacks.
func sum(a, b sim.Rate) sim.Rate {
	if a == 0 || b == 0 {
		return 0
	}
	return a + b
}

// offer adds an offer, unless the price says that there is none.
func (g *generator) offer(o catalog.Offer, purchase sim.Purchase, price sim.Rate) {
	if price != 0 {
		o.Purchase, o.Price = purchase, price
		g.c.History = append(g.c.History, o)
	}
}

// azureAbroad adds the Azure offers of the regions that SkyPilot lacks.
func (g *generator) azureAbroad(data fs.FS, regions map[string]bool) error {
	lists, err := readAzureLists(data)
	if err != nil {
		return err
	}
	regions = maps.Clone(regions)
	for _, o := range g.c.History {
		delete(regions, o.Region)
	}
	for _, t := range g.c.Types {
		if t.Provider != "azure" {
			continue
		}
		for _, region := range slices.Sorted(maps.Keys(regions)) {
			onDemand, spot, source := lists.price(region, t.Name, t.CPU)
			if onDemand == 0 && spot != 0 {
				fmt.Fprintf(g.log, "left out: azure %s in %s: its on-demand price of %s is neither Linux nor Windows\n", t.Name, region, corootDate)
				continue
			}
			o := catalog.Offer{Provider: "azure", Region: region, Zone: region, Type: t.Name, Date: corootDate, Source: source}
			g.offer(o, sim.OnDemand, onDemand)
			o.Source = "coroot-2024-01"
			g.offer(o, sim.Spot, spot)
		}
	}
	return nil
}

// files writes the tables, sorted.
func (g *generator) files() ([]output, error) {
	g.c.Sort()
	buffers := map[string]*bytes.Buffer{}
	err := g.c.Write(func(name string) (io.WriteCloser, error) {
		buffers[name] = &bytes.Buffer{}
		return nopCloser{buffers[name]}, nil
	})
	if err != nil {
		return nil, err
	}
	var out []output
	for _, name := range made {
		out = append(out, output{name, buffers[name].Bytes()})
	}
	return out, nil
}

// made are the files that the command makes; the others are kept by hand.
var made = []string{"types.csv", "offers.csv", "commitments.csv", "rtt.csv", "claims.csv"}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }
