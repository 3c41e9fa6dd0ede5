package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// RunOptions says how to run a plan. None of it changes a row.
type RunOptions struct {
	// Dir is the directory of the result; it is made if need be.
	Dir string
	// Workers is how many cells run at once; 0 is one per processor.
	Workers int
	// Command is noted in the manifest.
	Command []string
	// Fresh runs cells again that were finished before.
	Fresh bool
	// Progress, if set, is told how far the run is, by one goroutine at a time.
	Progress func(Progress)
	// Now is the wall clock, for timing.parquet; nil is time.Now.
	Now func() time.Time
}

// Progress is how far a run is.
type Progress struct {
	Done   int   // cells finished, those of earlier runs among them
	Reused int   // cells finished by earlier runs
	Total  int   // cells of the plan
	Events int64 // simulated so far by this run
}

// StoppedError is a run that was told to stop. What was finished is kept.
type StoppedError struct {
	Dir         string
	Done, Total int
}

// Error says how to go on.
func (e *StoppedError) Error() string {
	return fmt.Sprintf("stopped after %d of %d cells; they are kept in %s and the same command goes on from there", e.Done, e.Total, e.Dir)
}

// Run runs the cells of a plan that have not been run before, stores each as
// it finishes and, when all have, the result. Rows are in plan order whatever
// the number of workers. Where a stored result has all of the plan, nothing is
// written and Result.Kept is set. If ctx ends, the error is a *StoppedError and the
// same call later goes on; if another run writes to the directory, it is a
// *LockedError.
func Run(ctx context.Context, p *Plan, o RunOptions) (*Result, error) {
	if o.Workers < 0 {
		return nil, fmt.Errorf("workers = %d, want 0 for one per processor, or more", o.Workers)
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	st := &store{o.Dir}
	if err := st.mine(p.Experiment.Name); err != nil {
		return nil, err
	}
	if !o.Fresh {
		if kept := st.kept(p); kept != nil {
			return kept, nil
		}
	}
	unlock, err := st.open()
	if err != nil {
		return nil, err
	}
	defer unlock()
	r := &runner{plan: p, options: o, store: st, outcomes: make([]*outcome, len(p.Cells))}
	if !o.Fresh {
		if err := r.reuse(); err != nil {
			return nil, err
		}
	}
	if err := r.all(ctx); err != nil {
		return nil, err
	}
	return r.complete()
}

// runner is one call of Run.
type runner struct {
	plan     *Plan
	options  RunOptions
	store    *store
	outcomes []*outcome // by cell
	others   []*outcome // finished by earlier runs and not in the plan

	mu       sync.Mutex
	progress Progress
}

// reuse takes over what earlier runs finished.
func (r *runner) reuse() error {
	finished, err := r.store.finished()
	if err != nil {
		return err
	}
	for i, c := range r.plan.Cells {
		if o := finished[c.Hash]; o != nil {
			r.plan.rename(o, c)
			r.outcomes[i] = o
			r.progress.Done++
			r.progress.Reused++
			delete(finished, c.Hash)
		}
	}
	for _, hash := range slices.Sorted(maps.Keys(finished)) {
		if o := finished[hash]; o.Row.Engine == EngineVersion { // another engine's will never be asked for
			r.others = append(r.others, o)
		}
	}
	return nil
}

// all runs the cells that are left on the workers.
func (r *runner) all(ctx context.Context) error {
	r.progress.Total = len(r.plan.Cells)
	r.report(0, 0)
	todo := r.order()
	for _, i := range todo {
		r.plan.clouds[r.plan.Cells[i].cloud].expect(uint64(r.plan.Cells[i].Seed))
	}
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(r.options.Workers)
	for _, i := range todo {
		if inner.Err() != nil {
			break
		}
		group.Go(func() error { return r.cell(inner, i) })
	}
	err := group.Wait()
	if ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) && r.progress.Done < len(r.plan.Cells) {
		return &StoppedError{Dir: r.options.Dir, Done: r.progress.Done, Total: len(r.plan.Cells)}
	}
	return err
}

// order lists the cells to run: those under one sky after each other, so that
// its weather is made once and then forgotten.
func (r *runner) order() []int {
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

func (r *runner) cell(ctx context.Context, i int) error {
	c := r.plan.Cells[i]
	defer r.plan.clouds[c.cloud].release(uint64(c.Seed))
	m := meter{now: r.options.Now, tick: func(events int64) { r.report(0, events) }}
	o, err := r.plan.simulate(ctx, c, m)
	if err != nil {
		return err
	}
	if err := r.store.put(o); err != nil {
		return err
	}
	r.outcomes[i] = o
	r.report(1, 0)
	return nil
}

// report adds to the progress and tells it.
func (r *runner) report(cells int, events int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress.Done += cells
	r.progress.Events += events
	if r.options.Progress != nil {
		r.options.Progress(r.progress)
	}
}
