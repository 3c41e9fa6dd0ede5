package plot

import (
	"cmp"
	"math"
)

// CostWaitData is what CostWait draws.
type CostWaitData struct {
	Head
	What   string          // the seconds on the upright axis; "" is mean wait
	Panels []CostWaitPanel // one per workload and cloud
}

// CostWaitPanel holds cost and wait of every policy under one workload and cloud.
type CostWaitPanel struct {
	Title  string
	Points []CostWaitPoint // one per policy
	Bound  float64         // dollars that no policy can undercut; 0 if nobody knows
}

// CostWaitPoint is a policy's cost and mean wait.
type CostWaitPoint struct {
	Cost Estimate // dollars
	Wait Estimate // seconds; Seeds in the same order as those of Cost
}

// CostWait draws cost against mean wait: a marker per policy with the
// intervals of both, the seeds as light dots. Lower left is better. It returns
// an error when the data do not fit together.
func CostWait(d CostWaitData) (*Figure, error) {
	if err := d.check(len(d.Panels)); err != nil {
		return nil, err
	}
	p := page{title: d.Title, note: d.Note}
	for _, data := range d.Panels {
		if err := d.checkCount(data.Title, len(data.Points)); err != nil {
			return nil, err
		}
		cost, wait := newExtent(), newExtent()
		for i, q := range data.Points {
			for _, e := range []Estimate{q.Cost, q.Wait} {
				if err := d.blame(data.Title, i, e.check()); err != nil {
					return nil, err
				}
			}
			q.Cost.addTo(&cost)
			q.Wait.addTo(&wait)
		}
		addBound(data.Bound, &cost)
		p.panels = append(p.panels, panel{data.Title, []axes{d.axes(data, cost, wait)}})
	}
	twins := twinsOf(len(d.Policies), func(i, j int) bool {
		for _, p := range d.Panels {
			if !p.Points[i].coincides(p.Points[j]) {
				return false
			}
		}
		return true
	})
	p.legend = d.legend(twins, false, "same point as")
	return p.figure(), nil
}

// axes prepares one panel.
func (d *CostWaitData) axes(data CostWaitPanel, cost, wait extent) axes {
	x, y := scaleFor(cost, dollars, ticksFor(len(d.Panels))), scaleFor(wait, seconds, 6)
	label := cmp.Or(d.What, "mean wait")
	if !y.log {
		label += " (" + timeUnitFor(max(math.Abs(y.low), y.high)).name + ")"
	}
	return axes{
		x: &x, y: &y, height: 270, inset: 8,
		xLabel: axisLabel("cost ($)", &x),
		yLabel: axisLabel(label, &y),
		draw: func(s *sheet, r area) {
			s.bound(r, data.Bound)
			drawPoints(s, r, data.Points)
		},
	}
}

// coincides reports whether two policies have the same means.
func (p CostWaitPoint) coincides(q CostWaitPoint) bool {
	return p.Cost.Mean == q.Cost.Mean && p.Wait.Mean == q.Wait.Mean
}

// missing reports whether there is nothing to draw.
func (p CostWaitPoint) missing() bool { return math.IsNaN(p.Cost.Mean) || math.IsNaN(p.Wait.Mean) }

// drawPoints draws seeds below, intervals above them, means on top. Means that coincide
// become rings, the first one's the largest.
func drawPoints(s *sheet, r area, points []CostWaitPoint) {
	for i, p := range points {
		for k := range min(len(p.Cost.Seeds), len(p.Wait.Seeds)) {
			dot(s, lookOf(i), r.at(p.Cost.Seeds[k], p.Wait.Seeds[k]))
		}
	}
	for i, p := range points {
		if p.missing() {
			continue
		}
		mean := r.at(p.Cost.Mean, p.Wait.Mean)
		if p.Cost.bounded() {
			s.bar(lookOf(i), interval{point{r.px(p.Cost.Low), mean.y}, point{r.px(p.Cost.High), mean.y}, 1.2, p.Cost.Low >= r.x.bottom()})
		}
		if p.Wait.bounded() {
			s.bar(lookOf(i), interval{point{mean.x, r.py(p.Wait.Low)}, point{mean.x, r.py(p.Wait.High)}, 1.2, p.Wait.Low >= r.y.bottom()})
		}
	}
	twins := twinsOf(len(points), func(i, j int) bool { return points[i].coincides(points[j]) })
	for i, p := range points {
		if p.missing() {
			continue
		}
		l := lookOf(i)
		which, count := turn(twins, i)
		if count > 1 {
			l.shape = disc
		}
		s.marker(l, r.at(p.Cost.Mean, p.Wait.Mean), 4+2*float64(count-1-which))
	}
}
