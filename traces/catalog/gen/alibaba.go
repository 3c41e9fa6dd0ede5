package main

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"strconv"

	"skysim/sim"
	"skysim/traces/catalog"
)

// alibabaDate: the list was noted in 2023; on its last day at the latest.
const alibabaDate = "2023-12-31"

// alibaba adds the GPU machines of mainland China: hourly prices as offers and
// monthly ones as commitments, both listed in yuan. An empty price is not known.
func (g *generator) alibaba(data fs.FS) error {
	const path = "prices/alibaba_china_gpu_2023.csv"
	rows, err := readRecords(data, path)
	if err != nil {
		return err
	}
	for i, row := range rows {
		if err := g.alibabaRow(row); err != nil {
			return fmt.Errorf("%s:%d: %w", path, i+2, err)
		}
	}
	return nil
}

func (g *generator) alibabaRow(row map[string]string) error {
	const source = "alibaba-2023"
	gpu := row["gpu"]
	if gpu == "V100" && row["gpu_memory_gb"] == "32" {
		gpu = "V100-32GB"
	}
	sizes := map[string]int64{}
	for _, column := range []string{"vcpus", "memory_gib", "gpu_count"} {
		n, err := strconv.ParseInt(row[column], 10, 64)
		if err != nil {
			return fmt.Errorf("%s: %w", column, err)
		}
		sizes[column] = n
	}
	g.c.Types = append(g.c.Types, catalog.Type{
		Provider: row["provider"], Name: row["type"], CPU: sizes["vcpus"] * 1000, Mem: sizes["memory_gib"] * 1024,
		GPU: gpu, GPUs: sizes["gpu_count"], Date: alibabaDate, Source: source,
	})
	if a := yuan(row["cny_per_hour"]); a.Value != "" {
		price, err := g.c.Convert(a, alibabaDate)
		if err != nil {
			return err
		}
		o := catalog.Offer{
			Provider: row["provider"], Region: row["region"], Zone: row["region"], Type: row["type"],
			Amount: a, Date: alibabaDate, Source: source,
		}
		g.offer(o, sim.OnDemand, price)
	}
	if a := yuan(row["cny_per_month"]); a.Value != "" {
		price, err := g.c.Convert(a, alibabaDate)
		if err != nil {
			return err
		}
		g.commit(row["provider"], catalog.Commitment{
			Region: row["region"], Type: row["type"], Months: 1, Price: price, Amount: a,
			Origin: catalog.Origin{Basis: "published", Date: alibabaDate, Source: source},
		})
	}
	return nil
}

func yuan(s string) catalog.Amount {
	if s == "" {
		return catalog.Amount{}
	}
	return catalog.Amount{Currency: "CNY", Value: s}
}

func (g *generator) commit(provider string, c catalog.Commitment) {
	g.c.Commitments = append(g.c.Commitments, catalog.CommitmentPrice{Provider: provider, Commitment: c})
}

// readRecords reads a CSV file as maps from column to value.
func readRecords(fsys fs.FS, path string) ([]map[string]string, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return asMaps(records), nil
}

func asMaps(records [][]string) []map[string]string {
	rows := make([]map[string]string, 0, len(records))
	for _, record := range records[1:] {
		row := map[string]string{}
		for j, name := range records[0] {
			row[name] = record[j]
		}
		rows = append(rows, row)
	}
	return rows
}

// readRates reads the exchange rates that are kept by hand.
func readRates(kept fs.FS) ([]catalog.FX, error) {
	rows, err := readRecords(kept, "fx.csv")
	if err != nil {
		return nil, err
	}
	var rates []catalog.FX
	for _, row := range rows {
		rates = append(rates, catalog.FX{
			Currency: row["currency"], PerDollar: row["units_per_usd"], Date: row["date"], Source: row["source"],
		})
	}
	return rates, nil
}
