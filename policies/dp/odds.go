package dp

import (
	"math"

	optimum "skysim/policies/dp/spot"
	"skysim/policies/spot"
	"skysim/sim"
)

// spells is how many spells of each kind the prior counts for.
const spells = 2

// mostZones is how many of the cheapest markets a job is planned with.
const mostZones = 4

// rates returns how often per ns a market goes down while it is up, and up while it is down: what
// was seen, and the prior.
func (p *Planner) rates(r *spot.Market) (fall, rise float64) {
	fall = (spells + float64(r.Falls)) / (float64(spells*float64(p.opts.Stay)) + float64(r.UpTime))
	rise = (spells + float64(r.Rises)) / (float64(spells*float64(p.opts.Gone)) + float64(r.DownTime))
	return fall, rise
}

// merge returns the odds, over one tick, of the market that is up while any of a job's markets is. A job on a machine is in the
// first of them that is up: its machine is lost when that one goes down, and if another one is up
// then, that is an eviction.
func (p *Planner) merge(zones []spot.Zone, now sim.Time, tick sim.Duration) optimum.Odds {
	var fall float64       // of the market that the job is in or would go to
	none, down := 1.0, 1.0 // no other is up after a while; none of all comes up
	first := -1
	for i, z := range zones {
		if first < 0 && z.Up {
			first = i
		}
	}
	first = max(0, first)
	for i, z := range zones {
		f, r := p.rates(p.markets.Of(z.Offer, z.Up || z.Parted, now))
		if i == first {
			fall = 1 - sim.Exp(-float64(f*float64(tick)))
		} else {
			none = float64(none * (f / (f + r)))
		}
		down = float64(down * sim.Exp(-float64(r*float64(tick))))
	}
	gone := float64(fall * none)
	return optimum.Odds{Down: step(gone), Up: step(1 - down), Evict: step((fall - gone) / (1 - gone))}
}

// step rounds a probability up to one of a few: four between each power of two and the next.
func step(q float64) float64 {
	if !(q > 1e-6) {
		return 0
	}
	m, e := math.Frexp(q)
	return min(1, math.Ldexp(math.Ceil(float64(m*8))/8, e))
}
