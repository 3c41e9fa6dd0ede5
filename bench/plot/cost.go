package plot

import "math"

// CostData is what CostByPolicy draws.
type CostData struct {
	Head
	Panels []CostPanel // one per workload and cloud
}

// CostPanel is the cost of every policy under one workload and cloud.
type CostPanel struct {
	Title string     // as in "diurnal on three-clouds"; may be empty for a lone panel
	Costs []Estimate // dollars, one per policy
	Bound float64    // dollars that no policy can undercut; 0 if nobody knows
}

// CostByPolicy draws a row per policy: the mean cost with its interval, the
// seeds as light dots, the mean in figures beside it. It returns an error when
// the data do not fit together.
func CostByPolicy(d CostData) (*Figure, error) {
	if err := d.check(len(d.Panels)); err != nil {
		return nil, err
	}
	p := page{title: d.Title, note: d.Note}
	rows := rowsFor(d.Policies)
	for _, data := range d.Panels {
		if err := d.checkCount(data.Title, len(data.Costs)); err != nil {
			return nil, err
		}
		e := newExtent()
		for i, c := range data.Costs {
			if err := d.blame(data.Title, i, c.check()); err != nil {
				return nil, err
			}
			c.addTo(&e)
		}
		addBound(data.Bound, &e)
		p.panels = append(p.panels, panel{data.Title, []axes{costAxes(data, e, rows, len(d.Panels))}})
	}
	return p.figure(), nil
}

// rowsFor breaks names and gives each row the height it needs.
func rowsFor(policies []string) []row {
	var rows []row
	for _, name := range policies {
		lines := nameStyle.wrap(name, 200)
		rows = append(rows, row{lines, max(24, float64(float64(len(lines))*nameStyle.line())+8)})
	}
	return rows
}

// costAxes prepares one panel.
func costAxes(data CostPanel, e extent, rows []row, panels int) axes {
	x := scaleFor(e, dollars, ticksFor(panels))
	a := axes{x: &x, xLabel: axisLabel("cost ($)", &x), rows: rows, inset: 6}
	for _, row := range rows {
		a.height += row.height
	}
	for _, c := range data.Costs {
		a.right = max(a.right, nameStyle.width(costText(c))+2*tickGap)
	}
	a.draw = func(s *sheet, r area) {
		s.bound(r, data.Bound)
		y := r.top
		for i, c := range data.Costs {
			s.cost(r, lookOf(i), c, y+rows[i].height/2)
			y += rows[i].height
		}
	}
	return a
}

// cost draws one row with its middle at y.
func (s *sheet) cost(r area, l look, c Estimate, y float64) {
	s.text(nameStyle, point{r.right + 2*tickGap, y + float64(0.36*nameStyle.size)}, 0, costText(c))
	if math.IsNaN(c.Mean) {
		return
	}
	for _, v := range c.Seeds {
		dot(s, l, point{r.px(v), y + 6.5})
	}
	if c.bounded() {
		s.bar(l, interval{point{r.px(c.Low), y}, point{r.px(c.High), y}, 2, c.Low >= r.x.bottom()})
	}
	s.marker(l, point{r.px(c.Mean), y}, 4)
}

// costText is what stands beside a row.
func costText(c Estimate) string {
	if math.IsNaN(c.Mean) {
		return "no result"
	}
	return amount(c.Mean)
}

// dot draws the light dot of a seed.
func dot(s *sheet, l look, p point) {
	path := s.circle(p, 1.5)
	s.canvas.SetColor(l.light())
	s.canvas.Fill(path)
	rim := mix(l.color, white, 0.25)
	if l.pale() {
		rim = l.edge()
	}
	s.stroke(pen{color: rim, width: 0.4}, path)
}

// interval is an interval as drawn, along either axis.
type interval struct {
	low, high point
	width     float64 // of the line
	capped    bool    // the axis reaches down to the lower end
}

// bar draws an interval with caps at its ends; a lower end beyond the axis has
// none. Where it has no width, the marker says it all.
func (s *sheet) bar(l look, b interval) {
	if b.low == b.high {
		return
	}
	s.trace(l, pen{color: l.color, width: b.width}, []point{b.low, b.high})
	dx, dy := 0.0, 3.5
	if b.low.x == b.high.x {
		dx, dy = 3.5, 0
	}
	for _, q := range []point{b.high, b.low} {
		if q == b.high || b.capped {
			s.trace(l, pen{color: l.color, width: 1}, []point{{q.x - dx, q.y - dy}, {q.x + dx, q.y + dy}})
		}
	}
}

// axisLabel says what a reader of the axis must know beside the unit.
func axisLabel(label string, s *scale) string {
	switch {
	case s.log:
		return label + ", logarithmic"
	case s.low > 0:
		return label + ", not from zero"
	}
	return label
}
