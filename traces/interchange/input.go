package interchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"skysim/traces"
	"skysim/traces/columns"
)

// Source is a file that is open. At and Size are needed for Parquet; From, its text
// from the beginning, for CSV.
type Source struct {
	Name string
	From io.Reader
	At   io.ReaderAt
	Size int64
}

// input streams rows of one type from either form.
type input[T any] struct {
	name  string
	cols  *columns.Reader[T]
	cells *csvReader[T]
	meta  map[string]string // what the file says about itself
	file  *os.File
	row   int64 // read so far
	err   error
}

// openInput opens the file at path, in either form.
func openInput[T any](path, kind string) (*input[T], error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	in, err := newInput[T](Source{Name: path, From: io.NewSectionReader(f, 0, info.Size()), At: f, Size: info.Size()}, kind)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	in.file = f
	return in, nil
}

// newInput looks at the first bytes to tell the form.
func newInput[T any](s Source, kind string) (*input[T], error) {
	in := &input[T]{name: s.Name}
	var magic [4]byte
	if s.At != nil {
		s.At.ReadAt(magic[:], 0) // a file that is too short has no magic
	}
	if bytes.Equal(magic[:], []byte("PAR1")) {
		cols, err := columns.NewReader[T](s.At, s.Size)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		in.cols, in.meta = cols, cols.Meta()
		return in, in.version(kind)
	}
	text, err := traces.NewText(s.Name, s.From)
	if err != nil {
		return nil, err
	}
	if in.cells, err = newCSVReader[T](text); err != nil {
		return nil, errors.Join(err, text.Close())
	}
	in.meta = in.cells.sheet.Notes()
	if _, said := in.meta[versionKey]; !said {
		return in, nil // by hand: the header says enough
	}
	return in, in.version(kind)
}

// version reports a file of another kind or version.
func (in *input[T]) version(kind string) error {
	if got, want := in.meta[versionKey], kind+" 1"; got != want {
		return fmt.Errorf("%s: %s is %q, want %q", in.name, versionKey, got, want)
	}
	return nil
}

// next fills *row with the next row. At the end the file is closed.
func (in *input[T]) next(row *T) bool {
	if in.err != nil {
		return false
	}
	ok := false
	if in.cols != nil {
		if ok = in.cols.Next(row); !ok && in.cols.Err() != nil {
			in.err = fmt.Errorf("%s: %w", in.name, in.cols.Err())
		}
	} else if ok = in.cells.next(row); !ok {
		in.err = in.cells.sheet.Err()
	}
	if ok {
		in.row++
		return true
	}
	if in.err == nil && in.row == 0 {
		in.err = fmt.Errorf("%s: the file has no rows", in.name)
	}
	in.err = errors.Join(in.err, in.close())
	return false
}

// line is where the current row stands: its line in CSV, its number from 1 in Parquet.
func (in *input[T]) line() int {
	if in.cells != nil {
		return in.cells.sheet.Line()
	}
	return int(in.row)
}

// stop ends the rows with an error.
func (in *input[T]) stop(err error) {
	if in.err == nil {
		in.err = errors.Join(err, in.close())
	}
}

// fault ends the rows with what is wrong with the current one.
func (in *input[T]) fault(field, value, want string) *traces.SyntaxError {
	return &traces.SyntaxError{File: in.name, Line: in.line(), Field: field, Value: value, Want: want}
}

// Epoch returns the instant of second 0, in RFC 3339, or nothing.
func (in *input[T]) Epoch() string { return in.meta[epochKey] }

// Source returns where the recording came from, or nothing.
func (in *input[T]) Source() string { return in.meta[sourceKey] }

// close closes what openInput opened, once.
func (in *input[T]) close() error {
	f := in.file
	in.file = nil
	if f == nil {
		return nil
	}
	return f.Close()
}
