package plot

import (
	"fmt"
	"slices"
)

// WaitData is what WaitCDF draws.
type WaitData struct {
	Head
	Panels []WaitPanel // one per workload and cloud
}

// WaitPanel holds the distribution of waits under every policy.
type WaitPanel struct {
	Title  string
	Curves [][]CumulativePoint // one per policy; empty where there is no result
}

// CumulativePoint says that a fraction of all jobs waited at most so long.
type CumulativePoint struct {
	Seconds  float64 // at least 0, ascending
	Fraction float64 // 0 to 1, not descending
}

// WaitCDF draws cumulative distributions of waits over a logarithmic axis from one
// second on. A strip at the left is for jobs that did not wait at all: each
// policy's marker in it stands at their fraction. A curve that ends below 100 % belongs to a
// policy that left jobs waiting for ever. It returns an error when the data do not
// fit together.
func WaitCDF(d WaitData) (*Figure, error) {
	if err := d.check(len(d.Panels)); err != nil {
		return nil, err
	}
	longest := 10.0
	for _, p := range d.Panels {
		if err := d.checkCount(p.Title, len(p.Curves)); err != nil {
			return nil, err
		}
		for i, c := range p.Curves {
			if err := d.blame(p.Title, i, checkCurve(c)); err != nil {
				return nil, err
			}
			if len(c) > 0 {
				longest = max(longest, reach(c))
			}
		}
	}
	x := logScale(1, longest, seconds, true, ticksFor(len(d.Panels)))
	y := linearScale(0, 1, percent, 5)
	p := page{title: d.Title, note: d.Note}
	for _, data := range d.Panels {
		p.panels = append(p.panels, panel{data.Title, []axes{{
			x: &x, y: &y, height: 230,
			xLabel: "wait, logarithmic from 1 s; at 0: did not wait",
			yLabel: "jobs that waited at most so long (%)",
			draw:   func(s *sheet, r area) { drawCurves(s, r, data.Curves) },
		}}})
	}
	twins := twinsOf(len(d.Policies), func(i, j int) bool {
		return !slices.ContainsFunc(d.Panels, func(p WaitPanel) bool { return !slices.Equal(p.Curves[i], p.Curves[j]) })
	})
	p.legend = d.legend(twins, true, "same curve as")
	return p.figure(), nil
}

// checkCurve returns an error for a point that a cumulative distribution cannot have.
func checkCurve(c []CumulativePoint) error {
	last := CumulativePoint{Seconds: -1}
	for i, p := range c {
		if !(p.Seconds > last.Seconds) || p.Seconds > 1e15 {
			return fmt.Errorf("point %d: %v s after %v s, want ascending finite waits from 0 on", i, p.Seconds, last.Seconds)
		}
		if !(p.Fraction >= last.Fraction && p.Fraction <= 1) {
			return fmt.Errorf("point %d: fraction %v after %v, want it to ascend up to 1", i, p.Fraction, last.Fraction)
		}
		last = p
	}
	return nil
}

// reach is the wait from which on a curve stays at its final height.
func reach(c []CumulativePoint) float64 {
	end := len(c) - 1
	for end > 0 && c[end-1].Fraction == c[end].Fraction {
		end--
	}
	return c[end].Seconds
}

// drawCurves draws a panel's curves, those that coincide in turns of dashes
// from a common beginning. Markers come last, so that no line hides them.
func drawCurves(s *sheet, r area, curves [][]CumulativePoint) {
	twins := twinsOf(len(curves), func(i, j int) bool { return slices.Equal(curves[i], curves[j]) })
	edge := r.px(r.x.low)
	slot := func(i int) float64 {
		return r.left + float64((edge-r.left)*float64(i+1))/float64(len(curves)+1)
	}
	for i, c := range curves {
		if len(c) == 0 {
			continue
		}
		path := &stairs{points: []point{{slot(twins[i]), r.py(atZero(c))}}}
		path.to(point{edge, r.py(atZero(c))})
		for _, p := range c {
			if p.Seconds > 0 {
				path.to(point{max(edge, r.px(p.Seconds)), r.py(p.Fraction)})
			}
		}
		path.to(point{r.right, path.points[len(path.points)-1].y})
		s.trace(lookOf(i), penFor(twins, i), path.points)
	}
	for i, c := range curves {
		if len(c) > 0 {
			s.marker(lookOf(i), point{slot(i), r.py(atZero(c))}, 2.6)
		}
	}
	if len(slices.Concat(curves...)) == 0 {
		s.nothing(r)
	}
}

// atZero is the fraction of jobs that did not wait.
func atZero(c []CumulativePoint) float64 {
	if len(c) > 0 && c[0].Seconds == 0 {
		return c[0].Fraction
	}
	return 0
}

// nothing says that an area has no data, lest the reader look for them.
func (s *sheet) nothing(r area) {
	s.text(noteStyle, point{(r.left + r.right) / 2, (r.top + r.bottom) / 2}, 0.5, "no data")
}

// stairs is a polyline of horizontal and vertical pieces, without steps too
// small to see: a recorded curve may have many more points than the sheet.
type stairs struct{ points []point }

// visible is the smallest step worth drawing, in points.
const visible = 0.25

// to goes horizontally to p's x, then vertically to p.
func (t *stairs) to(p point) {
	last := t.points[len(t.points)-1]
	if p.x-last.x >= visible {
		t.points = append(t.points, point{p.x, last.y})
		last.x = p.x
	}
	if p.y != last.y {
		n := len(t.points)
		if n >= 2 && t.points[n-2].x == last.x && t.points[n-1].x == last.x {
			t.points[n-1].y = p.y // one vertical piece for many small steps
			return
		}
		t.points = append(t.points, point{last.x, p.y})
	}
}
