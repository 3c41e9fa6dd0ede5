package workloads

import "skysim/sim"

// Arrivals is a sequence of instants that never goes back.
type Arrivals interface {
	// Next returns the next instant, and false when there are no more.
	Next() (sim.Time, bool)
}

// Poisson returns the arrivals of a Poisson process whose rate per hour follows
// a signal, before the instant until. It thins a process of the signal's
// highest rate: a candidate at t stays with probability At(t)/Max(). How long
// that takes goes with Max, so a signal with a rare, high peak is slow.
func Poisson(rate Signal, until sim.Time, s sim.Stream) Arrivals {
	return &poisson{rate: rate, until: until, stream: s}
}

type poisson struct {
	rate   Signal
	until  sim.Time
	stream sim.Stream
	now    sim.Time
}

func (p *poisson) Next() (sim.Time, bool) {
	top := p.rate.Max()
	if !(top > 0) {
		return 0, false
	}
	const hour = 3.6e12 // ns
	for {
		p.now = p.now.Add(nanoseconds(float64(p.stream.Exponential()/top) * hour))
		if p.now >= p.until {
			p.now = p.until
			return 0, false
		}
		if r := p.rate.At(p.now); r >= top || p.stream.Bool(r/top) {
			return p.now, true
		}
	}
}

// Evenly returns arrivals that are a constant gap apart, the first at 0, before
// the instant until. A gap that is not positive makes none.
func Evenly(gap sim.Duration, until sim.Time) Arrivals {
	return &evenly{gap: gap, until: until}
}

type evenly struct {
	gap   sim.Duration
	until sim.Time
	next  sim.Time
}

func (e *evenly) Next() (sim.Time, bool) {
	if e.next >= e.until || e.gap <= 0 {
		return 0, false
	}
	t := e.next
	e.next = t.Add(e.gap)
	return t, true
}

// nanoseconds rounds to a whole number, and holds what is too large for one at
// the largest duration.
func nanoseconds(ns float64) sim.Duration {
	ns = float64(ns) // a caller's product, which inlining would bring next to the difference below
	if !(ns < 0x1p63) {
		return sim.Duration(sim.Never)
	}
	// Adding ½ would round large odd numbers wrongly; a float's own fraction is exact.
	d := sim.Duration(ns)
	if ns-float64(d) >= 0.5 {
		d++
	}
	return d
}

// seconds turns a number of seconds into the nearest duration.
func seconds(s float64) sim.Duration { return nanoseconds(float64(s * 1e9)) }
