package plot

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// labels lists what an axis says.
func labels(s scale) string {
	var l []string
	for _, t := range s.ticks {
		l = append(l, t.label)
	}
	return strings.Join(l, " | ")
}

func TestTicks(t *testing.T) {
	const hour, day = 3600.0, 86400.0
	for _, c := range []struct {
		name  string
		scale scale
		want  string
	}{
		{"dollars", linearScale(0, 1234, dollars, 6), "$0 | $200 | $400 | $600 | $800 | $1,000 | $1,200 | $1,400"},
		{"dollars away from zero", linearScale(970, 1020, dollars, 6), "$970 | $980 | $990 | $1,000 | $1,010 | $1,020"},
		{"cents", linearScale(0, 0.93, dollars, 5), "$0.00 | $0.20 | $0.40 | $0.60 | $0.80 | $1.00"},
		{"millions", linearScale(0, 2.6e6, dollars, 5), "$0 | $0.5 M | $1.0 M | $1.5 M | $2.0 M | $2.5 M | $3.0 M"},
		{"a loss", linearScale(-50, 100, dollars, 4), "-$50 | $0 | $50 | $100"},
		{"percent", linearScale(0, 1, percent, 5), "0 | 20 | 40 | 60 | 80 | 100"},
		{"seconds", linearScale(0, 90, seconds, 6), "0 | 20 | 40 | 60 | 80 | 100"},
		{"minutes", linearScale(0, 2*hour, seconds, 6), "0 | 20 | 40 | 60 | 80 | 100 | 120"},
		{"hours", linearScale(0, day, seconds, 5), "0 | 6 | 12 | 18 | 24"},
		{"days", linearScale(0, 75*day, seconds, 5), "0 | 20 | 40 | 60 | 80"},
		{"one value", linearScale(5, 5, dollars, 5), "$4.70 | $4.80 | $4.90 | $5.00 | $5.10 | $5.20 | $5.30"},
		{"nothing but zero", linearScale(0, 0, dollars, 5), "$0.00 | $0.20 | $0.40 | $0.60 | $0.80 | $1.00"},
		{"log dollars", logScale(8, 3000, dollars, false, 6), "$1 | $10 | $100 | $1,000 | $10,000"},
		{"log dollars, fine", logScale(40, 700, dollars, false, 6), "$20 | $50 | $100 | $200 | $500 | $1,000"},
		{"log dollars, far", logScale(1, 1e12, dollars, false, 6), "$1 | $100 | $10,000 | $1 M | $100 M | $10 bn | $1,000 bn"},
		{"log times", logScale(1, 5*day, seconds, true, 7), "0 | 1 s | 10 s | 1 min | 10 min | 1 h | 6 h | 1 d | 10 d"},
		{"log times, fine", logScale(1, 20, seconds, true, 7), "0 | 1 s | 2 s | 5 s | 10 s | 20 s"},
		{"log times, far", logScale(1, 1e12, seconds, false, 7), "1 s | 1 h | 10 d | 1,000 d | 100,000 d | 10,000,000 d | 100,000,000 d"},
		{"log times, only far", logScale(2e10, 5e12, seconds, false, 7), "100,000 d | 1,000,000 d | 10,000,000 d | 100,000,000 d"},
		{"log times, near to each other and far", logScale(2e14, 3e14, seconds, false, 7), "1,000,000,000 d | 10,000,000,000 d"},
	} {
		if got := labels(c.scale); got != c.want {
			t.Errorf("%s: got  %s\n\twant %s", c.name, got, c.want)
		}
	}
}

func TestScalesCoverTheirDataWithFewRoundTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := newExtent()
		for range rapid.IntRange(1, 5).Draw(t, "n") {
			e.add(rapid.Float64Range(0, 1).Draw(t, "x") * math.Pow(10, rapid.Float64Range(-6, 12).Draw(t, "size")))
		}
		u := rapid.SampledFrom([]unit{dollars, seconds, percent}).Draw(t, "unit")
		n := rapid.IntRange(3, 8).Draw(t, "ticks")
		s := scaleFor(e, u, n)
		if s.bottom() > e.low*(1+1e-9) || s.high < e.high*(1-1e-9) {
			t.Errorf("scale [%v, %v] does not cover [%v, %v]", s.bottom(), s.high, e.low, e.high)
		}
		if len(s.ticks) < 2 || len(s.ticks) > 2*n+4 {
			t.Errorf("%d ticks for a wish of %d: %s", len(s.ticks), n, labels(s))
		}
		seen := map[string]bool{}
		last := -1.0
		for _, k := range s.ticks {
			if seen[k.label] {
				t.Errorf("label %q twice in %s", k.label, labels(s))
			}
			seen[k.label] = true
			place := s.place(k.at)
			if !(place > last && place >= 0 && place <= 1+1e-9) {
				t.Errorf("tick %q stands at %v after %v", k.label, place, last)
			}
			last = place
		}
	})
}

func TestWrapLosesNothingAndKeepsTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-z(,=)/]{1,80}`).Draw(t, "s")
		limit := rapid.Float64Range(20, 300).Draw(t, "limit")
		lines := nameStyle.wrap(s, limit)
		if got := strings.Join(lines, ""); got != s {
			t.Errorf("wrap(%q) = %q", s, lines)
		}
		if w := nameStyle.widest(lines); w > limit {
			t.Errorf("wrap(%q, %v) is %v wide: %q", s, limit, w, lines)
		}
	})
	got := nameStyle.wrap("greedy(order=sjf,place=cheapest,backfill=easy)", 120)
	if want := []string{"greedy(order=sjf,", "place=cheapest,", "backfill=easy)"}; !slices.Equal(got, want) {
		t.Errorf("wrap = %q, want %q", got, want)
	}
}

func TestNoTwoPoliciesLookAlike(t *testing.T) {
	seen := map[string]int{}
	for i := range 56 {
		l := lookOf(i)
		key := string([]byte{l.color.R, l.color.G, l.color.B, byte(l.shape)})
		if j, ok := seen[key]; ok {
			t.Errorf("policies %d and %d share colour and marker", j, i)
		}
		seen[key] = i
	}
}
