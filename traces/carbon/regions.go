package carbon

import (
	"errors"
	"io"

	"skysim/traces"
	"skysim/traces/internal/sheet"
)

// Region is a region of Google Cloud in one year.
type Region struct {
	Name     string // such as us-central1
	Location string
	// CFE is the share of the region's energy that was free of carbon, hour by
	// hour, in millionths, or Absent.
	CFE       int64
	Intensity Intensity // of its grid
}

// Regions are the regions of one year.
type Regions struct {
	List []Region
	// LifeCycle says that intensities count the life cycle, as in the files of
	// 2019 and 2020. Since 2021 the column is "Grid carbon intensity".
	LifeCycle bool
	skipped   []traces.Skip
}

// The columns of a year's regions.
const (
	regionName = iota
	regionLocation
	regionCFE
	regionGrid
	regionLifeCycle
)

var regionColumns = []sheet.Column{
	{Name: "Google Cloud Region"},
	{Name: "Location"},
	{Name: "Google CFE", Optional: true},
	{Name: "Grid carbon intensity (gCO2eq / kWh)", Also: []string{"Grid carbon intensity (gCO2eq/kWh)"}, Optional: true},
	{Name: "Lifecycle grid carbon intensity (gCO2eq / kWh)", Optional: true},
}

// OpenRegions reads the regions at path, plain or packed.
func OpenRegions(path string, o Options) (r *Regions, err error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, text.Close()) }()
	return ReadRegions(text, path, o)
}

// ReadRegions is OpenRegions for a file from anywhere. Errors name it as name.
func ReadRegions(from io.Reader, name string, o Options) (*Regions, error) {
	s, err := sheet.Read(from, name, sheet.Form{Columns: regionColumns, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	r := &Regions{LifeCycle: s.Has(regionLifeCycle)}
	column := regionGrid
	if r.LifeCycle {
		column = regionLifeCycle
	}
	if s.Has(regionGrid) == s.Has(regionLifeCycle) {
		return nil, &traces.SyntaxError{
			File: name, Line: 1, Field: "header", Value: "", Want: "one column with the carbon intensity: " + regionColumns[regionGrid].Name + ", or Lifecycle in front of it",
		}
	}
	seen := map[string]bool{}
	for s.Next() {
		region := Region{
			Name: s.Word(regionName, "the name of a region"), Location: s.Word(regionLocation, "a place"), CFE: Absent,
			Intensity: Intensity(s.Amount(column, milli, most, wantGr)),
		}
		if s.Text(regionCFE) != "" {
			region.CFE = s.Amount(regionCFE, 1_000_000, 1_000_000, "a share from 0 to 1")
		}
		if seen[region.Name] {
			s.Fault(regionName, "each region once")
		}
		if s.Good() {
			seen[region.Name] = true
			r.List = append(r.List, region)
		}
	}
	r.skipped = s.Skipped()
	if err := s.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// Skipped returns what a lenient reading left out, by reason.
func (r *Regions) Skipped() []traces.Skip { return r.skipped }

// Find returns the region of that name.
func (r *Regions) Find(name string) (Region, bool) {
	for _, region := range r.List {
		if region.Name == name {
			return region, true
		}
	}
	return Region{}, false
}
