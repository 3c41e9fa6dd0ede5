package bill

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// Options says how rows are to be priced.
type Options struct {
	// Date, as in 2024-04-23, prices all rows by the catalogue of that day,
	// whenever they were. Empty prices each row by the catalogue of its own days.
	Date string
}

// Kind is what a line charges for.
type Kind string

// The kinds of lines.
const (
	Machine    Kind = "machine"
	Egress     Kind = "egress"
	Storage    Kind = "storage"
	Commitment Kind = "commitment" // paid whether used or not
	Credit     Kind = "credit"     // what a commitment takes off machines; not above 0
)

// Line is one line of an invoice.
type Line struct {
	Kind Kind
	Row  *usage.Row // that it is for: a copy, which lines of one row share
	// Month is the one of the provider's calendar that it belongs to, as in
	// 2024-05: that of the row's beginning, or of the part of it that it is for.
	Month  string
	Amount sim.Money
	Why    Why
}

// Invoice is a bill. Lines are in the order of the rows.
type Invoice struct {
	Lines []Line
	Total sim.Money // the sum of the lines
	// Catalogue is the hash of the prices, Date the day asked for, if any.
	Catalogue string
	Date      string
}

// New prices rows by a catalogue: see [Biller.Invoice].
func New(rows []usage.Row, c *catalog.Catalog, o Options) (*Invoice, error) {
	b, err := NewBiller(c, o)
	if err != nil {
		return nil, err
	}
	return b.Invoice(rows)
}

// Biller prices rows by one catalogue. It keeps what it has looked up, so that
// many invoices cost little; it is not for several goroutines at once.
type Biller struct {
	catalog *catalog.Catalog
	options Options
	hash    string
	tariffs map[[2]string]*tariff // by provider and day
	sold    map[offerKey][]zoneOffers
}

// NewBiller returns a Biller. It is an error if the date is none.
func NewBiller(c *catalog.Catalog, o Options) (*Biller, error) {
	if _, err := time.Parse(time.DateOnly, o.Date); o.Date != "" && err != nil {
		return nil, fmt.Errorf("catalogue date is %q, want a date as in 2024-04-23", o.Date)
	}
	return &Biller{c, o, c.Hash(), map[[2]string]*tariff{}, map[offerKey][]zoneOffers{}}, nil
}

// maxFaults is how many wrong rows an error lists.
const maxFaults = 10

// Invoice prices rows, which may stand in any order. What is wrong with rows is
// one error that joins a *traces.SyntaxError for each of the first ten.
func (b *Biller) Invoice(rows []usage.Row) (*Invoice, error) {
	rows = slices.Clone(rows)
	j := &job{Biller: b, rows: rows, lines: make([][]Line, len(rows)), meters: map[string]*meter{}, held: map[string]sim.Volume{}}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	// Tiers fill in the order of time; what begins at once, in that of the file.
	slices.SortStableFunc(order, func(x, y int) int { return rows[x].Start.Compare(rows[y].Start) })
	var faults []*traces.SyntaxError
	for _, i := range order {
		if f := j.price(i); f != nil {
			faults = append(faults, f)
		}
	}
	if len(faults) == 0 {
		faults = j.commitments(order)
	}
	if len(faults) > 0 {
		return nil, joined(faults)
	}
	v := &Invoice{Catalogue: b.hash, Date: b.options.Date, Lines: make([]Line, 0, j.count)}
	for i, lines := range j.lines {
		for _, l := range lines {
			sum, ok := plus(v.Total, l.Amount)
			if !ok {
				return nil, rows[i].Fault("count", "less: the total does not fit into 64 bits of nano-dollars", "")
			}
			v.Total = sum
		}
		v.Lines = append(v.Lines, lines...)
		j.lines[i] = nil
	}
	return v, nil
}

// joined lists the first faults in the order of the file.
func joined(faults []*traces.SyntaxError) error {
	slices.SortStableFunc(faults, func(a, b *traces.SyntaxError) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	var all []error
	for i, f := range faults {
		if i == maxFaults {
			all = append(all, fmt.Errorf("%d more rows are wrong", len(faults)-i))
			break
		}
		all = append(all, f)
	}
	return errors.Join(all...)
}

// job is an invoice being made.
type job struct {
	*Biller
	rows   []usage.Row
	lines  [][]Line              // by row
	meters map[string]*meter     // of traffic, by provider
	held   map[string]sim.Volume // GB-months by class of storage and month
	terms  []term                // commitments
	usage  []machineUse          // on-demand machines, for commitments
	count  int                   // of all lines
}

// price makes the lines of a row.
func (j *job) price(i int) *traces.SyntaxError {
	r := &j.rows[i]
	if f := j.place(r); f != nil {
		return f
	}
	switch {
	case r.Kind == usage.Machine && r.Purchase == usage.Reserved:
		return j.term(i)
	case r.Kind == usage.Machine:
		return j.machine(i)
	case r.Kind == usage.Egress:
		return j.traffic(i)
	case r.Kind == usage.Storage:
		return j.storage(i)
	}
	return r.Fault("kind", "machine, egress or storage", "")
}

// add appends a line to a row.
func (j *job) add(i int, l Line) {
	l.Row = &j.rows[i]
	j.count++
	j.lines[i] = append(j.lines[i], l)
}

// plus adds two amounts and reports whether the sum fits.
func plus(a, b sim.Money) (sim.Money, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0)
}

// times multiplies an amount that is not negative.
func times(a sim.Money, n int64) (sim.Money, bool) {
	p := sim.Product(int64(a), n)
	return sim.Money(p.Lo), p.Hi == 0 && int64(p.Lo) >= 0
}

// tooMuch is the fault of a row whose amount does not fit.
func tooMuch(r *usage.Row, column string) *traces.SyntaxError {
	return r.Fault(column, "less: the amount does not fit into 64 bits of nano-dollars", "")
}
