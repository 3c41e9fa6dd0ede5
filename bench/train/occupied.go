package train

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"skysim/policies/learned/weights"
)

// Writable reports why weights of the task may not be written to a file, or nil: what is there
// already must be weights of the same kind, which a training replaces.
func (t *Task) Writable(file string) error {
	const cure = "name another file, or move this one away"
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a directory, want a file that ends in .json", file)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file: %s", file, cure)
	case info.Size() > weights.Longest:
		return fmt.Errorf("%s is there already, and no file of weights: it has %d bytes: %s", file, info.Size(), cure)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	old, err := weights.Read(file, data)
	switch {
	case err != nil:
		return fmt.Errorf("%s is there already, and no file of weights (%w): %s", file, err, cure)
	case old.Kind != t.Kind:
		return fmt.Errorf("%s is there already, with weights of the kind %q, and %s trains the kind %q: %s", file, old.Kind, t.Name, t.Kind, cure)
	}
	return nil
}
