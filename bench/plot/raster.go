package plot

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
	plotfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// raster is a PNG canvas that sets its text itself. Note: the canvas below
// copies glyphs through a bilinear transform, which blurs them, and whose
// float products differ in a few pixels between GOAMD64=v1 and v3. Here a
// glyph's curves are flattened in integers, and it stands at a quarter of a pixel
// across and a whole pixel down, so that the same few pictures of it occur
// everywhere; a test compares all of them.
type raster struct {
	*vgimg.Canvas
	ink image.Image
}

// SetColor sets the colour of lines, fills and text.
func (r *raster) SetColor(c color.Color) {
	r.Canvas.SetColor(c)
	r.ink = image.NewUniform(c)
}

// FillString writes text with its baseline beginning at p.
func (r *raster) FillString(f plotfont.Face, p vg.Point, text string) {
	img := r.Image()
	set := typesetter{font: f.Face, size: fixed.Int26_6(math.Round(f.Font.Size.Dots(dotsPerInch) * 64))}
	set.write(img, r.ink, fixed.Point26_6{
		X: fixed.Int26_6(math.Round(p.X.Dots(dotsPerInch) * 64)),
		Y: fixed.I(img.Bounds().Dy() - int(math.Round(p.Y.Dots(dotsPerInch)))),
	}, text)
}

// typesetter sets text in one font and size.
type typesetter struct {
	font *opentype.Font
	size fixed.Int26_6 // pixels per em
	buf  sfnt.Buffer
	fill vector.Rasterizer
}

// write sets text with its baseline beginning at dot. Glyphs that the font
// lacks were replaced before.
func (t *typesetter) write(img draw.Image, ink image.Image, dot fixed.Point26_6, text string) {
	const quarter = 16 // of a pixel, in 1/64
	var before sfnt.GlyphIndex
	for i, c := range text {
		glyph, err := t.font.GlyphIndex(&t.buf, c)
		if err != nil {
			continue
		}
		if i > 0 {
			if kern, err := t.font.Kern(&t.buf, before, glyph, t.size, font.HintingNone); err == nil {
				dot.X += kern
			}
		}
		t.draw(img, ink, glyph, fixed.Point26_6{X: (dot.X + quarter/2) &^ (quarter - 1), Y: dot.Y})
		if advance, err := t.font.GlyphAdvance(&t.buf, glyph, t.size, font.HintingNone); err == nil {
			dot.X += advance
		}
		before = glyph
	}
}

// draw fills one glyph's outline.
func (t *typesetter) draw(img draw.Image, ink image.Image, glyph sfnt.GlyphIndex, at fixed.Point26_6) {
	outline, err := t.font.LoadGlyph(&t.buf, glyph, t.size, nil)
	if err != nil || len(outline) == 0 {
		return
	}
	bounds := outline.Bounds().Add(at)
	where := image.Rect(bounds.Min.X.Floor(), bounds.Min.Y.Floor(), bounds.Max.X.Ceil(), bounds.Max.Y.Ceil())
	origin := at.Sub(fixed.P(where.Min.X, where.Min.Y))
	t.fill.Reset(where.Dx(), where.Dy())
	var last fixed.Point26_6
	for _, s := range outline {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			last = s.Args[0].Add(origin)
			t.fill.MoveTo(pixels(last))
		case sfnt.SegmentOpLineTo:
			last = s.Args[0].Add(origin)
			t.fill.LineTo(pixels(last))
		case sfnt.SegmentOpQuadTo:
			control, end := s.Args[0].Add(origin), s.Args[1].Add(origin)
			for k := 1; k <= pieces; k++ {
				t.fill.LineTo(pixels(onCurve(last, control, end, k)))
			}
			last = end
		}
	}
	t.fill.Draw(img, where, ink, image.Point{})
}

// pieces is how many lines a curve of a glyph becomes. TrueType has no cubic ones.
const pieces = 8

// onCurve returns the point after k pieces of a quadratic curve.
func onCurve(a, b, c fixed.Point26_6, k int) fixed.Point26_6 {
	u, v := fixed.Int26_6(pieces-k), fixed.Int26_6(k)
	mix := func(a, b, c fixed.Int26_6) fixed.Int26_6 {
		return (u*u*a + 2*u*v*b + v*v*c + pieces*pieces/2) / (pieces * pieces)
	}
	return fixed.Point26_6{X: mix(a.X, b.X, c.X), Y: mix(a.Y, b.Y, c.Y)}
}

// pixels turns a point into exact floats.
func pixels(p fixed.Point26_6) (x, y float32) { return float32(p.X) / 64, float32(p.Y) / 64 }
