// Package sheet reads CSV files whose columns are known by name. It is what the
// readers of such recordings share: the header, rows that do not end, places for
// errors, and the choice between stopping and counting.
//
// A reader's loop is
//
//	for s.Next() {
//		row.N = s.Int(columnN, 0, 100)
//		…
//		if s.Good() {
//			return true
//		}
//	}
//	return false
//
// where each cell that is not what it should be becomes the row's fault, the
// first of them wins, and Good settles it.
package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"skysim/traces"
	"skysim/traces/internal/nearest"
)

// Column is a column of the file.
type Column struct {
	Name string
	// Also are other names that the column has had. A file has only one of them.
	Also []string
	// Optional columns need not be there; their cells are then empty.
	Optional bool
}

// Form is what a file should look like.
type Form struct {
	Columns []Column
	// Spare takes columns that are not known, and ignores them.
	Spare bool
	// Notes takes lines above the header that begin with #. Those that read
	// "# key = value" are known to Reader.Notes.
	Notes bool
	// Lenient leaves bad rows out and counts them.
	Lenient bool
	// Refused, if set, is told of each row that a lenient reader leaves out.
	Refused func(*traces.SyntaxError)
}

// Reader reads one file.
type Reader struct {
	text    *traces.Text
	form    Form
	csv     *csv.Reader
	limit   *traces.RowLimit
	at      []int // position of each column in the file, -1 if it is not there
	width   int
	cells   []string
	fault   *traces.SyntaxError // of the current row
	skips   traces.Skips
	rows    int64 // seen so far
	good    int64
	err     error
	ended   bool
	pending bool // a row that nobody has called Good for
	notes   map[string]string
}

// maxRow is the longest row in bytes.
const maxRow = 1 << 16

// New reads the header of a file.
func New(text *traces.Text, form Form) (*Reader, error) {
	r := &Reader{text: text, form: form, limit: &traces.RowLimit{From: text, Most: maxRow}}
	var above noted
	if form.Notes {
		above.from, r.limit.From = text, &above
	}
	r.csv = csv.NewReader(r.limit)
	r.csv.ReuseRecord = true
	r.csv.FieldsPerRecord = -1 // counted here, to say what was wanted
	if form.Notes {
		r.csv.Comment = '#' // above the header only: a cell below may begin so
	}
	err := r.header()
	r.csv.Comment, r.notes = 0, above.notes()
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Open is New for the file at path. The caller closes the Reader.
func Open(path string, form Form) (*Reader, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := New(text, form)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	return r, nil
}

// Read is New for a file from anywhere, which errors call name.
func Read(from io.Reader, name string, form Form) (*Reader, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	return New(text, form)
}

// names returns the names of all columns.
func (f *Form) names() (names []string) {
	for i := range f.Columns {
		names = append(names, f.Columns[i].Name)
	}
	return names
}

// find returns the column of that name, or -1.
func (f *Form) find(name string) int {
	return slices.IndexFunc(f.Columns, func(c Column) bool { return c.Name == name || slices.Contains(c.Also, name) })
}

// header reads the first row and finds the columns.
func (r *Reader) header() error {
	err := r.record()
	if err == io.EOF {
		return fmt.Errorf("%s: the file is empty, want a header with %s", r.text.Name, strings.Join(r.form.must(), ","))
	}
	if err != nil {
		return err
	}
	r.at = make([]int, len(r.form.Columns))
	for i := range r.at {
		r.at[i] = -1
	}
	r.width = len(r.cells)
	for i, name := range r.cells {
		switch n := r.form.find(name); {
		case n >= 0 && r.at[n] >= 0:
			return r.bad(i, "column", name, "each column once")
		case n >= 0:
			r.at[n] = i
		case !r.form.Spare:
			bad := r.bad(i, "column", name, "one of "+strings.Join(r.form.names(), ", "))
			bad.Hint = nearest.Hint(name, r.form.names())
			return bad
		}
	}
	for n, c := range r.form.Columns {
		if r.at[n] < 0 && !c.Optional {
			bad := r.bad(-1, "header", strings.Join(r.cells, ","), "a column "+c.Name)
			return bad
		}
	}
	return nil
}

// must returns the names of the columns that have to be there.
func (f *Form) must() (names []string) {
	for _, c := range f.Columns {
		if !c.Optional {
			names = append(names, c.Name)
		}
	}
	return names
}

// record reads the next row.
func (r *Reader) record() error {
	r.limit.Begin()
	cells, err := r.csv.Read()
	var quote *csv.ParseError
	switch {
	case errors.As(err, &quote):
		bad := &traces.SyntaxError{
			File: r.text.Name, Line: quote.Line, Column: quote.Column,
			Field: "row", Value: quote.Err.Error(), Want: "quotes in pairs around a whole cell",
		}
		if quote.StartLine != quote.Line { // who knows how many rows it swallowed
			bad.Line, bad.Column = quote.StartLine, 0
			return fatal{bad}
		}
		return bad
	case err != nil && err != io.EOF:
		return fmt.Errorf("%s: after row %d: %w", r.text.Name, r.rows, err)
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	r.cells = cells
	return err
}

// fatal is a fault that even a lenient reader does not pass over.
type fatal struct{ error }

func (f fatal) Unwrap() error { return f.error }

// Next moves to the next row that has all columns and reports whether there
// was one.
func (r *Reader) Next() bool {
	for !r.ended {
		r.fault = nil
		err := r.record()
		if err == io.EOF {
			r.end()
			break
		}
		r.rows++
		r.pending = err == nil && len(r.cells) == r.width
		if r.pending {
			return true
		}
		if err == nil {
			err = r.bad(-1, "number of columns", strconv.Itoa(len(r.cells)), fmt.Sprintf("%d, as in the header", r.width))
		}
		r.refuse(err)
	}
	return false
}

// Good ends the current row: it reports whether all that was asked of its
// cells was right. If not, a lenient reader counts the row and a strict one
// ends.
func (r *Reader) Good() bool {
	if !r.pending {
		return false
	}
	r.pending = false
	if r.fault != nil {
		r.refuse(r.fault)
		return false
	}
	r.good++
	return true
}

// refuse counts a bad row, or ends with its error.
func (r *Reader) refuse(err error) {
	var bad *traces.SyntaxError
	if r.form.Lenient && errors.As(err, &bad) && !errors.As(err, &fatal{}) {
		r.skips.Add(bad)
		if r.form.Refused != nil {
			r.form.Refused(bad)
		}
		return
	}
	r.ended, r.err = true, err
}

// end is what happens at the end of the file: one without rows is an error.
func (r *Reader) end() {
	r.ended = true
	skips := r.skips.List()
	switch {
	case r.good > 0:
	case len(skips) > 0:
		r.err = fmt.Errorf("%s: no rows are left: %v", r.text.Name, skips[0])
	default:
		r.err = fmt.Errorf("%s: the file is empty, want at least one row after the header", r.text.Name)
	}
}

// bad describes the cell at a position of the file's current row, -1 for all
// of it.
func (r *Reader) bad(at int, field, value, want string) *traces.SyntaxError {
	e := &traces.SyntaxError{File: r.text.Name, Field: field, Value: value, Want: want}
	e.Line, e.Column = r.csv.FieldPos(max(at, 0))
	if at < 0 {
		e.Column = 0
	}
	return e
}

// Err returns what ended the rows early.
func (r *Reader) Err() error { return r.err }

// Stop ends the rows with an error, unless there is one.
func (r *Reader) Stop(err error) {
	r.ended = true
	if r.err == nil {
		r.err = err
	}
}

// Skipped returns what was left out so far, by reason.
func (r *Reader) Skipped() []traces.Skip { return r.skips.List() }

// Rows returns the number of rows seen so far, good and bad.
func (r *Reader) Rows() int64 { return r.rows }

// Name returns what errors call the file.
func (r *Reader) Name() string { return r.text.Name }

// Line returns the line of the current row.
func (r *Reader) Line() int {
	line, _ := r.csv.FieldPos(0)
	return line
}

// Close closes the file that Open opened.
func (r *Reader) Close() error {
	r.ended = true
	return r.text.Close()
}
