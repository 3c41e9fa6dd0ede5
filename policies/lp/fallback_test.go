package lp

import (
	"testing"

	"skysim/policies/lp/network"
	"skysim/sim"
)

// TestFallback spoils what the solver says, or stops it after its first step: every job runs all the
// same, nothing that is refused is asked for, and the counts say what happened.
func TestFallback(t *testing.T) {
	jobs := []sim.Job{task(0, 240, 1), task(0, 240, 0), task(3, 60, 0), task(5, 30, 1)}
	for name, c := range map[string]struct {
		budget network.Budget
		answer func(*network.Solution)
		want   func(Counts) bool
	}{
		"good":      {want: func(c Counts) bool { return c.Failed == 0 && c.Unproved == 0 }},
		"too much":  {answer: func(s *network.Solution) { s.Flow[0] += 1 << 41 }, want: func(c Counts) bool { return c.Failed == c.Solved }},
		"too few":   {answer: func(s *network.Solution) { s.Flow = s.Flow[:0] }, want: func(c Counts) bool { return c.Failed == c.Solved }},
		"no budget": {budget: network.Budget{Pivots: 1}, want: func(c Counts) bool { return c.Failed == 0 && c.Unproved > 0 }},
	} {
		l := made(t, func(*Options) {})
		l.budget, l.answer = c.budget, c.answer
		starts, _ := play(t, two(), l, jobs...)
		if len(starts) != len(jobs) {
			t.Errorf("%s: %d jobs started, want %d: %v", name, len(starts), len(jobs), starts)
		}
		if n := l.Counts(); n.Solved == 0 || !c.want(n) {
			t.Errorf("%s: counts %+v", name, n)
		}
		if name == "too much" && starts[0] != "fast at 0" {
			t.Errorf("%s: %v, want the first job on fast, as one by one", name, starts)
		}
	}
}

// TestCountsAreSaved takes the counts through a snapshot.
func TestCountsAreSaved(t *testing.T) {
	l, back := made(t, func(*Options) {}), made(t, func(*Options) {})
	l.counts = Counts{Solved: 7, Unproved: 2, Failed: 3}
	if err := back.Load(l.Save()); err != nil || back.Counts() != l.Counts() {
		t.Errorf("counts %+v, %v; want %+v", back.Counts(), err, l.Counts())
	}
	if err := back.Load(l.Save()[:12]); err == nil {
		t.Error("half a state is loaded")
	}
}
