package plot

import (
	"math"
	"slices"
)

// tick is a place on an axis, in base units, with what is written there.
type tick struct {
	at    float64
	label string
}

// scale maps base units to places on an axis, 0 at its beginning and 1 at its
// end.
type scale struct {
	low, high float64 // in base units
	log       bool
	strip     float64 // share of a log axis set apart for zero, at its beginning
	ticks     []tick
	zeroBased bool // a linear axis that begins at zero
}

// place returns where x stands. On a log axis, what lies below its beginning
// is put in the middle of the strip for zero, or at the beginning if there is none.
func (s *scale) place(x float64) float64 {
	if !s.log {
		return clamp((x - s.low) / (s.high - s.low))
	}
	if !(x >= s.low) {
		return s.strip / 2
	}
	share := (math.Log10(x) - math.Log10(s.low)) / (math.Log10(s.high) - math.Log10(s.low))
	return s.strip + float64((1-s.strip)*clamp(share))
}

// bottom is the smallest value that has a place of its own.
func (s *scale) bottom() float64 {
	if s.strip > 0 {
		return 0
	}
	return s.low
}

func clamp(x float64) float64 { return min(max(x, 0), 1) }

// extent is the range of some data.
type extent struct {
	low, high float64
	positive  float64 // smallest value above zero; +Inf if there is none
	zero      bool    // some value is zero
}

func newExtent() extent { return extent{math.Inf(1), math.Inf(-1), math.Inf(1), false} }

// grain is the smallest amount there is: a nano-dollar, a nanosecond. Less is
// the dust of averaging, and counts as zero.
const grain = 1e-9

// add takes in finite values.
func (e *extent) add(values ...float64) {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if math.Abs(v) < grain {
			v = 0
		}
		e.low, e.high = min(e.low, v), max(e.high, v)
		e.zero = e.zero || v == 0
		if v > 0 {
			e.positive = min(e.positive, v)
		}
	}
}

// empty reports whether no value was added.
func (e *extent) empty() bool { return e.low > e.high }

// scaleFor chooses a scale of about the given number of ticks: logarithmic
// when the positive values span more than a factor of 50, with a strip for zero
// if zero occurs.
func scaleFor(e extent, u unit, ticks int) scale {
	if e.empty() {
		e.add(0, 1)
	}
	if e.low >= 0 && e.high/e.positive > 50 {
		return logScale(e.positive, e.high, u, e.zero, ticks)
	}
	return linearScale(e.low, e.high, u, ticks)
}

// stripShare is how much of a log axis zero gets.
const stripShare = 0.09

// linearScale has ticks at 1, 2 or 5 times a power of ten of the unit that is
// written, and reaches from a tick to a tick. It begins at zero unless the data
// would then use less than 60 % of it.
func linearScale(low, high float64, u unit, ticks int) scale {
	if low >= 0 && low < 0.4*high {
		low = 0
	}
	if size := max(math.Abs(low), math.Abs(high)); size == 0 {
		high = 1
	} else if high-low < 1e-6*size {
		low, high = low-0.05*size, high+0.05*size
	}
	div := u.divisor(max(math.Abs(low), math.Abs(high)))
	step := u.step((high-low)/div, div, ticks)
	first, last := math.Floor(low/div/step+1e-9), math.Ceil(high/div/step-1e-9)
	s := scale{low: float64(first*step) * div, high: float64(last*step) * div}
	s.zeroBased = first == 0
	for i := first; i <= last; i++ {
		s.ticks = append(s.ticks, tick{float64(i*step) * div, u.label(float64(i*step), step)})
	}
	return s
}

// step returns a round step that cuts a span into about n pieces; span is in
// units of div base units.
func (u unit) step(span, div float64, n int) float64 {
	if u == seconds {
		for _, t := range timeUnits {
			if t.seconds != div || span < float64(n) {
				continue
			}
			for _, step := range t.steps {
				if step >= tolerance*span/float64(n) {
					return step
				}
			}
		}
	}
	return niceStep(span, n)
}

// tolerance allows a fifth more pieces than asked for, rather than far fewer.
const tolerance = 0.8

// niceStep returns the smallest step of 1, 2 or 5 times a power of ten that
// cuts the span into about n pieces.
func niceStep(span float64, n int) float64 {
	rough := span / float64(max(n, 1))
	power := math.Floor(math.Log10(rough))
	for {
		for _, m := range []float64{1, 2, 5} {
			if step := decimal(m, power); step >= tolerance*rough {
				return step
			}
		}
		power++
	}
}

// decimal returns m·10^power with one rounding.
func decimal(m, power float64) float64 {
	if power < 0 {
		return m / math.Pow10(int(-power))
	}
	return m * math.Pow10(int(power))
}

// logScale covers low to high, both positive, with at most the given number of ticks.
func logScale(low, high float64, u unit, zero bool, ticks int) scale {
	s := scale{log: true}
	if zero {
		s.strip = stripShare
		s.ticks = append(s.ticks, tick{0, "0"})
	}
	var chosen []float64
	for _, candidates := range logTicks(low, high, u) {
		first, last := 0, len(candidates)-1
		for first+1 < len(candidates) && candidates[first+1] <= low*(1+1e-9) {
			first++
		}
		for last-1 >= 0 && candidates[last-1] >= high*(1-1e-9) {
			last--
		}
		chosen = candidates[first : max(last, first+1)+1]
		if len(chosen) <= ticks+1 {
			return s.with(chosen, u)
		}
	}
	// Even the coarsest are too many: keep every n-th, and the last.
	every := (len(chosen) - 1 + ticks - 1) / max(ticks, 1)
	var kept []float64
	for i := 0; i < len(chosen)-1; i += every {
		kept = append(kept, chosen[i])
	}
	return s.with(append(kept, chosen[len(chosen)-1]), u)
}

// with finishes a log scale with its ticks.
func (s scale) with(chosen []float64, u unit) scale {
	s.low, s.high = chosen[0], chosen[len(chosen)-1]
	for _, x := range chosen {
		s.ticks = append(s.ticks, tick{x, u.logLabel(x)})
	}
	return s
}

// logTicks returns lists of possible ticks that reach beyond low and high, from
// fine to coarse. Times have round numbers of their own.
func logTicks(low, high float64, u unit) [][]float64 {
	from, to := math.Floor(math.Log10(low))-1, math.Ceil(math.Log10(high))+1
	var fine, coarse []float64
	for p := from; p <= to; p++ {
		fine = append(fine, decimal(1, p), decimal(2, p), decimal(5, p))
		coarse = append(coarse, decimal(1, p))
	}
	if u != seconds || high < 60 {
		return [][]float64{fine, coarse}
	}
	const minute, hour, day = 60, 3600, 86400
	var below []float64
	for _, x := range coarse {
		if x < 1 {
			below = append(below, x)
		}
	}
	var above []float64
	for x := 1e4 * day; x/10 < high; x *= 10 {
		above = append(above, x)
	}
	list := func(between ...float64) []float64 { return slices.Concat(below, between, above) }
	return [][]float64{
		list(1, 2, 5, 10, 20, 30, minute, 2*minute, 5*minute, 10*minute, 20*minute, 30*minute, hour, 2*hour, 5*hour, 10*hour, day, 2*day, 5*day, 10*day, 20*day, 50*day, 100*day, 200*day, 500*day, 1000*day),
		list(1, 10, minute, 10*minute, hour, 6*hour, day, 10*day, 100*day, 1000*day),
		list(1, minute, hour, day, 10*day, 100*day, 1000*day),
	}
}
