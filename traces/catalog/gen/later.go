package main

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io/fs"
	"strings"

	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/pricelist"
)

// coroot2024 is the day of coroot's second list.
const coroot2024 = "2024-08-09"

// corootList is a list of coroot's: by provider, region and type.
type corootList map[string]map[string]map[string]corootPrice

func readCoroot(data fs.FS, day string) (corootList, error) {
	path := "prices/coroot/cloud-pricing." + day + ".json.gz"
	f, err := data.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file, err := pricelist.ReadCoroot(f, path)
	if err != nil {
		return nil, err
	}
	list := corootList{}
	for i := range file.Offers {
		o := &file.Offers[i]
		if list[o.Provider] == nil {
			list[o.Provider] = map[string]map[string]corootPrice{}
		}
		if list[o.Provider][o.Region] == nil {
			list[o.Provider][o.Region] = map[string]corootPrice{}
		}
		list[o.Provider][o.Region][o.Type] = corootPrice{o.OnDemand, o.Spot}
	}
	return list, nil
}

// later2024 adds what had changed by August 2024: the spot prices of AWS and
// Google Cloud and the on-demand prices of Google Cloud. AWS's on-demand prices
// are wrong in coroot's list for 4 of 10 machines: they are claims, not offers.
//
// Coroot has one price for a region where SkyPilot has one for each zone. Google
// Cloud's prices are those of regions. AWS's spot prices are not: there the one
// price stands for all zones of the region, which its source's title says.
func (g *generator) later2024(data fs.FS) error {
	list, err := readCoroot(data, coroot2024)
	if err != nil {
		return err
	}
	for _, o := range g.c.History {
		if o.Provider != "gcp" && (o.Provider != "aws" || o.Purchase != sim.Spot) || o.Date != skyDate {
			continue
		}
		p, ok := list[o.Provider][o.Region][o.Type]
		if !ok || strings.Contains(o.Type, "+") {
			continue // N1 hosts are listed without their GPUs
		}
		listed, source := p.OnDemand, "coroot-2024-08"
		if o.Purchase == sim.Spot {
			listed = p.Spot
		}
		if o.Provider == "aws" {
			source = "coroot-2024-08-region"
		}
		g.changed(o, listed, coroot2024, source)
	}
	return nil
}

// rounding is how far two lists may be apart that mean the same price: SkyPilot
// rounds Google Cloud's prices of host and GPU to five decimals each.
const rounding = sim.Rate(10_000_000)

// changed adds a later price of an offer if it is another one. 0 means that it
// is not offered any more, or not listed: the offer keeps its last price.
func (g *generator) changed(o catalog.Offer, price sim.Rate, day, source string) {
	if d := price - o.Price; price == 0 || (d <= rounding && d >= -rounding) {
		return
	}
	o.Price, o.Date, o.Source = price, day, source
	g.c.History = append(g.c.History, o)
}

// later2026 adds the on-demand prices of 2026: of AWS in us-east-1, and of Azure
// in all regions, where some machines are listed for the first time.
func (g *generator) later2026(data fs.FS) error {
	aws, err := readRecords(data, "prices/on-demand-2026/aws_useast1_ondemand_2026_karpenter.csv")
	if err != nil {
		return err
	}
	var azure []map[string]string
	err = unzip(data, "prices/on-demand-2026/azure_ondemand_2026_karpenter.csv.gz", func(r *gzip.Reader) error {
		records, err := csv.NewReader(r).ReadAll()
		if err == nil {
			azure = asMaps(records)
		}
		return err
	})
	if err != nil {
		return err
	}
	known := map[[3]string][]catalog.Offer{}
	for _, o := range g.c.History {
		if key := [3]string{o.Provider, o.Region, o.Type}; o.Purchase == sim.OnDemand {
			known[key] = append(known[key], o)
		}
	}
	types := map[[2]string]bool{}
	for _, t := range g.c.Types {
		types[[2]string{t.Provider, t.Name}] = true
	}
	for provider, rows := range map[string][]map[string]string{"aws": aws, "azure": azure} {
		for _, row := range rows {
			region, name := row["region"], row["instance_type"]
			if !g.regions[provider][region] || !types[[2]string{provider, name}] {
				continue
			}
			price, err := sim.ParseRate(row["ondemand_usd_per_h"])
			if err != nil {
				return fmt.Errorf("%s in %s: %w", name, region, err)
			}
			offers := known[[3]string{provider, region, name}]
			for _, o := range offers {
				g.changed(o, price, list2026, "karpenter-2026")
			}
			if len(offers) == 0 && provider == "azure" {
				o := catalog.Offer{Provider: provider, Region: region, Zone: region, Type: name, Purchase: sim.OnDemand}
				g.changed(o, price, list2026, "karpenter-2026")
			}
		}
	}
	return nil
}
