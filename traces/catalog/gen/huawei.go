package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"skysim/sim"
	"skysim/traces/catalog"
)

// list2026 is the day of the lists that say nothing but that they are of 2026,
// Huawei's too, whose newest machines are of that year: on it at the latest.
const list2026 = "2026-11-01"

// huaweiFamilies are the machines to take: memory, general and compute ones of
// the last generations. Each is sold with Linux and with a licence of one's own,
// at one price: the Linux row is taken, under the name of the machine.
var huaweiFamilies = []string{"am8.", "c9.", "c7n.", "s7n."}

type flavor struct {
	Name    string      `json:"name"`
	VCPUs   int64       `json:"vcpus"`
	RAM     int64       `json:"ram_gb"`
	Hourly  json.Number `json:"hourly"`
	Monthly json.Number `json:"monthly"`
	Yearly  json.Number `json:"yearly"`
}

func (g *generator) huawei(data fs.FS) error {
	const path = "prices/huawei_jakarta_ecs.json.gz"
	var list struct {
		Region  string   `json:"region"`
		Flavors []flavor `json:"flavors"`
	}
	err := unzip(data, path, func(r *gzip.Reader) error { return json.NewDecoder(r).Decode(&list) })
	if err != nil {
		return err
	}
	for _, f := range list.Flavors {
		name, linux := strings.CutSuffix(f.Name, ".linux")
		if !linux || !slices.ContainsFunc(huaweiFamilies, func(p string) bool { return strings.HasPrefix(name, p) }) {
			continue
		}
		f.Name = name
		if err := g.huaweiFlavor(list.Region, f); err != nil {
			return fmt.Errorf("%s: %s: %w", path, name, err)
		}
	}
	return nil
}

func (g *generator) huaweiFlavor(region string, f flavor) error {
	const provider, source = "huawei", "huawei-jakarta"
	g.c.Types = append(g.c.Types, catalog.Type{
		Provider: provider, Name: f.Name, CPU: f.VCPUs * 1000, Mem: f.RAM * 1024, Date: list2026, Source: source,
	})
	price, err := sim.ParseRate(f.Hourly.String())
	if err != nil {
		return err
	}
	g.offer(catalog.Offer{Provider: provider, Region: region, Zone: region, Type: f.Name, Date: list2026, Source: source}, sim.OnDemand, price)
	for months, listed := range map[int]json.Number{1: f.Monthly, 12: f.Yearly} {
		price, err := sim.ParseRate(listed.String())
		if err != nil {
			return err
		}
		g.commit(provider, catalog.Commitment{
			Region: region, Type: f.Name, Months: months, Price: price,
			Origin: catalog.Origin{Basis: "published", Date: list2026, Source: source},
		})
	}
	return nil
}
