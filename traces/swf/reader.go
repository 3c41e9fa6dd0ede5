package swf

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"skysim/sim"
	"skysim/traces"
)

// Reader is a sim.Source of the jobs of a log.
type Reader struct {
	options Options
	text    *traces.Text
	lines   *bufio.Scanner
	header  Header
	line    int // read so far
	held    bool
	width   int // columns of the first row
	wide    int // its line
	row     Row
	sorted  []Row // what is left of it, with Options.Sort

	counts  Counts
	doubts  []string
	skips   traces.Skips
	ahead   int64 // submit time of the job before, and its line
	aheadAt int
	shift   int64 // subtracted from all times
	given   int64
	place   int64 // position of the next accepted job
	err     error
	ended   bool
}

var _ sim.Source = (*Reader)(nil)

// maxLine is the longest line in bytes: the extra columns of some logs list
// every node of a job.
const maxLine = 1 << 20

// Open opens the log at path, plain or packed, and reads its header, with
// Options.Sort all of it. The caller closes the Reader.
func Open(path string, o Options) (*Reader, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := newReader(text, o)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	return r, nil
}

// NewReader is Open for a log from anywhere. Errors name it as name.
func NewReader(from io.Reader, name string, o Options) (*Reader, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	return newReader(text, o)
}

func newReader(text *traces.Text, o Options) (*Reader, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	r := &Reader{options: o, text: text, lines: bufio.NewScanner(text), aheadAt: -1}
	r.lines.Buffer(nil, maxLine)
	if err := r.start(); err != nil {
		return nil, err
	}
	if o.Sort {
		if err := r.sort(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Header returns what the log's comments claim.
func (r *Reader) Header() *Header { return &r.header }

// Row returns the row of the job that Next gave last. It holds until the next
// call of Next; the slice Extra holds for ever.
func (r *Reader) Row() *Row { return &r.row }

// Counts returns what was seen in the rows read so far.
func (r *Reader) Counts() Counts { return r.counts }

// Skipped returns what was left out so far, by reason: rows that are not jobs
// that ran and, in a lenient reading, rows that make no sense.
func (r *Reader) Skipped() []traces.Skip { return r.skips.List() }

// Err returns what ended the stream early: a *traces.SyntaxError if it was the
// text of the log. A log without jobs is an error too.
func (r *Reader) Err() error { return r.err }

// Close closes the file that Open opened.
func (r *Reader) Close() error {
	r.ended = true
	return r.text.Close()
}

// start reads up to the first row, and holds it.
func (r *Reader) start() error {
	for r.scan() {
		line := bytes.TrimSpace(r.lines.Bytes())
		switch {
		case len(line) == 0:
		case line[0] == ';':
			if doubt := r.header.comment(string(line)); doubt != "" {
				r.doubts = append(r.doubts, doubt)
			}
		default:
			r.held = true
			return nil
		}
	}
	if err := r.broken(); err != nil {
		return err
	}
	return fmt.Errorf("%s: the log is empty, want at least one row of %d columns", r.text.Name, Columns)
}

// scan moves to the next line, or stays on the one that is held.
func (r *Reader) scan() bool {
	if r.held {
		r.held = false
		return true
	}
	if !r.lines.Scan() {
		return false
	}
	r.line++
	return true
}

// broken returns what ended the lines, or nil at the end of the log.
func (r *Reader) broken() error {
	err := r.lines.Err()
	switch {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("%s:%d: the line is longer than %d KiB", r.text.Name, r.line+1, maxLine>>10)
	case err != nil:
		return fmt.Errorf("%s:%d: %w", r.text.Name, r.line+1, err)
	}
	return nil
}

// read fills r.row from the next row that makes sense. At the end of the log
// it returns io.EOF.
func (r *Reader) read() error {
	for r.scan() {
		line := r.lines.Bytes()
		if begin, end := token(line, 0); begin == end || line[begin] == ';' {
			continue
		}
		bad := r.take(line)
		if bad == nil {
			return nil
		}
		bad.File, bad.Line = r.text.Name, r.line
		if !r.options.Lenient {
			return bad
		}
		r.counts.Rows++
		r.skips.Add(bad)
	}
	if err := r.broken(); err != nil {
		return err
	}
	return io.EOF
}

// take reads one row.
func (r *Reader) take(line []byte) *traces.SyntaxError {
	n := count(line)
	switch {
	case r.width == 0 && n >= Columns:
		r.width, r.wide = n, r.line
	case r.width == 0:
		return &traces.SyntaxError{Field: "number of columns", Value: strconv.Itoa(n), Want: "18 or more"}
	case n != r.width:
		return &traces.SyntaxError{
			Field: "number of columns", Value: strconv.Itoa(n),
			Want: fmt.Sprintf("%d, as in line %d", r.width, r.wide),
		}
	}
	r.row.Line = r.line
	return r.row.parse(line)
}
