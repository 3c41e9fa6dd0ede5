package formats

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/columns"
	"skysim/traces/summary"
)

// headSize is how much of a file Detect looks at, in bytes.
const headSize = 1 << 16

// Options declares what a file may not say. All are optional.
type Options struct {
	// Cores and GPUs are the capacity that utilisation is measured against.
	Cores, GPUs int64
	// Gap is the time between bare samples.
	Gap sim.Duration
	// Find names what a report should say more about: a machine type, a job type,
	// an instance.
	Find string
	// Sort takes rows in any order where jobs or requests are streamed, holding
	// all in memory.
	Sort bool
	// Stop is asked while a file is read, unless it is nil: its error ends the reading.
	Stop func() error
}

// stoppable is what a file is read through.
type stoppable struct {
	from io.Reader
	at   io.ReaderAt
	stop func() error
}

// Read passes bytes on.
func (s *stoppable) Read(p []byte) (int, error) {
	if s.stop != nil {
		if err := s.stop(); err != nil {
			return 0, err
		}
	}
	return s.from.Read(p)
}

// ReadAt is Read at a place.
func (s *stoppable) ReadAt(p []byte, off int64) (int, error) {
	if s.stop != nil {
		if err := s.stop(); err != nil {
			return 0, err
		}
	}
	return s.at.ReadAt(p, off)
}

// Input is a file that is open.
type Input struct {
	Name    string
	Options Options
	Head    *Head

	text  *traces.Text
	watch *summary.Watch
	plain *bufio.Reader
	file  *os.File // of the same path, for formats that jump
	size  int64
}

// Open opens the file at path, plain or packed, and reads its beginning. The
// caller closes it.
func Open(path string, o Options) (*Input, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("%s is a directory, want a file", path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	in, err := begin(path, io.NewSectionReader(f, 0, info.Size()), o)
	if !info.Mode().IsRegular() { // a pipe has no places to read at
		in, err = begin(path, f, o)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	in.file, in.size = f, info.Size()
	if in.Head.parquet() {
		in.Head.meta, in.Head.broken = columns.Meta(f, in.size)
	}
	return in, nil
}

// From takes a text from anywhere, plain or packed. Errors name it as name.
func From(from io.Reader, name string, o Options) (*Input, error) { return begin(name, from, o) }

func begin(name string, from io.Reader, o Options) (*Input, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	in := &Input{Name: name, Options: o, text: text, watch: &summary.Watch{From: &stoppable{from: text, stop: o.Stop}}}
	in.plain = bufio.NewReaderSize(in.watch, headSize)
	start, err := in.plain.Peek(headSize)
	if err != nil && err != io.EOF {
		return nil, errors.Join(fmt.Errorf("%s: %w", name, err), text.Close())
	}
	in.Head = newHead(slices.Clone(start), err == io.EOF)
	if tar := in.Head.archive(); tar != "" {
		return nil, errors.Join(fmt.Errorf("%s: the file is an archive that begins with %s, want one file of it: unpack it first", name, tar), text.Close())
	}
	return in, nil
}

// Close closes the file.
func (in *Input) Close() error {
	err := in.text.Close()
	if in.file != nil {
		err = errors.Join(err, in.file.Close())
	}
	return err
}

// finish tells a report how the lines of the file end. What a reader left unread
// is read to the end first.
func (in *Input) finish(r *summary.Report) error {
	if in.Head.parquet() {
		return nil
	}
	if _, err := io.Copy(io.Discard, in.plain); err != nil {
		return fmt.Errorf("%s: %w", in.Name, err)
	}
	in.watch.Put(r)
	if n := len(r.Skips); n > 0 && in.watch.Cut() {
		last := int(in.watch.Lines) + 1
		for _, s := range r.Skips {
			if s.First.Line == last {
				r.Doubt(1, last, "the last line is cut off")
			}
		}
	}
	return nil
}
