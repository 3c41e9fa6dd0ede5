package main

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io/fs"

	"skysim/sim"
)

// Coroot's list of Azure names one on-demand price per machine and does not say
// whether it is the Linux or the Windows price. Azure's Windows licence is a
// flat price per vCPU-hour in all regions, and karpenter's list of 2026 has
// Linux prices only. So a price of coroot is understood in one of two ways:
//
//   - it equals the Linux price of 2026: it is the Linux price, then and now;
//   - it equals that plus the licence: it is the Windows price of a machine
//     whose Linux price is the same then and now.
//
// Otherwise the price has changed and is not known for Linux: no offer. In the
// regions that SkyPilot has too, this gives SkyPilot's price of three months
// later in every case, which a test shows. Spot prices are Linux prices: there
// they agree with SkyPilot's, up to the three months' movement.
const (
	corootDate     = "2024-01-31"
	windowsLicence = sim.Rate(46_000_000_000) // per vCPU-hour
)

// azureLists are the two lists that Azure offers outside SkyPilot come from.
type azureLists struct {
	coroot map[string]map[string]corootPrice // by region and type
	linux  map[[2]string]sim.Rate            // of 2026, by region and type
}

// corootPrice is what coroot says about a machine; 0 means not offered.
type corootPrice struct{ OnDemand, Spot sim.Rate }

func readAzureLists(data fs.FS) (azureLists, error) {
	list, err := readCoroot(data, corootDate)
	if err != nil {
		return azureLists{}, err
	}
	lists := azureLists{list["azure"], map[[2]string]sim.Rate{}}
	path := "prices/on-demand-2026/azure_ondemand_2026_karpenter.csv.gz"
	err = unzip(data, path, func(r *gzip.Reader) error {
		records, err := csv.NewReader(r).ReadAll()
		if err != nil {
			return err
		}
		for i, record := range records[1:] {
			rate, err := sim.ParseRate(record[2])
			if err != nil {
				return fmt.Errorf("line %d: %w", i+2, err)
			}
			lists.linux[[2]string{record[0], record[1]}] = rate
		}
		return nil
	})
	return lists, err
}

func unzip(data fs.FS, path string, read func(*gzip.Reader) error) error {
	f, err := data.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := read(r); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// price returns the Linux prices of a machine with so many milli-vCPU, and the
// source to name for the on-demand price; 0 where it is not offered or not
// known.
func (l azureLists) price(region, name string, cpu int64) (onDemand, spot sim.Rate, source string) {
	p, listed := l.coroot[region][name]
	linux, now := l.linux[[2]string{region, name}]
	if !listed {
		return 0, 0, ""
	}
	then, spot := p.OnDemand, p.Spot
	switch {
	case now && then == linux:
		return linux, spot, "coroot-2024-01"
	case now && then == linux+windowsLicence*sim.Rate(cpu)/1000:
		return linux, spot, "coroot-2024-01-windows"
	}
	return 0, spot, ""
}
