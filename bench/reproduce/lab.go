package reproduce

import (
	"context"
	"path/filepath"
	"strings"

	"skysim/bench"
	"skysim/sim"
)

// Lab is what a reproduction may use.
type Lab struct {
	Data    string // directory that recorded data are below; "" if none
	Workers int    // cells that run at once; 0 is one per processor
	// Quick asks for fewer seeds or cases where the page says so, for tests; what
	// is left out is not in the outcome.
	Quick bool
	// Progress, if set, is told how far a call of Rows is.
	Progress func(bench.Progress)
}

// Watch returns observers that are to see the run of a cell in its world; see
// bench.CollectOptions.
type Watch func(c bench.Cell, w *sim.World) []sim.Observer

// Path returns the path of a file below the data directory, from its elements
// with forward slashes.
func (l *Lab) Path(elements ...string) string {
	return filepath.Join(l.Data, filepath.FromSlash(filepath.Join(elements...)))
}

// short is the path of a file as it stands below the data directory, for cases.
func (l *Lab) short(file string) string {
	if below, err := filepath.Rel(l.Data, file); err == nil {
		return filepath.ToSlash(below)
	}
	return file
}

// shorten is short at the beginning of file:line.
func (l *Lab) shorten(at string) string {
	file, line, _ := strings.Cut(at, ".csv:")
	if line == "" {
		return l.short(at)
	}
	return l.short(file) + ".csv:" + line
}

// Experiment returns one of the experiments that come with skysim, parsed, to be
// adapted: nothing else holds on to it.
func (l *Lab) Experiment(name string) (*bench.Experiment, error) { return bench.Open(name) }

// Rows runs an experiment, watched if need be, and returns its rows in plan order.
// Nothing is stored.
func (l *Lab) Rows(ctx context.Context, e *bench.Experiment, watch ...Watch) ([]bench.Row, error) {
	return l.Adapted(ctx, e, nil, watch...)
}

// Adapted is Rows, with what adapt returns deciding instead of the policies of the
// cells; nil adapts none.
func (l *Lab) Adapted(ctx context.Context, e *bench.Experiment, adapt func(bench.Cell, sim.Policy) sim.Policy, watch ...Watch) ([]bench.Row, error) {
	plan, err := bench.Prepare(e, l.Data)
	if err != nil {
		return nil, err
	}
	o := bench.CollectOptions{Workers: l.Workers, Progress: l.Progress, Adapt: adapt}
	if len(watch) > 0 {
		o.Watch = func(c bench.Cell, w *sim.World) (all []sim.Observer) {
			for _, look := range watch {
				all = append(all, look(c, w)...)
			}
			return all
		}
	}
	return plan.Collect(ctx, o)
}
