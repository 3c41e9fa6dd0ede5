package weather

import (
	"fmt"
	"time"

	"skysim/sim"
)

// Spells come and go: outages, partitions, stock-outs. How long it is calm and how
// long a spell lasts is exponential, and a run begins as it is found at any other
// time.
//
//	1 |        ████                 ██████
//	0 |████████    █████████████████      █████
//	  +────────────────────────────────────────▶ t
//	     Every For       Every       For
type Spells struct {
	// Every is the mean time from the end of a spell to the next one; 0 is never.
	Every sim.Duration
	// For is how long a spell lasts on average; it must be positive if there are any.
	For sim.Duration
}

// Share returns the share of all time that is in a spell.
func (m Spells) Share() float64 {
	if m.Every <= 0 {
		return 0
	}
	return float64(m.For) / (float64(m.Every) + float64(m.For))
}

func (m Spells) validate(what string, until sim.Time) error {
	switch {
	case m.Every < 0:
		return fmt.Errorf("%s every %v, want 0 or more", what, m.Every)
	case m.Every > 0 && m.For <= 0:
		return fmt.Errorf("%s for %v on average, want more than 0", what, m.For)
	case m.Every > 0 && int64(until)/max(1, int64(m.Every)/2+int64(m.For)/2) > mostSteps:
		return fmt.Errorf("%s every %v and for %v on average until %v, want at most %d changes", what, m.Every, m.For, until, mostSteps)
	}
	return nil
}

// Path returns the spells of one thing, as a path that is 1 during them. None begins at
// or after an instant; what has begun then ends all the same. The thing is known by its
// key, a hash of its names.
func (m Spells) Path(seed, key uint64, until sim.Time) (sim.Path, error) {
	if err := m.validate("spells", until); err != nil {
		return sim.Path{}, err
	}
	return m.path(sim.NewStream(seed, "spells", key), until), nil
}

func (m Spells) path(s sim.Stream, until sim.Time) sim.Path {
	if m.Every <= 0 {
		return sim.Constant(0)
	}
	var p sim.Path
	in := int64(0)
	if s.Bool(m.Share()) {
		in = 1
	}
	for t := sim.Time(0); t < until || len(p.At) == 0 || in == 0 && p.Value[len(p.Value)-1] == 1; in = 1 - in {
		p.At, p.Value = append(p.At, t), append(p.Value, in)
		mean := m.Every
		if in == 1 {
			mean = m.For
		}
		t = t.Add(lasting(mean, s.Exponential()))
	}
	return p
}

// lasting returns a multiple of a mean time, which is at least a second and ends
// before the clock does.
func lasting(mean sim.Duration, times float64) sim.Duration {
	return max(time.Second, sim.Duration(float64(min(float64(mean)*times, 1e18))))
}

// Either returns the path that is 1 while one of two is.
func Either(a, b sim.Path) sim.Path {
	return combine(a, b, func(a, b int64) int64 { return max(a, b) })
}

// Span returns the path that is 1 from an instant on for some time, and 0 otherwise.
// It begins at 0, as every path must.
func Span(from sim.Time, length sim.Duration) sim.Path {
	var p sim.Path
	step(&p, 0, 0)
	step(&p, from, 1)
	step(&p, from.Add(length), 0)
	return p
}
