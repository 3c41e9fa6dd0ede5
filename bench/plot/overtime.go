package plot

import (
	"fmt"
	"math"
	"slices"
)

// TimeData is what OverTime draws.
type TimeData struct {
	Head
	Panels []TimePanel // one per workload and cloud
	// Spending names the lower axis, unit in parentheses; empty means
	// "spending ($/h)".
	Spending string
	// Cumulative says that spending only grows: it is never averaged.
	Cumulative bool
}

// TimePanel holds what happened over time under every policy.
type TimePanel struct {
	Title  string
	Series []TimeSeries // one per policy
}

// TimeSeries is a policy's course; either list may be empty.
type TimeSeries struct {
	Utilisation []TimePoint // shares of one
	Spending    []TimePoint // dollars, or dollars per hour
}

// TimePoint is a value that holds from an instant until the next point's.
type TimePoint struct {
	Seconds float64 // since the start of the run, ascending
	Value   float64
}

// OverTime draws utilisation above spending over one time axis, which is in the
// largest unit that suits. Courses with more than about a hundred points are
// drawn as means over equal spans, whose length the axis states: a hundred days and
// nights above each other would hide one another. It returns an error when the data do not fit together.
func OverTime(d TimeData) (*Figure, error) {
	if err := d.check(len(d.Panels)); err != nil {
		return nil, err
	}
	if d.Spending == "" {
		d.Spending = "spending ($/h)"
	}
	p := page{title: d.Title, note: d.Note}
	for _, data := range d.Panels {
		if err := d.checkCount(data.Title, len(data.Series)); err != nil {
			return nil, err
		}
		var use, spend [][]TimePoint
		for i, t := range data.Series {
			if err := d.blame(data.Title, i, checkSeries(t)); err != nil {
				return nil, err
			}
			use, spend = append(use, t.Utilisation), append(spend, t.Spending)
		}
		p.panels = append(p.panels, panel{data.Title, d.timeAxes(use, spend)})
	}
	twins := twinsOf(len(d.Policies), func(i, j int) bool {
		return !slices.ContainsFunc(d.Panels, func(p TimePanel) bool {
			a, b := p.Series[i], p.Series[j]
			return !slices.Equal(a.Utilisation, b.Utilisation) || !slices.Equal(a.Spending, b.Spending)
		})
	})
	p.legend = d.legend(twins, true, "same lines as")
	return p.figure(), nil
}

// timeAxes prepares the two axes of a panel with one scale of time.
func (d TimeData) timeAxes(use, spend [][]TimePoint) []axes {
	end := 0.0
	for _, points := range slices.Concat(use, spend) {
		if len(points) > 0 {
			end = max(end, points[len(points)-1].Seconds)
		}
	}
	label := "time since the start (" + timeUnitFor(end).name + ")"
	if span := spanFor(end, longest(slices.Concat(use, spend))); span > 0 {
		label += ", means over " + seconds.logLabel(span)
		use = averageAll(use, span)
		if !d.Cumulative {
			spend = averageAll(spend, span)
		}
	}
	x := linearScale(0, end, seconds, ticksFor(len(d.Panels)))
	if end > 0 {
		x.high = end // lines reach the edge, the last tick need not
		x.ticks = slices.DeleteFunc(x.ticks, func(t tick) bool { return t.at > end*(1+1e-9) })
	}
	share, money := extentOf(use), extentOf(spend)
	share.add(1) // utilisation is read against 100 %
	upper := linearScale(min(0, share.low), share.high, percent, 5)
	lower := linearScale(min(0, money.low), max(0, money.high), dollars, 5)
	return []axes{
		{x: &x, y: &upper, yLabel: "utilisation (%)", height: 120, draw: func(s *sheet, r area) { drawSeries(s, r, use) }},
		{x: &x, y: &lower, yLabel: d.Spending, xLabel: label, height: 120, draw: func(s *sheet, r area) { drawSeries(s, r, spend) }},
	}
}

// extentOf returns the range of all values.
func extentOf(series [][]TimePoint) extent {
	e := newExtent()
	for _, points := range series {
		for _, p := range points {
			e.add(p.Value)
		}
	}
	return e
}

// checkSeries returns an error for a point that cannot be drawn.
func checkSeries(t TimeSeries) error {
	for _, part := range []struct {
		name   string
		points []TimePoint
	}{{"utilisation", t.Utilisation}, {"spending", t.Spending}} {
		last := math.Inf(-1)
		for i, p := range part.points {
			if !(p.Seconds >= 0 && p.Seconds > last && p.Seconds < 1e15) {
				return fmt.Errorf("%s, point %d: %v s after %v s, want ascending finite times from 0 on", part.name, i, p.Seconds, last)
			}
			if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
				return fmt.Errorf("%s, point %d: value is %v, want a finite number", part.name, i, p.Value)
			}
			last = p.Seconds
		}
	}
	return nil
}

// drawSeries draws step lines, those that coincide in turns of dashes.
func drawSeries(s *sheet, r area, series [][]TimePoint) {
	twins := twinsOf(len(series), func(i, j int) bool { return slices.Equal(series[i], series[j]) })
	for i, points := range series {
		if len(points) == 0 {
			continue
		}
		path := &stairs{points: []point{r.at(points[0].Seconds, points[0].Value)}}
		for _, p := range points[1:] {
			path.to(r.at(p.Seconds, p.Value))
		}
		s.trace(lookOf(i), penFor(twins, i), path.points)
	}
	if len(slices.Concat(series...)) == 0 {
		s.nothing(r)
	}
}
