package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"skysim/sim"
)

// crew runs cells of a plan on workers. Run and Collect differ in what they do
// with what a cell leaves behind.
type crew struct {
	plan     *Plan
	workers  int
	now      func() time.Time
	watch    func(Cell, *sim.World) []sim.Observer // nil adds none
	adapt    func(Cell, sim.Policy) sim.Policy     // nil leaves them
	keep     func(*outcome) error                  // takes a finished cell; called by any worker
	told     func(Progress)                        // nil is told nothing
	outcomes []*outcome                            // by cell; nil is still to be run

	watching sync.Mutex
	mu       sync.Mutex
	progress Progress
}

// newCrew reports an error if workers is negative; 0 is one per processor.
func newCrew(p *Plan, workers int) (*crew, error) {
	if workers < 0 {
		return nil, fmt.Errorf("workers = %d, want 0 for one per processor, or more", workers)
	}
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	return &crew{
		plan: p, workers: workers, now: time.Now, outcomes: make([]*outcome, len(p.Cells)),
		keep: func(*outcome) error { return nil },
	}, nil
}

// all runs the cells that are left on the workers.
func (r *crew) all(ctx context.Context) error {
	r.progress.Total = len(r.plan.Cells)
	r.report(0, 0)
	todo := r.order()
	for _, i := range todo {
		r.plan.clouds[r.plan.Cells[i].cloud].expect(uint64(r.plan.Cells[i].Seed))
	}
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(r.workers)
	for n, i := range todo {
		if inner.Err() != nil {
			r.forget(todo[n:])
			break
		}
		group.Go(func() error { return r.cell(inner, i) })
	}
	err := group.Wait()
	if ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) && r.progress.Done < len(r.plan.Cells) {
		return &StoppedError{Done: r.progress.Done, Total: len(r.plan.Cells)}
	}
	return err
}

// forget gives back the skies of cells that will not be run.
func (r *crew) forget(cells []int) {
	for _, i := range cells {
		r.plan.clouds[r.plan.Cells[i].cloud].release(uint64(r.plan.Cells[i].Seed))
	}
}

// order lists the cells to run: those under one sky after each other, so that
// its weather is made once and then forgotten.
func (r *crew) order() []int {
	var todo []int
	for i := range r.plan.Cells {
		if r.outcomes[i] == nil {
			todo = append(todo, i)
		}
	}
	cells := r.plan.Cells
	slices.SortStableFunc(todo, func(a, b int) int {
		return cmp.Or(cmp.Compare(cells[a].cloud, cells[b].cloud), cmp.Compare(cells[a].Seed, cells[b].Seed))
	})
	return todo
}

func (r *crew) cell(ctx context.Context, i int) error {
	c := r.plan.Cells[i]
	defer r.plan.clouds[c.cloud].release(uint64(c.Seed))
	m := meter{now: r.now, tick: func(events int64) { r.report(0, events) }}
	if r.watch != nil {
		m.watch = func(w *sim.World) []sim.Observer {
			r.watching.Lock()
			defer r.watching.Unlock()
			return r.watch(c, w)
		}
	}
	if r.adapt != nil {
		m.adapt = func(p sim.Policy) sim.Policy {
			r.watching.Lock()
			defer r.watching.Unlock()
			return r.adapt(c, p)
		}
	}
	o, err := r.plan.simulate(ctx, c, m)
	if err != nil {
		return err
	}
	if err := r.keep(o); err != nil {
		return err
	}
	r.outcomes[i] = o
	r.report(1, 0)
	return nil
}

// report adds to the progress and tells it.
func (r *crew) report(cells int, events int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress.Done += cells
	r.progress.Events += events
	if r.told != nil {
		r.told(r.progress)
	}
}
