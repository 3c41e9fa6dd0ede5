package plot

import (
	"fmt"
	"slices"
)

// RecordingData is what Recording draws: one page about a recording.
type RecordingData struct {
	Title, Note string
	Panels      []RecordingPanel
}

// RecordingPanel is one pair of axes.
type RecordingPanel struct {
	Title string
	X, Y  string // names of the axes, units in parentheses
	// Steps says that a value holds until the next point; otherwise points are
	// joined by straight lines.
	Steps bool
	// Log draws x on a logarithmic scale, with a strip at the left for 0, where its
	// values span more than a factor of 50.
	Log bool
	// Time says that x is in seconds, from 0 on. It is drawn in the unit that
	// suits, which X does not name.
	Time   bool
	Share  bool // y is a share of one
	Curves []NamedCurve
}

// NamedCurve is a curve of a panel. A name has one colour on the whole page.
type NamedCurve struct {
	Name   string
	Points []XY // x does not go back
}

// Recording draws a page of panels, each with axes of its own. The legend names the
// curves of panels that have more than one. It returns an error for a point that
// cannot be drawn, with its panel and curve.
func Recording(d RecordingData) (*Figure, error) {
	p := page{title: d.Title, note: d.Note}
	var names []string
	for _, data := range d.Panels {
		x, y := newExtent(), newExtent()
		for _, c := range data.Curves {
			if err := addCurve(c.Points, &x, &y); err != nil {
				return nil, fmt.Errorf("panel %q, curve %q: %w", data.Title, c.Name, err)
			}
			if !slices.IsSortedFunc(c.Points, func(a, b XY) int { return ascending(a.X, b.X) }) {
				return nil, fmt.Errorf("panel %q, curve %q: x goes back", data.Title, c.Name)
			}
			if len(data.Curves) > 1 && !slices.Contains(names, c.Name) {
				names = append(names, c.Name)
			}
		}
	}
	for _, data := range d.Panels {
		p.panels = append(p.panels, panel{data.Title, []axes{data.axes(names, ticksFor(len(d.Panels)))}})
	}
	for i, name := range names {
		p.legend = append(p.legend, entry{look: lookOf(i), name: name, lined: true})
	}
	return p.figure(), nil
}

// ascending compares numbers that are not NaN.
func ascending(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// axes prepares the panel. Curves are drawn in the looks of their names.
func (p *RecordingPanel) axes(names []string, ticks int) axes {
	x, y := newExtent(), newExtent()
	for _, c := range p.Curves {
		for _, q := range c.Points {
			x.add(q.X)
			y.add(q.Y)
		}
	}
	for _, e := range []*extent{&x, &y} {
		if e.empty() {
			e.add(0, 1)
		}
	}
	label, across := p.X, scale{}
	switch {
	case p.Time:
		label += " (" + timeUnitFor(x.high).name + ")"
		across = linearScale(0, x.high, seconds, ticks)
	case p.Log:
		across = scaleFor(x, plain, ticks)
		if across.log {
			label += ", logarithmic"
		}
	default:
		across = linearScale(x.low, x.high, plain, ticks)
	}
	up := linearScale(min(0, y.low), y.high, plain, 5)
	if p.Share {
		up = linearScale(0, 1, percent, 5)
	}
	return axes{
		x: &across, y: &up, height: 190, xLabel: label, yLabel: p.Y,
		draw: func(s *sheet, r area) { p.draw(s, r, names) },
	}
}

// draw draws the curves.
func (p *RecordingPanel) draw(s *sheet, r area, names []string) {
	drawn := 0
	for _, c := range p.Curves {
		if len(c.Points) == 0 {
			continue
		}
		drawn++
		l := lookOf(max(slices.Index(names, c.Name), 0))
		if !p.Steps {
			s.curve(r, l, l.pen(), c.Points)
			continue
		}
		begin := r.at(c.Points[0].X, c.Points[0].Y)
		if p.Share { // nothing is below the least
			begin = point{r.left, r.py(0)}
		}
		path := &stairs{points: []point{begin}}
		for _, q := range c.Points {
			path.to(r.at(q.X, q.Y))
		}
		if p.Share {
			path.to(point{r.right, path.points[len(path.points)-1].y})
		}
		s.trace(l, l.pen(), path.points)
	}
	if drawn == 0 {
		s.nothing(r)
	}
}
