package plot

import (
	"errors"
	"fmt"
	"math"
)

// IntervalsData is what Intervals draws.
type IntervalsData struct {
	Title, Note string
	X           string // name of the axis, with "(%)": values are shares of one, shown in percent
	Rows        []IntervalRow
}

// IntervalRow is an interval that should hold zero, such as that of the relative
// difference of a measured mean from a known one.
type IntervalRow struct {
	Case              string
	Center, Low, High float64 // shares of one
	Text              string  // the numbers behind it, in figures
}

// Intervals draws a row per interval, around a line at zero. One that does not hold zero
// has another colour. It returns an error for a row that is not finite or not in order.
func Intervals(d IntervalsData) (*Figure, error) {
	if len(d.Rows) == 0 {
		return nil, errors.New("a figure needs at least one row")
	}
	var names []string
	x := newExtent()
	x.add(0)
	for _, r := range d.Rows {
		if !(r.Low <= r.Center && r.Center <= r.High) || math.IsInf(r.High-r.Low, 0) {
			return nil, fmt.Errorf("row %q: %v in [%v, %v], want a finite interval around it", r.Case, r.Center, r.Low, r.High)
		}
		names = append(names, r.Case)
		x.add(r.Low, r.High)
	}
	rows := rowsFor(names)
	s := linearScale(x.low, x.high, percent, 6)
	a := axes{x: &s, xLabel: d.X, rows: rows, inset: 8}
	for i := range rows {
		rows[i].height = max(15, rows[i].height-9)
		a.height += rows[i].height
		a.right = max(a.right, nameStyle.width(d.Rows[i].Text)+2*tickGap)
	}
	a.draw = func(s *sheet, r area) { d.draw(s, r, rows) }
	return page{title: d.Title, note: d.Note, panels: []panel{{"", []axes{a}}}}.figure(), nil
}

func (d *IntervalsData) draw(s *sheet, r area, rows []row) {
	s.line(pen{color: soft, width: 0.8}, point{r.px(0), r.top}, point{r.px(0), r.bottom})
	y := r.top
	for i, in := range d.Rows {
		middle := y + rows[i].height/2
		l := lookOf(0)
		if in.Low > 0 || in.High < 0 {
			l = lookOf(1)
		}
		s.line(pen{color: l.color, width: 1.6}, point{r.px(in.Low), middle}, point{r.px(in.High), middle})
		s.marker(l, point{r.px(in.Center), middle}, 2.6)
		s.text(nameStyle, point{r.right + 2*tickGap, middle + float64(0.36*nameStyle.size)}, 0, in.Text)
		y += rows[i].height
	}
}
