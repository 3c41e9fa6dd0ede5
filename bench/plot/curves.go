package plot

import (
	"fmt"
	"math"
	"slices"
)

// CurvesData is what Curves draws.
type CurvesData struct {
	Head
	X, Y   string // names of the axes, units in parentheses
	Panels []CurvesPanel
}

// CurvesPanel holds published curves and one's own; either list may be empty, and so
// may be any curve.
type CurvesPanel struct {
	Title     string
	Published [][]XY // one per policy
	Ours      [][]XY // one per policy
}

// XY is a point of a curve, in the units of the axes.
type XY struct{ X, Y float64 }

// Curves draws y over x, joined by straight lines: what was published broad and light,
// one's own thin on top. It returns an error when the data do not fit together.
func Curves(d CurvesData) (*Figure, error) {
	if err := d.check(len(d.Panels)); err != nil {
		return nil, err
	}
	p := page{title: d.Title, note: d.Note}
	for _, data := range d.Panels {
		x, y := newExtent(), newExtent()
		for _, curves := range [][][]XY{data.Published, data.Ours} {
			if len(curves) == 0 {
				continue
			}
			if err := d.checkCount(data.Title, len(curves)); err != nil {
				return nil, err
			}
			for i, c := range curves {
				if err := d.blame(data.Title, i, addCurve(c, &x, &y)); err != nil {
					return nil, err
				}
			}
		}
		p.panels = append(p.panels, panel{data.Title, []axes{d.curveAxes(data, x, y)}})
	}
	same := make([]int, len(d.Policies))
	for i := range same {
		same[i] = i
	}
	p.legend = d.legend(same, true, "")
	return p.figure(), nil
}

// addCurve widens the extents, and returns an error for a point that cannot be drawn.
func addCurve(c []XY, x, y *extent) error {
	for i, q := range c {
		for _, v := range []float64{q.X, q.Y} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("point %d is (%v, %v), want finite numbers", i, q.X, q.Y)
			}
		}
		x.add(q.X)
		y.add(q.Y)
	}
	return nil
}

// curveAxes prepares one panel.
func (d *CurvesData) curveAxes(data CurvesPanel, x, y extent) axes {
	for _, e := range []*extent{&x, &y} {
		if e.empty() {
			e.add(0, 1)
		}
	}
	across, up := linearScale(x.low, x.high, plain, ticksFor(len(d.Panels))), linearScale(y.low, y.high, plain, 6)
	return axes{
		x: &across, y: &up, height: 230, xLabel: d.X, yLabel: axisLabel(d.Y, &up),
		draw: func(s *sheet, r area) {
			drawn := 0
			for i, c := range data.Published {
				l := lookOf(i)
				drawn += s.curve(r, l, pen{color: l.light(), width: 4.5}, c)
			}
			for i, c := range data.Ours {
				drawn += s.curve(r, lookOf(i), lookOf(i).pen(), c)
			}
			if drawn == 0 {
				s.nothing(r)
			}
		},
	}
}

// curve draws a curve, a marker where it is a single point, and returns how many
// points it has.
func (s *sheet) curve(r area, l look, p pen, c []XY) int {
	var points []point
	for _, q := range c {
		points = append(points, r.at(q.X, q.Y))
	}
	if len(points) == 1 {
		s.marker(l, points[0], p.width+1)
	}
	s.trace(l, p, slices.Compact(points))
	return len(points)
}
