package plot

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"pgregory.net/rapid"
)

// written is a piece of text on a sheet.
type box struct {
	rect
	text string
}

// proof is a canvas that keeps only where text stands, and whether any
// coordinate is not a number.
type proof struct {
	height float64
	boxes  []box
	broken bool
}

func (p *proof) SetLineWidth(vg.Length)              {}
func (p *proof) SetLineDash([]vg.Length, vg.Length)  {}
func (p *proof) SetColor(color.Color)                {}
func (p *proof) Rotate(float64)                      {}
func (p *proof) Translate(vg.Point)                  {}
func (p *proof) Scale(float64, float64)              {}
func (p *proof) Push()                               {}
func (p *proof) Pop()                                {}
func (p *proof) DrawImage(vg.Rectangle, image.Image) {}
func (p *proof) Stroke(path vg.Path)                 { p.check(path) }
func (p *proof) Fill(path vg.Path)                   { p.check(path) }
func (p *proof) check(path vg.Path) {
	for _, c := range path {
		if x := c.Pos.X.Points() + c.Pos.Y.Points(); math.IsNaN(x) || math.Abs(x) > 1e5 {
			p.broken = true
		}
	}
}

func (p *proof) FillString(f font.Face, at vg.Point, text string) {
	x, base, size := at.X.Points(), p.height-at.Y.Points(), f.Font.Size.Points()
	p.boxes = append(p.boxes, box{rect{x, base - 0.72*size, x + f.Width(text).Points(), base + 0.21*size}, text})
}

// flaws lists what is wrong with a figure's text.
func flaws(f *Figure) []string {
	p := &proof{height: f.height}
	f.draw(newSheet(p, f.height))
	var list []string
	if p.broken {
		list = append(list, "a coordinate is not on any sheet")
	}
	for i, b := range p.boxes {
		if b.left < 0 || b.top < 0 || b.right > f.width || b.bottom > f.height {
			list = append(list, fmt.Sprintf("%q is cut off: %+v on %v × %v", b.text, b.rect, f.width, f.height))
		}
		for _, c := range p.boxes[:i] {
			if b.left < c.right && c.left < b.right && b.top < c.bottom && c.top < b.bottom {
				list = append(list, fmt.Sprintf("%q overlaps %q", b.text, c.text))
			}
		}
	}
	return list
}

func TestNoTextOverlapsOrIsCutOff(t *testing.T) {
	all := scenes()
	for _, name := range names(all) {
		f, err := all[name]()
		if err != nil {
			t.Fatal(err)
		}
		for _, flaw := range flaws(f) {
			t.Errorf("%s: %s", name, flaw)
		}
	}
}

// The same for figures nobody thought of: any names, any numbers of policies
// and panels, any sizes of values.
func TestNoTextOverlapsWhateverTheData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policies := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,12}(\([a-z]{1,40}(,[a-z=0-9]{1,30}){0,4}\))?`), 1, 12).Draw(t, "policies")
		titles := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,20}( [a-z]{1,20}){0,6}`), 1, 7).Draw(t, "titles")
		head := Head{rapid.StringMatching(`[a-z ]{0,300}`).Draw(t, "title"), "note", policies}
		value := func(name string) Estimate {
			m := rapid.Float64Range(0, 1).Draw(t, name) * math.Pow(10, rapid.Float64Range(-6, 12).Draw(t, name+" size"))
			half := m * rapid.Float64Range(0, 2).Draw(t, name+" half")
			return Estimate{Mean: m, Low: m - half, High: m + half, Seeds: []float64{m}}
		}
		costs, points := CostData{Head: head}, CostWaitData{Head: head}
		times := TimeData{Head: head}
		for _, title := range titles {
			c, p, s := CostPanel{Title: title}, CostWaitPanel{Title: title}, TimePanel{Title: title}
			for range policies {
				cost, wait := value("cost"), value("wait")
				c.Costs = append(c.Costs, cost)
				p.Points = append(p.Points, CostWaitPoint{cost, wait})
				s.Series = append(s.Series, TimeSeries{
					[]TimePoint{{0, 0.5}, {wait.Mean + 1, 0.2}},
					[]TimePoint{{0, cost.Mean}, {wait.Mean + 1, 0}},
				})
			}
			costs.Panels, points.Panels, times.Panels = append(costs.Panels, c), append(points.Panels, p), append(times.Panels, s)
		}
		for name, draw := range map[string]func() (*Figure, error){
			"cost":    func() (*Figure, error) { return CostByPolicy(costs) },
			"scatter": func() (*Figure, error) { return CostWait(points) },
			"time":    func() (*Figure, error) { return OverTime(times) },
		} {
			f, err := draw()
			if err != nil {
				t.Fatal(err)
			}
			for _, flaw := range flaws(f) {
				t.Errorf("%s: %s", name, flaw)
			}
		}
	})
}
