package jobscsv

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/nearest"
)

// maxRow is the longest row in bytes: room for 100,000 numbers in after.
const maxRow = 1 << 20

// record returns the cells of the next row, with spaces around them removed.
func (r *Reader) record() ([]string, error) {
	r.limit.Begin()
	cells, err := r.csv.Read()
	var quote *csv.ParseError
	switch {
	case errors.As(err, &quote):
		bad := &traces.SyntaxError{
			File: r.options.File, Line: quote.Line, Column: quote.Column,
			Field: "row", Value: quote.Err.Error(), Want: "quotes in pairs around a whole cell",
		}
		if quote.StartLine != quote.Line { // who knows how many rows it swallowed
			bad.Line, bad.Column = quote.StartLine, 0
			return nil, fatal{bad}
		}
		return nil, bad
	case err != nil && err != io.EOF:
		return nil, fmt.Errorf("%s: after row %d: %w", r.options.File, r.rows, err)
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells, err
}

// fatal is a fault that even a lenient reader does not pass over.
type fatal struct{ error }

func (f fatal) Unwrap() error { return f.error }

// header reads the first row and finds the columns.
func (r *Reader) header() error {
	names, err := r.record()
	if err == io.EOF {
		return fmt.Errorf("%s: the file is empty, want a header with arrival_s and duration_s", r.options.File)
	}
	if err != nil {
		return err
	}
	for i, name := range names {
		at := slices.IndexFunc(columns, func(c column) bool { return c.name == name })
		if at < 0 {
			hint := nearest.Hint(name, columnNames())
			if name == "" && i == 0 {
				hint = "pandas writes no such column with index=False"
			}
			return r.located(&fault{field: "column", at: i, value: name, want: "one of " + strings.Join(columnNames(), ", "), hint: hint})
		}
		if slices.Contains(r.layout, &columns[at]) {
			return r.located(&fault{field: "column", at: i, value: name, want: "each column once"})
		}
		r.layout = append(r.layout, &columns[at])
	}
	return r.complete(names)
}

// complete reports columns that are missing from the header.
func (r *Reader) complete(names []string) error {
	missing := func(want string) error {
		return &traces.SyntaxError{File: r.options.File, Line: r.line(), Field: "header", Value: strings.Join(names, ","), Want: want}
	}
	for i := range columns {
		c := &columns[i]
		if c.must && !slices.Contains(names, c.name) {
			return missing("a column " + c.name)
		}
		if c.needs != "" && slices.Contains(names, c.name) && !slices.Contains(names, c.needs) {
			return missing(fmt.Sprintf("a column %s, without which %s means nothing", c.needs, c.name))
		}
	}
	return nil
}

// read fills *j from the next good row. At the end it returns io.EOF, or an
// error if there was no job at all.
func (r *Reader) read(j *sim.Job) error {
	for {
		err := r.readRow(j)
		if err == io.EOF {
			return r.end()
		}
		var bad *traces.SyntaxError
		if !r.options.Lenient || !errors.As(err, &bad) || errors.As(err, &fatal{}) {
			return err
		}
		r.skips.Add(bad)
		r.skipped = append(r.skipped, r.rows-1)
	}
}

// end returns io.EOF, or what is wrong with a file that ends without a job.
func (r *Reader) end() error {
	skips := r.skips.List()
	switch {
	case r.rows > int64(len(r.skipped)):
		return io.EOF
	case len(skips) > 0:
		return fmt.Errorf("%s: no jobs are left: %v", r.options.File, skips[0])
	}
	return fmt.Errorf("%s: the trace is empty, want at least one job after the header", r.options.File)
}

// readRow fills *j from the next row.
func (r *Reader) readRow(j *sim.Job) error {
	cells, err := r.record()
	if err == io.EOF {
		return err
	}
	r.rows++
	if err != nil {
		return err
	}
	if len(cells) != len(r.layout) {
		return &traces.SyntaxError{
			File: r.options.File, Line: r.line(), Field: "number of columns", Value: strconv.Itoa(len(cells)),
			Want: fmt.Sprintf("%d, as in the header", len(r.layout)),
		}
	}
	c := cell{kinds: r.options.GPUKinds, row: r.rows - 1, ahead: r.options.Sort, learn: r.options.LearnKinds}
	f := parse(j, r.layout, cells, &c)
	r.options.GPUKinds = c.kinds
	if f != nil {
		return r.located(f)
	}
	if r.options.Sort {
		return nil // numbers are known when all rows are
	}
	return r.renumber(j, cells)
}

// renumber turns rows in j.After into numbers of jobs: rows that were left out
// have none.
func (r *Reader) renumber(j *sim.Job, cells []string) error {
	if len(r.skipped) == 0 {
		return nil
	}
	for i, row := range j.After {
		before, out := slices.BinarySearch(r.skipped, row)
		if out {
			f := faultOf("after", r.layout, cells)
			f.want = "jobs whose rows were not skipped"
			return r.located(f)
		}
		j.After[i] -= int64(before)
	}
	return nil
}
