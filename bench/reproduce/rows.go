package reproduce

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// tableError is a mistake in a row of a table, or in all of it.
type tableError struct {
	at  string // file:line, or the file
	err error
}

func (e *tableError) Error() string { return e.at + ": " + e.err.Error() }
func (e *tableError) Unwrap() error { return e.err }

// eachRow hands over the rows of a table below its header, with file:line, and goes on
// behind a row that cannot be used. A table without header or rows is one mistake.
func eachRow(file, header string, from io.Reader, row func(at string, record []string) error) (errs []*tableError) {
	r := csv.NewReader(from)
	r.FieldsPerRecord = -1
	want := strings.Count(header, ",") + 1
	for n := 0; ; n++ {
		record, err := r.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if n < 2 {
				errs = append(errs, &tableError{file, fmt.Errorf("no rows, want the header %s and at least one", header)})
			}
			return errs
		case errors.As(err, &broken):
			errs = append(errs, &tableError{fmt.Sprintf("%s:%d", file, broken.Line), broken.Err})
			continue
		case err != nil:
			return append(errs, &tableError{file, err})
		}
		line, _ := r.FieldPos(0)
		at := fmt.Sprintf("%s:%d", file, line)
		switch {
		case n == 0:
			if got := strings.TrimPrefix(strings.Join(record, ","), "\ufeff"); got != header {
				return append(errs, &tableError{at, fmt.Errorf("header is %q, want %s", got, header)})
			}
			continue
		case len(record) != want:
			err = fmt.Errorf("wrong number of fields: %d, want %d", len(record), want)
		default:
			err = row(at, record)
		}
		if err != nil {
			errs = append(errs, &tableError{at, err})
		}
	}
}
