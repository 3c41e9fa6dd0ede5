package pricelist

import (
	"io"
	"strings"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/decimal"
	"skysim/traces/internal/sheet"
)

// Offer is one row of a list.
type Offer struct {
	Provider string // where the list says it
	// Type is the name of the machine; empty for a GPU or another component that
	// has a row of its own.
	Type string
	// Component is what such a row is about: the GPU, or table/key.
	Component string
	GPU       string
	GPUs      int64 // thousandths; Azure lists a part of one
	CPU       int64 // milli-vCPU, 0 where the list does not say
	Mem       int64 // MiB
	Region    string
	Zone      string // empty where prices are those of a region
	OnDemand  sim.Rate
	Spot      sim.Rate // 0 where it is not offered
	// Month is the price of a month, of Alibaba Cloud.
	Month sim.Rate
	// Blank says which prices have an empty cell, or no column.
	Blank Prices
	Line  int
}

// Prices says something about each price of an offer.
type Prices struct{ OnDemand, Spot, Month bool }

// List streams the offers of a CSV list.
type List struct {
	sheet *sheet.Reader
	fill  func(*sheet.Reader, *Offer)
	// Currency is what its prices are in: USD or CNY.
	Currency string
}

// Options says how a list is to be understood.
type Options struct {
	// Lenient leaves bad rows out and counts them; otherwise the first one ends
	// the list.
	Lenient bool
}

// form describes one kind of list.
type form struct {
	columns  []sheet.Column
	currency string
	fill     func(*sheet.Reader, *Offer)
}

func (f form) open(from io.Reader, name string, o Options) (*List, error) {
	s, err := sheet.Read(from, name, sheet.Form{Columns: f.columns, Spare: true, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	return &List{sheet: s, fill: f.fill, Currency: f.currency}, nil
}

// NewSkyPilot reads vms.csv of SkyPilot's catalogue, version 5, which is all of
// it for one provider. Errors name it as name.
func NewSkyPilot(from io.Reader, name string, o Options) (*List, error) {
	return skyPilot.open(from, name, o)
}

// NewPlain reads a list with the columns region, instance_type and
// ondemand_usd_per_h, made from karpenter's sources.
func NewPlain(from io.Reader, name string, o Options) (*List, error) {
	return plain.open(from, name, o)
}

// NewAlibaba reads a list of Alibaba Cloud's GPU machines, with prices in CNY.
func NewAlibaba(from io.Reader, name string, o Options) (*List, error) {
	return alibaba.open(from, name, o)
}

// NewComponents reads a list with the columns table, key and value_usd_per_h:
// prices of vCPUs, memory, GPUs and machines of Google Cloud, made from the
// autoscaler's sources.
func NewComponents(from io.Reader, name string, o Options) (*List, error) {
	return components.open(from, name, o)
}

// Next fills *o with the next offer and reports whether there was one.
func (l *List) Next(o *Offer) bool {
	for l.sheet.Next() {
		*o = Offer{Line: l.sheet.Line()}
		l.fill(l.sheet, o)
		if l.sheet.Good() {
			return true
		}
	}
	return false
}

// Err returns what ended the list early.
func (l *List) Err() error { return l.sheet.Err() }

// Rows returns the number of rows seen so far, good and bad.
func (l *List) Rows() int64 { return l.sheet.Rows() }

// Skipped returns what a lenient reading has left out so far, by reason.
func (l *List) Skipped() []traces.Skip { return l.sheet.Skipped() }

// wantPrice is what a cell with a price should hold.
const wantPrice = "a price of 0 or more with at most 12 decimals, or nothing"

// price reads a cell with a price, blank where it is empty.
func price(s *sheet.Reader, column int) (r sim.Rate, blank bool) {
	text := s.Text(column)
	if text == "" {
		return 0, true
	}
	// Some lists have been through a float, so that 6.2440610733 stands there as
	// 6.244061073300001: twelve decimals are kept.
	n, _, err := decimal.Amount(text, int64(sim.DollarRate))
	if err != nil {
		s.Fault(column, wantPrice)
	}
	return sim.Rate(n), false
}

// amount reads a cell that may be empty.
func amount(s *sheet.Reader, column int, scale int64, want string) int64 {
	if s.Text(column) == "" {
		return 0
	}
	return s.Amount(column, scale, 1<<40, want)
}

// text returns a copy of a cell.
func text(s *sheet.Reader, column int) string { return strings.Clone(s.Text(column)) }
