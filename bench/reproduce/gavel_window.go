package reproduce

import (
	"context"
	"fmt"

	"skysim/bench"
	"skysim/sim"
)

// The jobs that are measured, by number, and how many there are at most: the artifact makes
// new ones until the measured ones have ended, and then stops.
const (
	gavelFirst = 4000
	gavelLast  = 4999
	gavelJobs  = 20_000
)

// run runs the series: all its rates, under every seed.
func (s *gavelSeries) run(ctx context.Context, lab *Lab) error {
	e, err := s.experiment(lab)
	if err != nil {
		return err
	}
	windows := map[string]*gavelWindow{}
	see := func(c bench.Cell) *gavelWindow {
		if windows[c.Name] == nil {
			windows[c.Name] = &gavelWindow{}
		}
		return windows[c.Name]
	}
	adapt := func(c bench.Cell, p sim.Policy) sim.Policy { return gavelStop{p, see(c)} }
	watch := func(c bench.Cell, _ *sim.World) []sim.Observer { return []sim.Observer{see(c)} }
	rows, err := lab.Adapted(ctx, e, adapt, watch)
	if err != nil {
		return err
	}
	s.ours = make([]float64, len(s.rates))
	for i, r := range rows {
		w := windows[r.Cell]
		if !w.over() {
			return fmt.Errorf("%s: %d of jobs %d to %d have ended when %d jobs have come", r.Cell, w.ended, gavelFirst, gavelLast, gavelJobs)
		}
		s.ours[i/int(e.Seeds.Count)] += float64(w.sum.Hours() / float64(w.ended) / float64(e.Seeds.Count))
	}
	return nil
}

// gavelWindow sums up how long the measured jobs took.
type gavelWindow struct {
	ended int
	sum   sim.Duration
}

// over reports whether all of them have ended.
func (w *gavelWindow) over() bool { return w.ended == gavelLast-gavelFirst+1 }

// Observe implements sim.Observer.
func (w *gavelWindow) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		if e := &events[i]; e.Kind == sim.JobEnded && e.Job >= gavelFirst && e.Job <= gavelLast {
			w.ended++
			w.sum += sim.Duration(e.Value)
		}
	}
}

// gavelStop lets a policy decide until the measured jobs have ended. Then nobody starts
// a job any more, and the run ends by itself.
type gavelStop struct {
	sim.Policy
	window *gavelWindow
}

// Decide asks the policy.
func (g gavelStop) Decide(v *sim.View, p *sim.Plan) {
	if !g.window.over() {
		g.Policy.Decide(v, p)
	}
}

// Needs passes on what the policy needs.
func (g gavelStop) Needs() sim.Needs {
	if n, ok := g.Policy.(sim.Needer); ok {
		return n.Needs()
	}
	return sim.Needs{}
}
