package main

import (
	"io/fs"
	"strings"

	"skysim/sim"
	"skysim/traces/pricelist"
)

// skyDate is the day on which SkyPilot's catalogue was fetched.
const skyDate = "2024-04-23"

// skyRow is a row of SkyPilot's vms.csv. A Google Cloud GPU has no name, and
// its price is for all of count.
type skyRow struct {
	name, gpu      string
	count          int
	cpu, mem       int64 // milli-vCPU and MiB, 0 for a GPU by itself
	region, zone   string
	onDemand, spot sim.Rate // 0 if not offered
}

// regionNames replaces names that are sentences.
var regionNames = map[string]string{"East Coast (NY2)": "NY2"}

// readSky reads the rows of a provider's chosen machines, and of GPUs by
// themselves, in the given regions. Azure has no
// zones there: its regions serve as zones.
func readSky(data fs.FS, provider string, regions map[string]bool) ([]skyRow, error) {
	path := "prices/skypilot-catalog/v5/" + provider + "/vms.csv"
	f, err := data.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := pricelist.NewSkyPilot(f, path, pricelist.Options{})
	if err != nil {
		return nil, err
	}
	var rows []skyRow
	for o := (pricelist.Offer{}); list.Next(&o); {
		if name, ok := regionNames[o.Region]; ok {
			o.Region = name
		}
		if !regions[o.Region] || strings.HasPrefix(o.GPU, "tpu-") || (o.Type != "" && !chosen(o.Type)) {
			continue
		}
		rows = append(rows, skyRowOf(&o))
	}
	return rows, list.Err()
}

// skyRowOf takes from an offer what is wanted here.
func skyRowOf(o *pricelist.Offer) skyRow {
	r := skyRow{
		name: o.Type, gpu: o.GPU, count: int(o.GPUs / 1000), region: o.Region, zone: o.Zone, onDemand: o.OnDemand, spot: o.Spot,
	}
	if r.zone == "" {
		r.zone = r.region
	}
	if r.name != "" {
		r.cpu, r.mem = o.CPU, o.Mem
	}
	return r
}
