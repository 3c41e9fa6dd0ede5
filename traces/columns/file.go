package columns

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// File is a file that appears under its name only when it is complete. Until
// Close it is .NAME.partial-NUMBER in the same folder.
type File struct {
	path string
	f    *os.File // nil once closed or aborted
	err  error    // of the first Write that went wrong
}

// CreateFile begins the file at path; one of that name stays as it is until
// Close replaces it. The folder must exist. Follow it with defer f.Abort().
func CreateFile(path string) (*File, error) {
	dir, name := filepath.Split(path)
	if dir == "" {
		dir = "." // and not the system's temporary folder
	}
	f, err := os.CreateTemp(dir, "."+name+".partial-*")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &File{path: path, f: f}, nil
}

// Write appends p. After an error the file will not appear.
func (f *File) Write(p []byte) (int, error) {
	if f.f == nil {
		return 0, fmt.Errorf("%s: %w", f.path, os.ErrClosed)
	}
	n, err := f.f.Write(p)
	if err != nil && f.err == nil {
		f.err = err
	}
	return n, err
}

// Close gives the file its name, with its bytes on the disk. If that or any
// Write went wrong, it removes the temporary file and says what.
func (f *File) Close() error {
	if f.f == nil {
		return fmt.Errorf("%s: %w", f.path, os.ErrClosed)
	}
	if err := f.finish(); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", f.path, err), f.Abort())
	}
	f.f = nil
	return nil
}

// finish brings the bytes to the disk and the file to its name.
func (f *File) finish() error {
	if f.err != nil {
		return f.err
	}
	// CreateTemp's files are for their owner alone; results are for reading.
	if err := f.f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.f.Sync(); err != nil {
		return err
	}
	if err := f.f.Close(); err != nil {
		return err
	}
	return os.Rename(f.f.Name(), f.path)
}

// Abort removes the temporary file. After Close or Abort it does nothing.
func (f *File) Abort() error {
	if f.f == nil {
		return nil
	}
	name := f.f.Name()
	err := f.f.Close()
	if errors.Is(err, os.ErrClosed) { // by finish
		err = nil
	}
	f.f = nil
	return errors.Join(err, os.Remove(name))
}
