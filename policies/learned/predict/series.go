package predict

import "fmt"

// Model forecasts a series of values at equal distances, such as jobs per hour.
type Model interface {
	// Fit learns from a history, oldest first. It forgets what it was fitted to before.
	Fit(history []float64)
	// Forecast returns the next values after the history, from the first on.
	Forecast(steps int) []float64
	// String names the model with its settings.
	String() string
}

// Naive forecasts the last value for ever: of a random walk nothing is better.
type Naive struct{ last float64 }

// Fit implements Model. An empty history forecasts 0.
func (n *Naive) Fit(history []float64) {
	n.last = 0
	if len(history) > 0 {
		n.last = history[len(history)-1]
	}
}

// Forecast implements Model.
func (n *Naive) Forecast(steps int) []float64 {
	f := make([]float64, steps)
	for i := range f {
		f[i] = n.last
	}
	return f
}

// String implements Model.
func (n *Naive) String() string { return "naive" }

// SeasonalNaive forecasts what was a season ago. It is the baseline of all others.
type SeasonalNaive struct {
	Season int // values in a season, at least 1: 24 for days of hours
	last   []float64
}

// Fit implements Model. Of a history shorter than a season the last value stands for what is missing.
func (s *SeasonalNaive) Fit(history []float64) {
	n := min(len(history), max(s.Season, 1))
	s.last = append(s.last[:0], history[len(history)-n:]...)
}

// Forecast implements Model.
func (s *SeasonalNaive) Forecast(steps int) []float64 {
	f := make([]float64, steps)
	for i := range f {
		switch n := len(s.last); {
		case n == 0:
		case n < s.Season:
			f[i] = s.last[n-1]
		default:
			f[i] = s.last[i%n]
		}
	}
	return f
}

// String implements Model.
func (s *SeasonalNaive) String() string { return fmt.Sprintf("seasonal-naive(%d)", s.Season) }
