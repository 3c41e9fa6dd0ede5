package predict

import (
	"fmt"
	"math"
)

// BacktestOptions say how a model is moved through a series.
type BacktestOptions struct {
	Start   int     // values before the first origin, at least 1
	Every   int     // values from one origin to the next, at least 1
	Horizon int     // steps forecast at each, at least 1
	Season  int     // of the seasonal naive that it is held against, at least 1
	Level   float64 // of the quantile that pinball loss and coverage are of, such as 0.9
	Window  int     // the longest history that the model is fitted to; 0 is all
}

// Report says how wrong a model was.
type Report struct {
	Model    string
	Points   int     // forecasts that could be held against the truth
	MAE      float64 // mean absolute error
	RMSE     float64 // root of the mean squared error
	Bias     float64 // mean of forecast − truth
	MASE     float64 // MAE ÷ that of the seasonal naive within the values before Start (Hyndman & Koehler 2006)
	Relative float64 // MAE ÷ that of the seasonal naive on the same points: below 1 it is better
	Pinball  float64 // mean pinball loss at Level; of a model without quantiles, of its forecast
	Covered  float64 // share of truths at or below the quantile; NaN without quantiles
}

// Backtest fits a model to what came before each origin, forecasts from there, and holds it against
// what came. It reports options that are out of range for the series.
func Backtest(m Model, series []float64, o BacktestOptions) (Report, error) {
	r := Report{Model: m.String(), Covered: math.NaN()}
	switch {
	case o.Start < 1 || o.Every < 1 || o.Horizon < 1 || o.Season < 1:
		return r, fmt.Errorf("predict: start %d, every %d, horizon %d, season %d, want 1 or more of each", o.Start, o.Every, o.Horizon, o.Season)
	case o.Start+1 > len(series):
		return r, fmt.Errorf("predict: the first origin is after %d values, and the series has %d: nothing is left to be forecast", o.Start, len(series))
	case !(o.Level >= 0 && o.Level <= 1):
		return r, fmt.Errorf("predict: level %v, want 0 to 1", o.Level)
	}
	var sum tally
	naive := &SeasonalNaive{Season: o.Season}
	for at := o.Start; at < len(series); at += o.Every {
		history := series[:at]
		if o.Window > 0 && at > o.Window {
			history = series[at-o.Window : at]
		}
		m.Fit(history)
		naive.Fit(series[:at])
		sum.add(m, naive, series[at:min(at+o.Horizon, len(series))], o.Level)
	}
	sum.fill(&r, inSample(series[:o.Start], o.Season))
	return r, nil
}

// tally adds up errors.
type tally struct {
	n, covered                          int
	absolute, squared, signed, pinballs float64
	naive                               float64
	quantiles                           bool
}

// add takes in the forecasts from one origin.
func (s *tally) add(m, naive Model, truth []float64, level float64) {
	f, base := m.Forecast(len(truth)), naive.Forecast(len(truth))
	upper := f
	if q, has := m.(interface {
		Quantile(steps int, p float64) []float64
	}); has {
		s.quantiles = true
		upper = q.Quantile(len(truth), level)
	}
	for i, y := range truth {
		miss := f[i] - y
		s.n++
		s.absolute += math.Abs(miss)
		s.squared += float64(miss * miss)
		s.signed += miss
		s.naive += math.Abs(base[i] - y)
		s.pinballs += Pinball(y, upper[i], level)
		if y <= upper[i] {
			s.covered++
		}
	}
}

// fill turns sums into means.
func (s *tally) fill(r *Report, scale float64) {
	n := float64(s.n)
	r.Points, r.MAE, r.RMSE, r.Bias = s.n, s.absolute/n, math.Sqrt(s.squared/n), s.signed/n
	r.MASE, r.Relative, r.Pinball = r.MAE/scale, s.absolute/s.naive, s.pinballs/n
	if s.quantiles {
		r.Covered = float64(s.covered) / n
	}
}

// inSample is the mean absolute error of the seasonal naive within a history, one season ahead.
func inSample(history []float64, season int) float64 {
	sum, n := 0.0, 0
	for t := season; t < len(history); t++ {
		sum += math.Abs(history[t] - history[t-season])
		n++
	}
	return sum / float64(n)
}
