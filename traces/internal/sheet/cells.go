package sheet

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"skysim/traces"
	"skysim/traces/internal/decimal"
)

// Has reports whether the file has a column.
func (r *Reader) Has(column int) bool { return r.at[column] >= 0 }

// Text returns a cell, empty if the file has no such column.
func (r *Reader) Text(column int) string {
	if r.at[column] < 0 {
		return ""
	}
	return r.cells[r.at[column]]
}

// Word returns a copy of a cell that must not be empty.
func (r *Reader) Word(column int, want string) string {
	text := r.Text(column)
	if text == "" {
		r.Fault(column, want)
	}
	return strings.Clone(text)
}

// Int returns a whole number from least to most.
func (r *Reader) Int(column int, least, most int64) int64 {
	n, err := strconv.ParseInt(r.Text(column), 10, 64)
	if err != nil || n < least || n > most {
		r.Fault(column, fmt.Sprintf("a whole number from %d to %d", least, most))
		return 0
	}
	return n
}

// Amount returns a decimal of at least 0 times scale, at most most after it.
// Want says what it is.
func (r *Reader) Amount(column int, scale, most int64, want string) int64 {
	n, _, err := decimal.Amount(r.Text(column), scale)
	if err != nil || n > most {
		r.Fault(column, want)
		return 0
	}
	return n
}

// Time returns an instant written in one of the layouts, in UTC, with a year
// from 1970 to 2200: its nanoseconds fit in 64 bits.
func (r *Reader) Time(column int, want string, layouts ...string) time.Time {
	text := r.Text(column)
	for _, layout := range layouts {
		at, err := time.Parse(layout, text)
		if err == nil && 1970 <= at.UTC().Year() && at.UTC().Year() <= 2200 {
			return at.UTC()
		}
	}
	r.Fault(column, want)
	return time.Time{}
}

// Fault says that a cell of the current row is not what was wanted. The first
// fault of a row counts. The caller may add a hint to it.
func (r *Reader) Fault(column int, want string) *traces.SyntaxError {
	e := r.bad(r.at[column], r.form.Columns[column].Name, r.Text(column), want)
	if r.fault == nil {
		r.fault = e
	}
	return e
}
