package plot

import (
	"bytes"
	"io"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Figure is a finished drawing of fixed size.
type Figure struct {
	width, height float64 // points
	draw          func(*sheet)
}

// dotsPerInch makes a PNG two pixels per point.
const dotsPerInch = 144

// Size returns the figure's width and height in points (1/72 inch). A PNG has
// two pixels per point.
func (f *Figure) Size() (width, height float64) { return f.width, f.height }

// WriteSVG writes the figure as SVG. Text stays text; its font is Liberation
// Sans, with Arial and Helvetica, which have the same widths, as substitutes.
func (f *Figure) WriteSVG(w io.Writer) error {
	c := vgsvg.New(vg.Length(f.width), vg.Length(f.height))
	s := newSheet(c, f.height)
	s.fill(rect{0, 0, f.width, f.height}, white)
	f.draw(s)
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	_, err := w.Write(bytes.ReplaceAll(b.Bytes(),
		[]byte("font-family:Liberation Sans;"),
		[]byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;")))
	return err
}

// WritePNG writes the figure as PNG.
func (f *Figure) WritePNG(w io.Writer) error {
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(f.width), vg.Length(f.height)), vgimg.UseDPI(dotsPerInch))
	f.draw(newSheet(&raster{Canvas: c}, f.height))
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}
