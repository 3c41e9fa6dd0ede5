package catalog

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"skysim/sim"
)

// The files of a catalogue and their columns. All columns must be there, in
// any order, and no others.
var (
	sourceColumns   = []string{"source", "title", "licence", "where"}
	providerColumns = []string{"provider", "fact", "value", "basis", "date", "source"}
	regionColumns   = []string{"provider", "region", "jurisdiction", "city", "source"}
	gpuColumns      = []string{"gpu", "memory_mib", "bandwidth_gb_s", "fp32_tflops", "source"}
	typeColumns     = []string{"provider", "type", "vcpu_milli", "memory_mib", "gpu", "gpus", "date", "source"}
	offerColumns    = []string{"provider", "region", "zone", "type", "purchase", "usd_per_hour", "date", "source"}
)

// filled is a table as it is written.
type filled struct {
	file    string
	columns []string
	rows    [][]string
}

// tables returns the catalogue as text, normalised: what is equal reads equal.
func (c *Catalog) tables() []filled {
	var facts [][]string
	for _, p := range c.Providers {
		for _, f := range p.Facts {
			facts = append(facts, []string{p.Name, f.Name, f.Value, f.Basis, f.Date, f.Source})
		}
	}
	return []filled{
		{"sources.csv", sourceColumns, rowsOf(c.Sources, func(s Source) []string {
			return []string{s.Name, s.Title, s.Licence, s.Where}
		})},
		{"providers.csv", providerColumns, facts},
		{"regions.csv", regionColumns, rowsOf(c.Regions, func(r Region) []string {
			return []string{r.Provider, r.Name, r.Jurisdiction, r.City, r.Source}
		})},
		{"gpus.csv", gpuColumns, rowsOf(c.GPUs, func(g GPU) []string {
			return []string{g.Name, integer(g.Mem), known(g.Bandwidth, 0), known(g.FP32, 3), g.Source}
		})},
		{"types.csv", typeColumns, rowsOf(c.Types, func(t Type) []string {
			return []string{t.Provider, t.Name, integer(t.CPU), integer(t.Mem), t.GPU, integer(t.GPUs), t.Date, t.Source}
		})},
		{"offers.csv", offerColumns, rowsOf(c.Offers, func(o Offer) []string {
			return []string{o.Provider, o.Region, o.Zone, o.Type, o.Purchase.String(), Decimal(o.Price), o.Date, o.Source}
		})},
	}
}

// Write writes each table of the catalogue in the format that [Read] reads,
// into what create opens for a file name such as offers.csv, and closes it.
func (c *Catalog) Write(create func(name string) (io.WriteCloser, error)) error {
	for _, t := range c.tables() {
		w, err := create(t.file)
		if err != nil {
			return err
		}
		err = writeCSV(w, append([][]string{t.columns}, t.rows...))
		if closing := w.Close(); err == nil {
			err = closing
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.file, err)
		}
	}
	return nil
}

// Decimal writes a price as a plain number of dollars, exactly, as in 3.67339.
func Decimal(r sim.Rate) string { return strings.TrimPrefix(r.String(), "$") }

func writeCSV(w io.Writer, rows [][]string) error { return csv.NewWriter(w).WriteAll(rows) }

func rowsOf[T any](list []T, row func(T) []string) [][]string {
	rows := make([][]string, 0, len(list))
	for _, x := range list {
		rows = append(rows, row(x))
	}
	return rows
}

func integer(n int64) string { return strconv.FormatInt(n, 10) }

// known writes n·10^-places without trailing zeros, and nothing for 0, which
// stands for a fact that is not known.
func known(n int64, places int) string {
	if n == 0 {
		return ""
	}
	s := fmt.Sprintf("%0*d", places+1, n)
	if places == 0 {
		return s
	}
	at := len(s) - places
	return strings.TrimRight(strings.TrimRight(s[:at]+"."+s[at:], "0"), ".")
}
