package jobscsv

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"skysim/sim"
	"skysim/traces"
)

// Options says how a file is to be understood. The zero value reads a file
// without GPU kinds, strictly and as it stands.
type Options struct {
	// File is what errors call the file; Open sets it to the path.
	File string
	// GPUKinds are the names of World.GPUKinds, for the column gpu_kind.
	GPUKinds []string
	// LearnKinds adds names of GPU kinds to that list as they appear in the file,
	// for whoever has no world; Reader.GPUKinds returns what it has become.
	LearnKinds bool
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

// validate reports names of GPU kinds that a cell could not hold.
func (o *Options) validate() error {
	if len(o.GPUKinds) > 64 {
		return fmt.Errorf("jobscsv: there are %d GPU kinds, want at most 64", len(o.GPUKinds))
	}
	seen := map[string]bool{}
	for _, k := range o.GPUKinds {
		if k == "" || seen[k] || strings.TrimSpace(k) != k || strings.ContainsAny(k, "|\r\n") {
			return fmt.Errorf("jobscsv: GPU kind is %q, want distinct names without | or spaces around them", k)
		}
		seen[k] = true
	}
	return nil
}

// Reader is a sim.Source of the jobs of a file.
type Reader struct {
	options Options
	text    *traces.Text
	csv     *csv.Reader
	limit   *traces.RowLimit
	layout  []*column // of the file's columns, from the left
	skips   traces.Skips
	skipped []int64 // rows left out, ascending: they have no number
	rows    int64   // rows seen so far
	jobs    int64   // jobs given out so far
	last    sim.Time
	at      int     // line of the last job
	sorted  []entry // what is left of it, with Options.Sort
	err     error
	ended   bool
}

var _ sim.Source = (*Reader)(nil)

// Open opens the file at path, plain or gzip, and reads its header, with
// Options.Sort all of it. The caller closes the Reader.
func Open(path string, o Options) (*Reader, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	o.File = path
	r, err := newReader(text, o)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	return r, nil
}

// NewReader is Open for a file from anywhere.
func NewReader(r io.Reader, o Options) (*Reader, error) {
	if o.File == "" {
		o.File = "jobs.csv"
	}
	text, err := traces.NewText(o.File, r)
	if err != nil {
		return nil, err
	}
	return newReader(text, o)
}

func newReader(text *traces.Text, o Options) (*Reader, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	r := &Reader{options: o, text: text, limit: &traces.RowLimit{From: text, Most: maxRow}}
	r.csv = csv.NewReader(r.limit)
	r.csv.ReuseRecord = true
	r.csv.FieldsPerRecord = -1 // counted here, to say what was wanted
	if err := r.header(); err != nil {
		return nil, err
	}
	if o.Sort {
		if err := r.sort(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Next fills *j with the next job and reports whether there was one.
func (r *Reader) Next(j *sim.Job) bool {
	if r.ended {
		return false
	}
	if r.options.Sort {
		*j = r.sorted[0].job
		r.sorted = r.sorted[1:]
		r.ended = len(r.sorted) == 0
		return true
	}
	err := r.read(j)
	if err == nil && j.Submit < r.last && !r.options.AnyOrder {
		err = r.backwards(j)
	}
	if err != nil {
		r.ended = true
		if err != io.EOF {
			r.err = err
		}
		return false
	}
	r.last, r.at = j.Submit, r.line()
	r.jobs++
	return true
}

// Err returns what ended the stream early: a *traces.SyntaxError if it was the
// text of the file. A file without jobs is an error too.
func (r *Reader) Err() error { return r.err }

// GPUKinds returns the names of the bits of Demand.Kinds so far.
func (r *Reader) GPUKinds() []string { return r.options.GPUKinds }

// Line returns the line of the job that Next gave last, unless Sort is asked for.
func (r *Reader) Line() int { return r.at }

// Skipped returns what a lenient reading has left out so far, by reason.
func (r *Reader) Skipped() []traces.Skip { return r.skips.List() }

// Close closes the file that Open opened.
func (r *Reader) Close() error {
	r.ended = true
	return r.text.Close()
}

// backwards returns the error for a job that comes before the one above it.
// It is never skipped over: it may be the row above that is wrong.
func (r *Reader) backwards(j *sim.Job) error {
	f := faultOf("arrival_s", r.layout, nil)
	f.value = printUnits(int64(j.Submit), 9)
	f.want = fmt.Sprintf("at least %s as in line %d: sort the file, or ask for it to be sorted in memory", printUnits(int64(r.last), 9), r.at)
	return r.located(f)
}

// line returns the line of the current row.
func (r *Reader) line() int {
	line, _ := r.csv.FieldPos(0)
	return line
}
