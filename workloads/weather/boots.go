package weather

import (
	"fmt"
	"math"
	"time"

	"skysim/sim"
)

// Boots says how boots deviate from their offer's boot time. The zero value
// changes nothing.
type Boots struct {
	// Jitter is the standard deviation of the logarithm of the boot time, from
	// 0 to 2; the mean stays the offer's. 0.3 is usual. No boot takes less than
	// a quarter of its offer's time or more than eight times as long, but for slow ones.
	Jitter float64
	// Failure is the probability that a machine does not come up, from 0 to 1.
	Failure float64
	// Slow is the probability, from 0 to 1, that a boot is a slow one, and SlowFactor
	// by how much at least that is longer, from 1 to 1000. Slow boots have a heavy
	// tail (Pareto's with exponent 2): they take 2·SlowFactor times as long on
	// average, and one in 100 of them 10·SlowFactor times or more, up to 100.
	Slow, SlowFactor float64
}

// In returns the boots of a world under a seed. It reports a value that is out
// of range.
func (b Boots) In(w *sim.World, seed uint64) (sim.Boots, error) {
	if !(b.Jitter >= 0 && b.Jitter <= 2) {
		return nil, fmt.Errorf("boot jitter %v, want 0 to 2", b.Jitter)
	}
	if !(b.Failure >= 0 && b.Failure <= 1) {
		return nil, fmt.Errorf("boot failure %v, want a probability from 0 to 1", b.Failure)
	}
	if !(b.Slow >= 0 && b.Slow <= 1) {
		return nil, fmt.Errorf("slow boots with probability %v, want 0 to 1", b.Slow)
	}
	if b.Slow > 0 && !(b.SlowFactor >= 1 && b.SlowFactor <= 1000) {
		return nil, fmt.Errorf("slow boots are slower by a factor of %v, want 1 to 1000", b.SlowFactor)
	}
	in := &boots{Boots: b, seed: seed}
	for i := range w.Offers {
		o := &w.Offers[i]
		in.base = append(in.base, o.Boot)
		in.key = append(in.key, marketKey(w, o, o.Purchase.String()))
	}
	return in, nil
}

type boots struct {
	Boots
	seed uint64
	base []sim.Duration // by offer
	key  []uint64       // by offer, from its names
}

// Boot implements sim.Boots. Time and failure come from streams of their own, so
// that a change of one parameter leaves the other facet as it was.
func (b *boots) Boot(o sim.OfferID, ordinal int64) (sim.Duration, bool) {
	d := b.base[o]
	if b.Jitter > 0 && d > 0 {
		s := sim.NewStream(b.seed, "boot", b.key[o], uint64(ordinal))
		factor := sim.Exp(float64(b.Jitter*s.Normal()) - float64(b.Jitter*b.Jitter/2))
		d = time.Duration(float64(float64(d) * min(8, max(0.25, factor))))
	}
	if b.Slow > 0 {
		if s := sim.NewStream(b.seed, "slow boot", b.key[o], uint64(ordinal)); s.Bool(b.Slow) {
			tail := min(100, 1/math.Sqrt(1-s.Float64()))
			d = time.Duration(float64(min(float64(d)*float64(b.SlowFactor*tail), 1e18)))
		}
	}
	s := sim.NewStream(b.seed, "boot failure", b.key[o], uint64(ordinal))
	return d, !s.Bool(b.Failure)
}

// MarketKey returns the key that the market of an offer is known by: a hash of names.
func MarketKey(w *sim.World, o *sim.Offer) uint64 { return marketKey(w, o, "") }

// marketKey hashes the names of an offer's provider, region, zone and machine
// type, and one word more.
func marketKey(w *sim.World, o *sim.Offer, more string) uint64 {
	z := &w.Zones[o.Zone]
	r := &w.Regions[z.Region]
	return sim.Key(w.Providers[r.Provider].Name, r.Name, z.Name, w.Types[o.Type].Name, more)
}
