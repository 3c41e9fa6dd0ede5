package skyplane

import (
	"io"
	"strings"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/decimal"
	"skysim/traces/internal/sheet"
)

// Kind is what a grid is about.
type Kind uint8

// The kinds of grids.
const (
	Latency    Kind = iota + 1 // round trips, in ns
	Throughput                 // bits per second
	Cost                       // pico-dollars per GB
)

// Row is one row of a grid.
type Row struct {
	From, To         string
	FromTier, ToTier string // PREMIUM or STANDARD, of measurements
	// Value is the mean round trip in ns, the throughput received in bits per
	// second, or the price of a GB as a sim.Rate.
	Value int64
	Line  int
}

// Rate returns the price of a GB.
func (r *Row) Rate() sim.Rate { return sim.Rate(r.Value) }

// Grid streams the rows of a file.
type Grid struct {
	sheet *sheet.Reader
	kind  Kind
}

// Options says how a grid is to be understood.
type Options struct {
	// Lenient leaves bad rows out and counts them; otherwise the first one ends
	// the grid.
	Lenient bool
}

const (
	from = iota
	to
	value
	fromTier
	toTier
)

// forms are the columns of each kind. The name of one is misspelt by its authors.
var forms = map[Kind][]sheet.Column{
	Latency:    {{Name: "src_region"}, {Name: "dst_region"}, {Name: "avg_rtt"}, {Name: "src_tier"}, {Name: "dst_tier"}},
	Throughput: {{Name: "src_region"}, {Name: "dst_region"}, {Name: "throughput_recieved", Also: []string{"throughput_received"}}, {Name: "src_tier"}, {Name: "dst_tier"}},
	Cost:       {{Name: "src", Also: []string{"from_region"}}, {Name: "dst", Also: []string{"dest", "to_region"}}, {Name: "cost", Also: []string{"price_usd_per_gb"}}},
}

// New reads the header of a grid. Errors name it as name.
func New(text io.Reader, name string, kind Kind, o Options) (*Grid, error) {
	s, err := sheet.Read(text, name, sheet.Form{Columns: forms[kind], Spare: true, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	return &Grid{sheet: s, kind: kind}, nil
}

// Next fills *row with the next row and reports whether there was one.
func (g *Grid) Next(row *Row) bool {
	s := g.sheet
	for s.Next() {
		*row = Row{From: s.Word(from, "a place"), To: s.Word(to, "a place"), Line: s.Line()}
		switch g.kind {
		case Latency:
			row.Value = s.Amount(value, 1_000_000, 1<<50, "milliseconds, 0 or more")
		case Throughput:
			row.Value = s.Amount(value, 1, 1<<60, "bits per second, 0 or more")
		default:
			n, _, err := decimal.Amount(s.Text(value), int64(sim.DollarRate))
			if err != nil {
				s.Fault(value, "dollars for a GB, 0 or more")
			}
			row.Value = n
		}
		if g.kind != Cost {
			row.FromTier, row.ToTier = strings.Clone(s.Text(fromTier)), strings.Clone(s.Text(toTier))
		}
		if s.Good() {
			return true
		}
	}
	return false
}

// Err returns what ended the grid early.
func (g *Grid) Err() error { return g.sheet.Err() }

// Rows returns the number of rows seen so far, good and bad.
func (g *Grid) Rows() int64 { return g.sheet.Rows() }

// Skipped returns what a lenient reading has left out so far, by reason.
func (g *Grid) Skipped() []traces.Skip { return g.sheet.Skipped() }
