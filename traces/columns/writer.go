package columns

import (
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// rowsPerGroup bounds what a Writer holds in memory; it is part of the bytes.
const rowsPerGroup = 1 << 17

// Writer writes rows of type T as they come, in memory bounded by a row group.
type Writer[T any] struct {
	out   *parquet.GenericWriter[T]
	check []column // those whose values are looked at
	rows  int64
	err   error // the first, which all later calls return
}

// NewWriter returns a Writer to w. The metadata is stored with the file, sorted
// by key. It is an error if T cannot be written (see the package comment).
func NewWriter[T any](w io.Writer, meta map[string]string) (*Writer[T], error) {
	shape, err := shapeOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	return &Writer[T]{
		check: unwritable(shape),
		out: parquet.NewGenericWriter[T](w, &parquet.WriterConfig{
			CreatedBy:          "skysim",
			Compression:        &zstd.Codec{Level: zstd.SpeedDefault, Concurrency: 1},
			KeyValueMetadata:   meta,
			MaxRowsPerRowGroup: rowsPerGroup,
			DataPageStatistics: true,
		}),
	}, nil
}

// Write appends rows. It reports a value that must not be written, by row and
// column, and what the underlying writer reports; then the file is not to be
// used.
func (w *Writer[T]) Write(rows ...T) error {
	for i := range rows {
		if w.err != nil {
			break
		}
		w.err = w.write(rows[i : i+1])
	}
	return w.err
}

// write appends one row. Note: rows go to the library one at a time because it
// ends a page only between calls: so batches do not show in the bytes. It costs
// about a third of the time, see BenchmarkWrite.
func (w *Writer[T]) write(row []T) error {
	v := reflect.ValueOf(row).Index(0)
	for i := range w.check {
		if err := w.check[i].check(v); err != nil {
			return fmt.Errorf("columns: row %d: %w", w.rows, err)
		}
	}
	w.rows++
	_, err := w.out.Write(row)
	return err
}

// Close writes what is left and the footer, without which a file cannot be
// read. It does not close the underlying writer. After an error it writes
// nothing more and returns that error.
func (w *Writer[T]) Close() error {
	if w.err != nil {
		return w.err
	}
	w.err = errors.New("columns: the writer is closed")
	return w.out.Close()
}

// Write writes a whole file of rows to w.
func Write[T any](w io.Writer, rows []T, meta map[string]string) error {
	out, err := NewWriter[T](w, meta)
	if err != nil {
		return err
	}
	if err := out.Write(rows...); err != nil {
		return err
	}
	return out.Close()
}

// WriteFile writes rows to the file at path, whole or not at all.
func WriteFile[T any](path string, rows []T, meta map[string]string) error {
	f, err := CreateFile(path)
	if err != nil {
		return err
	}
	if err := Write(f, rows, meta); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", path, err), f.Abort())
	}
	return f.Close()
}
