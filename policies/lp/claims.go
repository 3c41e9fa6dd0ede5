package lp

import (
	"encoding/binary"
	"math"

	"skysim/sim"
)

// claims compares how long jobs ran with what was expected of them by their estimates, or by
// the guess where they have none: users claim too much, and a plan that believes them
// sees machines taken that are free soon. Only jobs that are no longer alive count.
type claims struct {
	entered  float64 // hours expected, at speed 1,000,000 ppm, of all jobs that came
	worked   float64 // hours worked by those that ended an attempt
	finished int64

	factor float64 // worked ÷ expected, when it was last worked out; 0 is not yet
}

// fewest is how many jobs have to finish before their claims are corrected.
const fewest = 20

// hear takes down what ended.
func (c *claims) hear(events []sim.Event) {
	for i := range events {
		if e := &events[i]; e.Kind == sim.AttemptEnded {
			c.worked += float64(e.Value) / hour
			if e.Why == sim.WorkDone {
				c.finished++
			}
		}
	}
}

// settle works the factor out, given what is expected of the jobs that are alive.
func (c *claims) settle(alive float64) {
	if over := c.entered - alive; c.finished >= fewest && over > 0 && c.worked > 0 {
		c.factor = min(max(c.worked/over, 0.05), 4)
	}
}

// likely returns how long something is to be expected that was claimed to be that long.
func (c *claims) likely(d sim.Duration) sim.Duration {
	if c.factor == 0 {
		return d
	}
	return sim.Duration(min(float64(float64(d)*c.factor), 1<<62))
}

// append writes the claims behind b.
func (c *claims) append(b []byte) []byte {
	for _, x := range [...]float64{c.entered, c.worked, c.factor} {
		b = binary.AppendVarint(b, int64(math.Float64bits(x)))
	}
	return binary.AppendVarint(b, c.finished)
}

// load reads what append wrote.
func (c *claims) load(r *reader) {
	for _, x := range [...]*float64{&c.entered, &c.worked, &c.factor} {
		*x = math.Float64frombits(uint64(r.next()))
	}
	c.finished = r.next()
}

// left returns how long a try is likely to go on. One that has gone on for longer than was likely
// is as likely to take half as long again.
func (l *Policy) left(v *sim.View, id sim.AttemptID) sim.Duration {
	a, now := v.Attempt(id), v.Now()
	begun := min(a.Started, now)
	end := a.End
	if end == 0 {
		j := v.Job(a.Job)
		end = begun.Add(l.inner.Options().Expected(&j))
	}
	if a.Started > now { // machines boot
		begun = min(a.Bound, now)
	}
	if end := begun.Add(l.claims.likely(end.Sub(begun))); end > now {
		return end.Sub(now)
	}
	return max(now.Sub(begun)/2, 1)
}
