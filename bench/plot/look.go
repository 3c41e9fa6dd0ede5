package plot

import "image/color"

// Ink.
var (
	white = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	ink   = color.NRGBA{0x22, 0x22, 0x22, 0xff} // titles and names
	soft  = color.NRGBA{0x55, 0x55, 0x55, 0xff} // axes and notes
	faint = color.NRGBA{0xe4, 0xe4, 0xe4, 0xff} // grid lines
	shade = color.NRGBA{0xf4, 0xf4, 0xf4, 0xff} // the strip for zero
)

// palette is Okabe and Ito's, which colour-blind readers can tell apart, with
// the colours that are hard to see on white last.
//
// References: Okabe and Ito, Color Universal Design, 2008.
var palette = [...]color.NRGBA{
	{0x00, 0x72, 0xb2, 0xff}, // blue
	{0xd5, 0x5e, 0x00, 0xff}, // vermillion
	{0x00, 0x9e, 0x73, 0xff}, // bluish green
	{0xcc, 0x79, 0xa7, 0xff}, // reddish purple
	{0xe6, 0x9f, 0x00, 0xff}, // orange
	{0x56, 0xb4, 0xe9, 0xff}, // sky blue
	{0x00, 0x00, 0x00, 0xff}, // black
	{0xf0, 0xe4, 0x42, 0xff}, // yellow
}

// dashes tell policies apart that share a colour: from the ninth policy on.
var dashes = [...][]float64{nil, {5, 2.5}, {1.5, 2}, {7, 2, 1.5, 2}}

// shape is a marker's form.
type shape uint8

const (
	disc shape = iota
	square
	triangle
	diamond
	cross
	wedge // a triangle on its tip
	plus
	shapes // how many there are
)

// look is how a policy appears in every figure.
type look struct {
	color color.NRGBA
	dash  []float64
	shape shape
}

// lookOf returns the look of the i-th policy. Seven shapes against eight
// colours: no two of the first 56 policies share both, and the dash changes
// with every turn of the palette.
func lookOf(i int) look {
	return look{
		color: palette[i%len(palette)],
		dash:  dashes[i/len(palette)%len(dashes)],
		shape: shape(i % int(shapes)),
	}
}

// pen draws the policy's lines.
func (l look) pen() pen { return pen{color: l.color, width: 1.5, dash: l.dash} }

// light is the policy's colour mixed with white: opaque, because translucent
// ink differs between formats.
func (l look) light() color.NRGBA { return mix(l.color, white, 0.6) }

// edge is a darker shade that gives markers a rim.
func (l look) edge() color.NRGBA { return mix(l.color, color.NRGBA{A: 0xff}, 0.35) }

// mix returns a with a share of b, in whole steps of 1/100.
func mix(a, b color.NRGBA, share float64) color.NRGBA {
	n := int(share*100 + 0.5)
	part := func(x, y uint8) uint8 { return uint8((int(x)*(100-n) + int(y)*n + 50) / 100) }
	return color.NRGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 0xff}
}

// pale reports whether the colour would vanish on white without a rim: yellow.
func (l look) pale() bool { return l.color == palette[len(palette)-1] }

// trace draws a policy's line.
func (s *sheet) trace(l look, p pen, points []point) {
	if l.pale() {
		rim := p
		rim.color, rim.width = l.edge(), p.width+1
		s.line(rim, points...)
	}
	s.line(p, points...)
}

// marker draws a policy's marker of the given radius.
func (s *sheet) marker(l look, at point, r float64) {
	rim := pen{color: l.edge(), width: 0.6}
	stick := pen{color: l.color, width: max(1.6, r/2)}
	x, y := at.x, at.y
	var corners []point
	switch l.shape {
	case disc:
		path := s.circle(at, r)
		s.canvas.SetColor(l.color)
		s.canvas.Fill(path)
		s.stroke(rim, path)
		return
	case square:
		d := 0.86 * r
		corners = []point{{x - d, y - d}, {x + d, y - d}, {x + d, y + d}, {x - d, y + d}}
	case triangle:
		corners = []point{{x, y - 1.15*r}, {x + r, y + 0.8*r}, {x - r, y + 0.8*r}}
	case wedge:
		corners = []point{{x, y + 1.15*r}, {x + r, y - 0.8*r}, {x - r, y - 0.8*r}}
	case diamond:
		d := 1.2 * r
		corners = []point{{x, y - d}, {x + d, y}, {x, y + d}, {x - d, y}}
	case cross:
		d := 0.85 * r
		s.line(stick, point{x - d, y - d}, point{x + d, y + d})
		s.line(stick, point{x - d, y + d}, point{x + d, y - d})
		return
	case plus:
		s.line(stick, point{x - r, y}, point{x + r, y})
		s.line(stick, point{x, y - r}, point{x, y + r})
		return
	}
	s.polygon(l.color, corners...)
	s.stroke(rim, s.closed(corners))
}
