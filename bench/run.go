package bench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
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

// StoppedError is a run that was told to stop. What was finished is kept in
// Dir, if there is one.
type StoppedError struct {
	Dir         string
	Done, Total int
}

// Error says how to go on.
func (e *StoppedError) Error() string {
	if e.Dir == "" {
		return fmt.Sprintf("stopped after %d of %d cells", e.Done, e.Total)
	}
	return fmt.Sprintf("stopped after %d of %d cells; they are kept in %s and the same command goes on from there", e.Done, e.Total, e.Dir)
}

// Run runs the cells of a plan that have not been run before, stores each as
// it finishes and, when all have, the result. Rows are in plan order whatever
// the number of workers. Where a stored result has all of the plan, nothing is
// written and Result.Kept is set. If ctx ends, the error is a *StoppedError and the
// same call later goes on; if another run writes to the directory, it is a
// *LockedError.
func Run(ctx context.Context, p *Plan, o RunOptions) (*Result, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	crew, err := newCrew(p, o.Workers)
	if err != nil {
		return nil, err
	}
	crew.now, crew.told = o.Now, o.Progress
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
	crew.keep, crew.keepBound, crew.bounds = st.put, st.putBound, map[string]*BoundRow{}
	r := &runner{crew: crew, options: o, store: st}
	if !o.Fresh {
		if err := r.reuse(); err != nil {
			return nil, err
		}
	}
	if err := r.all(ctx); err != nil {
		var stopped *StoppedError
		if errors.As(err, &stopped) {
			stopped.Dir = o.Dir
		}
		return nil, err
	}
	return r.complete()
}

// runner is one call of Run.
type runner struct {
	*crew
	options RunOptions
	store   *store
	others  []*outcome // finished by earlier runs and not in the plan
}

// reuse takes over what earlier runs finished.
func (r *runner) reuse() error {
	finished, err := r.store.finished()
	if err != nil {
		return err
	}
	if r.bounds, err = r.store.bounds(); err != nil {
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
