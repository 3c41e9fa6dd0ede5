package catalog

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"skysim/sim"
)

// layouts are the files of a catalogue in the order in which they are read:
// each refers to those before it only.
var layouts = []layout{
	{file: "sources.csv", columns: []string{"source", "title", "licence", "where"}},
	{file: "fx.csv", columns: []string{"currency", "units_per_usd", "date", "source"}, optional: true},
	{file: "providers.csv", columns: []string{"provider", "fact", "value", "basis", "date", "source"}},
	{
		file: "regions.csv", columns: []string{"provider", "region", "jurisdiction", "city", "source"},
		extra: []string{"latitude", "longitude", "group"},
	},
	{file: "gpus.csv", columns: []string{"gpu", "memory_mib", "bandwidth_gb_s", "fp32_tflops", "source"}},
	{file: "types.csv", columns: []string{"provider", "type", "vcpu_milli", "memory_mib", "gpu", "gpus", "date", "source"}},
	{
		file: "offers.csv", columns: []string{"provider", "region", "zone", "type", "purchase", "usd_per_hour", "date", "source"},
		extra: amountColumns,
	},
	{
		file: "commitments.csv", columns: []string{"provider", "region", "type", "months", "usd", "basis", "date", "source"},
		extra: amountColumns, optional: true,
	},
	{
		file: "egress.csv", columns: []string{"provider", "from", "to", "route", "counter", "above_gb", "usd_per_gb", "basis", "date", "source"},
		extra: amountColumns, optional: true,
	},
	{
		file: "transfers.csv", columns: []string{"provider", "scope", "from", "to", "usd_per_gb", "basis", "date", "source"},
		extra: amountColumns, optional: true,
	},
	{
		file: "storage.csv", columns: []string{"provider", "where", "kind", "class", "item", "above_gb", "usd", "basis", "date", "source"},
		extra: amountColumns, optional: true,
	},
	{file: "rtt.csv", columns: []string{"from", "to", "micros", "date", "source"}, optional: true},
	{file: "claims.csv", columns: []string{"kind", "provider", "region", "subject", "value", "date", "source"}, optional: true},
	{file: "power.csv", columns: []string{"kind", "name", "idle", "full", "basis", "date", "source"}, optional: true},
	{file: "carbon.csv", columns: []string{"provider", "region", "year", "g_per_kwh", "source"}, optional: true},
}

// filled is a table as it is written.
type filled struct {
	file    string
	columns []string
	rows    [][]string
}

// tables returns the catalogue as text, normalised: what is equal reads equal.
func (c *Catalog) tables() []filled {
	rows := [][][]string{
		rowsOf(c.Sources, func(s Source) []string { return []string{s.Name, s.Title, s.Licence, s.Where} }),
		rowsOf(c.FX, func(x FX) []string { return []string{x.Currency, x.PerDollar, x.Date, x.Source} }),
		c.factRows(),
		rowsOf(c.Regions, func(r Region) []string {
			return []string{r.Provider, r.Name, r.Jurisdiction, r.City, r.Source, r.degrees(r.Latitude), r.degrees(r.Longitude), r.Group}
		}),
		rowsOf(c.GPUs, func(g GPU) []string {
			return []string{g.Name, integer(g.Mem), known(g.Bandwidth, 0), known(g.FP32, 3), g.Source}
		}),
		rowsOf(c.Types, func(t Type) []string {
			return []string{t.Provider, t.Name, integer(t.CPU), integer(t.Mem), t.GPU, integer(t.GPUs), t.Date, t.Source}
		}),
		rowsOf(c.History, func(o Offer) []string {
			return []string{o.Provider, o.Region, o.Zone, o.Type, o.Purchase.String(), Decimal(o.Price), o.Date, o.Source, o.Currency, o.Value}
		}),
		rowsOf(c.Commitments, func(x CommitmentPrice) []string {
			row := []string{x.Provider, x.Region, x.Type, strconv.Itoa(x.Months), Decimal(x.Price)}
			return append(row, cited(x.Origin, x.Amount)...)
		}),
		rowsOf(c.Egress, func(e EgressTier) []string {
			row := []string{e.Provider, e.From, e.To, e.Route, e.Counter, integer(e.Above), Decimal(e.Price)}
			return append(row, cited(e.Origin, e.Amount)...)
		}),
		rowsOf(c.Transfers, func(x TransferPrice) []string {
			return append([]string{x.Provider, x.Scope, x.From, x.To, Decimal(x.Price)}, cited(x.Origin, x.Amount)...)
		}),
		rowsOf(c.Storage, func(s StoragePrice) []string {
			row := []string{s.Provider, s.Where, s.Kind, s.Class, s.Item, integer(s.Above), Decimal(s.Price)}
			return append(row, cited(s.Origin, s.Amount)...)
		}),
		rowsOf(c.RTTs, func(r RTT) []string {
			return []string{r.From, r.To, integer(r.Time.Microseconds()), r.Date, r.Source}
		}),
		rowsOf(c.Claims, func(x Claim) []string {
			return []string{x.Kind, x.Provider, x.Region, x.Subject, x.Value, x.Date, x.Source}
		}),
		rowsOf(c.Powers, func(p Power) []string {
			return []string{p.Kind, p.Name, known(p.Idle, 3), known(p.Full, 3), p.Basis, p.Date, p.Source}
		}),
		rowsOf(c.Intensities, func(x Intensity) []string {
			return []string{x.Provider, x.Region, strconv.Itoa(x.Year), x.grams(), x.Source}
		}),
	}
	all := make([]filled, len(layouts))
	for i, l := range layouts {
		all[i] = filled{l.file, slices.Concat(l.columns, l.extra), rows[i]}
	}
	return all
}

// cited are the last columns of most tables.
func cited(o Origin, a Amount) []string {
	return []string{o.Basis, o.Date, o.Source, a.Currency, a.Value}
}

func (c *Catalog) factRows() [][]string {
	var rows [][]string
	for _, p := range c.Providers {
		for _, f := range p.Facts {
			rows = append(rows, []string{p.Name, f.Name, f.Value, f.Basis, f.Date, f.Source})
		}
	}
	return rows
}

// degrees writes an angle of a region's position, and nothing if that is not known.
func (r Region) degrees(micro int64) string {
	switch {
	case r.Latitude == 0 && r.Longitude == 0:
		return ""
	case micro == 0:
		return "0"
	case micro < 0:
		return "-" + known(-micro, 6)
	}
	return known(micro, 6)
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
