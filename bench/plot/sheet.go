package plot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// point is a place on the sheet in points, y growing downwards.
type point struct{ x, y float64 }

// rect is a rectangle on the sheet.
type rect struct{ left, top, right, bottom float64 }

// sheet is a canvas with its origin at the top left.
type sheet struct {
	canvas vg.Canvas
	height float64
}

func newSheet(c vg.Canvas, height float64) *sheet { return &sheet{canvas: c, height: height} }

// snap rounds a coordinate to 1/64 point.
func snap(x float64) vg.Length { return vg.Length(math.Round(x*64) / 64) }

// at turns a place of the sheet into one of the canvas.
func (s *sheet) at(p point) vg.Point { return vg.Point{X: snap(p.x), Y: snap(s.height) - snap(p.y)} }

// pen is how a line is drawn.
type pen struct {
	color color.Color
	width float64
	dash  []float64 // lengths of strokes and gaps; nil is solid
	phase float64   // where in the dash the line begins
}

// line draws a polyline.
func (s *sheet) line(p pen, points ...point) {
	if len(points) < 2 {
		return
	}
	var path vg.Path
	path.Move(s.at(points[0]))
	for _, q := range points[1:] {
		path.Line(s.at(q))
	}
	s.stroke(p, path)
}

// stroke draws a path's outline.
func (s *sheet) stroke(p pen, path vg.Path) {
	dash := make([]vg.Length, len(p.dash))
	for i, d := range p.dash {
		dash[i] = vg.Length(d)
	}
	s.canvas.SetColor(p.color)
	s.canvas.SetLineWidth(vg.Length(p.width))
	s.canvas.SetLineDash(dash, vg.Length(p.phase))
	s.canvas.Stroke(path)
	s.canvas.SetLineDash(nil, 0)
}

// fill fills a rectangle.
func (s *sheet) fill(r rect, c color.Color) {
	s.polygon(c, point{r.left, r.top}, point{r.right, r.top}, point{r.right, r.bottom}, point{r.left, r.bottom})
}

// polygon fills a polygon.
func (s *sheet) polygon(c color.Color, points ...point) {
	s.canvas.SetColor(c)
	s.canvas.Fill(s.closed(points))
}

// closed is the closed path through points.
func (s *sheet) closed(points []point) vg.Path {
	var path vg.Path
	path.Move(s.at(points[0]))
	for _, q := range points[1:] {
		path.Line(s.at(q))
	}
	path.Close()
	return path
}

// cosines holds cos(k·π/16) for a quarter of a turn.
var cosines = [...]float64{1, 0.9807852804, 0.9238795325, 0.8314696123, 0.7071067812, 0.5555702330, 0.3826834324, 0.1950903220, 0}

// circle is the path around a disc, a polygon whose 32 corners no eye can
// see at the sizes of marks. Note: arcs and curves are flattened by the PNG
// canvas with products that some processors fuse; one pixel in a million differed.
func (s *sheet) circle(c point, r float64) vg.Path {
	const quarter = len(cosines) - 1
	step := 1
	if r < 2 {
		step = 2
	}
	var corners []point
	for k := 0; k < 4*quarter; k += step {
		x, y := float64(r*cosines[k%quarter]), float64(r*cosines[quarter-k%quarter])
		switch k / quarter {
		case 1:
			x, y = -y, x
		case 2:
			x, y = -x, -y
		case 3:
			x, y = y, -x
		}
		corners = append(corners, point{c.x + x, c.y + y})
	}
	return s.closed(corners)
}
