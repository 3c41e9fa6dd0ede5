package table

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Cell is one value with its printed form. The zero value is an empty cell.
type Cell struct {
	text    string   // as people read it
	raw     []string // as programs read it: value, or value, low, high
	numeric bool
	code    bool // a name that users type
	notes   []string
}

// Text returns a cell of words.
func Text(s string) Cell { return Cell{text: clean(s), raw: []string{clean(s)}} }

// Code returns a cell with a name that users type, such as a policy's: in
// Markdown it is set as code.
func Code(s string) Cell { return Cell{text: clean(s), raw: []string{clean(s)}, code: true} }

// Count returns a whole number, as in 82,247.
func Count(n int64) Cell {
	s := strconv.FormatInt(n, 10)
	return Cell{text: Group(s), raw: []string{s}, numeric: true}
}

// Number returns a number with the given count of significant digits;
// digits before the point are never dropped: Number(1234.5, 3) is 1,234.
func Number(x float64, digits int) Cell {
	return number(x, func() string { return significant(x, digits) })
}

// Fixed returns a number with the given count of decimals, for columns whose
// points should stand under each other.
func Fixed(x float64, decimals int) Cell {
	return number(x, func() string { return fixed(x, decimals) })
}

// Money returns an amount in dollars: to the cent from one dollar up, as in
// $1,234.56, and to three significant digits below, as in $0.00340.
func Money(dollars float64) Cell {
	return number(dollars, func() string {
		s := fixed(dollars, 2)
		if dollars != 0 && math.Abs(dollars) < 0.995 {
			s = significant(dollars, 3)
		}
		return Signed("$", s)
	})
}

// Percent returns a share of one as a percentage, as in Percent(2.0/3, 1) is 66.7 %.
func Percent(share float64, decimals int) Cell {
	return number(share*100, func() string { return fixed(share*100, decimals) + " %" })
}

// Interval returns an estimate with its ends in brackets, all with the
// decimals that the width of the interval warrants. Unit is "$", printed in front
// as in -$6.30 [-7.47, -5.13], or any other, printed behind the estimate as in
// -12.3 % [-14.0, -10.6], or empty.
func Interval(center, low, high float64, unit string) Cell {
	c := number(center, func() string {
		d := intervalDecimals(center, low, high)
		s := withUnit(fixed(center, d), unit)
		return s + " [" + fixed(low, d) + ", " + fixed(high, d) + "]"
	})
	c.raw = []string{plain(center), plain(low), plain(high)}
	return c
}

// Note returns the cell with a footnote. An empty text changes nothing.
func (c Cell) Note(text string) Cell {
	if text = clean(text); text != "" && !slices.Contains(c.notes, text) {
		c.notes = append(slices.Clone(c.notes), text)
	}
	return c
}

// String returns the printed form without marks.
func (c Cell) String() string { return c.text }

// number makes a numeric cell; what is not a number prints as a dash.
func number(x float64, format func() string) Cell {
	c := Cell{text: "–", raw: []string{plain(x)}, numeric: true}
	if !math.IsNaN(x) {
		c.text = format()
	}
	return c
}

// clean makes a string safe for one line of any output: what could move a
// cursor, break a row or reverse the text becomes a space or a question mark.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "?")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029':
			return '?'
		}
		return r
	}, s)
}
