package usage

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// Writer writes rows as a file with all columns.
type Writer struct {
	csv   *csv.Writer
	cells [width]string
	rows  int64
}

// NewWriter returns a Writer that has written the header. Call Flush at the end.
func NewWriter(w io.Writer) (*Writer, error) {
	out := &Writer{csv: csv.NewWriter(w)}
	return out, out.csv.Write(columnNames(true))
}

// Write writes one row; its Place does not matter. It is read back before it
// goes out, and a row that no cells describe is an error.
func (w *Writer) Write(r *Row) error {
	w.rows++
	back := Row{}
	for i := range columns {
		c := &columns[i]
		s := c.put(r)
		w.cells[i] = s
		if s == "" && c.need(r) != must {
			continue
		}
		if s == "" || s != strings.TrimSpace(s) || strings.Contains(s, "\r") || c.need(r) == empty || !c.get(s, &back) {
			return fmt.Errorf("usage: row %d cannot be written: %s is %q, want %s", w.rows, c.name, s, c.want)
		}
	}
	if f := back.complete(); f != nil {
		return fmt.Errorf("usage: row %d cannot be written: %s is %q, want %s", w.rows, f.Field, f.Value, f.Want)
	}
	want := *r
	want.Place, want.Start, want.End = Place{}, r.Start.UTC(), r.End.UTC()
	if back != want {
		return fmt.Errorf("usage: row %d cannot be written: it would be read back as %+v, want %+v", w.rows, back, want)
	}
	return w.csv.Write(w.cells[:])
}

// Flush writes what is left and returns the first error of writing.
func (w *Writer) Flush() error {
	w.csv.Flush()
	return w.csv.Error()
}
