package main

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"skysim/sim"
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

// roundedRate reads a price. FluidStack's have been through a float, so that
// 6.2440610733 is listed as 6.244061073300001: they are rounded to the twelve
// decimals that a catalogue keeps.
func roundedRate(s string) (sim.Rate, error) {
	if whole, frac, ok := strings.Cut(s, "."); ok && len(frac) > 12 {
		r, err := sim.ParseRate(whole + "." + frac[:12])
		if frac[12] >= '5' {
			r++
		}
		return r, err
	}
	return sim.ParseRate(s)
}

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
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var rows []skyRow
	for i, record := range records[1:] {
		field := map[string]string{}
		for j, name := range records[0] {
			field[name] = record[j]
		}
		if name, ok := regionNames[field["Region"]]; ok {
			field["Region"] = name
		}
		if !regions[field["Region"]] || strings.HasPrefix(field["AcceleratorName"], "tpu-") {
			continue
		}
		if name := field["InstanceType"]; name != "" && !chosen(name) {
			continue
		}
		r, err := parseSky(field)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+2, err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func parseSky(field map[string]string) (r skyRow, err error) {
	r.name, r.gpu, r.region = field["InstanceType"], field["AcceleratorName"], field["Region"]
	r.zone = field["AvailabilityZone"]
	if r.zone == "" {
		r.zone = r.region
	}
	number := func(column string, unit float64) int64 {
		if field[column] == "" || err != nil {
			return 0
		}
		var x float64
		if x, err = strconv.ParseFloat(field[column], 64); err != nil {
			return 0
		}
		n := int64(x * unit)
		if float64(n) != x*unit {
			err = fmt.Errorf("%s %s is not a whole number of 1/%v", column, field[column], unit)
		}
		return n
	}
	price := func(column string) (rate sim.Rate) {
		if field[column] != "" && err == nil {
			rate, err = roundedRate(field[column])
		}
		return rate
	}
	r.count = int(number("AcceleratorCount", 1))
	if r.name != "" {
		r.cpu, r.mem = number("vCPUs", 1000), number("MemoryGiB", 1024)
	}
	r.onDemand, r.spot = price("Price"), price("SpotPrice")
	return r, err
}
