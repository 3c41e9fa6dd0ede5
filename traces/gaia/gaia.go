package gaia

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/decimal"
	"skysim/traces/internal/nearest"
	"skysim/traces/internal/sheet"
)

// Unit is the unit of a file's arrivals and lengths.
type Unit uint8

// The units. Zero means not declared, which is an error.
const (
	Seconds Unit = iota + 1
	Hours
)

// units are their words.
var units = []string{"seconds", "hours"}

// ParseUnit reads "seconds" or "hours".
func ParseUnit(s string) (Unit, error) {
	if i := slices.Index(units, s); i >= 0 {
		return Unit(i + 1), nil
	}
	hint := nearest.Hint(s, units)
	if hint != "" {
		hint = "; " + hint
	}
	return 0, fmt.Errorf(`unit is %q, want "seconds" or "hours"%s`, s, hint)
}

// String returns the word that ParseUnit reads.
func (u Unit) String() string {
	if u == Seconds || u == Hours {
		return units[u-1]
	}
	return "undeclared"
}

// scale returns the nanoseconds of one.
func (u Unit) scale() int64 {
	if u == Hours {
		return 3600 * 1_000_000_000
	}
	return 1_000_000_000
}

// Options declares what a file does not say.
type Options struct {
	// Unit is that of arrivals and lengths. It must be declared.
	Unit Unit
	// MemPerCPU is what a job needs for each of its CPUs, in MiB, 0 to 2²⁷.
	MemPerCPU int64
	// Exact makes the recorded length the job's estimate. Otherwise nothing is
	// claimed: the recording has no estimates.
	Exact bool
	// Profile is the jobs' index into sim.World.Profiles.
	Profile int32
	// Sort takes rows in any order and sorts them by arrival, stably, holding
	// all of them in memory.
	Sort bool
	// AnyOrder gives the jobs in the order of the file, even where arrivals go
	// back: for whoever counts them. A simulation wants Sort.
	AnyOrder bool
	// Lenient leaves bad rows out and counts them (Reader.Skipped); otherwise
	// the first one ends the stream.
	Lenient bool
}

// validate reports the first option that is out of range.
func (o *Options) validate() error {
	switch {
	case o.Unit != Seconds && o.Unit != Hours:
		return errors.New("gaia: the unit is not declared, want Seconds or Hours: the files do not say, and both exist")
	case o.MemPerCPU < 0 || o.MemPerCPU > 1<<27:
		return fmt.Errorf("gaia: memory per CPU is %d MiB, want 0 to %d", o.MemPerCPU, 1<<27)
	case o.Profile < 0:
		return fmt.Errorf("gaia: profile is %d, want an index into the world's profiles", o.Profile)
	}
	return nil
}

// The columns.
const (
	arrival = iota
	length
	cpus
)

var columns = []sheet.Column{{Name: "arrival_time"}, {Name: "length"}, {Name: "cpus"}}

const (
	milli    = 1000
	maxTime  = 4_000_000_000 * 1_000_000_000 // ns: an arrival and a length fit in 64 bits
	maxCPUs  = 1 << 24 * milli               // times 2²⁷ MiB it fits in 64 bits
	wantTime = "0 or more, at most 4·10⁹ s"
)

// Reader is a sim.Source of the jobs of a file.
type Reader struct {
	sheet   *sheet.Reader
	options Options
	last    sim.Time
	at      int // line of the last job
	sorted  []sim.Job
	counts  Counts
}

var _ sim.Source = (*Reader)(nil)

// Counts is what a Reader has given out so far.
type Counts struct {
	Jobs int64
	// CPUTime is the sum of milli-CPU × length in ns.
	CPUTime sim.Wide
	// First and Last are the first arrival and the latest arrival plus length.
	First, Last sim.Time
}

// CPUHours returns CPUTime in hours of a CPU, for people.
func (c *Counts) CPUHours() float64 { return c.CPUTime.Float() / (milli * 3.6e12) }

// Open opens the file at path, plain or packed, and reads its header, with
// Options.Sort all of it. The caller closes the Reader.
func Open(path string, o Options) (*Reader, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	s, err := sheet.Open(path, sheet.Form{Columns: columns, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	return newReader(s, o), nil
}

// NewReader is Open for a file from anywhere. Errors name it as name.
func NewReader(from io.Reader, name string, o Options) (*Reader, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	s, err := sheet.Read(from, name, sheet.Form{Columns: columns, Lenient: o.Lenient})
	if err != nil {
		return nil, err
	}
	return newReader(s, o), nil
}

func newReader(s *sheet.Reader, o Options) *Reader {
	r := &Reader{sheet: s, options: o}
	if o.Sort {
		for j := (sim.Job{}); r.read(&j); {
			r.sorted = append(r.sorted, j)
		}
		slices.SortStableFunc(r.sorted, func(a, b sim.Job) int { return cmp.Compare(a.Submit, b.Submit) })
	}
	return r
}

// Next fills *j with the next job and reports whether there was one.
func (r *Reader) Next(j *sim.Job) bool {
	switch {
	case !r.options.Sort:
		if !r.read(j) {
			return false
		}
		if j.Submit < r.last && !r.options.AnyOrder {
			r.sheet.Stop(r.backwards())
			return false
		}
		r.last, r.at = j.Submit, r.sheet.Line()
	case r.sheet.Err() != nil || len(r.sorted) == 0:
		return false
	default:
		*j, r.sorted = r.sorted[0], r.sorted[1:]
	}
	r.count(j)
	return true
}

// count adds a job to the counts.
func (r *Reader) count(j *sim.Job) {
	c := &r.counts
	if c.Jobs == 0 {
		c.First = j.Submit
	}
	c.Jobs++
	c.CPUTime.AddProduct(j.Demand.CPU, j.Work)
	c.Last = max(c.Last, j.Submit+sim.Time(j.Work))
}

// read fills *j from the next good row.
func (r *Reader) read(j *sim.Job) bool {
	s, scale := r.sheet, r.options.Unit.scale()
	for s.Next() {
		*j = sim.Job{
			Submit:  sim.Time(s.Amount(arrival, scale, maxTime, wantTime)),
			Work:    s.Amount(length, scale, maxTime, wantTime),
			Tasks:   1,
			Profile: r.options.Profile,
		}
		j.Demand.CPU = s.Amount(cpus, milli, maxCPUs, "a number above 0, at most 2²⁴")
		if j.Demand.CPU == 0 {
			s.Fault(cpus, "a number above 0, at most 2²⁴")
		}
		j.Demand.Mem = (j.Demand.CPU*r.options.MemPerCPU + milli - 1) / milli
		if r.options.Exact {
			j.Estimate = sim.Duration(j.Work)
		}
		if s.Good() {
			return true
		}
	}
	return false
}

// backwards returns the error for a job that comes before the one above it.
func (r *Reader) backwards() error {
	last := decimal.Append(nil, int64(r.last), 9)
	return &traces.SyntaxError{
		File: r.sheet.Name(), Line: r.sheet.Line(), Column: 1, Field: "arrival_time", Value: r.sheet.Text(arrival),
		Want: fmt.Sprintf("at least the %s s of line %d: ask for the file to be sorted in memory", last, r.at),
	}
}

// Line returns the line of the job that Next gave last, unless Sort is asked for.
func (r *Reader) Line() int { return r.at }

// Counts returns what was given out so far.
func (r *Reader) Counts() Counts { return r.counts }

// Skipped returns what a lenient reading has left out so far, by reason.
func (r *Reader) Skipped() []traces.Skip { return r.sheet.Skipped() }

// Err returns what ended the stream early: a *traces.SyntaxError if it was the
// text of the file. A file without jobs is an error too.
func (r *Reader) Err() error { return r.sheet.Err() }

// Close closes the file that Open opened.
func (r *Reader) Close() error { return r.sheet.Close() }
