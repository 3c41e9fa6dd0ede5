package main

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces/catalog"
)

// skyplaneDate is when skyplane measured: early in 2022, its other grid names
// the hour.
const skyplaneDate = "2022-01-29"

// distances adds the mean round-trip times between regions that skyplane
// measured. Google Cloud has two networks: the premium one is taken, which
// traffic uses unless told otherwise.
func (g *generator) distances(data fs.FS) error {
	rows, err := readRecords(data, "skyplane/latency.csv")
	if err != nil {
		return err
	}
	for i, row := range rows {
		from, ok1 := g.end(row["src_region"])
		to, ok2 := g.end(row["dst_region"])
		if !ok1 || !ok2 || row["src_tier"] != "PREMIUM" || row["dst_tier"] != "PREMIUM" || from == to {
			continue
		}
		ms, err := strconv.ParseFloat(row["avg_rtt"], 64)
		if err != nil {
			return fmt.Errorf("skyplane/latency.csv:%d: %w", i+2, err)
		}
		g.c.RTTs = append(g.c.RTTs, catalog.RTT{
			From: from, To: to, Time: sim.Duration(ms*1000+0.5) * time.Microsecond, Date: skyplaneDate, Source: "skyplane-rtt",
		})
	}
	return nil
}

// end turns gcp:europe-west4-a into gcp/europe-west4 and says whether the region
// is wanted.
func (g *generator) end(s string) (string, bool) {
	provider, region, _ := strings.Cut(s, ":")
	if provider == "gcp" {
		region = region[:strings.LastIndexByte(region, '-')]
	}
	return provider + "/" + region, g.regions[provider][region]
}

// claims adds what other lists say about things that the catalogue has from
// elsewhere: its Check compares them.
func (g *generator) claims(data fs.FS) error {
	claim := func(kind, provider, region, subject, value, day, source string) {
		g.c.Claims = append(g.c.Claims, catalog.Claim{
			Kind: kind, Provider: provider, Region: region, Subject: subject, Value: value, Date: day, Source: source,
		})
	}
	claim("gpus", "azure", "", "Standard_ND96isr_H100_v5", "12", skyDate, "skypilot-v5")
	list, err := readCoroot(data, coroot2024)
	if err != nil {
		return err
	}
	seen := map[[3]string]bool{}
	for _, o := range g.c.History {
		key := [3]string{o.Provider, o.Region, o.Type}
		p := strings.TrimPrefix(list["aws"][o.Region][o.Type].OnDemand.String(), "$")
		if o.Provider == "aws" && o.Purchase == sim.OnDemand && !seen[key] && p != "" && p != "0" {
			seen[key] = true
			claim("on-demand", "aws", o.Region, o.Type, p, coroot2024, "coroot-2024-08")
		}
	}
	gce, err := readRecords(data, "prices/on-demand-2026/gce_us_prices_autoscaler.csv")
	if err != nil {
		return err
	}
	for _, row := range gce {
		if row["table"] == "instancePrices" && chosen(row["key"]) && !strings.HasPrefix(row["key"], "n1-") {
			claim("on-demand", "gcp", "us-central1", row["key"], row["value_usd_per_h"], list2026, "autoscaler-2026")
		}
	}
	return g.trafficClaims(data, claim)
}

type claimer func(kind, provider, region, subject, value, day, source string)

// trafficClaims are skyplane's first tiers to the internet, taken from its
// prices to other clouds, and the SkyNomad paper's prices between AWS regions.
func (g *generator) trafficClaims(data fs.FS, claim claimer) error {
	costs, err := readRecords(data, "skyplane/broadcast_cost.csv")
	if err != nil {
		return err
	}
	elsewhere := map[string]string{"aws": "azure:eastus", "azure": "aws:us-east-1", "gcp": "aws:us-east-1"}
	for _, row := range costs {
		provider, _, _ := strings.Cut(row["src"], ":")
		if from, ok := g.end(row["src"]); ok && row["dest"] == elsewhere[provider] {
			_, region, _ := strings.Cut(from, "/")
			claim("egress", provider, region, "US", row["cost"], skyplaneDate, "skyplane")
		}
	}
	nomad, err := readRecords(data, "skynomad/aws_egress_pricing.csv")
	if err != nil {
		return err
	}
	for _, row := range nomad {
		from, to := row["from_region"], row["to_region"]
		if g.regions["aws"][from] && g.regions["aws"][to] && from != to {
			claim("transfer", "aws", from, to, row["price_usd_per_gb"], list2026, "skynomad")
		}
	}
	return nil
}
