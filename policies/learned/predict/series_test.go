package predict

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
)

func ExampleBacktest() {
	var days []float64 // of four values, each day 1 more than the day before
	for t := range 40 {
		days = append(days, float64(t/4)+[]float64{0, 8, 12, 4}[t%4])
	}
	for _, m := range []Model{&Naive{}, &SeasonalNaive{Season: 4}, &HoltWinters{Season: 4}} {
		r, err := Backtest(m, days, BacktestOptions{Start: 20, Every: 4, Horizon: 4, Season: 4, Level: 0.9})
		fmt.Printf("%s: MAE %.2f, %.2f of the seasonal naive's %v\n", r.Model, r.MAE, r.Relative, err)
	}
	// Output:
	// naive: MAE 4.50, 4.50 of the seasonal naive's <nil>
	// seasonal-naive(4): MAE 1.00, 1.00 of the seasonal naive's <nil>
	// holt-winters(4): MAE 0.00, 0.00 of the seasonal naive's <nil>
}

// series draws a season, a trend and noise.
func series(seed uint64, n, season int, trend, noise float64) []float64 {
	s := sim.NewStream(seed, "series")
	shape := make([]float64, season)
	for i := range shape {
		shape[i] = 10 * s.Float64()
	}
	y := make([]float64, n)
	for t := range y {
		y[t] = 50 + trend*float64(t) + shape[t%season] + noise*s.Normal()
	}
	return y
}

// The definition, written down once more with all values kept.
func smoothed(y []float64, m int, a, b, g float64, steps int) []float64 {
	first, second := 0.0, 0.0
	for i := range m {
		first, second = first+y[i]/float64(m), second+y[m+i]/float64(m)
	}
	trend := (second - first) / float64(m)
	level := first + trend*float64(m-1)/2
	season := map[int]float64{}
	for i := range m {
		season[i] = y[i] - (first + trend*(float64(i)-float64(m-1)/2))
	}
	for t := m; t < len(y); t++ {
		before := level
		level = a*(y[t]-season[t-m]) + (1-a)*(level+trend)
		trend = b*(level-before) + (1-b)*trend
		season[t] = g*(y[t]-level) + (1-g)*season[t-m]
	}
	f := make([]float64, steps)
	for h := range f {
		f[h] = level + float64(h+1)*trend + season[len(y)-m+h%m]
	}
	return f
}

func TestHoltWintersIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 7).Draw(t, "season")
		y := series(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(max(2*m, 3), 60).Draw(t, "values"), m, 0.3, 1)
		h := HoltWinters{Season: m}
		h.Fit(y)
		a, b, g := h.Rates()
		got, want := h.Forecast(2*m+1), smoothed(y, m, a, b, g, 2*m+1)
		for i := range got {
			if math.Abs(got[i]-want[i]) > 1e-9 {
				t.Fatalf("rates %v %v %v: forecast %v, want %v", a, b, g, got, want)
			}
		}
	})
}

// A line with a season and no noise is forecast exactly, whatever the rates.
func TestHoltWintersOfALine(t *testing.T) {
	y := series(3, 60, 6, 0.5, 0)
	h := HoltWinters{Season: 6}
	h.Fit(y[:42])
	for i, f := range h.Forecast(18) {
		if math.Abs(f-y[42+i]) > 1e-9 {
			t.Errorf("step %d: %v, want %v", i+1, f, y[42+i])
		}
	}
}

// Another zero and another unit of the values are another zero and unit of every forecast.
func TestShiftAndScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := series(rapid.Uint64().Draw(t, "seed"), 40, 5, 0.1, 2)
		shift, scale := float64(rapid.IntRange(-50, 50).Draw(t, "shift")), math.Ldexp(1, rapid.IntRange(-4, 6).Draw(t, "scale"))
		moved := make([]float64, len(y))
		for i := range y {
			moved[i] = scale*y[i] + shift
		}
		for _, mk := range []func() Model{
			func() Model { return &Naive{} }, func() Model { return &SeasonalNaive{Season: 5} }, func() Model { return &HoltWinters{Season: 5} },
			func() Model { return &Quantiles{Model: &SeasonalNaive{Season: 5}, Origins: 10, Steps: 7} },
		} {
			a, b := mk(), mk()
			a.Fit(y)
			b.Fit(moved)
			f, g := a.Forecast(7), b.Forecast(7)
			if q, has := a.(*Quantiles); has {
				f, g = q.Quantile(7, 0.9), b.(*Quantiles).Quantile(7, 0.9)
			}
			for i := range f {
				// Rates are found to a thousandth: another rounding may lead elsewhere.
				if math.Abs(g[i]-(scale*f[i]+shift)) > 0.02*scale {
					t.Fatalf("%v: %v becomes %v, want %v", a, f[i], g[i], scale*f[i]+shift)
				}
			}
		}
	})
}

// The q-quantile is not exceeded by a share q of what comes, on a series whose errors are exchangeable.
func TestQuantilesCover(t *testing.T) {
	for _, level := range []float64{0.5, 0.9} {
		r, err := Backtest(&Quantiles{Model: &SeasonalNaive{Season: 6}, Origins: 60, Steps: 6},
			series(9, 3000, 6, 0, 3), BacktestOptions{Start: 100, Every: 6, Horizon: 6, Season: 6, Level: level, Window: 100})
		if err != nil || math.Abs(r.Covered-level) > 0.03 {
			t.Errorf("%v is covered with %.3f, %v", level, r.Covered, err)
		}
	}
}

// Pinball loss is least at the quantile, by trying all values of a sample.
func TestPinballIsLeastAtTheQuantile(t *testing.T) {
	s := sim.NewStream(4, "pinball")
	var y []float64
	for range 199 {
		y = append(y, s.Exponential())
	}
	for _, q := range []float64{0.1, 0.5, 0.9} {
		best := slices.MinFunc(y, func(a, b float64) int {
			loss := func(f float64) (sum float64) {
				for _, v := range y {
					sum += Pinball(v, f, q)
				}
				return sum
			}
			return int(min(max(1e9*(loss(a)-loss(b)), -1), 1))
		})
		if got := quantile(sorted(y), q); got != best {
			t.Errorf("the %v-quantile is %v, and pinball loss is least at %v", q, got, best)
		}
	}
}

func TestSeriesEdges(t *testing.T) {
	for _, m := range []Model{&Naive{}, &SeasonalNaive{Season: 3}, &HoltWinters{Season: 3}, &Quantiles{Model: &Naive{}, Origins: 5, Steps: 2}} {
		for _, history := range [][]float64{nil, {7}, {7, 7}} {
			m.Fit(history)
			want := 7.0
			if history == nil {
				want = 0
			}
			if f := m.Forecast(2); f[0] != want || f[1] != want {
				t.Errorf("%v of %v forecasts %v, want %v", m, history, f, want)
			}
		}
	}
	zero := 0.0
	h := HoltWinters{Season: 1, Floor: &zero}
	h.Fit([]float64{9, 6, 3, 0})
	if f := h.Forecast(3); f[2] != 0 {
		t.Errorf("a count falls to %v, want 0", f)
	}
	for _, o := range []BacktestOptions{{}, {Start: 9, Every: 1, Horizon: 1, Season: 1}, {Start: 1, Every: 1, Horizon: 1, Season: 1, Level: 2}} {
		if _, err := Backtest(&Naive{}, make([]float64, 9), o); err == nil || !strings.HasPrefix(err.Error(), "predict: ") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
