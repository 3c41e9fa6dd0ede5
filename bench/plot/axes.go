package plot

// render draws grid, ticks, names and data of one pair of axes.
func (a *axes) render(s *sheet, r area, column int) {
	thin := pen{color: faint, width: 0.7}
	if a.x.strip > 0 {
		s.fill(rect{r.left, r.top, r.px(a.x.low), r.bottom}, shade)
	}
	if a.y != nil && a.y.strip > 0 {
		s.fill(rect{r.left, r.py(a.y.low), r.right, r.bottom}, shade)
	}
	for _, t := range a.x.ticks {
		s.line(thin, point{r.px(t.at), r.top}, point{r.px(t.at), r.bottom})
	}
	if a.y != nil {
		for _, t := range a.y.ticks {
			s.line(thin, point{r.left, r.py(t.at)}, point{r.right, r.py(t.at)})
		}
	}
	a.rowNames(s, r, column)
	s.line(pen{color: soft, width: 0.8}, point{r.left, r.top}, point{r.left, r.bottom}, point{r.right, r.bottom})
	if a.xLabel != "" {
		xTicks(s, r)
	}
	if a.y != nil {
		yTicks(s, r)
	}
	a.draw(s, r)
}

// rowNames writes the names of the rows, in the first column, and a guide line
// for each.
func (a *axes) rowNames(s *sheet, r area, column int) {
	y := r.top
	for _, row := range a.rows {
		middle := y + row.height/2
		s.line(pen{color: faint, width: 0.7}, point{r.left, middle}, point{r.right, middle})
		if column == 0 {
			top := middle - float64(float64(len(row.name))*nameStyle.line())/2
			s.lines(nameStyle, point{r.left - 2*tickGap, top}, 1, row.name)
		}
		y += row.height
	}
}

// xTicks writes the labels below; one that would touch its left neighbour is
// left out, its grid line stays.
func xTicks(s *sheet, r area) {
	free := r.left - 1000
	for _, t := range r.x.ticks {
		x, w := r.px(t.at), tickStyle.width(t.label)
		s.line(pen{color: soft, width: 0.8}, point{x, r.bottom}, point{x, r.bottom + 3})
		if x-w/2 < free {
			continue
		}
		s.lines(tickStyle, point{x, r.bottom + tickGap}, 0.5, []string{t.label})
		free = x + w/2 + labelGap
	}
}

// yTicks writes the labels at the left, from the bottom up.
func yTicks(s *sheet, r area) {
	free := r.bottom + 1000
	for _, t := range r.y.ticks {
		y := r.py(t.at)
		if y > free {
			continue
		}
		s.text(tickStyle, point{r.left - tickGap, y + float64(0.36*tickStyle.size)}, 1, t.label)
		free = y - tickStyle.line()
	}
}
