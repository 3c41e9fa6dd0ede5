package bench

import (
	"context"

	"skysim/sim"
)

// CollectOptions says how to run a plan whose rows are wanted and not stored.
// None of it but Adapt changes a row.
type CollectOptions struct {
	// Workers is how many cells run at once; 0 is one per processor.
	Workers int
	// Watch, if set, is asked once for each cell, before its run, for observers
	// that are to see it too; w is the world of the run. Calls come in no
	// particular order but never two at once. The observers of one cell are told of its
	// rounds by one goroutine; what those of different cells share is theirs to
	// guard. After Collect has returned they can be read freely.
	Watch func(c Cell, w *sim.World) []sim.Observer
	// Adapt, if set, is asked once for each cell, before its run, for what decides in
	// it: the cell's policy, or another that stands before it, as the quirks of a
	// published artifact may need. Calls come as those of Watch do.
	Adapt func(c Cell, p sim.Policy) sim.Policy
	// Progress, if set, is told how far the runs are, by one goroutine at a time.
	Progress func(Progress)
}

// Collect runs the cells of a plan and returns their rows, in plan order
// whatever the number of workers. It reads and writes no stored results. If ctx
// ends, the error is a *StoppedError.
func (p *Plan) Collect(ctx context.Context, o CollectOptions) ([]Row, error) {
	crew, err := newCrew(p, o.Workers)
	if err != nil {
		return nil, err
	}
	crew.watch, crew.adapt, crew.told = o.Watch, o.Adapt, o.Progress
	crew.keep = func(done *outcome) error {
		done.Series, done.Waits, done.Tallies = nil, nil, nil // nobody will read them
		return nil
	}
	if err := crew.all(ctx); err != nil {
		return nil, err
	}
	rows := make([]Row, 0, len(p.Cells))
	for _, done := range crew.outcomes {
		rows = append(rows, done.Row)
	}
	return rows, nil
}
