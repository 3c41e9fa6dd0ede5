package simtest

import (
	"fmt"
	"testing"

	"skysim/sim"
)

// record is what happened in a run, and what was charged.
type record struct {
	events []sim.Event
	lines  []sim.Line
}

// Observe implements sim.Observer.
func (r *record) Observe(_ *sim.View, events []sim.Event) { r.events = append(r.events, events...) }

// Charge implements sim.LineObserver.
func (r *record) Charge(l sim.Line) { r.lines = append(r.lines, l) }

// end returns the time of the last event.
func (r *record) end() sim.Time {
	if len(r.events) == 0 {
		return 0
	}
	return r.events[len(r.events)-1].Time
}

// check reports what the policy asked for and could not have.
func (r *record) check(t *testing.T) {
	t.Helper()
	for i := range r.events {
		if e := &r.events[i]; e.Kind == sim.ActionRefused && e.Refusal != sim.NoSupply {
			t.Errorf("at %v the policy asked for what it could have known to be impossible: %v: %+v", e.Time, e.Refusal, *e)
			return
		}
	}
}

// open prepares a run of a scene that is recorded in log.
func open(t *testing.T, s scene, p sim.Policy, log *record) *sim.Sim {
	t.Helper()
	run, err := sim.New(s.config(p, log))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return run
}

// config is that of a run of the scene.
func (s scene) config(p sim.Policy, log *record) sim.Config {
	return sim.Config{
		World: s.world, Jobs: sim.Jobs(s.jobs...), Policy: p, Boots: s.boots, Until: s.until,
		Observers: []sim.Observer{log}, Thorough: true,
	}
}

// play runs a scene to its end and checks what the policy asked for.
func play(t *testing.T, s scene, p sim.Policy) record {
	t.Helper()
	var log record
	if err := open(t, s, p, &log).Run(); err != nil {
		t.Fatalf("%v", err)
	}
	log.check(t)
	return log
}

// forked plays a scene up to an instant, keeps it as bytes, and goes on from
// the bytes with a new policy.
func forked(t *testing.T, s scene, mk func() sim.Policy, at sim.Time) record {
	t.Helper()
	var log record
	run := open(t, s, mk(), &log)
	if err := run.RunUntil(at); err != nil {
		t.Fatalf("%v", err)
	}
	snap, err := run.Snapshot()
	if err != nil {
		t.Fatalf("%v", err)
	}
	rest, err := sim.Resume(s.config(mk(), &log), snap)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if err := rest.Run(); err != nil {
		t.Fatalf("%v", err)
	}
	return log
}

// same reports the first difference between two runs.
func same(t *testing.T, how string, got, want record) {
	t.Helper()
	if i, g, w := differ(got.events, want.events); i >= 0 {
		t.Errorf("%s: event %d is\n%s\nwant\n%s", how, i+1, g, w)
	} else if i, g, w := differ(got.lines, want.lines); i >= 0 {
		t.Errorf("%s: line %d of the bill is\n%s\nwant\n%s", how, i+1, g, w)
	}
}

// differ returns the first index at which two lists differ, or -1, and what
// stands there.
func differ[T comparable](got, want []T) (i int, g, w string) {
	for i := range max(len(got), len(want)) {
		g, w = "nothing more", "nothing more"
		if i < len(got) {
			g = fmt.Sprintf("%+v", got[i])
		}
		if i < len(want) {
			w = fmt.Sprintf("%+v", want[i])
		}
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			return i, g, w
		}
	}
	return -1, "", ""
}
