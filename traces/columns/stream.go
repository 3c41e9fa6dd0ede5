package columns

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"

	"github.com/parquet-go/parquet-go"
)

// batchRows is how many rows a Reader holds.
const batchRows = 1024

// Reader reads the rows of a file one after the other, in memory bounded by what the
// file's writer put into one row group.
type Reader[T any] struct {
	file  *os.File // that OpenReader opened
	name  string   // in front of errors
	in    *parquet.GenericReader[T]
	meta  map[string]string
	total int64
	batch []T
	at, n int // in the batch
	rows  int64
	err   error
	ended bool
}

// NewReader reads the footer of a file, which must have exactly the columns of T;
// otherwise the error is a *SchemaError.
func NewReader[T any](r io.ReaderAt, size int64) (out *Reader[T], err error) {
	shape, err := shapeOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fmt.Errorf("columns: the file is damaged: %v", p)
		}
	}()
	f, err := open(r, size)
	if err != nil {
		return nil, err
	}
	if err := compare(f.Schema().Fields(), shape); err != nil {
		return nil, err
	}
	meta := map[string]string{}
	for _, kv := range f.Metadata().KeyValueMetadata {
		meta[kv.Key] = kv.Value
	}
	rows := min(max(f.NumRows(), 1), batchRows)
	return &Reader[T]{in: parquet.NewGenericReader[T](f), meta: meta, total: f.NumRows(), batch: make([]T, rows)}, nil
}

// OpenReader is NewReader for the file at path; errors name it. The caller closes
// the Reader.
func OpenReader[T any](path string) (*Reader[T], error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	r, err := NewReader[T](f, info.Size())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	r.file, r.name = f, path+": "
	return r, nil
}

// Meta returns the metadata that was written with the file.
func (r *Reader[T]) Meta() map[string]string { return r.meta }

// Rows returns how many rows the file says it has.
func (r *Reader[T]) Rows() int64 { return r.total }

// Next fills *row with the next row and reports whether there was one.
func (r *Reader[T]) Next(row *T) bool {
	if r.at == r.n && !r.fill() {
		return false
	}
	*row = r.batch[r.at]
	r.at++
	r.rows++
	return true
}

// fill reads the next rows. The library panics over some damaged files.
func (r *Reader[T]) fill() (more bool) {
	defer func() {
		if p := recover(); p != nil {
			r.stop(fmt.Errorf("columns: the file is damaged: %v", p))
			more = false
		}
	}()
	for !r.ended {
		clear(r.batch)
		n, err := r.in.Read(r.batch)
		r.at, r.n = 0, n
		switch {
		case errors.Is(err, io.EOF):
			r.stop(nil)
			if seen := r.rows + int64(n); seen != r.total {
				r.stop(fmt.Errorf("columns: the file is damaged: it has %d rows and says %d", seen, r.total))
			}
		case err != nil:
			r.stop(fmt.Errorf("columns: row %d: %w", r.rows+int64(n), err))
		}
		if n > 0 {
			return true
		}
	}
	return false
}

// stop ends the rows.
func (r *Reader[T]) stop(err error) {
	r.ended = true
	if err != nil && r.err == nil {
		r.err = err
		if r.name != "" {
			r.err = fmt.Errorf("%s%w", r.name, err)
		}
	}
}

// Err returns what ended the rows early.
func (r *Reader[T]) Err() error { return r.err }

// Close closes the file that OpenReader opened.
func (r *Reader[T]) Close() error {
	r.ended, r.at, r.n = true, 0, 0
	err := r.in.Close()
	if r.file != nil {
		err = errors.Join(err, r.file.Close())
		r.file = nil
	}
	return err
}
