package formats

import (
	"fmt"
	"io"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/interchange"
)

// Converted is what came of a conversion.
type Converted struct {
	Rows int64 // written
	// Skips are rows that hold nothing to be simulated, such as jobs that did not run,
	// and Notes says what was chosen where a recording says several things.
	Skips []traces.Skip
	Notes []string
}

// about asks a stream that has come to its end.
func (c *Converted) about(stream any) {
	if s, ok := stream.(interface{ Skipped() []traces.Skip }); ok {
		c.Skips = s.Skipped()
	}
	if s, ok := stream.(interface{ Notes() []string }); ok {
		c.Notes = s.Notes()
	}
}

// Convert writes what a file holds in the interchange format, strictly: the first row
// that makes no sense is an error. What went out before an error is not to be used.
func (f Format) Convert(in *Input, w io.Writer, form interchange.Form) (c Converted, err error) {
	m := interchange.Meta{Source: f.Name}
	switch f.Streams() {
	case "jobs":
		jobs, err := f.Jobs(in)
		if err != nil {
			return c, err
		}
		m = about(jobs, m)
		c.Rows, err = interchange.WriteJobs(w, form, jobs, nil, m)
		c.about(jobs)
		return c, err
	case "requests":
		list, err := f.Requests(in)
		if err != nil {
			return c, err
		}
		m = about(list, m)
		c.Rows, err = interchange.WriteRequests(w, form, list, m)
		c.about(list)
		return c, err
	case "market":
		list, err := f.Market(in)
		if err != nil {
			return c, err
		}
		m = about(list, m)
		c.Rows, err = interchange.WriteMarket(w, form, &marketRows{from: list}, m)
		c.about(list)
		return c, err
	}
	return c, fmt.Errorf("%s: format %s is of %s, want jobs, requests, supply or prices to convert", in.Name, f.Name, f.Kind)
}

// about adds what a stream knows about its recording: when it began, how far it
// reaches, and of one that was converted before, what it was.
func about(stream any, m interchange.Meta) interchange.Meta {
	m.Epoch = epochOf(stream)
	if s, ok := stream.(interface{ Until() sim.Time }); ok {
		m.Until = s.Until()
	}
	if s, ok := stream.(interface{ Source() string }); ok && s.Source() != "" {
		m.Source = s.Source()
	}
	return m
}

// epochOf returns the instant of second 0 where a stream knows it.
func epochOf(stream any) string {
	switch s := stream.(type) {
	case interface{ Epoch() string }:
		return s.Epoch()
	case interface{ Epoch() time.Time }:
		if at := s.Epoch(); !at.IsZero() {
			return at.UTC().Format(time.RFC3339Nano)
		}
	}
	return ""
}

// marketRows are points as rows.
type marketRows struct{ from Market }

// Next gives the next row.
func (m *marketRows) Next(row *interchange.MarketRow) bool {
	var p MarketPoint
	if !m.from.Next(&p) {
		return false
	}
	known := func(n int64) *int64 {
		if n == Absent {
			return nil
		}
		return &n
	}
	*row = interchange.MarketRow{
		At: int64(p.At), Zone: p.Zone, Machine: p.Type, Product: p.Product,
		Supply: known(p.Supply), Price: known(int64(p.Price)), OnDemand: known(int64(p.OnDemand)),
	}
	return true
}

// Err returns what ended the points early.
func (m *marketRows) Err() error { return m.from.Err() }
