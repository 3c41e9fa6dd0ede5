package reproduce

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"skysim/bench/plot"
	"skysim/traces/columns"
)

// agreement draws the numbers that can be drawn on one axis: those that are to be
// equal, or to be contained, and are no details. It returns nil if there is none.
func (r *Reproduction) agreement(o *Outcome) (*plot.Figure, error) {
	d := plot.AgreementData{Title: r.Name + ": published numbers and ours", Note: r.Citation}
	for i := range o.Numbers {
		n := &o.Numbers[i]
		off, ok := n.off()
		if !ok || n.Detail {
			continue
		}
		k := n.decimals()
		d.Rows = append(d.Rows, plot.AgreementRow{
			Case: n.Case, Off: off, Text: fmt.Sprintf("%s for %s%s", withDecimals(n.Ours, k), withDecimals(n.Published, k), n.unit()),
		})
	}
	if len(d.Rows) == 0 {
		return nil, nil
	}
	return plot.Agreement(d)
}

// off is how far ours is from the published number, in tolerances, or in half-widths
// of the interval; false if that has no meaning.
func (n *Number) off() (float64, bool) {
	center, width := n.Ours, n.Tolerance
	switch n.Relation {
	case Equal:
	case Interval:
		center, width = (n.Low+n.High)/2, n.Tolerance+(n.High-n.Low)/2
	default:
		return 0, false
	}
	d := center - n.Published
	if d != 0 {
		d /= width
	}
	if math.IsNaN(d) {
		return 0, false
	}
	return min(max(d, -1e6), 1e6), true // without a tolerance, any difference is far out
}

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
