package wrap

import (
	"math"

	"skysim/sim"
)

// References of this file:
//
//	[young] J. W. Young, A first order approximation to the optimum checkpoint
//	        interval, Communications of the ACM 17(9), 1974.
//	[daly]  J. T. Daly, A higher order estimate of the optimum checkpoint interval
//	        for restart dumps, Future Generation Computer Systems 22(3), 2006,
//	        equation 37.

// The least and the longest interval that a checkpoint policy sets. What costs
// nothing is done every second; who is never interrupted, as good as never.
const (
	leastInterval   = sim.Duration(1e9)
	longestInterval = sim.Duration(1) << 55 // more than a year
)

// Young returns the time of work between two checkpoints that loses least, to
// first order: √(2·cost·mtbf), where mtbf is the mean time between interruptions.
func Young(cost, mtbf sim.Duration) sim.Duration {
	return within(math.Sqrt(2 * float64(cost) * float64(mtbf)))
}

// Daly returns the time of work between two checkpoints that loses least, to
// higher order: √(2CM)·(1 + √(C/2M)/3 + (C/2M)/9) − C, and M itself for checkpoints
// that cost 2M or more.
func Daly(cost, mtbf sim.Duration) sim.Duration {
	c, m := float64(cost), float64(mtbf)
	if c >= 2*m {
		return within(m)
	}
	share := c / (2 * m)
	series := 1 + float64(math.Sqrt(share)/3) + float64(share/9)
	return within(float64(math.Sqrt(2*c*m)*series) - c)
}

// within rounds a number of nanoseconds to an interval that may be set, in whole seconds.
func within(ns float64) sim.Duration {
	switch {
	case ns > float64(longestInterval):
		return longestInterval
	case !(ns >= float64(leastInterval)):
		return leastInterval
	}
	return sim.Duration(ns/1e9+0.5) * 1e9
}
