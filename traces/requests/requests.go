package requests

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/decimal"
)

// Request is one request.
type Request struct {
	At     sim.Time // since the first request of the file
	Input  int64    // tokens of the prompt
	Output int64    // tokens made
	// Blocks are the numbers of the blocks of the prompt, in order; equal numbers
	// are equal prompts up to there. Nil where they were not recorded.
	Blocks []int64
	Line   int
}

// Options says how a file is to be understood.
type Options struct {
	// Block is the number of tokens of a block in Mooncake's files; 0 means 512.
	// A request must have ⌈Input/Block⌉ of them.
	Block int64
	// Sort takes requests in any order and sorts them by time, stably, in memory.
	// Otherwise one that goes back is an error.
	Sort bool
	// Lenient leaves bad rows out and counts them; otherwise the first one ends
	// the stream.
	Lenient bool
}

// Counts sums up requests.
type Counts struct {
	Requests, Input, Output, Blocks int64
	Last                            sim.Time // of the last request; the first is at 0
}

// MeanInput and MeanOutput return tokens per request, for people.
func (c *Counts) MeanInput() float64 { return float64(c.Input) / float64(max(c.Requests, 1)) }

// MeanOutput returns the tokens made per request, for people.
func (c *Counts) MeanOutput() float64 { return float64(c.Output) / float64(max(c.Requests, 1)) }

// Rate returns the requests per second between the first and the last, for
// people.
func (c *Counts) Rate() float64 {
	if c.Last == 0 {
		return 0
	}
	return float64(c.Requests) / (float64(c.Last) / 1e9)
}

// maxTokens is the largest number of tokens of a request.
const maxTokens = 1 << 30

// rows is one of the two formats.
type rows interface {
	// next fills *r with the next good row, at its time in ns since the file's
	// own zero.
	next(r *Request) bool
	err() error
}

// Reader streams requests.
type Reader struct {
	rows    rows
	text    *traces.Text
	skipped func() []traces.Skip
	start   time.Time
	options Options
	first   int64
	last    int64 // time of the request before, and its line
	lastAt  int
	sorted  []Request
	counts  Counts
	fault   error
}

// newReader takes over a text and the rows in it.
func newReader(text *traces.Text, rows rows, o Options) *Reader {
	r := &Reader{rows: rows, text: text, options: o}
	if o.Sort {
		for q := (Request{}); rows.next(&q); q = (Request{}) {
			r.sorted = append(r.sorted, q)
		}
		slices.SortStableFunc(r.sorted, func(a, b Request) int { return cmp.Compare(a.At, b.At) })
	}
	return r
}

// Next fills *q with the next request and reports whether there was one. It
// holds for ever.
func (r *Reader) Next(q *Request) bool {
	switch {
	case r.Err() != nil:
		return false
	case !r.options.Sort:
		*q = Request{}
		if !r.rows.next(q) {
			return false
		}
	case len(r.sorted) == 0:
		return false
	default:
		*q, r.sorted = r.sorted[0], r.sorted[1:]
	}
	at := int64(q.At)
	if r.counts.Requests == 0 {
		r.first, r.last = at, at
		if _, ok := r.rows.(*azure); ok {
			r.start = time.Unix(0, at).UTC()
		}
	}
	if at < r.last {
		r.fault = &traces.SyntaxError{
			File: r.text.Name, Line: q.Line, Field: "time", Value: seconds(at - r.first),
			Want: fmt.Sprintf("at least %s s as in line %d: ask for the requests to be sorted in memory", seconds(r.last-r.first), r.lastAt),
		}
		return false
	}
	r.last, r.lastAt = at, q.Line
	q.At = sim.Time(at - r.first)
	r.count(q)
	return true
}

// seconds writes ns since the first request, which may be before it.
func seconds(ns int64) string {
	if ns < 0 {
		return "-" + seconds(-ns)
	}
	return string(decimal.Append(nil, ns, 9))
}

// count adds a request to the counts.
func (r *Reader) count(q *Request) {
	c := &r.counts
	c.Requests++
	c.Input += q.Input
	c.Output += q.Output
	c.Blocks += int64(len(q.Blocks))
	c.Last = q.At
}

// Start returns the instant of the first request, once it was given, or the
// zero time where the file has no calendar.
func (r *Reader) Start() time.Time { return r.start }

// Counts returns the sums over the requests given so far.
func (r *Reader) Counts() Counts { return r.counts }

// Skipped returns what a lenient reading has left out so far, by reason.
func (r *Reader) Skipped() []traces.Skip { return r.skipped() }

// Err returns what ended the stream early: a *traces.SyntaxError if it was the
// text of the file. A file without requests is an error too.
func (r *Reader) Err() error {
	if r.fault != nil {
		return r.fault
	}
	return r.rows.err()
}

// Close closes the file that was opened.
func (r *Reader) Close() error { return r.text.Close() }

// open opens a file with one of the readers.
func open(path string, o Options, read func(*traces.Text, Options) (*Reader, error)) (*Reader, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := read(text, o)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	return r, nil
}

// from reads a text from anywhere with one of the readers.
func from(src io.Reader, name string, o Options, read func(*traces.Text, Options) (*Reader, error)) (*Reader, error) {
	text, err := traces.NewText(name, src)
	if err != nil {
		return nil, err
	}
	return read(text, o)
}

// Reuse counts which blocks of requests were seen before: what a cache that
// forgets nothing would have had. It remembers every block. The zero value is
// empty.
type Reuse struct {
	Blocks, Hits int64
	seen         map[int64]bool
}

// Add takes one request. A block counts as had if it and all before it in the
// prompt came in earlier requests.
func (u *Reuse) Add(q *Request) {
	if u.seen == nil {
		u.seen = map[int64]bool{}
	}
	had := true
	for _, block := range q.Blocks {
		u.Blocks++
		if had = had && u.seen[block]; had {
			u.Hits++
		}
	}
	for _, block := range q.Blocks {
		u.seen[block] = true
	}
}

// Ratio returns the share of blocks that were had, for people.
func (u *Reuse) Ratio() float64 { return float64(u.Hits) / float64(max(u.Blocks, 1)) }
