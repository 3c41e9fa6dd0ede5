package bench

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"skysim/policies"
	"skysim/sim"
)

// outcome is everything that a finished cell leaves behind.
type outcome struct {
	Row    Row
	Timing Timing
	Series []SeriesPoint
	Waits  []WaitPoint
	// Tallies is what of a cell cannot be a column: how many and which there are is its own.
	Tallies []Tally `json:",omitempty"`
}

// config makes a run of a cell, without observers.
func (p *Plan) config(c Cell) (sim.Config, error) {
	seed := uint64(c.Seed)
	sky, err := p.clouds[c.cloud].sky(seed)
	if err != nil {
		return sim.Config{}, err
	}
	jobs, err := p.workloads[c.workload].source(p.clouds[c.cloud].base, seed)
	if err != nil {
		return sim.Config{}, err
	}
	env, err := p.env(c)
	if err != nil {
		return sim.Config{}, err
	}
	policy, err := policies.Parse(p.policies[c.policy], env)
	if err != nil {
		return sim.Config{}, err
	}
	return sim.Config{
		World: sky.World, Jobs: jobs, Policy: policy, Boots: sky.Boots, Faults: sky.Faults, Until: sim.Time(p.Experiment.Until),
	}, nil
}

// Config returns what a run of a cell is made of, for those who run it themselves: nothing
// observes it, and nothing is shared with another call but what nobody writes to.
func (p *Plan) Config(c Cell) (sim.Config, error) { return p.config(c) }

// env is what the policy of a cell is built with.
func (p *Plan) env(c Cell) (policies.Env, error) {
	demands, err := p.workloads[c.workload].demands(p.clouds[c.cloud].base)
	return policies.Env{Seed: uint64(c.Seed), Demands: demands, Weights: p.readWeights}, err
}

// meter tells how long a cell took and how far it is.
type meter struct {
	now  func() time.Time
	tick func(events int64) // events since the last call
	// watch returns further observers of the run; nil for none.
	watch func(*sim.World) []sim.Observer
	// adapt returns what decides instead of the cell's policy; nil leaves it.
	adapt func(sim.Policy) sim.Policy
}

// broken makes an error of a panic. A panic with an error of its own is about the
// input; anything else is a broken invariant or a bug, and says where.
func broken(r any) error {
	var bug runtime.Error
	if err, ok := r.(error); ok && !errors.As(err, &bug) {
		return err
	}
	return fmt.Errorf("%v\n%s", r, debug.Stack())
}

// simulate runs a cell. A panic becomes an error that names the cell.
func (p *Plan) simulate(ctx context.Context, c Cell, m meter) (out *outcome, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = broken(r)
		}
		if err != nil && ctx.Err() == nil {
			err = fmt.Errorf("cell %s (%s): %w", c.Name, c.Short(), err)
		}
	}()
	begin := m.now()
	config, err := p.config(c)
	if err != nil {
		return nil, err
	}
	width := sim.Time(time.Second)
	if config.Until > 0 {
		width = max(1, config.Until/(bins-1))
	}
	see := newWatchers(config.World, p.Experiment.Warmup, width)
	config.Observers = see.list()
	if see.heed, err = p.heeding(c, &config); err != nil {
		return nil, err
	}
	if m.watch != nil {
		config.Observers = append(config.Observers, m.watch(config.World)...)
	}
	if m.adapt != nil {
		config.Policy = m.adapt(config.Policy)
	}
	s, err := sim.New(config)
	if err != nil {
		return nil, err
	}
	points := samples{width: width}
	if err := run(ctx, s, &points, m.tick); err != nil {
		return nil, err
	}
	out = &outcome{Row: p.identity(c)}
	total := s.Totals()
	if config.Until == 0 && see.measure.cut >= 0 {
		return nil, fmt.Errorf("job %d would run until after %v, where the clock of a run ends: want shorter jobs, earlier ones, or an until",
			see.measure.cut, sim.Never-1)
	}
	if out.Tallies, err = see.fill(&out.Row, &total, config.World); err != nil {
		return nil, err
	}
	if v := s.View(); v.Queued() > 0 {
		waiting := v.Job(v.First()).Number
		out.Row.WaitingJob = &waiting
	}
	out.Series = points.join(&see.measure.spent, c.Hash)
	out.Waits = see.measure.distribution(c.Hash)
	end := m.now()
	took := end.Sub(begin).Seconds()
	out.Timing = Timing{
		Hash: c.Hash, Cell: c.Name, Seconds: took, EventsPerSecond: float64(total.Events) / max(took, 1e-9),
		Finished: end.UTC().Format(time.RFC3339),
	}
	return out, nil
}

// run runs s to its end and stops on the way to take samples, to report
// progress and to see whether it should go on.
func run(ctx context.Context, s *sim.Sim, points *samples, tick func(int64)) error {
	var events int64
	for !s.Done() {
		if err := ctx.Err(); err != nil {
			return err
		}
		at := points.next()
		if err := s.RunUntil(at); err != nil {
			return err
		}
		if !s.Done() {
			points.add(look(s.View(), at))
		}
		now := s.Totals().Events
		tick(now - events)
		events = now
	}
	return nil
}

// identity returns a row that says only what it is about.
func (p *Plan) identity(c Cell) Row {
	e := p.Experiment
	return Row{
		Experiment: e.Name, Cell: c.Name, Hash: c.Hash, Seed: c.Seed, Engine: EngineVersion,
		Workload: e.Workloads[c.workload].Name, Cloud: e.Clouds[c.cloud].Name, Policy: e.Policies[c.policy].Name,
		Catalog: p.clouds[c.cloud].catalog, WorkloadHash: p.workloads[c.workload].hash, CloudHash: p.clouds[c.cloud].hash,
		Until: int64(e.Until), Warmup: int64(e.Warmup), Rules: p.clouds[c.cloud].rules(), BareCloud: p.clouds[c.cloud].bare,
	}
}

// rename gives a stored outcome the names that its cell has now: they are not
// in the hash.
func (p *Plan) rename(o *outcome, c Cell) {
	now := p.identity(c)
	r := &o.Row
	r.Experiment, r.Cell, r.Workload, r.Cloud, r.Policy = now.Experiment, now.Cell, now.Workload, now.Cloud, now.Policy
	o.Timing.Cell = c.Name
}
