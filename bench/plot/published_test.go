package plot

import (
	"math"
	"strings"
	"testing"
)

// curvesScene has curves that rise and level off; one's own are a little off.
func curvesScene(policies, titles []string) CurvesData {
	d := CurvesData{Head: Head{"cluster: allocation as jobs arrive", "broad and light: published; thin: ours", policies}, X: "arrived load (%)", Y: "allocated (%)"}
	for w, t := range titles {
		p := CurvesPanel{Title: t}
		for i := range policies {
			var theirs, ours []XY
			for x := 0.0; x <= 130; x += 5 {
				y := min(x, 95-2*float64(i)-float64(w))
				theirs, ours = append(theirs, XY{x, y}), append(ours, XY{x, y + 0.01*x})
			}
			p.Published, p.Ours = append(p.Published, theirs), append(p.Ours, ours)
		}
		d.Panels = append(d.Panels, p)
	}
	return d
}

func addPublished(m map[string]func() (*Figure, error)) {
	m["published_curves"] = func() (*Figure, error) { return Curves(curvesScene(five, worlds[:2])) }
	m["published_curves_half"] = func() (*Figure, error) {
		d := curvesScene(nine, worlds[:1])
		d.Panels[0].Published = nil
		d.Panels[0].Ours[3] = d.Panels[0].Ours[3][:1]
		d.Panels[0].Ours[4] = nil
		return Curves(d)
	}
	m["published_intervals"] = func() (*Figure, error) {
		return Intervals(IntervalsData{"queues: intervals around what theory says", "simultaneous at 99 %", "(ours − theory) ÷ theory", []IntervalRow{
			{"M/M/10 wait", 0.002, -0.01, 0.014, "0.6690 for 0.6687"}, {"M/D/1 wait", -0.003, -0.006, -0.0001, "1.994 for 2.000"},
			{strings.Repeat("a long case, ", 9), -0.021, -0.04, 0.002, "1.2 for 1.3"}, {"exact", 0, 0, 0, "1,044 for 1,044"},
		}})
	}
	m["published_agreement"] = func() (*Figure, error) {
		return Agreement(AgreementData{"queues: published and ours", "15 numbers", []AgreementRow{
			{"M/M/10 wait", 0.2, "0.6690 for 0.6687"}, {"M/D/1 wait", -0.97, "1.951 for 2.000"}, {"far out", 40, "3 for 2"},
			{strings.Repeat("a long case, ", 9), -1.2, "1.2 for 1.3"}, {"exact", 0, "1,044 for 1,044"},
		}})
	}
}

func TestPublishedErrors(t *testing.T) {
	bad := curvesScene(five, worlds[:1])
	bad.Panels[0].Ours[2][3].Y = math.NaN()
	few := curvesScene(five, worlds[:1])
	few.Panels[0].Published = few.Panels[0].Published[1:]
	for _, c := range []struct {
		name, want string
		draw       func() (*Figure, error)
	}{
		{"a point that is no number", "point 3 is (15, NaN)", func() (*Figure, error) { return Curves(bad) }},
		{"too few curves", "has 4 policies, want 5", func() (*Figure, error) { return Curves(few) }},
		{"no rows", "at least one row", func() (*Figure, error) { return Agreement(AgreementData{}) }},
		{"no intervals", "at least one row", func() (*Figure, error) { return Intervals(IntervalsData{}) }},
		{"an interval beside its centre", `row "x": 1 in [2, 3]`, func() (*Figure, error) {
			return Intervals(IntervalsData{Rows: []IntervalRow{{"x", 1, 2, 3, ""}}})
		}},
		{"an interval without end", `row "x": 1 in [-Inf, 3]`, func() (*Figure, error) {
			return Intervals(IntervalsData{Rows: []IntervalRow{{"x", 1, math.Inf(-1), 3, ""}}})
		}},
		{"an infinite distance", `row "x": distance is +Inf`, func() (*Figure, error) { return Agreement(AgreementData{Rows: []AgreementRow{{"x", math.Inf(1), ""}}}) }},
	} {
		if _, err := c.draw(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}
