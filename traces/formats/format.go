package formats

import (
	"fmt"
	"slices"
	"strings"

	"skysim/sim"
	"skysim/traces/internal/nearest"
	"skysim/traces/requests"
	"skysim/traces/summary"
)

// The kinds of recordings.
const (
	KindJobs     = "jobs"
	KindNodes    = "nodes"
	KindRequests = "requests"
	KindSupply   = "supply"   // how many machines could be had
	KindPrices   = "prices"   // of spot machines, over time
	KindOffers   = "offers"   // a price list
	KindPlaces   = "places"   // carbon and distances
	KindFailures = "failures" // when nodes were down
	KindSpeeds   = "speeds"   // of jobs on kinds of machines
	KindOracle   = "oracle"   // instances with known optima
	KindResults  = "results"  // published numbers
)

// Format is one way in which recordings are written.
type Format struct {
	Name string
	Kind string
	Doc  string // one sentence
	// Declares is what choosing this format says that no such file says itself.
	Declares string

	// fits says why a file that begins so is in this format, or nothing.
	fits func(h *Head) string
	// sum reads the file and puts its figures into the report.
	sum func(in *Input, r *summary.Report) error
	// jobs, requests and market stream what it holds; nil for other kinds.
	jobs     func(in *Input) (Jobs, error)
	requests func(in *Input) (Requests, error)
	market   func(in *Input) (Market, error)
}

// Jobs is a stream of jobs in order of time. GPUKinds are the names of the bits of
// Demand.Kinds; it may grow with every job.
type Jobs interface {
	sim.Source
	GPUKinds() []string
}

// Requests is a stream of requests in order of time.
type Requests interface {
	Next(q *requests.Request) bool
	Err() error
}

// Market is a stream of what could be had of a machine, and for how much.
type Market interface {
	Next(p *MarketPoint) bool
	Err() error
}

// MarketPoint says how many machines could be had from an instant on, what one
// cost, or both.
type MarketPoint struct {
	At   sim.Time // since the epoch of the recording
	Zone string
	Type string
	// Product is the operating system, in AWS's words, or empty.
	Product string
	// Supply is how many machines could be had; Price and OnDemand cost one for an
	// hour. Each is Absent where the recording does not say.
	Supply          int64
	Price, OnDemand sim.Rate
}

// Absent is what a MarketPoint does not say.
const Absent = -1

// All returns every format, in the order of a list.
func All() []Format {
	return slices.Concat(jobFormats(), requestFormats(), marketFormats(), offerFormats(), placeFormats(), failureFormats(), otherFormats(), ownFormats())
}

// Names returns the names of all formats.
func Names() (names []string) {
	for _, f := range All() {
		names = append(names, f.Name)
	}
	return names
}

// families are names that stand for formats between which a file does not decide.
var families = map[string][]string{
	"gaia": {"gaia-hours", "gaia-seconds"},
	"spot": {"spot-available", "spot-unavailable"},
	"text": {"text-available", "text-unavailable"},
	// What experiments call them.
	"spot-json": {"spot-available", "spot-unavailable"},
	"spot-text": {"text-available", "text-unavailable"},
	"skysim":    {"skysim-jobs", "skysim-requests", "skysim-market"},
	"openb":     {"openb-pods", "openb-nodes"},
}

// Find returns the format of a name, or an error that suggests another.
func Find(name string) (Format, error) {
	for _, f := range All() {
		if f.Name == name {
			return f, nil
		}
	}
	if both, ok := families[name]; ok {
		return Format{}, fmt.Errorf("format %q could be %s: which of them a file does not say", name, strings.Join(both, " or "))
	}
	hint := nearest.Hint(name, Names())
	if hint != "" {
		hint = "; " + hint
	}
	return Format{}, fmt.Errorf("unknown format %q%s; want one of %s", name, hint, strings.Join(Names(), ", "))
}

// Summarise reads all of a file and reports what is in it. Rows that make no
// sense are left out and counted; an error is what makes the whole file
// unreadable, and a file without a single good row is one.
func (f Format) Summarise(in *Input) (*summary.Report, error) {
	r := summary.New(in.Name)
	r.Format, r.Kind = f.Name, f.Kind
	if f.Declares != "" {
		r.Assume("%s, as %s declares", f.Declares, f.Name)
	}
	if err := f.sum(in, r); err != nil {
		return nil, err
	}
	if err := in.finish(r); err != nil {
		return nil, err
	}
	if r.Page.Title == "" {
		r.Page.Title = in.Name
	}
	return r, nil
}

// Jobs streams the jobs of a file, strictly: the first bad row ends it.
func (f Format) Jobs(in *Input) (Jobs, error) {
	if f.jobs == nil {
		return nil, fmt.Errorf("%s: format %s is of %s, want jobs", in.Name, f.Name, f.Kind)
	}
	return f.jobs(in)
}

// Requests streams the requests of a file, strictly.
func (f Format) Requests(in *Input) (Requests, error) {
	if f.requests == nil {
		return nil, fmt.Errorf("%s: format %s is of %s, want requests", in.Name, f.Name, f.Kind)
	}
	return f.requests(in)
}

// Market streams the points of a market, strictly.
func (f Format) Market(in *Input) (Market, error) {
	if f.market == nil {
		return nil, fmt.Errorf("%s: format %s is of %s, want supply or prices", in.Name, f.Name, f.Kind)
	}
	return f.market(in)
}

// Streams says what a file can be converted to: jobs, requests, market, or nothing.
func (f Format) Streams() string {
	switch {
	case f.jobs != nil:
		return "jobs"
	case f.requests != nil:
		return "requests"
	case f.market != nil:
		return "market"
	}
	return ""
}
