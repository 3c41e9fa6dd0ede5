package plot

// addBound widens an extent by a bound, if there is one.
func addBound(bound float64, e *extent) {
	if bound > 0 {
		e.add(bound)
	}
}

// bound draws an upright dashed line at a cost that no policy can undercut.
func (s *sheet) bound(r area, cost float64) {
	if cost > 0 {
		s.line(pen{color: ink, width: 1, dash: []float64{4, 3}}, point{r.px(cost), r.top}, point{r.px(cost), r.bottom})
	}
}
