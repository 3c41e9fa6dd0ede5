package spot

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces/internal/nearest"
)

// Polarity is what a sample of 1 means.
type Polarity uint8

// The polarities. Zero means not declared, which is an error.
const (
	Available   Polarity = iota + 1 // samples count machines that could be had
	Unavailable                     // 1 means that none could be had, 0 that one could
)

// polarities are their words.
var polarities = []string{"available", "unavailable"}

// ParsePolarity reads "available" or "unavailable": what 1 means.
func ParsePolarity(s string) (Polarity, error) {
	if i := slices.Index(polarities, s); i >= 0 {
		return Polarity(i + 1), nil
	}
	hint := nearest.Hint(s, polarities)
	if hint != "" {
		hint = "; " + hint
	}
	return 0, fmt.Errorf(`polarity is %q, want "available" or "unavailable": what 1 means%s`, s, hint)
}

// String returns the word that ParsePolarity reads.
func (p Polarity) String() string {
	if p == Available || p == Unavailable {
		return polarities[p-1]
	}
	return "undeclared"
}

// Options declares what a recording of supply does not say.
type Options struct {
	// Polarity is what 1 means in OpenSamples and OpenText. It must be declared
	// there; the other recordings are plain counts.
	Polarity Polarity
	// Gap is the time between samples, which OpenText must be told. OpenSamples
	// reads it from the file; where both are given they must agree.
	Gap sim.Duration
	// Sort takes points of OpenCounts in any order. Otherwise one that goes back
	// is an error.
	Sort bool
}

// declared reports whether the polarity is.
func (o *Options) declared() error {
	if o.Polarity != Available && o.Polarity != Unavailable {
		return errors.New("spot: the polarity is not declared, want Available (spot-traces: 1 is available) or Unavailable (SkyNomad: 1 is unavailable)")
	}
	if o.Gap < 0 {
		return fmt.Errorf("spot: the gap between samples is %v, want more than 0", o.Gap)
	}
	return nil
}

// Point is how many machines could be had from an instant on.
type Point struct {
	At    sim.Time // since Supply.Start
	Count int32
}

// Supply is a recording of how many machines could be had.
type Supply struct {
	Name  string
	Start time.Time    // of the first point; zero where the recording does not say
	Gap   sim.Duration // between points; 0 where they come as they come
	// Points are in order of time. Several at the same instant are possible in
	// OpenMembers and OpenCounts; the last one holds.
	Points []Point
	// Prices are those of the spot machine, one for each point, or nil.
	Prices []sim.Rate
	// The rest is what some recordings say about themselves; zero elsewhere.
	Zone     string
	Machine  string
	Spot     sim.Rate // the price of the spot machine, where it is one for all
	OnDemand sim.Rate
	// Filled is the range of points, from and to inclusive, that were not
	// recorded but filled in, or nil.
	Filled []int
	// Adds and Removes count what OpenMembers read.
	Adds, Removes int64
	// Of OpenCounts: points earlier than the one above them, such that are there twice,
	// and such at the instant of another that say something else, where the later in the
	// file holds.
	Unsorted, Duplicates, Conflicts Tally
}

// Tally is how often something occurs, and in which line first.
type Tally struct {
	N    int64
	Line int
}

func (t *Tally) add(line int) {
	if t.N++; t.Line == 0 || line < t.Line {
		t.Line = line
	}
}

// mostPoints bounds what a recording takes of memory: a sample a minute for eight years.
const mostPoints = 1 << 22

// room reports a recording that is too long.
func (s *Supply) room(line int) error {
	if len(s.Points) < mostPoints {
		return nil
	}
	return fmt.Errorf("%s:%d: the recording has more than %d points", s.Name, line, mostPoints)
}

// Span returns the time that the recording covers: up to its last point, and a
// Gap more.
func (s *Supply) Span() sim.Duration {
	if len(s.Points) == 0 {
		return 0
	}
	return sim.Duration(s.Points[len(s.Points)-1].At) + s.Gap
}

// Share returns the number of points at which any machine could be had, and
// their share, for people.
func (s *Supply) Share() (points int, share float64) {
	for _, p := range s.Points {
		if p.Count > 0 {
			points++
		}
	}
	return points, float64(points) / float64(max(len(s.Points), 1))
}

// Peak returns the largest count.
func (s *Supply) Peak() (most int32) {
	for _, p := range s.Points {
		most = max(most, p.Count)
	}
	return most
}

// Path returns the counts as a step function from 0 on, for sim.Offer.Supply.
func (s *Supply) Path() sim.Path {
	var b builder
	for _, p := range s.Points {
		b.add(p.At, int64(p.Count))
	}
	return b.path
}

// PricePath returns the prices as a step function from 0 on, for
// sim.Offer.Price, or an empty one.
func (s *Supply) PricePath() sim.Path {
	var b builder
	for i, price := range s.Prices {
		b.add(s.Points[i].At, int64(price))
	}
	return b.path
}

// builder makes a step function of values in order of time.
type builder struct{ path sim.Path }

// add says that the value is v from at on. What held before the first is
// unknown; the first value stands for it.
func (b *builder) add(at sim.Time, v int64) {
	p := &b.path
	n := len(p.At)
	switch {
	case n == 0:
		p.At, p.Value = append(p.At, min(at, 0)), append(p.Value, v)
	case p.At[n-1] == at:
		p.Value[n-1] = v
		if n > 1 && p.Value[n-2] == v {
			p.At, p.Value = p.At[:n-1], p.Value[:n-1]
		}
	case p.Value[n-1] != v:
		p.At, p.Value = append(p.At, at), append(p.Value, v)
	}
}

// last is the latest time of a point, in ns: 146 years, so that a Span fits in
// 64 bits.
const last = math.MaxInt64 / 2
