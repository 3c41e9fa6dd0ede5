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
	plan    *Plan
	workers int
	now     func() time.Time
	watch   func(Cell, *sim.World) []sim.Observer // nil adds none
	adapt   func(Cell, sim.Policy) sim.Policy     // nil leaves them
	keep    func(*outcome) error                  // takes a finished cell; called by any worker
	bounds  map[string]*BoundRow                  // found, by hash; nil looks for none
	// keepBound takes a bound that was found; called by any worker.
	keepBound func(*BoundRow) error
	told      func(Progress) // nil is told nothing
	outcomes  []*outcome     // by cell; nil is still to be run

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

// task is a cell to run, or an instance whose bound is to be found.
type task struct {
	cell  int // -1 is a bound
	bound instance
	cloud int
	seed  int64
}

// all runs the cells that are left on the workers, and finds the bounds that are.
func (r *crew) all(ctx context.Context) error {
	r.progress.Total = len(r.plan.Cells)
	r.report(0, 0)
	todo := r.order()
	for _, t := range todo {
		r.plan.clouds[t.cloud].expect(uint64(t.seed))
	}
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(r.workers)
	for n, t := range todo {
		if inner.Err() != nil {
			r.forget(todo[n:])
			break
		}
		group.Go(func() error {
			defer r.plan.clouds[t.cloud].release(uint64(t.seed))
			if t.cell < 0 {
				return r.bound(t.bound)
			}
			return r.cell(inner, t.cell)
		})
	}
	err := group.Wait()
	if ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) && r.left() > 0 {
		return &StoppedError{Done: r.progress.Done, Total: len(r.plan.Cells)}
	}
	return err
}

// left is how many cells and bounds are still to come.
func (r *crew) left() int { return len(r.order()) }

// forget gives back the skies of what will not be done.
func (r *crew) forget(tasks []task) {
	for _, t := range tasks {
		r.plan.clouds[t.cloud].release(uint64(t.seed))
	}
}

// order lists what there is to do: what is under one sky after each other, so that
// its weather is made once and then forgotten, bounds first: they take as
// long as several cells, and nobody shall wait for one at the end.
func (r *crew) order() []task {
	var todo []task
	if r.bounds != nil {
		queued := map[string]bool{}
		for _, i := range r.plan.instances() {
			if r.bounds[i.hash] == nil && !queued[i.hash] {
				queued[i.hash] = true
				todo = append(todo, task{-1, i, i.cloud, i.seed})
			}
		}
	}
	for i, c := range r.plan.Cells {
		if r.outcomes[i] == nil {
			todo = append(todo, task{cell: i, cloud: c.cloud, seed: c.Seed})
		}
	}
	slices.SortStableFunc(todo, func(a, b task) int {
		return cmp.Or(cmp.Compare(a.cloud, b.cloud), cmp.Compare(a.seed, b.seed))
	})
	return todo
}

// bound finds one bound.
func (r *crew) bound(i instance) error {
	row, err := r.plan.bound(i)
	if err != nil {
		return err
	}
	if err := r.keepBound(row); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bounds[i.hash] = row
	return nil
}

func (r *crew) cell(ctx context.Context, i int) error {
	c := r.plan.Cells[i]
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
