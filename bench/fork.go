package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"skysim/policies"
	"skysim/sim"
)

// Fork is one run of a cell that goes on in two ways: up to At both are the
// same, byte for byte; then one goes on as before and the other under another policy,
// in the same weather.
type Fork struct {
	At       sim.Time
	Policies [2]string // the cell's, and the other
	Past     string    // fingerprint of the event log before At, the same for both
	Rows     [2]Row    // of the whole runs, past and future
	// Parts is when the two first differ, -1 if they never do. Common are the last things that
	// both have seen since the fork, Futures what each saw next.
	Parts   sim.Time
	Common  []string
	Futures [2][]string
}

// told is how many events a Fork keeps of each kind.
const told = 12

// FirstOutage returns when the first zone goes down in a cell's weather, or the first two
// regions are cut off from each other, and false if none ever does.
func FirstOutage(p *Plan, c Cell) (sim.Time, bool, error) {
	config, err := p.config(c)
	if err != nil {
		return 0, false, err
	}
	first := sim.Never
	look := func(path *sim.Path) {
		if i := slices.IndexFunc(path.Value, func(v int64) bool { return v > 0 }); i >= 0 {
			first = min(first, max(0, path.At[i]))
		}
	}
	for z := range config.World.Outages {
		look(&config.World.Outages[z])
	}
	for k := range config.World.Cuts {
		look(&config.World.Cuts[k].At)
	}
	return first, first < sim.Never, nil
}

// MakeFork runs a cell up to an instant, before anything happens at it, and then twice to its
// end: under its own policy and under another, as a construction. It reports an error
// if the other is none, or the run is over by then.
func MakeFork(ctx context.Context, p *Plan, c Cell, at sim.Time, other string) (*Fork, error) {
	env, err := p.env(c)
	if err != nil {
		return nil, err
	}
	if _, err := policies.Parse(other, env); err != nil {
		return nil, err
	}
	f := &Fork{At: at, Policies: [2]string{p.policies[c.policy], other}, Parts: -1}
	var arms [2]*arm
	for i := range arms {
		if arms[i], err = p.branch(c, at, f.Policies[i], env); err != nil {
			return nil, fmt.Errorf("cell %s (%s): %w", c.Name, c.Short(), err)
		}
	}
	if arms[0].past != arms[1].past || !slices.Equal(arms[0].snap, arms[1].snap) {
		return nil, errors.New("the two runs have different pasts: a run of this cell is not the same twice")
	}
	f.Past = arms[0].past
	if err := f.follow(ctx, arms); err != nil {
		return nil, fmt.Errorf("cell %s (%s): %w", c.Name, c.Short(), err)
	}
	for i, a := range arms {
		f.Rows[i] = p.identity(c)
		f.Rows[i].Policy = f.Policies[i]
		total := a.run.Totals()
		if _, err := a.see.fill(&f.Rows[i], &total, a.story.world); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// arm is one of the two runs.
type arm struct {
	run   *sim.Sim
	past  string
	snap  []byte
	see   *watchers
	reel  *reel
	story story
}

// branch runs a cell up to an instant under its own policy and takes it up again under
// one that is built anew.
func (p *Plan) branch(c Cell, at sim.Time, policy string, env policies.Env) (*arm, error) {
	config, err := p.config(c)
	if err != nil {
		return nil, err
	}
	a := &arm{
		see:  newWatchers(config.World, p.Experiment.Warmup, sim.Time(time.Second)),
		reel: &reel{}, story: story{world: config.World, job: AllJobs},
	}
	config.Observers = a.see.list()
	if a.run, err = sim.New(config); err != nil {
		return nil, err
	}
	if err := a.run.RunUntil(at); err != nil {
		return nil, err
	}
	if a.run.Done() {
		return nil, fmt.Errorf("the run is over at %v: want an instant before that to fork it at, not %v", a.run.Now(), at)
	}
	a.past = a.see.measure.log.String()
	if a.snap, err = a.run.Snapshot(); err != nil {
		return nil, err
	}
	again, err := p.config(c) // a source of the same jobs, from the beginning
	if err != nil {
		return nil, err
	}
	config.Jobs = again.Jobs
	if config.Policy, err = policies.Parse(policy, env); err != nil {
		return nil, err
	}
	config.Observers = append(config.Observers, a.reel)
	a.run, err = sim.Resume(config, a.snap)
	return a, err
}

// reel is the Observer that keeps events until nobody wants more.
type reel struct {
	events []sim.Event
	off    bool
}

// Observe takes in one round.
func (t *reel) Observe(_ *sim.View, events []sim.Event) {
	if !t.off {
		t.events = append(t.events, events...)
	}
}

// follow runs both arms to their ends, side by side as long as they are the same.
func (f *Fork) follow(ctx context.Context, arms [2]*arm) error {
	step := sim.Time(time.Minute)
	for at := f.At.Add(sim.Duration(step)); !arms[0].run.Done() || !arms[1].run.Done(); at = at.Add(sim.Duration(step)) {
		for _, a := range arms {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := a.run.RunUntil(at); err != nil {
				return err
			}
		}
		if f.Parts < 0 || len(f.Futures[0]) < told || len(f.Futures[1]) < told {
			f.compare(arms)
		}
		if step < 1<<60 {
			step *= 2
		}
	}
	return nil
}

// compare drops from both tapes what they have in common, and notes where they part.
func (f *Fork) compare(arms [2]*arm) {
	a, b := arms[0].reel, arms[1].reel
	if f.Parts < 0 {
		same := 0
		for same < len(a.events) && same < len(b.events) && a.events[same] == b.events[same] {
			same++
		}
		f.Common = last(append(f.Common, arms[0].tell(a.events[:same])...))
		a.events, b.events = a.events[same:], b.events[same:]
		if len(a.events) == 0 && len(b.events) == 0 {
			return
		}
		f.Parts = sim.Never
		for _, t := range []*reel{a, b} {
			if len(t.events) > 0 {
				f.Parts = min(f.Parts, t.events[0].Time)
			}
		}
	}
	for i, arm := range arms {
		f.Futures[i] = append(f.Futures[i], arm.tell(arm.reel.events)...)
		f.Futures[i] = f.Futures[i][:min(told, len(f.Futures[i]))]
		arm.reel.events, arm.reel.off = nil, len(f.Futures[i]) == told
	}
}

// last keeps the end of a list.
func last(list []string) []string { return list[max(0, len(list)-told):] }

// tell says events in words; changes of prices and supply, of which there are many, are left out.
func (a *arm) tell(events []sim.Event) []string {
	var list []string
	for i := range events {
		if e := &events[i]; e.Kind != sim.PriceChanged && e.Kind != sim.SupplyChanged {
			list = append(list, fmt.Sprintf("%-22v %s", e.Time, a.story.sentence(e)))
		}
	}
	return list
}
