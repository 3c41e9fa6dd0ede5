package train

import (
	"context"
	"fmt"

	"skysim/sim"
)

// slowdown is an observer that adds up bounded slowdowns as bench's column
// bounded_slowdown_mean does, and nothing else: a training runs many thousand small cases.
type slowdown struct {
	ended int64
	sum   float64
}

// floor is the shortest run that a slowdown is counted with.
const floor = 10e9

// Observe takes in one round.
func (s *slowdown) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		if e := &events[i]; e.Kind == sim.JobEnded && e.Outcome == sim.Finished {
			s.ended++
			s.sum += max(1, float64(e.Value)/float64(max(int64(e.Run), floor)))
		}
	}
}

// meanSlowdown runs a configuration to its end. A job that does not finish is an
// error.
func meanSlowdown(ctx context.Context, c sim.Config) (float64, error) {
	see := &slowdown{}
	c.Observers = append(c.Observers, see)
	s, err := sim.New(c)
	if err != nil {
		return 0, err
	}
	for at := sim.Time(0); !s.Done(); at = at.Add(30 * 24 * 3600e9) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if err := s.RunUntil(at); err != nil {
			return 0, err
		}
	}
	if t := s.Totals(); t.Submitted != see.ended || see.ended == 0 {
		return 0, fmt.Errorf("%v finished %d of %d jobs, want all", c.Policy, see.ended, t.Submitted)
	}
	return see.sum / float64(see.ended), nil
}
