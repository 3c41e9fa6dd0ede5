package spot

import (
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

// TestContract puts the rule through the contract suite with several ticks and rests.
func TestContract(t *testing.T) {
	for _, c := range []struct {
		name     string
		every    sim.Duration
		backfill greedy.Backfill
		choose   Chooser
	}{
		{"every 10 minutes", 10 * time.Minute, greedy.BackfillNone, Uniform{}},
		{"every 7 minutes, backfill", 7 * time.Minute, greedy.BackfillAny, Uniform{}},
		{"every 2 hours", 2 * time.Hour, greedy.BackfillEasy, Uniform{}},
		{"restless", 10 * time.Minute, greedy.BackfillNone, restless{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy {
				o := greedy.Default()
				o.Idle, o.Backfill = 0, c.backfill
				return made(t, Options{Name: "uniform", Every: c.every, Rest: rest(t, o)}, c.choose)
			})
		})
	}
}

// restless is a chooser that wants to be elsewhere.
type restless struct{}

func (restless) Choose(s *Situation) Kind {
	if s.Now/s.Tick > 200 { // or it would never end
		return s.Soonest()
	}
	return Kind((s.Job.Number + int64(s.Now/s.Tick)) % 3)
}

func rest(t testing.TB, o greedy.Options) *greedy.Policy {
	g, err := greedy.New(o, 7)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func made(t testing.TB, o Options, c Chooser) *Policy {
	p, err := New(o, c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
