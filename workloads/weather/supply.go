package weather

import (
	"fmt"

	"skysim/sim"
)

// Supply is a spot market with two states: up, when machines can be had, and
// down, when none can. How long each state lasts is exponential, and the market
// begins as it is found at any other time.
//
//	Count |████████        ██████████▄▄▄▄▄▄▄        ████
//	0     |        ────────                 ────────
//	      +────────────────────────────────────────────▶ t
//	          up     down      up      up     down   up
//	                               (partly)
type Supply struct {
	// Up and Down are the mean times in each state; both must be positive.
	Up, Down sim.Duration
	// Count is how many machines there are when the market is up, from 1.
	Count int64
	// Partial is, from 0 to 1, how much of Count may be missing when the market
	// is up: each time it comes up, a share of it drawn evenly between 0 and
	// Partial. At least one machine remains.
	Partial float64
	// Correlation is, from 0 to 1, how much the zones of a region go down together:
	// the correlation of whether there are machines of a type in two of them. The
	// means are those above all the same. It matters to Overlay only.
	Correlation float64
}

// mostSteps keeps a path from filling the memory when a horizon is Never by
// mistake: a year in steps of five minutes is no more than that.
const mostSteps = 110_000

func (m Supply) validate(until sim.Time) error {
	switch {
	case m.Up <= 0:
		return fmt.Errorf("spot market up for %v on average, want more than 0", m.Up)
	case m.Down <= 0:
		return fmt.Errorf("spot market down for %v on average, want more than 0", m.Down)
	case m.Count < 1:
		return fmt.Errorf("spot market of %d machines, want at least 1", m.Count)
	case !(m.Partial >= 0 && m.Partial <= 1):
		return fmt.Errorf("spot market with a share of %v missing, want 0 to 1", m.Partial)
	case !(m.Correlation >= 0 && m.Correlation <= 1):
		return fmt.Errorf("spot markets of a region with a correlation of %v, want 0 to 1", m.Correlation)
	case int64(until)/max(1, int64(m.Up)/2+int64(m.Down)/2) > mostSteps:
		return fmt.Errorf("spot market up for %v and down for %v on average until %v, want at most %d changes",
			m.Up, m.Down, until, mostSteps)
	}
	return nil
}

// Path returns the supply of one market up to an instant; from there on it
// stays as it is. The market is known by its key, a hash of its names.
func (m Supply) Path(seed, market uint64, until sim.Time) (sim.Path, error) {
	if err := m.validate(until); err != nil {
		return sim.Path{}, err
	}
	return m.path(sim.NewStream(seed, "spot supply", market), until), nil
}

func (m Supply) path(s sim.Stream, until sim.Time) sim.Path {
	var p sim.Path
	up := s.Bool(float64(m.Up) / (float64(m.Up) + float64(m.Down)))
	for t := sim.Time(0); t < until || len(p.At) == 0; {
		// Both draws are made in both states, so that the times of a market do
		// not depend on Partial.
		missing, stay := s.Float64(), s.Exponential()
		mean, count := m.Down, int64(0)
		if up {
			mean = m.Up
			count = m.left(missing)
		}
		p.At, p.Value = append(p.At, t), append(p.Value, count)
		t = t.Add(lasting(mean, stay))
		up = !up
	}
	return p
}

// Overlay returns a copy of the world in which every spot offer has, besides
// its own supply, that of a market: at each instant the smaller of the two. A
// zone and a machine type have one market. It reports parameters that are out
// of range.
func (m Supply) Overlay(w *sim.World, seed uint64, until sim.Time) (*sim.World, error) {
	if err := m.validate(until); err != nil {
		return nil, err
	}
	return overlay(w, sim.Spot, func(o *sim.Offer) {
		var market sim.Path
		if m.Correlation > 0 {
			market = m.together(w, o, seed, until)
		} else {
			market = m.path(sim.NewStream(seed, "spot supply", marketKey(w, o, "")), until)
		}
		o.Supply = Least(o.Supply, market)
	}), nil
}

// overlay returns a copy of the world with every offer of a purchase changed.
func overlay(w *sim.World, of sim.Purchase, change func(o *sim.Offer)) *sim.World {
	c := *w
	c.Offers = append([]sim.Offer(nil), w.Offers...)
	for i := range c.Offers {
		if c.Offers[i].Purchase == of {
			change(&c.Offers[i])
		}
	}
	return &c
}

// Least returns the path that is the smaller of two at every instant.
func Least(a, b sim.Path) sim.Path {
	return combine(a, b, func(a, b int64) int64 { return min(a, b) })
}

// combine returns the path whose value is f of two paths' values at every
// instant. The result begins with the earlier one, and before the later one takes its
// first value. A path without a beginning, as outages and partitions may have, is 0 always.
func combine(a, b sim.Path, f func(a, b int64) int64) sim.Path {
	for _, p := range []*sim.Path{&a, &b} {
		if len(p.At) == 0 {
			*p = sim.Constant(0)
		}
	}
	var p sim.Path
	i, j := 0, 0 // the next step of each
	for i < len(a.At) || j < len(b.At) {
		var t sim.Time
		switch {
		case j == len(b.At) || i < len(a.At) && a.At[i] < b.At[j]:
			t, i = a.At[i], i+1
		case i == len(a.At) || b.At[j] < a.At[i]:
			t, j = b.At[j], j+1
		default:
			t, i, j = a.At[i], i+1, j+1
		}
		v := f(a.Value[max(i-1, 0)], b.Value[max(j-1, 0)])
		if n := len(p.Value); n == 0 || p.Value[n-1] != v {
			p.At, p.Value = append(p.At, t), append(p.Value, v)
		}
	}
	return p
}
