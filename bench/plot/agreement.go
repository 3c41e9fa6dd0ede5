package plot

import (
	"errors"
	"fmt"
	"math"
)

// AgreementData is what Agreement draws.
type AgreementData struct {
	Title, Note string
	Rows        []AgreementRow
}

// AgreementRow is one number that was published and is known anew.
type AgreementRow struct {
	Case string
	Off  float64 // ours less the published one, divided by the tolerance
	Text string  // both numbers, in figures
}

// mostOff is how many tolerances from the middle the axis ends. A mark at its end
// stands for all that is farther out.
const mostOff = 3

// Agreement draws a row per number with a mark at its distance from the published
// one in tolerances: inside the grey band it is within. It returns an error for a row
// without a finite distance.
func Agreement(d AgreementData) (*Figure, error) {
	if len(d.Rows) == 0 {
		return nil, errors.New("a figure needs at least one row")
	}
	var names []string
	for _, r := range d.Rows {
		if math.IsNaN(r.Off) || math.IsInf(r.Off, 0) {
			return nil, fmt.Errorf("row %q: distance is %v tolerances, want a finite number", r.Case, r.Off)
		}
		names = append(names, r.Case)
	}
	rows := rowsFor(names)
	x := scale{low: -mostOff, high: mostOff}
	for at := -mostOff; at <= mostOff; at++ {
		x.ticks = append(x.ticks, tick{float64(at), plain.label(float64(at), 1)})
	}
	a := axes{x: &x, xLabel: "ours less published, in tolerances (±3 and beyond)", rows: rows, inset: 8}
	for i := range rows {
		rows[i].height = max(15, rows[i].height-9)
		a.height += rows[i].height
		a.right = max(a.right, nameStyle.width(d.Rows[i].Text)+2*tickGap)
	}
	a.draw = func(s *sheet, r area) {
		s.fill(rect{r.px(-1), r.top, r.px(1), r.bottom}, shade)
		s.line(pen{color: soft, width: 0.8}, point{r.px(0), r.top}, point{r.px(0), r.bottom})
		y := r.top
		for i, row := range d.Rows {
			middle := y + rows[i].height/2
			l := lookOf(0)
			if math.Abs(row.Off) > 1 {
				l = lookOf(1)
			}
			s.marker(l, point{r.px(min(max(row.Off, -mostOff), mostOff)), middle}, 3.2)
			s.text(nameStyle, point{r.right + 2*tickGap, middle + float64(0.36*nameStyle.size)}, 0, row.Text)
			y += rows[i].height
		}
	}
	return page{title: d.Title, note: d.Note, panels: []panel{{"", []axes{a}}}}.figure(), nil
}
