package plot

// entry is a line of the legend.
type entry struct {
	look  look
	name  string
	note  string // as in "same as greedy(order=fcfs)"; empty for none
	lined bool   // draw a piece of line behind the marker
}

// Measures of a legend, in points.
const (
	keyWidth  = 26.0 // of the sample of line and marker
	keyGap    = 6.0  // between sample and name
	columnGap = 20.0 // between columns
)

// legend is a legend with its measures taken.
type legend struct {
	entries []entry
	lines   [][]string
	columns int
	width   float64   // of a column
	rows    []float64 // heights
}

// layoutLegend arranges entries, read row by row, in as many equal columns as
// fit into the width. A name too long even for one column is broken; so are long
// names if that makes two columns, and those save height.
func layoutLegend(entries []entry, width float64) legend {
	one := legendWithin(entries, width, width-keyWidth-keyGap)
	if one.columns > 1 || len(entries) < 2 {
		return one
	}
	two := legendWithin(entries, width, (width-columnGap)/2-keyWidth-keyGap)
	if two.height() < one.height() {
		return two
	}
	return one
}

// legendWithin breaks names at the limit and counts the columns that fit.
func legendWithin(entries []entry, width, limit float64) legend {
	l := legend{entries: entries, columns: 1}
	widest := 0.0
	for _, e := range entries {
		lines := legendStyle.wrap(e.name, limit)
		if e.note != "" {
			lines = append(lines, legendStyle.wrap("("+e.note+")", limit)...)
		}
		l.lines = append(l.lines, lines)
		widest = max(widest, legendStyle.widest(lines))
	}
	l.width = keyWidth + keyGap + widest + columnGap
	l.columns = max(1, min(len(entries), int((width+columnGap+0.01)/l.width)))
	for i, lines := range l.lines {
		if i%l.columns == 0 {
			l.rows = append(l.rows, 0)
		}
		row := &l.rows[len(l.rows)-1]
		*row = max(*row, float64(float64(len(lines))*legendStyle.line())+4)
	}
	return l
}

// height is the legend's height with the margin below it.
func (l legend) height() float64 {
	h := 0.0
	for _, r := range l.rows {
		h += r
	}
	if h > 0 {
		h += margin
	}
	return h
}

// draw draws the legend with its top left corner at p.
func (l legend) draw(s *sheet, p point) {
	y := p.y
	for i, e := range l.entries {
		c, row := i%l.columns, i/l.columns
		if c == 0 && row > 0 {
			y += l.rows[row-1]
		}
		x := p.x + float64(float64(c)*l.width)
		middle := y + legendStyle.line()/2
		if e.lined {
			s.trace(e.look, e.look.pen(), []point{{x, middle}, {x + keyWidth, middle}})
		}
		s.marker(e.look, point{x + keyWidth/2, middle}, 3)
		s.lines(legendStyle, point{x + keyWidth + keyGap, y}, 0, l.lines[i])
	}
}
