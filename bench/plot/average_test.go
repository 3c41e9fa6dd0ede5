package plot

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestAverage(t *testing.T) {
	// 1 for 30 s, 3 for 60 s, then 0 until 120 s: means over minutes are 2 and 1.5.
	got := average([]TimePoint{{0, 1}, {30, 3}, {90, 0}, {120, 0}}, 60)
	want := []TimePoint{{0, 2}, {60, 1.5}, {120, 1.5}}
	if len(got) != len(want) {
		t.Fatalf("average = %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("average = %v, want %v", got, want)
		}
	}
}

// Averaging must not create or destroy anything: the area stays, and the first
// and last instants too.
func TestAverageKeepsTheArea(t *testing.T) {
	area := func(points []TimePoint) float64 {
		sum := 0.0
		for i := 1; i < len(points); i++ {
			sum += points[i-1].Value * (points[i].Seconds - points[i-1].Seconds)
		}
		return sum
	}
	rapid.Check(t, func(t *rapid.T) {
		var points []TimePoint
		at := rapid.Float64Range(0, 1000).Draw(t, "begin")
		for range rapid.IntRange(2, 30).Draw(t, "points") {
			points = append(points, TimePoint{at, rapid.Float64Range(0, 10).Draw(t, "value")})
			at += rapid.Float64Range(0.1, 500).Draw(t, "gap")
		}
		out := average(points, rapid.SampledFrom(spans[:15]).Draw(t, "span"))
		if a, b := area(points), area(out); math.Abs(a-b) > 1e-9*max(1, a) {
			t.Errorf("area %v became %v", a, b)
		}
		if out[0].Seconds != points[0].Seconds || out[len(out)-1].Seconds != points[len(points)-1].Seconds {
			t.Errorf("ends moved: %v became %v", points, out)
		}
	})
}

func TestSpanFor(t *testing.T) {
	for _, c := range []struct {
		name   string
		end    float64
		points int
		want   float64
	}{
		{"few points stay", 1e9, 125, 0},
		{"five days", 5 * 86400, 1000, 3600},
		{"a trace of 75 days", 75 * 86400, 100_000, 86400},
		{"ages", 1e14, 1000, 8.64e11},
	} {
		if got := spanFor(c.end, c.points); got != c.want {
			t.Errorf("%s: spanFor = %v, want %v", c.name, got, c.want)
		}
	}
}
