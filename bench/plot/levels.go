package plot

import (
	"errors"
	"fmt"
	"math"
)

// LevelsData is what Levels draws.
type LevelsData struct {
	Title, Note string
	X           string // name of the axis, which is logarithmic
	Rows        []LevelRow
}

// LevelRow is one number above 0, and what was published of it.
type LevelRow struct {
	Case      string
	Published float64 // NaN if nothing was
	Ours      float64
	Text      string // both, in figures
}

// Levels draws a row per number on a logarithmic axis: a line from its beginning to a
// mark at ours, and a broad light mark under it at what was published. It returns
// an error for a row whose numbers are not finite and above 0.
func Levels(d LevelsData) (*Figure, error) {
	if len(d.Rows) == 0 {
		return nil, errors.New("a figure needs at least one row")
	}
	var names []string
	low, high := math.Inf(1), 0.0
	for _, r := range d.Rows {
		for _, x := range []float64{r.Ours, r.Published} {
			if math.IsNaN(x) && !math.IsNaN(r.Ours) {
				continue
			}
			if !(x > 0) || math.IsInf(x, 0) {
				return nil, fmt.Errorf("row %q: %v, want a finite number above 0", r.Case, x)
			}
			low, high = min(low, x), max(high, x)
		}
		names = append(names, r.Case)
	}
	rows := rowsFor(names)
	x := logScale(low/1.5, high*1.5, plain, false, 6)
	a := axes{x: &x, xLabel: d.X, rows: rows, inset: 8}
	for i := range rows {
		rows[i].height = max(16, rows[i].height-4)
		a.height += rows[i].height
		a.right = max(a.right, nameStyle.width(d.Rows[i].Text)+2*tickGap)
	}
	a.draw = func(s *sheet, r area) { d.draw(s, r, rows) }
	return page{title: d.Title, note: d.Note, panels: []panel{{"", []axes{a}}}}.figure(), nil
}

func (d *LevelsData) draw(s *sheet, r area, rows []row) {
	y := r.top
	for i, row := range d.Rows {
		middle := y + rows[i].height/2
		ours := point{r.px(row.Ours), middle}
		s.line(pen{color: faint, width: 1.6}, point{r.left, middle}, ours)
		if !math.IsNaN(row.Published) {
			s.marker(lookOf(4), point{r.px(row.Published), middle}, 5)
		}
		s.marker(lookOf(0), ours, 2.6)
		s.text(nameStyle, point{r.right + 2*tickGap, middle + float64(0.36*nameStyle.size)}, 0, row.Text)
		y += rows[i].height
	}
}
