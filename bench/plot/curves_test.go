package plot

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestCountsHaveWholeTicks draws generations: 1.2 of them make no sense.
func TestCountsHaveWholeTicks(t *testing.T) {
	for _, c := range []struct {
		high float64
		want []string
	}{
		{1, []string{"1"}},
		{2, []string{"1", "2"}},
		{3, []string{"1", "2", "3"}},
		{4, []string{"1", "2", "3", "4"}},
		{30, []string{"1", "5", "10", "15", "20", "25", "30"}},
	} {
		s := linearScale(1, c.high, plain, ticksFor(1))
		s = s.whole(1, c.high)
		var got []string
		for _, t := range s.ticks {
			got = append(got, t.label)
		}
		if !slices.Equal(got, c.want) || !(s.low < s.high) {
			t.Errorf("1 to %v: ticks %v from %v to %v, want %v", c.high, got, s.low, s.high, c.want)
		}
	}
}

// TestMarkedCurvesHaveMarkers counts the paths that markers add, a fill and a rim each.
func TestMarkedCurvesHaveMarkers(t *testing.T) {
	for _, c := range []struct{ points, want int }{{1, 1}, {3, 3}, {16, 16}, {32, 16}, {100, 15}} {
		var curve []XY
		for i := range c.points {
			curve = append(curve, XY{float64(i + 1), float64(i * i % 7)})
		}
		paths := func(marked bool) int {
			f, err := Curves(CurvesData{Head: Head{Title: "t", Policies: []string{"a"}}, X: "x", Y: "y", Counts: true, Marked: marked, Panels: []CurvesPanel{{Ours: [][]XY{curve}}}})
			if err != nil {
				t.Fatal(err)
			}
			var svg bytes.Buffer
			if err := f.WriteSVG(&svg); err != nil {
				t.Fatal(err)
			}
			return strings.Count(svg.String(), "<path")
		}
		if got := paths(true) - paths(false); got != 2*c.want {
			t.Errorf("%d points: markers are %d paths, want %d", c.points, got, 2*c.want)
		}
	}
}
