package reproduce

import (
	"errors"
	"os"
	"path/filepath"

	"skysim/traces/columns"
)

// WriteFigures writes the figures of an outcome to a directory, which is made if
// need be: NAME.svg, and NAME-FIGURE.svg for those that have a name of their own.
func (r *Reproduction) WriteFigures(o *Outcome, dir string) error {
	if len(o.Figures) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range o.Figures {
		name := r.Name
		if f.Name != "" {
			name += "-" + f.Name
		}
		if err := f.write(filepath.Join(dir, name+".svg")); err != nil {
			return err
		}
	}
	return nil
}

// write writes one figure whole or not at all.
func (f *Figure) write(path string) error {
	file, err := columns.CreateFile(path)
	if err != nil {
		return err
	}
	if err := f.Plot.WriteSVG(file); err != nil {
		return errors.Join(err, file.Abort())
	}
	return file.Close()
}
