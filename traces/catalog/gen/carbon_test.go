package main

import (
	"fmt"
	"os"
	"path"
	"testing"

	"skysim/traces/carbon"
	"skysim/traces/tracetest"
)

// carbon.csv is kept by hand: every row is what Google's list of the year has, and
// of the regions of the catalogue none is left out.
func TestCarbonIsAsRecorded(t *testing.T) {
	data, c := os.DirFS(tracetest.Path(t, "")), embedded(t)
	rows := 0
	for year := 2021; year <= 2024; year++ {
		name := path.Join("carbon", fmt.Sprintf("%d.csv", year))
		f, err := data.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		list, err := carbon.ReadRegions(f, name, carbon.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Regions {
			want, ok := list.Find(r.Name)
			if r.Provider != "gcp" || !ok {
				continue
			}
			rows++
			if x, _ := c.Intensity("gcp", r.Name, year); x.Year != year || x.Carbon != int64(want.Intensity) {
				t.Errorf("%s in %d: %+v, recorded %d mg", r.Name, year, x, want.Intensity)
			}
		}
	}
	if rows != len(c.Intensities) || rows < 100 {
		t.Errorf("%d rows are recorded, the catalogue has %d", rows, len(c.Intensities))
	}
}
