package catalog

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"skysim/sim"
)

// row is one record of a table that is being read. Its methods report what is
// wrong as file:line:column.
type row struct {
	file   string
	r      *csv.Reader
	at     map[string]int // column name to position
	record []string
}

// layout says what a table is called, which columns it has, all of which must
// be there, and which it may have besides. An optional table may be missing.
type layout struct {
	file     string
	columns  []string
	extra    []string
	optional bool
}

// readTable calls each for every record of a file that has the columns of its
// layout. It stops at the first error.
func readTable(fsys fs.FS, l layout, each func(*row) error) error {
	file := l.file
	f, err := fsys.Open(file)
	if l.optional && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	header, err := r.Read()
	if err != nil {
		return located(file, err)
	}
	w := &row{file: file, r: r, at: map[string]int{}, record: header}
	if err := w.readHeader(l); err != nil {
		return err
	}
	for {
		w.record, err = r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return located(file, err)
		}
		if err := each(w); err != nil {
			return err
		}
	}
}

// located puts the file name in front of what encoding/csv says.
func located(file string, err error) error {
	var p *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s:1:1: the file is empty, want a line of column names", file)
	case errors.As(err, &p):
		return fmt.Errorf("%s:%d:%d: %w", file, p.Line, p.Column, p.Err)
	}
	return fmt.Errorf("%s: %w", file, err)
}

func (w *row) readHeader(l layout) error {
	all := slices.Concat(l.columns, l.extra)
	w.record[0] = strings.TrimPrefix(w.record[0], "\ufeff")
	for i, name := range w.record {
		if _, twice := w.at[name]; twice {
			return w.errAt(i, "column %q is there twice", name)
		}
		if !slices.Contains(all, name) {
			return w.errAt(i, "unknown column %q%s", name, suggest(name, all))
		}
		w.at[name] = i
	}
	for _, name := range l.columns {
		if _, ok := w.at[name]; !ok {
			return w.errAt(0, "no column %q, want %s", name, strings.Join(l.columns, ","))
		}
	}
	return nil
}

func (w *row) errAt(field int, format string, args ...any) error {
	line, column := w.r.FieldPos(field)
	return fmt.Errorf("%s:%d:%d: %s", w.file, line, column, fmt.Sprintf(format, args...))
}

// bad is the error about a column of this record.
func (w *row) bad(column, format string, args ...any) error {
	return w.errAt(w.at[column], format, args...)
}

// text returns a column as it is, and nothing for an optional one that is not
// there.
func (w *row) text(column string) string {
	i, ok := w.at[column]
	if !ok {
		return ""
	}
	return w.record[i]
}

// name reads a name: not empty, printable ASCII without spaces, commas and quotes.
func (w *row) name(column string) (string, error) {
	s := w.text(column)
	if s == "" {
		return "", w.bad(column, "%s is empty", column)
	}
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' || c == ',' || c == '"' {
			return "", w.bad(column, "%s %q has the character %q, want a name of letters, digits and signs", column, s, c)
		}
	}
	return s, nil
}

// number reads a whole number from least to most.
func (w *row) number(column string, least, most int64) (int64, error) {
	s := w.text(column)
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || int64(n) < least || int64(n) > most {
		return 0, w.bad(column, "%s %q is not a whole number from %d to %d", column, s, least, most)
	}
	return int64(n), nil
}

// day reads a date.
func (w *row) day(column string) (string, error) {
	s := w.text(column)
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", w.bad(column, "%s %q is not a date as in 2024-04-23", column, s)
	}
	return s, nil
}

// oneOf checks that a value is among those known.
func (w *row) oneOf(column string, choices []string) (string, error) {
	s := w.text(column)
	if !slices.Contains(choices, s) {
		return "", w.bad(column, "unknown %s %q%s", column, s, suggest(s, choices))
	}
	return s, nil
}

// optional reads a decimal number with at most places decimals as an integer
// in units of 10^-places, and nothing as 0.
func (w *row) optional(column string, places int) (int64, error) {
	s := w.text(column)
	if s == "" {
		return 0, nil
	}
	whole, frac, _ := strings.Cut(s, ".")
	if len(frac) <= places {
		n, err := strconv.ParseUint(whole+frac+strings.Repeat("0", places-len(frac)), 10, 31)
		if err == nil && n > 0 {
			return int64(n), nil
		}
	}
	return 0, w.bad(column, "%s %q is not a positive number with at most %d decimals; leave it empty if it is unknown", column, s, places)
}

// price reads an exact number of dollars above zero.
func (w *row) price(column string) (sim.Rate, error) {
	s := w.text(column)
	if strings.HasPrefix(s, "-") {
		return 0, w.bad(column, "price %s is negative", s)
	}
	r, err := sim.ParseRate(s)
	if err != nil {
		return 0, w.bad(column, "%v", err)
	}
	if r == 0 {
		return 0, w.bad(column, "price %s is zero: leave the row out if the machine is not offered", s)
	}
	return r, nil
}

// fee reads an exact number of dollars, which may be zero.
func (w *row) fee(column string) (sim.Rate, error) {
	s := w.text(column)
	if strings.HasPrefix(s, "-") {
		return 0, w.bad(column, "price %s is negative", s)
	}
	r, err := sim.ParseRate(s)
	if err != nil {
		return 0, w.bad(column, "%v", err)
	}
	return r, nil
}

// degrees reads an optional angle in millionths of a degree.
func (w *row) degrees(column string, most int64) (int64, error) {
	s := w.text(column)
	if s == "" {
		return 0, nil
	}
	digits, south := strings.CutPrefix(s, "-")
	whole, frac, _ := strings.Cut(digits, ".")
	if whole != "" && len(frac) <= 6 {
		n, err := strconv.ParseUint(whole+frac+strings.Repeat("0", 6-len(frac)), 10, 31)
		if err == nil && int64(n) <= most*1_000_000 {
			if south {
				return -int64(n), nil
			}
			return int64(n), nil
		}
	}
	return 0, w.bad(column, "%s %q is not a number of degrees from -%d to %d with at most 6 decimals", column, s, most, most)
}
