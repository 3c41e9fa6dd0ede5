package plot

import (
	"math"
	"strings"
	"testing"
)

func TestDataThatDoNotFitAreErrors(t *testing.T) {
	head := Head{Policies: []string{"fcfs"}}
	waits := func(points ...CumulativePoint) error {
		_, err := WaitCDF(WaitData{head, []WaitPanel{{"diurnal", [][]CumulativePoint{points}}}})
		return err
	}
	times := func(s TimeSeries) error {
		_, err := OverTime(TimeData{Head: head, Panels: []TimePanel{{"diurnal", []TimeSeries{s}}}})
		return err
	}
	cost := func(e ...Estimate) error {
		_, err := CostByPolicy(CostData{head, []CostPanel{{Title: "diurnal", Costs: e}}})
		return err
	}
	_, nobody := CostWait(CostWaitData{})
	_, nowhere := CostWait(CostWaitData{Head: head})
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"no policy", nobody, "at least one policy"},
		{"no panel", nowhere, "at least one panel"},
		{"a policy too many", cost(Estimate{}, Estimate{}), `panel "diurnal" has 2 policies, want 1`},
		{"interval backwards", cost(Estimate{Low: 2, High: 1}), `panel "diurnal", policy fcfs: interval [2, 1] ends before it begins`},
		{"infinite mean", cost(Estimate{Mean: math.Inf(1)}), "mean is +Inf"},
		{"infinite seed", cost(Estimate{Seeds: []float64{math.Inf(1)}}), "a seed's value is +Inf"},
		{"negative wait", waits(CumulativePoint{-2, 0.5}), "point 0: -2 s"},
		{"waits descend", waits(CumulativePoint{2, 0.5}, CumulativePoint{1, 0.6}), "point 1: 1 s after 2 s"},
		{"fractions descend", waits(CumulativePoint{1, 0.5}, CumulativePoint{2, 0.4}), "point 1: fraction 0.4 after 0.5"},
		{"more than all", waits(CumulativePoint{1, 1.5}), "fraction 1.5"},
		{"not a number", waits(CumulativePoint{math.NaN(), 0.5}), "point 0: NaN s"},
		{"time descends", times(TimeSeries{Utilisation: []TimePoint{{2, 0}, {1, 0}}}), "utilisation, point 1: 1 s after 2 s"},
		{"value is missing", times(TimeSeries{Spending: []TimePoint{{2, math.NaN()}}}), "spending, point 0: value is NaN"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, c.err, c.want)
		}
	}
}

func TestLinesThatCoincideTakeTurns(t *testing.T) {
	twins := []int{0, 1, 0, 3, 0}
	covered := make([]int, 18) // of the pattern's 3 × 6 points, by policies 0, 2 and 4
	for _, i := range []int{0, 2, 4} {
		p := penFor(twins, i)
		for x := range covered {
			if math.Mod(float64(x)+p.phase, p.dash[0]+p.dash[1]) < p.dash[0] {
				covered[x]++
			}
		}
	}
	for x, n := range covered {
		if n != 1 {
			t.Errorf("point %d of the pattern is drawn by %d policies, want 1", x, n)
		}
	}
	if p := penFor(twins, 1); p.dash != nil {
		t.Errorf("a lone line is dashed: %v", p.dash)
	}
}
