package plot

// Distances on the sheet, in points.
const (
	margin   = 14.0 // around everything
	panelGap = 22.0 // between columns and between rows of panels
	tickGap  = 5.0  // between an axis and its labels
	labelGap = 7.0  // between tick labels on one axis
)

// axes is one pair of axes with its data.
type axes struct {
	x, y   *scale // y is nil where rows take its place
	xLabel string // below; empty hides the ticks' labels too (a panel below shares them)
	yLabel string // above, at the left: no sideways text
	height float64
	rows   []row   // named at the left of the first column only
	right  float64 // room at the right for text that draw writes
	inset  float64 // keeps marks off the axes: scales begin and end that far inside
	draw   func(*sheet, area)
}

// row is a line of a figure that has names instead of a vertical scale.
type row struct {
	name   []string // its lines
	height float64
}

// area is where the data go, with the scales to put them there.
type area struct {
	rect
	x, y  *scale
	inset float64
}

func (a area) px(x float64) float64 {
	return a.left + a.inset + float64((a.right-a.left-2*a.inset)*a.x.place(x))
}

func (a area) py(y float64) float64 {
	return a.bottom - a.inset - float64((a.bottom-a.top-2*a.inset)*a.y.place(y))
}

func (a area) at(x, y float64) point {
	return point{a.px(x), a.py(y)}
}

// panel is one workload and cloud: axes below each other that share their width.
type panel struct {
	title string
	axes  []axes
}

// page is everything on a sheet, from top to bottom: title, note, panels in
// rows and columns, legend.
type page struct {
	title, note string
	panels      []panel
	legend      []entry
}

// columns is how many panels stand side by side.
func columns(panels int) int {
	switch {
	case panels <= 3:
		return max(panels, 1)
	case panels == 4:
		return 2
	}
	return 3
}

// pageWidth returns the sheet's width for some columns.
func pageWidth(columns int) float64 { return [...]float64{600, 880, 1120}[columns-1] }

// ticksFor is how many ticks a horizontal axis should have.
func ticksFor(panels int) int { return [...]int{7, 6, 5}[columns(panels)-1] }

// frame is a page with all its measures taken.
type frame struct {
	page
	width       float64
	columns     int
	left, right []float64 // of each column of panels
	plot        float64   // width of the data areas, all the same
	titles      [][]string
	titleLines  []int // of each row of panels
	head        [2][]string
}

// figure lays the page out.
func (p page) figure() *Figure {
	f := &frame{page: p, columns: columns(len(p.panels))}
	f.width = pageWidth(f.columns)
	f.measure()
	key := layoutLegend(p.legend, f.width-2*margin)
	height := f.draw(nil) + key.height()
	return &Figure{width: f.width, height: height, draw: func(s *sheet) {
		y := f.draw(s)
		key.draw(s, point{margin, y})
	}}
}

// measure takes the measures of all columns and rows.
func (f *frame) measure() {
	f.left, f.right = make([]float64, f.columns), make([]float64, f.columns)
	for i, p := range f.panels {
		c := i % f.columns
		for _, a := range p.axes {
			f.left[c] = max(f.left[c], a.leftWidth(c))
			f.right[c] = max(f.right[c], a.right, a.overhang())
		}
	}
	f.plot = f.width - 2*margin - float64(float64(f.columns-1)*panelGap)
	for c := range f.left {
		f.plot -= f.left[c] + f.right[c]
	}
	f.plot /= float64(f.columns)
	f.titles = make([][]string, len(f.panels))
	f.titleLines = make([]int, (len(f.panels)+f.columns-1)/f.columns)
	for i, p := range f.panels {
		f.titles[i] = panelStyle.wrap(p.title, f.plot+f.right[i%f.columns])
		row := i / f.columns
		f.titleLines[row] = max(f.titleLines[row], len(f.titles[i]))
	}
	f.head[0] = titleStyle.wrap(f.title, f.width-2*margin)
	f.head[1] = noteStyle.wrap(f.note, f.width-2*margin)
}

// leftWidth is the room that labels need at the left in a column.
func (a *axes) leftWidth(column int) float64 {
	w := 0.0
	if column == 0 && len(a.rows) > 0 {
		for _, row := range a.rows {
			w = max(w, nameStyle.widest(row.name))
		}
		w += 2 * tickGap
	}
	if a.y != nil {
		for _, t := range a.y.ticks {
			w = max(w, tickStyle.width(t.label)+tickGap)
		}
	}
	if a.x != nil && len(a.x.ticks) > 0 {
		w = max(w, tickStyle.width(a.x.ticks[0].label)/2)
	}
	return w
}

// overhang is how far the last label of the x axis sticks out at the right.
func (a *axes) overhang() float64 {
	if a.x == nil || len(a.x.ticks) == 0 {
		return 0
	}
	return tickStyle.width(a.x.ticks[len(a.x.ticks)-1].label) / 2
}

// draw draws all but the legend and returns where it ended. Without a sheet
// it only measures.
func (f *frame) draw(s *sheet) float64 {
	y := margin
	for i, st := range []style{titleStyle, noteStyle} {
		if s != nil {
			s.lines(st, point{margin, y}, 0, f.head[i])
		}
		y += float64(float64(len(f.head[i]))*st.line()) + 3
	}
	y += 8
	for row, lines := range f.titleLines {
		x, bottom := margin, y
		for c := 0; c < f.columns && row*f.columns+c < len(f.panels); c++ {
			i := row*f.columns + c
			x += f.left[c]
			if s != nil {
				s.lines(panelStyle, point{x, y}, 0, f.titles[i])
			}
			top := y
			if lines > 0 {
				top += float64(float64(lines)*panelStyle.line()) + 3
			}
			bottom = max(bottom, f.stack(s, f.panels[i], c, point{x, top}))
			x += f.plot + f.right[c] + panelGap
		}
		y = bottom + panelGap*0.7
	}
	if len(f.legend) == 0 {
		y -= panelGap*0.7 - margin
	}
	return y
}

// stack draws a panel's axes below each other from p on and returns where they ended.
func (f *frame) stack(s *sheet, p panel, column int, at point) float64 {
	y := at.y
	for _, a := range p.axes {
		if a.yLabel != "" {
			if s != nil {
				s.lines(labelStyle, point{at.x, y}, 0, []string{a.yLabel})
			}
			y += labelStyle.line() + 4
		}
		r := rect{at.x, y, at.x + f.plot, y + a.height}
		if s != nil {
			a.render(s, area{r, a.x, a.y, a.inset}, column)
		}
		y = r.bottom + 12
		if a.xLabel != "" {
			lines := labelStyle.wrap(a.xLabel, f.plot)
			top := r.bottom + tickGap + tickStyle.line() + 2
			if s != nil {
				s.lines(labelStyle, point{(r.left + r.right) / 2, top}, 0.5, lines)
			}
			y = top + float64(float64(len(lines))*labelStyle.line())
		}
	}
	return y
}
