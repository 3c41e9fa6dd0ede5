package predict

import "fmt"

// HoltWinters is additive triple exponential smoothing (Holt 1957, Winters 1960): a level, a trend and a
// season, each an average that forgets at a rate of its own.
//
//	level   ℓₜ = α·(yₜ − sₜ₋ₘ) + (1−α)·(ℓₜ₋₁ + bₜ₋₁)
//	trend   bₜ = β·(ℓₜ − ℓₜ₋₁) + (1−β)·bₜ₋₁
//	season  sₜ = γ·(yₜ − ℓₜ) + (1−γ)·sₜ₋ₘ
//	forecast of h steps: ℓ + h·b + s, s of the same place in the season
//
// The rates are those of the least sum of squared errors of one-step forecasts, found without
// chance: the best of a grid, and then by golden section along each rate in turn.
type HoltWinters struct {
	Season int // values in a season, at least 1; with 1 there is none
	// Floor is the least forecast, such as 0 for counts; nil is none.
	Floor *float64

	alpha, beta, gamma float64
	level, trend       float64
	season             []float64 // that of the next value first
}

// Fit implements Model. It wants two seasons; of less it forecasts the mean.
func (h *HoltWinters) Fit(history []float64) {
	m := max(h.Season, 1)
	if len(history) < 2*m || len(history) < 3 {
		h.level, h.trend, h.season = 0, 0, []float64{0}
		if len(history) > 0 {
			h.level = mean(history)
		}
		return
	}
	best := [3]float64{}
	least := -1.0
	for _, a := range rates {
		for _, b := range rates {
			for _, g := range rates {
				if e := h.run(history, [3]float64{a, b, g}); least < 0 || e < least {
					best, least = [3]float64{a, b, g}, e
				}
			}
		}
	}
	for range 2 {
		for i := range best {
			best[i] = golden(func(x float64) float64 {
				try := best
				try[i] = x
				return h.run(history, try)
			}, max(0, best[i]-0.2), min(1, best[i]+0.2), best[i])
		}
	}
	h.alpha, h.beta, h.gamma = best[0], best[1], best[2]
	h.run(history, best)
}

// rates is the grid.
var rates = [...]float64{0.02, 0.1, 0.3, 0.6}

// Rates returns the rates that Fit has found: of level, trend and season.
func (h *HoltWinters) Rates() (alpha, beta, gamma float64) { return h.alpha, h.beta, h.gamma }

// run goes through a history with some rates, leaves the state behind it, and returns the sum of
// squared errors of one-step forecasts after the first season. It begins with the mean of the first
// season, the mean step to the second, and what the first deviates from that line.
func (h *HoltWinters) run(history []float64, rate [3]float64) (squares float64) {
	m := max(h.Season, 1)
	first, second := mean(history[:m]), mean(history[m:2*m])
	h.trend = (second - first) / float64(m)
	middle := float64(float64(m-1) / 2)
	h.season = append(h.season[:0], history[:m]...)
	for i := range h.season {
		h.season[i] -= first + float64(h.trend*(float64(i)-middle))
	}
	h.level = first + float64(h.trend*(float64(m-1)-middle))
	for t := m; t < len(history); t++ {
		y, s := history[t], h.season[t%m]
		expected := h.level + h.trend
		miss := y - (expected + s)
		squares += float64(miss * miss)
		level := float64(rate[0]*(y-s)) + float64((1-rate[0])*expected)
		h.trend = float64(rate[1]*(level-h.level)) + float64((1-rate[1])*h.trend)
		h.season[t%m] = float64(rate[2]*(y-level)) + float64((1-rate[2])*s)
		h.level = level
	}
	turn := len(history) % m
	h.season = append(append([]float64{}, h.season[turn:]...), h.season[:turn]...)
	return squares
}

// golden returns where a function of one hump downwards is least between two points, to a thousandth,
// or the point that is known if nothing better was found.
func golden(f func(float64) float64, lo, hi, known float64) float64 {
	const ratio = 0.6180339887498949
	a, b := hi-float64(ratio*(hi-lo)), lo+float64(ratio*(hi-lo))
	fa, fb := f(a), f(b)
	for hi-lo > 1e-3 {
		if fa <= fb {
			hi, b, fb = b, a, fa
			a = hi - float64(ratio*(hi-lo))
			fa = f(a)
		} else {
			lo, a, fa = a, b, fb
			b = lo + float64(ratio*(hi-lo))
			fb = f(b)
		}
	}
	x := (lo + hi) / 2
	if f(x) < f(known) {
		return x
	}
	return known
}

// Forecast implements Model.
func (h *HoltWinters) Forecast(steps int) []float64 {
	f := make([]float64, steps)
	for i := range f {
		f[i] = h.level + float64(float64(i+1)*h.trend)
		if len(h.season) > 0 {
			f[i] += h.season[i%len(h.season)]
		}
		if h.Floor != nil {
			f[i] = max(f[i], *h.Floor)
		}
	}
	return f
}

// String implements Model.
func (h *HoltWinters) String() string { return fmt.Sprintf("holt-winters(%d)", h.Season) }
