package weather

import (
	"fmt"
	"math"
	"time"

	"skysim/sim"
)

// Prices lets each spot price wander about the catalogue's. The logarithm of
// price ÷ catalogue price is drawn back to 0 and pushed about at random, at
// every tick; the price stays between a floor and the on-demand price.
//
//	on-demand |─ ─ ─ ─ ─ ─ ─ ─┌─┐─ ─ ─ ─ ─
//	          |   ┌──┐      ┌─┘ └─┐
//	catalogue |───┘  └─┐  ┌─┘     └──┐  ┌──
//	floor     |─ ─ ─ ─ └──┘ ─ ─ ─ ─ ─└──┘
//	          +────┴────┴────┴────┴────┴──▶ t
//	                 Every
type Prices struct {
	// Every is the time between ticks, at least a second.
	Every sim.Duration
	// Swing is the standard deviation, in the long run, of the logarithm of
	// price ÷ catalogue price, from 0 to 3. 0.2 is a calm market.
	Swing float64
	// Memory is how long a deviation takes to fall to 1/e of itself on average;
	// it must be positive.
	Memory sim.Duration
	// Floor is the least price as a share of the catalogue's, from 0 to 1.
	Floor float64
	// Ceiling is the largest price as a share of the catalogue's, from 1; 0 is 20.
	Ceiling float64
	// Coupling is by what share the price is higher while nothing can be had; while
	// a part of Whole is missing, by that part of it. 0 lets price and supply know
	// nothing of each other. It matters to Overlay only, and only where Whole, the
	// supply that is not short, is more than 0.
	Coupling float64
	Whole    int64
}

func (m Prices) validate(until sim.Time) error {
	switch {
	case m.Every < time.Second:
		return fmt.Errorf("spot prices change every %v, want at least 1s", m.Every)
	case !(m.Swing >= 0 && m.Swing <= 3):
		return fmt.Errorf("spot prices swing by %v, want 0 to 3", m.Swing)
	case m.Memory <= 0:
		return fmt.Errorf("spot prices have a memory of %v, want more than 0", m.Memory)
	case !(m.Floor >= 0 && m.Floor <= 1):
		return fmt.Errorf("spot prices have a floor of %v, want a share from 0 to 1", m.Floor)
	case m.Ceiling != 0 && !(m.Ceiling >= 1):
		return fmt.Errorf("spot prices have a ceiling of %v, want a share from 1 on", m.Ceiling)
	case !(m.Coupling >= 0 && m.Coupling <= 1000):
		return fmt.Errorf("spot prices higher by a share of %v while there is no supply, want 0 to 1000", m.Coupling)
	case int64(until)/int64(m.Every) > mostSteps:
		return fmt.Errorf("spot prices change every %v until %v, want at most %d changes", m.Every, until, mostSteps)
	}
	return nil
}

// Overlay returns a copy of the world in which every spot price wanders, up to
// an instant from which on it stays as it is. The ceiling is the price of the
// same machine type on demand in the same zone, where there is such an offer. A
// price that the catalogue itself has above its ceiling or below its floor is
// moved inside. It reports parameters that are out of range.
func (m Prices) Overlay(w *sim.World, seed uint64, until sim.Time) (*sim.World, error) {
	if err := m.validate(until); err != nil {
		return nil, err
	}
	ceilings := make(map[market]sim.Path)
	for _, o := range w.Offers {
		if o.Purchase == sim.OnDemand {
			ceilings[market{o.Zone, o.Type}] = o.Price
		}
	}
	return overlay(w, sim.Spot, func(o *sim.Offer) {
		factor := m.factor(sim.NewStream(seed, "spot price", marketKey(w, o, "")), until)
		o.Price = combine(o.Price, m.coupled(factor, o.Supply), scaled)
		if ceiling, ok := ceilings[market{o.Zone, o.Type}]; ok {
			o.Price = combine(o.Price, ceiling, func(p, top int64) int64 { return min(p, top) })
		}
	}), nil
}

// Path returns the price of one market that wanders about a price, up to an instant
// from which on it stays as it is. The market is known by its key, a hash of its
// names. There is no on-demand price that stops it. It reports parameters that are
// out of range.
func (m Prices) Path(about sim.Rate, seed, market uint64, until sim.Time) (sim.Path, error) {
	if err := m.validate(until); err != nil {
		return sim.Path{}, err
	}
	return combine(sim.Constant(int64(about)), m.factor(sim.NewStream(seed, "spot price", market), until), scaled), nil
}

type market struct {
	zone sim.ZoneID
	kind sim.TypeID
}

const (
	million = 1_000_000
	highest = 20 // price ÷ catalogue price where there is no on-demand price to stop it
)

// factor returns the path of price ÷ catalogue price in parts per million: an
// Ornstein-Uhlenbeck process seen at the ticks.
func (m Prices) factor(s sim.Stream, until sim.Time) sim.Path {
	keep := sim.Exp(-float64(m.Every) / float64(m.Memory))
	push := float64(m.Swing * math.Sqrt(1-float64(keep*keep)))
	deviation := float64(m.Swing * s.Normal()) // as it is found at any time
	top := m.top()
	var p sim.Path
	for t := sim.Time(0); t < until || len(p.At) == 0; t = t.Add(m.Every) {
		// The shift keeps the mean price at the catalogue's.
		ratio := sim.Exp(deviation - float64(m.Swing*m.Swing/2))
		ppm := int64(float64(million * max(m.Floor, min(ratio, top))))
		p.At, p.Value = append(p.At, t), append(p.Value, ppm)
		deviation = float64(deviation*keep) + float64(push*s.Normal())
	}
	return p
}

// top is the largest price as a share of the catalogue's.
func (m Prices) top() float64 {
	if m.Ceiling == 0 {
		return highest
	}
	return m.Ceiling
}

// coupled raises a path of price ÷ catalogue price, in parts per million, while
// supply is short.
func (m Prices) coupled(factor, supply sim.Path) sim.Path {
	if m.Coupling == 0 || m.Whole <= 0 {
		return factor
	}
	return combine(factor, supply, func(ppm, supply int64) int64 {
		short := 1 - float64(min(supply, m.Whole))/float64(m.Whole)
		return int64(float64(min(float64(ppm)*(1+float64(m.Coupling*short)), million*m.top())))
	})
}

// scaled multiplies a rate by parts per million and rounds down to a
// micro-dollar, as price lists are written; a rate finer than that keeps its
// own digits.
func scaled(rate, ppm int64) int64 {
	v := rate/million*ppm + rate%million*ppm/million
	if v > million {
		v -= v % million
	}
	return v
}
