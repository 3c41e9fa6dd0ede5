package simtest

import (
	"fmt"

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

// check reports what the policy asked for and could have known to be impossible.
func (r *record) check() error {
	for i := range r.events {
		if e := &r.events[i]; e.Kind == sim.ActionRefused && e.Refusal != sim.NoSupply && (e.Refusal != sim.Unreachable || e.Tasks == 1) {
			return fmt.Errorf("at %v the policy asked for what it could have known to be impossible: %v: %+v", e.Time, e.Refusal, *e)
		}
	}
	return nil
}

// unpriced returns the record without what depends on the unit of money:
// prices, and the amounts of lines, each of which is rounded.
func (r record) unpriced() record {
	r.events, r.lines = append([]sim.Event(nil), r.events...), append([]sim.Line(nil), r.lines...)
	for i := range r.events {
		if r.events[i].Kind == sim.PriceChanged {
			r.events[i].Value = 0
		}
	}
	for i := range r.lines {
		r.lines[i].Amount = 0
	}
	return r
}

// unplaced returns the record without the places of zones in the list of a world.
func (r record) unplaced() record {
	r.events = append([]sim.Event(nil), r.events...)
	for i := range r.events {
		if k := r.events[i].Kind; k == sim.ZoneDown || k == sim.ZoneUp {
			r.events[i].Value = 0
		}
	}
	return r
}

// config is that of a run of the scene which is recorded in log.
func (s scene) config(p sim.Policy, log *record) sim.Config {
	return sim.Config{
		World: s.world, Jobs: sim.Jobs(s.jobs...), Policy: p, Boots: s.boots, Faults: s.faults, Until: s.until,
		Observers: []sim.Observer{log}, Thorough: true,
	}
}

// play runs a scene to its end and checks what the policy asked for.
func play(s scene, p sim.Policy) (record, error) {
	var log record
	run, err := sim.New(s.config(p, &log))
	if err != nil {
		return log, err
	}
	if err := run.Run(); err != nil {
		return log, err
	}
	return log, log.check()
}

// forked plays a scene up to an instant, keeps it as bytes, and goes on from
// the bytes with a new policy.
func forked(s scene, mk func() sim.Policy, at sim.Time) (record, error) {
	var log record
	run, err := sim.New(s.config(mk(), &log))
	if err != nil {
		return log, err
	}
	if err := run.RunUntil(at); err != nil {
		return log, err
	}
	snap, err := run.Snapshot()
	if err != nil {
		return log, err
	}
	rest, err := sim.Resume(s.config(mk(), &log), snap)
	if err != nil {
		return log, err
	}
	return log, rest.Run()
}

// differ reports the first difference between two runs.
func differ(got, want record) error {
	if i, g, w := first(got.events, want.events); i >= 0 {
		return fmt.Errorf("event %d is\n%s\nwant\n%s", i+1, g, w)
	}
	if i, g, w := first(got.lines, want.lines); i >= 0 {
		return fmt.Errorf("line %d of the bill is\n%s\nwant\n%s", i+1, g, w)
	}
	return nil
}

// first returns the first index at which two lists differ, or -1, and what
// stands there.
func first[T comparable](got, want []T) (i int, g, w string) {
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
