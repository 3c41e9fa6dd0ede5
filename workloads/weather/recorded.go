package weather

import (
	"fmt"
	"time"

	"skysim/sim"
)

// Recorded is a step function that somebody recorded, and the part of it that a
// run sees.
//
//	recording |██████    ████      ███████    |
//	          +-----+-------------------------+
//	               Skip                      Span
//	run             |     ████      ███████   |█████████████▶ held
//	                |     ████      ███████   |██████    ████▶ repeated
//	                0
type Recorded struct {
	// Path is in the recording's own time, which begins at 0.
	Path sim.Path
	// Span is the time that it covers, more than 0.
	Span sim.Duration
	// Skip is the recording's time at which the run begins, from 0 to Span.
	Skip sim.Duration
	// Repeat begins the recording anew whenever it ends; otherwise its last value
	// stays.
	Repeat bool
}

// mostRecorded keeps a short recording that repeats for a long time from filling
// the memory.
const mostRecorded = 4_000_000

func (r *Recorded) validate(until sim.Time) error {
	switch {
	case len(r.Path.At) == 0 || r.Span <= 0:
		return fmt.Errorf("the recording covers no time: it has %d steps in %v", len(r.Path.At), r.Span)
	case r.Skip < 0 || r.Skip >= r.Span:
		return fmt.Errorf("the run begins %v after the recording did, which covers %v", r.Skip, r.Span)
	case r.Repeat && int64(until)/int64(r.Span) > int64(mostRecorded/len(r.Path.At)):
		return fmt.Errorf("%d steps in %v, repeated until %v, are more than %d", len(r.Path.At), r.Span, until, mostRecorded)
	}
	return nil
}

// Lay returns the recording as a run sees it: the value at an instant t is that of
// the recording at Skip + t. A recording that repeats does so until an instant,
// from which on it stays as it is. It reports a recording that covers no time, and
// a Skip beyond its end.
func (r *Recorded) Lay(until sim.Time) (sim.Path, error) {
	if err := r.validate(until); err != nil {
		return sim.Path{}, err
	}
	var p sim.Path
	for start := -sim.Time(r.Skip); ; start = start.Add(r.Span) {
		for i, at := range r.Path.At {
			if i > 0 && at >= sim.Time(r.Span) && r.Repeat {
				break
			}
			step(&p, start.Add(sim.Duration(max(at, 0))), r.Path.Value[i])
		}
		if !r.Repeat || start.Add(r.Span) >= until {
			return p, nil
		}
	}
}

// step says that a path has a value from an instant on, which is not before those
// that it has. Of what lies before 0 the last holds.
func step(p *sim.Path, at sim.Time, v int64) {
	at = max(at, 0)
	n := len(p.At)
	if n > 0 && p.At[n-1] == at {
		n--
		p.At, p.Value = p.At[:n], p.Value[:n]
	}
	if n == 0 || p.Value[n-1] != v {
		p.At, p.Value = append(p.At, at), append(p.Value, v)
	}
}

const aDay = 24 * time.Hour

// DrawSkip draws the Skip of a recording for the run of a seed, so that seeds are
// different weeks: an instant at which room time of the recording is still to come.
// Each is a whole number of days after first, so that what follows the hour of the
// day stays with it; a recording too short for that is entered at any second. Of
// recordings that are as long as each other the runs of a seed see the same days.
// It reports a recording that is shorter than room.
func DrawSkip(seed uint64, span, first, room sim.Duration) (sim.Duration, error) {
	last := span - room
	if last < 0 {
		return 0, fmt.Errorf("the recording covers %v, of which a run wants %v", span, room)
	}
	s := sim.NewStream(seed, "recording")
	begin, every := first, sim.Duration(aDay)
	if last-first < aDay {
		begin, every = 0, time.Second
	}
	n := int64((last-begin)/every) + 1
	return begin + every*sim.Duration(min(n-1, int64(float64(float64(n)*s.Float64())))), nil
}
