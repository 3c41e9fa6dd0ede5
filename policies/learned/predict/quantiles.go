package predict

import "fmt"

// Quantiles adds quantiles to a model: the forecast plus a quantile of the errors that it made at the same
// distance when it was moved through the end of the history (split conformal prediction, Vovk
// et al. 2005, for a series: exact only if errors are exchangeable, which they are not
// when the world changes).
type Quantiles struct {
	Model Model
	// Origins is from how many points of the history errors are taken, and Steps the longest
	// distance. 50 and as far as is forecast are usual.
	Origins, Steps int

	errors [][]float64 // by distance, sorted
}

// Fit fits the model to the whole history, after it has been fitted to what came before each
// origin. That costs Origins fits.
func (q *Quantiles) Fit(history []float64) {
	q.errors = make([][]float64, q.Steps)
	for k := range min(q.Origins, max(0, len(history)-q.Steps)) {
		at := len(history) - q.Steps - k
		if at < 1 {
			break
		}
		q.Model.Fit(history[:at])
		for i, f := range q.Model.Forecast(q.Steps) {
			q.errors[i] = append(q.errors[i], history[at+i]-f)
		}
	}
	for i := range q.errors {
		q.errors[i] = sorted(q.errors[i])
	}
	q.Model.Fit(history)
}

// Forecast implements Model: it is the model's own.
func (q *Quantiles) Forecast(steps int) []float64 { return q.Model.Forecast(steps) }

// Quantile returns the p-quantile of the next values, from the first on. Beyond Steps the errors
// of the last distance stand for those that are not known; without any it is the forecast.
func (q *Quantiles) Quantile(steps int, p float64) []float64 {
	f := q.Model.Forecast(steps)
	for i := range f {
		if len(q.errors) == 0 {
			break
		}
		if e := q.errors[min(i, len(q.errors)-1)]; len(e) > 0 {
			f[i] += quantile(e, p)
		}
	}
	return f
}

// String implements Model.
func (q *Quantiles) String() string { return fmt.Sprintf("quantiles(%v)", q.Model) }
