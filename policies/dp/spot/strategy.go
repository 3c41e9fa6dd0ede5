package spot

import (
	"fmt"
	"math"
)

// Ticks returns up to how many ticks the strategy knows, and Parts up to how much work.
func (s *Strategy) Ticks() int { return len(s.best) }

// Parts returns up to how many parts of work the strategy knows.
func (s *Strategy) Parts() int { return s.grid.parts }

// States returns how many states were valued.
func (s *Strategy) States() int64 { return int64(len(s.best)) * int64(len(s.value)) }

// Best returns the decision for a state. safe is false if no decision makes sure of the deadline;
// the mode is Wait then, and what is best depends on what a miss costs. It reports an error for a state
// that the strategy does not know.
func (s *Strategy) Best(l Left) (m Mode, safe bool, err error) {
	i, err := s.index(l)
	if err != nil || l.Ticks == 0 {
		return Mode{}, false, err
	}
	if l.Ticks < 0 || l.Ticks > len(s.best) {
		return Mode{}, false, fmt.Errorf("spot: %d ticks are left, want 0 to %d", l.Ticks, len(s.best))
	}
	switch d := s.best[l.Ticks-1][i]; d {
	case no:
		return Mode{}, false, nil
	case stay:
		return l.Mode, true, nil
	case wait:
		return Mode{}, true, nil
	default:
		return s.grid.mode(int(d - enter)), true, nil
	}
}

// Cost returns the expected cost from a state of the last tick that the strategy knows, whatever
// l.Ticks says: dollars, +Inf if the deadline cannot be made sure of.
func (s *Strategy) Cost(l Left) (float64, error) {
	i, err := s.index(l)
	if err != nil {
		return math.Inf(1), err
	}
	return s.value[i] / 1e12, nil
}

// index returns the number of a state within its layer.
func (s *Strategy) index(l Left) (int, error) {
	if l.Parts < 1 || l.Parts > s.grid.parts {
		return 0, fmt.Errorf("spot: %d parts of work are left, want 1 to %d", l.Parts, s.grid.parts)
	}
	if l.Up >= uint(s.markets) {
		return 0, fmt.Errorf("spot: the market is %b, want at most %d places", l.Up, s.grid.places)
	}
	if l.Mode.Kind == Spot && l.Up>>l.Mode.Place&1 == 0 {
		l.Mode, l.Data = Mode{}, 1+s.grid.region(l.Mode.Place)
	}
	i, err := s.grid.index(State{Mode: l.Mode, Data: l.Data, Pending: l.Pending})
	return ((l.Parts-1)*s.markets+int(l.Up))*s.grid.states() + i, err
}
