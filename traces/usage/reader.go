package usage

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

// Reader reads the rows of a file, one at a time.
type Reader struct {
	text   *traces.Text
	csv    *csv.Reader
	limit  traces.RowLimit
	layout []int // number of each of the file's columns, from the left
	line   int   // of the header, then of the row
	err    error
	ended  bool
}

// Open opens the file at path, plain or gzip, and reads its header. The caller
// closes the Reader.
func Open(path string) (*Reader, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := newReader(text)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	return r, nil
}

// NewReader is Open for a file from anywhere, which errors call name.
func NewReader(name string, from io.Reader) (*Reader, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	return newReader(text)
}

// Read reads all rows of the file at path.
func Read(path string) (rows []Row, err error) {
	r, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return r.All()
}

func newReader(text *traces.Text) (*Reader, error) {
	r := &Reader{text: text, limit: traces.RowLimit{From: text, Most: maxRow}}
	r.csv = csv.NewReader(&r.limit)
	r.csv.ReuseRecord = true
	r.csv.FieldsPerRecord = -1 // counted here, to say what was wanted
	if err := r.header(); err != nil {
		return nil, err
	}
	return r, nil
}

// Next fills *row with the next row and reports whether there was one.
func (r *Reader) Next(row *Row) bool {
	if r.ended {
		return false
	}
	err := r.read(row)
	if err != nil {
		r.ended = true
		if err != io.EOF {
			r.err = err
		}
	}
	return err == nil
}

// Err returns what ended the rows early: a *traces.SyntaxError if it was the
// text of the file.
func (r *Reader) Err() error { return r.err }

// Close closes the file that Open opened.
func (r *Reader) Close() error {
	r.ended = true
	return r.text.Close()
}

// All returns the rows that are left.
func (r *Reader) All() ([]Row, error) {
	var rows []Row
	var row Row
	for r.Next(&row) {
		rows = append(rows, row)
	}
	return rows, r.Err()
}

// maxRow is the longest row in bytes.
const maxRow = 1 << 16

// record returns the cells of the next row, with spaces around them removed.
func (r *Reader) record() ([]string, error) {
	r.limit.Begin()
	cells, err := r.csv.Read()
	var quote *csv.ParseError
	switch {
	case errors.As(err, &quote):
		return nil, &traces.SyntaxError{
			File: r.text.Name, Line: quote.Line, Column: quote.Column,
			Field: "row", Value: quote.Err.Error(), Want: "quotes in pairs around a whole cell",
		}
	case err == io.EOF:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%s: after line %d: %w", r.text.Name, r.line, err)
	}
	r.line, _ = r.csv.FieldPos(0)
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells, nil
}

// fault returns an error about the cell at a position of the current row, or
// about the whole row for -1.
func (r *Reader) fault(at int, field, value string) *traces.SyntaxError {
	e := &traces.SyntaxError{File: r.text.Name, Line: r.line, Field: field, Value: value}
	if at >= 0 {
		_, e.Column = r.csv.FieldPos(at)
	}
	return e
}

// header reads the first row and finds the columns.
func (r *Reader) header() error {
	names, err := r.record()
	if err == io.EOF {
		return fmt.Errorf("%s:1:1: the file is empty, want a header with %s", r.text.Name, strings.Join(columnNames(false), ","))
	}
	if err != nil {
		return err
	}
	for i, name := range names {
		at := index(name)
		f := r.fault(i, "column", name)
		if at < 0 {
			f.Want, f.Hint = "one of "+strings.Join(columnNames(true), ", "), nearest.Hint(name, columnNames(true))
			return f
		}
		if slices.Contains(r.layout, at) {
			f.Want = "each column once"
			return f
		}
		r.layout = append(r.layout, at)
	}
	for _, name := range columnNames(false) {
		if !slices.Contains(names, name) {
			f := r.fault(-1, "header", strings.Join(names, ","))
			f.Want = "a column " + name
			return f
		}
	}
	return nil
}

// read fills *row from the next row of the file.
func (r *Reader) read(row *Row) error {
	cells, err := r.record()
	if err != nil {
		return err
	}
	if len(cells) != len(r.layout) {
		f := r.fault(-1, "number of columns", strconv.Itoa(len(cells)))
		f.Want = fmt.Sprintf("%d, as in the header", len(r.layout))
		return f
	}
	*row = Row{Place: Place{File: r.text.Name, Line: r.line}}
	for i, number := range r.layout {
		line, column := r.csv.FieldPos(i)
		if line == r.line { // a quoted cell may have moved to a line of its own
			row.Place.columns[number] = int32(column)
		}
	}
	if err := r.cells(cells, row); err != nil {
		return err
	}
	if f := row.complete(); f != nil {
		return f
	}
	return nil
}

// cells reads the cells of the current row: first the kind and the type, which
// say what the others have to be, then all from the left.
func (r *Reader) cells(cells []string, row *Row) error {
	for _, name := range []string{"kind", "type"} {
		at := slices.Index(r.layout, index(name))
		if err := r.cell(at, cells[at], row); err != nil {
			return err
		}
	}
	for i := range r.layout {
		if err := r.cell(i, cells[i], row); err != nil {
			return err
		}
	}
	return nil
}

// cell reads the cell at a position of the current row.
func (r *Reader) cell(at int, text string, row *Row) error {
	c := &columns[r.layout[at]]
	f := r.fault(at, c.name, text)
	f.Want = c.want
	if text == "" {
		if c.need(row) == must {
			return f
		}
		return nil
	}
	if !c.get(text, row) {
		f.Hint = c.hint(text)
		return f
	}
	if c.need(row) == empty {
		f.Want = wantNone
		return f
	}
	return nil
}
