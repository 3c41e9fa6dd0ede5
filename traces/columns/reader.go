package columns

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"

	"github.com/parquet-go/parquet-go"

	"skysim/traces/internal/nearest"
)

// SchemaError says how the columns of a file differ from those of a row type.
type SchemaError struct {
	Problems []string // one sentence for each column
}

// Error returns the problems in one line.
func (e *SchemaError) Error() string { return "columns: " + strings.Join(e.Problems, "; ") }

// Read returns all rows of a file. The file must have exactly the columns of T,
// in any order; otherwise the error is a *SchemaError.
func Read[T any](r io.ReaderAt, size int64) (rows []T, err error) {
	shape, err := shapeOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	// The library panics over some damaged files; a file is input, so that
	// it becomes an error here.
	defer func() {
		if p := recover(); p != nil {
			rows, err = nil, fmt.Errorf("columns: the file is damaged: %v", p)
		}
	}()
	f, err := open(r, size)
	if err != nil {
		return nil, err
	}
	if err := compare(f.Schema().Fields(), shape); err != nil {
		return nil, err
	}
	in := parquet.NewGenericReader[T](f)
	defer in.Close()
	// The number of rows is not believed until they are there.
	batch := make([]T, min(max(f.NumRows(), 1), 1024))
	for {
		n, err := in.Read(batch)
		rows = append(rows, batch[:n]...)
		clear(batch)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("columns: row %d: %w", len(rows), err)
		}
	}
	if int64(len(rows)) != f.NumRows() {
		return nil, fmt.Errorf("columns: the file is damaged: it has %d rows and says %d", len(rows), f.NumRows())
	}
	return rows, nil
}

// ReadFile returns all rows of the file at path; errors name it.
func ReadFile[T any](path string) ([]T, error) {
	var rows []T
	err := withFile(path, func(r io.ReaderAt, size int64) (err error) {
		rows, err = Read[T](r, size)
		return err
	})
	return rows, err
}

// Meta returns the metadata that was written with a file.
func Meta(r io.ReaderAt, size int64) (meta map[string]string, err error) {
	defer func() {
		if p := recover(); p != nil {
			meta, err = nil, fmt.Errorf("columns: the file is damaged: %v", p)
		}
	}()
	f, err := open(r, size)
	if err != nil {
		return nil, err
	}
	meta = map[string]string{}
	for _, kv := range f.Metadata().KeyValueMetadata {
		meta[kv.Key] = kv.Value
	}
	return meta, nil
}

// MetaFile is Meta for the file at path; errors name it.
func MetaFile(path string) (map[string]string, error) {
	var meta map[string]string
	err := withFile(path, func(r io.ReaderAt, size int64) (err error) {
		meta, err = Meta(r, size)
		return err
	})
	return meta, err
}

// open reads the footer of a file. It looks at the ends of the file itself: the
// library makes room for whatever length the last bytes say, up to 4 GiB.
func open(r io.ReaderAt, size int64) (*parquet.File, error) {
	const magic = "PAR1"
	var end [8]byte // the length of the footer, and the magic again
	if size < int64(len(magic)+len(end)) {
		return nil, fmt.Errorf("columns: not a complete Parquet file: it has %d bytes", size)
	}
	if _, err := r.ReadAt(end[:], size-int64(len(end))); err != nil {
		return nil, fmt.Errorf("columns: the last bytes: %w", err)
	}
	footer := int64(binary.LittleEndian.Uint32(end[:4]))
	if string(end[4:]) != magic || footer > size-int64(len(magic)+len(end)) {
		return nil, fmt.Errorf("columns: not a complete Parquet file: it ends in %q, want the length of a footer that fits and %s", end, magic)
	}
	f, err := parquet.OpenFile(r, size, parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, fmt.Errorf("columns: not a complete Parquet file: %w", err)
	}
	return f, nil
}

// withFile hands the file at path to read.
func withFile(path string, read func(r io.ReaderAt, size int64) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := read(f, info.Size()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// compare reports how the fields of a file differ from the wanted columns.
func compare(fields []parquet.Field, shape []column) error {
	var e SchemaError
	there := map[string]string{} // name to type
	var have, want []string
	for _, f := range fields {
		if there[f.Name()] != "" {
			e.Problems = append(e.Problems, fmt.Sprintf("column %q is there twice", f.Name()))
		}
		there[f.Name()] = describe(f)
		have = append(have, f.Name())
	}
	wanted := map[string]bool{}
	for i := range shape {
		wanted[shape[i].name] = true
		want = append(want, shape[i].name)
	}
	for i := range shape {
		c := &shape[i]
		switch is, ok := there[c.name]; {
		case !ok:
			e.Problems = append(e.Problems, fmt.Sprintf("column %q (%v) is missing", c.name, c))
		case is != c.String():
			e.Problems = append(e.Problems, fmt.Sprintf("column %q is %s, want %v", c.name, is, c))
		}
	}
	for _, name := range have {
		if !wanted[name] {
			hint := nearest.Hint(name, want)
			if hint != "" {
				hint = " (" + hint + ")"
			}
			e.Problems = append(e.Problems, fmt.Sprintf("column %q is not known%s", name, hint))
		}
	}
	if e.Problems != nil {
		return &e
	}
	return nil
}

// describe returns the type of a file's column, in the words of column.String
// if it is one that a row type can have.
func describe(f parquet.Field) string {
	prefix := ""
	switch {
	case f.Optional():
		prefix = "nullable "
	case f.Repeated():
		prefix = "repeated "
	}
	if !f.Leaf() {
		return prefix + "group"
	}
	return prefix + describeType(f.Type())
}

// describeType returns the type of a leaf. A plain 64-bit integer may or may
// not be annotated as one; everything else must match to the letter, because
// a timestamp, say, is stored as an integer too.
func describeType(t parquet.Type) string {
	logical := ""
	if l := t.LogicalType(); l != nil {
		logical = l.String()
	}
	switch kind := t.Kind(); {
	case kind == parquet.Boolean && logical == "":
		return "bool"
	case kind == parquet.Double && logical == "":
		return "float64"
	case kind == parquet.Int64 && (logical == "" || logical == "INT(64,true)"):
		return "int64"
	case kind == parquet.ByteArray && logical == "STRING":
		return "string"
	}
	return strings.ToLower(t.String())
}
