package plot

import (
	"image/color"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// style is how text is set.
type style struct {
	size  float64
	bold  bool
	color color.Color
}

// The styles.
var (
	titleStyle  = style{12.5, true, ink}
	noteStyle   = style{9, false, soft}
	panelStyle  = style{10, true, ink}
	labelStyle  = style{9, false, soft}
	tickStyle   = style{8.5, false, soft}
	nameStyle   = style{9, false, ink}
	legendStyle = style{9, false, ink}
)

// leading is the distance of lines in text sizes.
const leading = 1.25

// faces parses the two embedded fonts once. A font that does not parse is a
// broken build.
var faces = sync.OnceValue(func() [2]*opentype.Font {
	var f [2]*opentype.Font
	for i, ttf := range [][]byte{liberationsansregular.TTF, liberationsansbold.TTF} {
		parsed, err := opentype.Parse(ttf)
		if err != nil {
			panic("plot: embedded font: " + err.Error())
		}
		f[i] = parsed
	}
	return f
})

// face returns the font for a style.
func (st style) face() font.Face {
	f := font.Face{Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Length(st.size)}, Face: faces()[0]}
	if st.bold {
		f.Font.Weight, f.Face = xfont.WeightBold, faces()[1]
	}
	return f
}

// width measures a line of text.
func (st style) width(s string) float64 {
	f := st.face()
	return f.Width(printable(s)).Points()
}

// line is the height of a line of text.
func (st style) line() float64 { return float64(st.size * leading) }

// printable replaces what the font has no glyph for, and what would break a
// line or the XML, by a question mark: a PNG would drop it silently.
func printable(s string) string {
	f := faces()[0]
	var buf sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		if i, err := f.GlyphIndex(&buf, r); err != nil || i == 0 {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}

// wrap breaks s into lines no wider than the limit: after a space, comma, slash
// or opening parenthesis if there is one, else anywhere. Nothing is lost.
func (st style) wrap(s string, limit float64) []string {
	runes := []rune(printable(s))
	var lines []string
	for len(runes) > 0 {
		hard := len(runes)
		for hard > 1 && st.width(strings.TrimRight(string(runes[:hard]), " ")) > limit {
			hard--
		}
		end := hard
		for end > 0 && hard < len(runes) && !strings.ContainsRune(" ,/(", runes[end-1]) {
			end--
		}
		if end == 0 {
			end = hard
		}
		lines = append(lines, strings.TrimRight(string(runes[:end]), " "))
		runes = runes[end:]
	}
	return lines
}

// widest measures the widest of several lines.
func (st style) widest(lines []string) float64 {
	w := 0.0
	for _, l := range lines {
		w = max(w, st.width(l))
	}
	return w
}

// text writes a line with its baseline at p; align is 0 for text that begins
// at p, 0.5 for text around it, 1 for text that ends there.
func (s *sheet) text(st style, p point, align float64, line string) {
	line = printable(line)
	if line == "" {
		return
	}
	p.x -= float64(align * st.width(line))
	s.canvas.SetColor(st.color)
	s.canvas.FillString(st.face(), s.at(p), line)
}

// lines writes lines below each other, the first one's top at p.
func (s *sheet) lines(st style, p point, align float64, lines []string) {
	for i, l := range lines {
		s.text(st, point{p.x, p.y + float64(float64(i)*st.line()) + float64(st.size*0.95)}, align, l)
	}
}
