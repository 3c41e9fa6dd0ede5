package nomad

import (
	"math"

	"skysim/sim"
)

// value returns what an hour of progress made now is worth: what it will cost if it is not. The markets are in the order
// of their full prices. work and left are the hours of work and of time.
func value(markets []option, work, left float64) float64 {
	if len(markets) == 0 {
		return 1
	}
	v := markets[0].full
	none, rise, lost := 1.0, 0.0, 0.0
	up := false
	for i := range markets {
		m := &markets[i]
		none = float64(none * (m.fall / (m.fall + m.rise)))
		rise += m.rise
		up = up || m.zone.Up
		lost = max(lost, float64(m.entry*m.fall))
		next := 1.0
		if i+1 < len(markets) {
			next = min(1, markets[i+1].full)
		}
		if next <= v {
			continue
		}
		need := float64(work*(1+lost)) + m.entry
		v += float64((next - v) * short(none, rise, up, left, need))
	}
	return v
}

// short returns the probability that a market which is down for a share none of the time, comes up at a rate and is up
// or down now is up for less than need within left hours: the time that a two-state Markov process spends
// in a state, taken as normally distributed.
func short(none, rise float64, up bool, left, need float64) float64 {
	fall := float64(none*rise) / (1 - none)
	both := fall + rise
	share := rise / both
	settles := (1 - sim.Exp(-float64(both*left))) / both
	mean := float64(share * left)
	if up {
		mean += float64((1 - share) * settles)
	} else {
		mean -= float64(share * settles)
	}
	variance := float64(2*float64(fall*rise)*left) / float64(both*float64(both*both))
	return above((need - mean) / math.Sqrt(variance+1e-4))
}

// above returns, to a hundredth, the probability that a normal variate is below x: the logistic curve.
func above(x float64) float64 {
	return 1 / (1 + sim.Exp(-float64(1.702*max(-40, min(40, x)))))
}
