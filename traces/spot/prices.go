package spot

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/jsontext"
	"skysim/traces/internal/sheet"
)

// Price is one point of a price history: from an instant on, a machine type
// costs so much in a zone.
type Price struct {
	At      time.Time // UTC
	Zone    string
	Type    string
	Product string // such as Linux/UNIX, or empty
	Spot    sim.Rate
	// Offered is false where the price is blank or 0: from then on the machine
	// could not be had as spot. Spot is then 0.
	Offered  bool
	OnDemand sim.Rate // 0 where the file does not say
	Line     int
}

// PriceOptions says how a history is to be understood.
type PriceOptions struct {
	// Lenient leaves bad rows of a CSV file out and counts them; otherwise the
	// first one ends the history. A mistake in JSON always does.
	Lenient bool
}

// The columns of a history, and the names that they have had.
const (
	priceAt = iota
	priceZone
	priceType
	priceSpot
	priceProduct
	priceOnDemand
)

var priceColumns = []sheet.Column{
	{Name: "timestamp_utc", Also: []string{"time_utc", "Timestamp", "timestamp", "time"}},
	{Name: "az", Also: []string{"zone", "AvailabilityZone", "availability_zone"}},
	{Name: "instance_type", Also: []string{"InstanceType"}},
	{Name: "spot_usd_per_h", Also: []string{"SpotPrice", "spot_price"}},
	{Name: "product", Also: []string{"ProductDescription", "product_description"}, Optional: true},
	{Name: "ondemand_usd_per_h", Optional: true},
}

// layouts are the ways in which histories write times; all are UTC or say
// where they are.
var layouts = []string{time.RFC3339Nano, "2006-01-02 15:04:05", "2006-01-02T15:04:05"}

const wantTime = "a date and time like 2022-12-02T18:19:26Z, 1970 to 2200"

// Prices streams the points of a history in the order of the file.
type Prices struct {
	sheet *sheet.Reader // of CSV
	text  *traces.Text
	json  []Price // of JSON, in order; what is left of it
	err   error
	names map[string]string // one copy of each name
}

// OpenPrices opens the history at path, plain or packed: CSV with a header, or
// the JSON of aws ec2 describe-spot-price-history, which a first byte of { or [
// tells. The caller closes it.
func OpenPrices(path string, o PriceOptions) (*Prices, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	p, err := newPrices(text, o)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	return p, nil
}

// NewPrices is OpenPrices for a history from anywhere. Errors name it as name.
func NewPrices(from io.Reader, name string, o PriceOptions) (*Prices, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	return newPrices(text, o)
}

func newPrices(text *traces.Text, o PriceOptions) (*Prices, error) {
	p := &Prices{text: text, names: map[string]string{}}
	first, rest, err := peek(text.Reader)
	if err != nil {
		return nil, err
	}
	text.Reader = rest
	if first == '{' || first == '[' {
		if err := p.readJSON(); err != nil {
			return nil, err
		}
		return p, nil
	}
	p.sheet, err = sheet.New(text, sheet.Form{Columns: priceColumns, Spare: true, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// peek returns the first byte of a text and the whole text.
func peek(from io.Reader) (byte, io.Reader, error) {
	var first [1]byte
	if _, err := io.ReadFull(from, first[:]); err == io.EOF {
		return 0, from, nil
	} else if err != nil {
		return 0, nil, err
	}
	return first[0], io.MultiReader(strings.NewReader(string(first[:])), from), nil
}

// Next fills *p with the next point and reports whether there was one.
func (r *Prices) Next(p *Price) bool {
	if r.sheet == nil {
		if len(r.json) == 0 {
			return false
		}
		*p, r.json = r.json[0], r.json[1:]
		return true
	}
	s := r.sheet
	for s.Next() {
		*p = Price{
			At:      s.Time(priceAt, wantTime, layouts...),
			Zone:    r.name(s.Text(priceZone)),
			Type:    r.name(s.Text(priceType)),
			Product: r.name(s.Text(priceProduct)),
			Line:    s.Line(),
		}
		for _, column := range []int{priceZone, priceType} {
			if s.Text(column) == "" {
				s.Fault(column, "a name")
			}
		}
		p.Spot = r.price(priceSpot)
		p.Offered = p.Spot > 0
		p.OnDemand = r.price(priceOnDemand)
		if s.Good() {
			return true
		}
	}
	return false
}

// price reads a price that may be blank.
func (r *Prices) price(column int) sim.Rate {
	if r.sheet.Text(column) == "" {
		return 0
	}
	return sim.Rate(r.sheet.Amount(column, rate, 1<<62, wantPrice))
}

// name returns the one copy of a name: a history repeats a few of them.
func (r *Prices) name(text string) string {
	if name, ok := r.names[text]; ok {
		return name
	}
	text = strings.Clone(text)
	r.names[text] = text
	return text
}

// Err returns what ended the history early.
func (r *Prices) Err() error {
	if r.sheet != nil {
		return r.sheet.Err()
	}
	return r.err
}

// Skipped returns what a lenient reading has left out so far, by reason.
func (r *Prices) Skipped() []traces.Skip {
	if r.sheet != nil {
		return r.sheet.Skipped()
	}
	return nil
}

// Close closes the file that OpenPrices opened.
func (r *Prices) Close() error { return r.text.Close() }

// readJSON reads all answers of describe-spot-price-history in the text: an
// object with SpotPriceHistory, several of them one after another, or the bare
// array. Points stay in memory, because AWS gives the latest first.
func (r *Prices) readJSON() error {
	d := jsontext.New(r.text.Reader, r.text.Name, 1)
	for more := true; more; more = d.More() {
		if err := d.Either("file", func(key string) error {
			if key == "SpotPriceHistory" {
				return d.Array(key, func() error { return r.point(d) })
			}
			return d.Skip()
		}, func() error { return r.point(d) }); err != nil {
			return err
		}
	}
	if err := d.End(); err != nil { // More takes a ] or } for the end
		return err
	}
	if len(r.json) == 0 {
		return errors.New(r.text.Name + ": there are no prices, want SpotPriceHistory")
	}
	slices.SortStableFunc(r.json, func(a, b Price) int { return a.At.Compare(b.At) })
	return nil
}

// point reads one price of the JSON.
func (r *Prices) point(d *jsontext.Decoder) error {
	p := Price{}
	price := int64(-1)
	err := d.Object("price", func(key string) (err error) {
		switch key {
		case "AvailabilityZone":
			p.Zone, err = d.Text(key)
		case "InstanceType":
			p.Type, err = d.Text(key)
		case "ProductDescription":
			p.Product, err = d.Text(key)
		case "SpotPrice":
			price, err = d.Amount(key, rate, wantPrice)
		case "Timestamp":
			p.At, err = instant(d, key)
		default:
			err = d.Skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	p.Line = d.Line()
	if p.Zone == "" || p.Type == "" || p.At.IsZero() || price < 0 {
		return d.Fault("price", "AvailabilityZone, InstanceType, SpotPrice and Timestamp before it")
	}
	p.Zone, p.Type, p.Product = r.name(p.Zone), r.name(p.Type), r.name(p.Product)
	p.Spot, p.Offered = sim.Rate(price), price > 0
	r.json = append(r.json, p)
	return nil
}

// instant reads a time.
func instant(d *jsontext.Decoder, key string) (time.Time, error) {
	text, err := d.Text(key)
	if err != nil {
		return time.Time{}, err
	}
	for _, layout := range layouts {
		at, err := time.Parse(layout, text)
		if err == nil && 1970 <= at.UTC().Year() && at.UTC().Year() <= 2200 {
			return at.UTC(), nil
		}
	}
	return time.Time{}, d.Fault(key, wantTime)
}
