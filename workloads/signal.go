package workloads

import (
	"math"
	"time"

	"skysim/sim"
)

// Signal is a quantity over time, such as jobs per hour. It is never negative:
// what would be counts as 0. The zero value is 0 for ever.
//
// A signal's clock starts on a Monday at 00:00 UTC; StartingAt moves it to the
// calendar instant at which a run begins.
type Signal struct {
	at  func(t sim.Time) float64 // nil is 0
	max float64                  // no value is above it
}

// At returns the value at t.
func (s Signal) At(t sim.Time) float64 {
	if s.at == nil {
		return 0
	}
	return math.Max(0, s.at(t))
}

// Max returns a bound that no value exceeds; thinning needs one.
func (s Signal) Max() float64 { return s.max }

// Integral returns the area under the signal from one instant to another, in
// units times hours, by the midpoint rule with the given step: of a rate per
// hour, the number of arrivals to expect.
func (s Signal) Integral(from, to sim.Time, step sim.Duration) float64 {
	sum := 0.0
	for t := from; t < to; t = t.Add(step) {
		d := min(step, to.Sub(t))
		sum += float64(s.At(t.Add(d/2)) * d.Hours())
	}
	return sum
}

const (
	day  = 24 * time.Hour
	week = 7 * day
)

// Constant returns the signal that is always v.
//
//	v |────────────────────
//	0 +────────────────────▶ t
func Constant(v float64) Signal {
	v = math.Max(0, v)
	return Signal{func(sim.Time) float64 { return v }, v}
}

// Daily returns a factor that swings once a day around 1, between 1 - amplitude
// and 1 + amplitude, with its top at the given hour (UTC). Over a whole day its
// mean is 1, if the amplitude is at most 1.
//
//	1+a |      .-.              .-.
//	1   |.    /   \    .-.     /   \
//	1-a | `-.'     `-.'   `-.-'     `
//	    +──────┴───────────────┴─────▶ t
//	         peak          24 h + peak
func Daily(amplitude, peakHour float64) Signal {
	peak := sim.Time(float64(peakHour * float64(time.Hour)))
	return Signal{func(t sim.Time) float64 {
		// The turns are taken away in integers: the cosine sees less than one.
		turn := float64(phase(t-peak, day)) / float64(day)
		return 1 + float64(amplitude*sim.Cos(float64(2*math.Pi*turn)))
	}, 1 + math.Abs(amplitude)}
}

// Weekly returns a factor for the days of the week: one from Monday to Friday,
// another on Saturday and Sunday (UTC).
//
//	weekday |──────────.    .──────────.
//	weekend |          `────'          `────
//	        +──────────┬────┬──────────┬─────▶ t
//	        Mon       Sat  Mon        Sat
func Weekly(weekday, weekend float64) Signal {
	return Signal{func(t sim.Time) float64 {
		if phase(t, week) < 5*day {
			return weekday
		}
		return weekend
	}, math.Max(0, math.Max(weekday, weekend))}
}

// Bursts returns a factor that is the given one for a length at the beginning
// of every period, and 1 for the rest of it.
//
//	factor |──.         ──.         ──.
//	1      |  `─────────  `─────────  `───
//	       +──┴────────┴──┴────────┴──────▶ t
//	         length   every
func Bursts(every, length sim.Duration, factor float64) Signal {
	return Signal{func(t sim.Time) float64 {
		if every > 0 && phase(t, every) < length {
			return factor
		}
		return 1
	}, math.Max(1, factor)}
}

// Burst returns a factor that is the given one for a length from one instant
// on, and 1 before and after.
//
//	factor |        .────.
//	1      |────────'    `──────
//	       +────────┴────┴──────▶ t
//	              from  +length
func Burst(from sim.Time, length sim.Duration, factor float64) Signal {
	return Signal{func(t sim.Time) float64 {
		if t >= from && t.Sub(from) < length {
			return factor
		}
		return 1
	}, math.Max(1, factor)}
}

// phase returns how far into its period t is, also before 0.
func phase(t sim.Time, period sim.Duration) sim.Duration {
	p := sim.Duration(t) % period
	if p < 0 {
		p += period
	}
	return p
}

// Plus returns the sum of two signals.
//
//	s ___/‾‾\___   plus   o ──────   is   ___/‾‾\___ , higher by o
func (s Signal) Plus(o Signal) Signal {
	return Signal{func(t sim.Time) float64 { return s.At(t) + o.At(t) }, s.max + o.max}
}

// Times returns the product of two signals: a rate times a factor is a rate.
func (s Signal) Times(o Signal) Signal {
	return Signal{func(t sim.Time) float64 { return float64(s.At(t) * o.At(t)) }, float64(s.max * o.max)}
}

// Clamp returns the signal kept between two values.
//
//	hi |   .───.
//	   |  /     \
//	lo |─'       `───
//	   +─────────────▶ t
func (s Signal) Clamp(lo, hi float64) Signal {
	keep := func(v float64) float64 { return math.Min(hi, math.Max(lo, v)) }
	return Signal{func(t sim.Time) float64 { return keep(s.At(t)) }, math.Max(0, keep(s.max))}
}

// Delay returns the signal d later.
//
//	__/‾\______   by d   ______/‾\__
func (s Signal) Delay(d sim.Duration) Signal {
	return Signal{func(t sim.Time) float64 { return s.At(t - sim.Time(d)) }, s.max}
}

// StartingAt returns the signal as it is from a calendar instant on, which
// becomes its 0: Weekly then knows on which day of the week the run begins.
func (s Signal) StartingAt(epoch time.Time) Signal {
	u := epoch.UTC()
	sinceMonday := sim.Duration((int(u.Weekday())+6)%7)*day + u.Sub(u.Truncate(day))
	return s.Delay(-sinceMonday)
}
