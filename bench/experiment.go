package bench

import (
	"fmt"
	"math"
	"time"

	"skysim/sim"
)

// Experiment is a parsed experiment file: a question and the axes over which
// it is asked. Every list is one axis; the plan is their product.
type Experiment struct {
	// File is where it was read from and Source its bytes, kept so that a
	// result can carry them.
	File   string
	Source []byte

	Name string // directory of its results: letters, digits, dots and hyphens
	Why  string // the question, in prose; printed with the results
	// Until ends every run at that time after its epoch; 0 runs until all jobs
	// have ended.
	Until sim.Duration
	// Warmup leaves jobs submitted before it out of waits, turnarounds and
	// slowdowns, for measures of a steady state.
	Warmup sim.Duration
	// Epoch is the calendar instant at which the runs begin; the date of the
	// catalogue when the file gives none.
	Epoch time.Time
	Seeds Seeds
	// Baseline is the name of the policy that the others are compared with.
	Baseline string

	// NoBound says that nobody wants to know how cheap it could be.
	NoBound bool

	// Zipped walks workloads and clouds side by side instead of multiplying them.
	Zipped bool

	Clouds    []Cloud
	Workloads []Workload
	Policies  []Policy
	Expects   []Expect
}

// Seeds are First, First+1, … First+Count−1.
type Seeds struct{ First, Count int64 }

// maxSeeds is how many seeds an experiment may have.
const maxSeeds = 1_000_000

// Check reports an error unless there are 1 to 1,000,000 seeds from 0 on that an
// int64 holds.
func (s Seeds) Check() error {
	switch {
	case s.Count < 1 || s.Count > maxSeeds:
		return fmt.Errorf("%d seeds, want 1 to 1,000,000", s.Count)
	case s.First < 0 || s.First > math.MaxInt64-s.Count:
		return fmt.Errorf("the first seed is %d and there are %d: want seeds from 0 to %d", s.First, s.Count, int64(math.MaxInt64-1))
	}
	return nil
}

// Cloud is one value of the cloud axis: offers of the catalogue, machines of
// one's own, or both together.
type Cloud struct {
	Name      string
	Catalog   *Selection // nil without catalogue
	Machines  []Machines
	File      string   // of machines, relative to the experiment file
	Nodes     string   // a list of openb's nodes, below the data directory
	Contents  []byte   // of File
	Weather   *Weather // nil is fair: no boot fails, spot machines are always there
	Tariff    *Tariff
	Committed []Committed
	// Recordings are laid over the weather; Carbon is how carbon is counted, nil if
	// it is not.
	Recordings []Recording
	Carbon     *Carbon
	// Outages and Partitions come at given times under every seed, besides what the
	// weather has.
	Outages    []Outage
	Network    *Network // nil is as fast as can be
	Partitions []Partition
	Speeds     *Speeds // nil adds no profiles
	Law        Law     // what it demands of jobs
	place
}

// Weather is how boots, spot supply and spot prices behave.
type Weather struct {
	Params []Param // for weather.New
	// Lasts is how long spot markets move; after it they stay as they are. It
	// is the experiment's Until if there is one, and 90 days by default.
	Lasts sim.Duration
	label string // what tells it from other variants of the same table
	place
}

// Selection names offers of the catalogue; an empty list selects all.
type Selection struct {
	Providers, Regions, Zones, Types, GPUKinds, Purchases []string
	// ZonesPerRegion keeps at most so many zones of each region; 0 keeps all.
	ZonesPerRegion int
	// Date is the day whose prices are wanted; zero is the catalogue's default.
	Date time.Time
	// Follow is for how long after midnight UTC of that day prices change when
	// the catalogue's did; 0 keeps those of the day.
	Follow sim.Duration
}

// Workload is one value of the workload axis: a recorded trace or a named
// generator.
type Workload struct {
	Name   string
	Use    string // generator, or "trace"
	Format string // of a trace: philly, jobs, swf, openb, binpack
	// Path is of a trace, below the data directory. One with a star is an axis of
	// the files that it matches: the Experiment of a Plan has a workload for each,
	// with the file's own path, and Match is what the star stands for.
	Path  string
	Match string
	Data  *Data // nil moves none
	// Quorum is how many replicas must do all the work of a job; 1 is usual.
	Quorum int32
	// Classes and Tenants say what each job is; nil is nothing.
	Classes, Tenants *Labels
	Params           []Param
	base             string // name in the file, "" without
	label            string // what tells it from other variants of the same table
	place
}

// Param is a setting that is passed on to what is named by a use.
type Param struct {
	Key   string
	Value any // string, bool, int64, float64, []any, toml.LocalDate
}

// Policy is one value of the policy axis.
type Policy struct {
	Name string // in tables; Use when the file gives none
	Use  string // construction, for policies.Parse
	place
}

// Expect is something that the experiment's author believes of a policy's
// metric: of its ratio to the baseline's, paired by seed; or of its mean over the
// seeds itself, where the answer is known.
type Expect struct {
	Policy   string
	Metric   string // a column of the rows
	MinRatio float64
	MaxRatio float64 // 0 is no limit

	// Equals is the known value of the metric's mean, in the column's unit, and
	// Tolerance the share of it by which the mean may be off.
	Equals    *float64
	Tolerance float64
	// Interval is a level such as 0.99: the mean's t interval must contain Value.
	Interval float64
	Value    *float64
}

// place is where something stands in the experiment file.
type place struct {
	doc  *document
	path string
}

// errorf returns an error about a key of what stands there.
func (p place) errorf(key, format string, args ...any) error {
	if p.doc == nil {
		return fmt.Errorf(format, args...)
	}
	at, ok := p.doc.at[join(p.path, key)]
	if !ok {
		at = p.doc.at[p.path]
	}
	return &FileError{p.doc.file, at, fmt.Sprintf(format, args...)}
}

// section returns what stands there for another reading, with errors of its
// own; keys in known were read before.
func (p place) section(params []Param, known ...string) *section {
	s := &section{doc: &document{}, path: p.path, values: map[string]any{}, known: known}
	if p.doc != nil {
		s.doc.file, s.doc.at = p.doc.file, p.doc.at
	}
	for _, q := range params {
		s.values[q.Key] = q.Value
	}
	return s
}
