package interchange

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"skysim/traces"
	"skysim/traces/internal/sheet"
)

// names returns the columns of a row type: its tags, in order. Its fields are int64,
// *int64 or string.
func names[T any]() (list []string) {
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("parquet"), ",")
		list = append(list, name)
	}
	return list
}

// csvWriter writes rows as CSV: an empty cell is an empty text, or a number that is not known.
type csvWriter[T any] struct {
	out   *csv.Writer
	cells []string
}

// newCSVWriter writes notes and the header.
func newCSVWriter[T any](w io.Writer, kind string, meta map[string]string) (*csvWriter[T], error) {
	notes := fmt.Sprintf("# %s = %s 1\n", versionKey, kind)
	for _, key := range []string{epochKey, sourceKey, untilKey} {
		if v, ok := meta[key]; ok {
			notes += fmt.Sprintf("# %s = %s\n", key, v)
		}
	}
	if _, err := io.WriteString(w, notes); err != nil {
		return nil, err
	}
	c := &csvWriter[T]{out: csv.NewWriter(w), cells: names[T]()}
	return c, c.out.Write(c.cells)
}

// Write appends rows.
func (c *csvWriter[T]) Write(rows ...T) error {
	for i := range rows {
		v := reflect.ValueOf(&rows[i]).Elem()
		size := 0
		for k := range c.cells {
			c.cells[k] = cellOf(v.Field(k))
			size += len(c.cells[k]) + 3
		}
		if size > maxRow {
			return fmt.Errorf("interchange: a row has %d bytes, want at most %d: write Parquet instead", size, maxRow)
		}
		if err := c.out.Write(c.cells); err != nil {
			return err
		}
	}
	return nil
}

// maxRow is the longest row that package sheet reads, in bytes.
const maxRow = 1 << 16

// cellOf writes one field.
func cellOf(f reflect.Value) string {
	switch f.Kind() {
	case reflect.String:
		return f.String()
	case reflect.Pointer:
		if f.IsNil() {
			return ""
		}
		return strconv.FormatInt(f.Elem().Int(), 10)
	}
	return strconv.FormatInt(f.Int(), 10)
}

// Close writes what is left.
func (c *csvWriter[T]) Close() error {
	c.out.Flush()
	return c.out.Error()
}

// csvReader reads rows from CSV.
type csvReader[T any] struct{ sheet *sheet.Reader }

func newCSVReader[T any](text *traces.Text) (*csvReader[T], error) {
	form := sheet.Form{Notes: true}
	for _, name := range names[T]() {
		form.Columns = append(form.Columns, sheet.Column{Name: name})
	}
	s, err := sheet.New(text, form)
	if err != nil {
		return nil, err
	}
	return &csvReader[T]{s}, nil
}

// next fills *row with the next row.
func (c *csvReader[T]) next(row *T) bool {
	for c.sheet.Next() {
		v := reflect.ValueOf(row).Elem()
		for k := range v.NumField() {
			c.cell(v.Field(k), k)
		}
		if c.sheet.Good() {
			return true
		}
	}
	return false
}

// cell reads one field.
func (c *csvReader[T]) cell(f reflect.Value, column int) {
	text := c.sheet.Text(column)
	if f.Kind() == reflect.String {
		f.SetString(strings.Clone(text))
		return
	}
	if text == "" && f.Kind() == reflect.Pointer {
		f.SetZero()
		return
	}
	n := c.sheet.Int(column, math.MinInt64, math.MaxInt64)
	if f.Kind() == reflect.Pointer {
		f.Set(reflect.ValueOf(&n))
		return
	}
	f.SetInt(n)
}

// plainText reports whether a name survives being written to a cell and read again.
func plainText(s string) bool {
	return strings.TrimSpace(s) == s && strings.IndexFunc(s, unicode.IsControl) < 0
}
