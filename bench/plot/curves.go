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
	Counts bool   // x counts something: its ticks are whole numbers
	Marked bool   // the markers of the legend stand on one's own curves, too
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
	if d.Counts {
		across = across.whole(x.low, x.high)
	}
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
				if d.Marked {
					s.marks(r, i, c)
				}
			}
			if drawn == 0 {
				s.nothing(r)
			}
		},
	}
}

// whole turns the scale into one of whole numbers from low to high: the ticks that are
// such numbers, written so, and low itself.
func (s scale) whole(low, high float64) scale {
	s.low, s.high = low, high
	if low == high {
		s.low, s.high = low-1, high+1
	}
	kept := []tick{{low, plain.label(low, 1)}}
	for _, t := range s.ticks {
		if n := math.Round(t.at); math.Abs(t.at-n) < 1e-9 && t.at > low && t.at <= high {
			kept = append(kept, tick{n, plain.label(n, 1)})
		}
	}
	s.ticks = kept
	return s
}

// mostMarks is how many markers a curve may have before some are left out.
const mostMarks = 16

// marks sets markers on the curve of a policy, those of different policies on
// different points where there are too many for all.
func (s *sheet) marks(r area, policy int, c []XY) {
	every := (len(c) + mostMarks - 1) / mostMarks
	for i, q := range c {
		if (i+policy)%every == 0 {
			s.marker(lookOf(policy), r.at(q.X, q.Y), 3)
		}
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
