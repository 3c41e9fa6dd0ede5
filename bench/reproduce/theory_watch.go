package reproduce

import (
	"context"

	"skysim/bench"
	"skysim/sim"
)

// seen runs an experiment with an observer of its own for each cell, and returns the
// rows with what the observers saw, both in plan order.
func seen[T sim.Observer](ctx context.Context, lab *Lab, e *bench.Experiment, watch func(c bench.Cell) T) ([]bench.Row, []T, error) {
	by := map[string]T{}
	rows, err := lab.Rows(ctx, e, func(c bench.Cell, _ *sim.World) []sim.Observer {
		by[c.Name] = watch(c)
		return []sim.Observer{by[c.Name]}
	})
	all := make([]T, 0, len(rows))
	for i := range rows {
		all = append(all, by[rows[i].Cell])
	}
	return rows, all, err
}

// flowWatch counts what came, what work it was, and what was turned away.
type flowWatch struct {
	warmup    sim.Time
	jobs      int64
	last      sim.Time // submission
	served    int64    // finished jobs
	work      sim.Wide // of them, ns
	submitted int64    // after warm-up
	rejected  int64    // of them
}

// Observe implements sim.Observer.
func (f *flowWatch) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		switch e := &events[i]; {
		case e.Kind == sim.JobSubmitted:
			f.jobs++
			f.last = e.Time
			if e.Time >= f.warmup {
				f.submitted++
			}
		case e.Kind == sim.JobEnded && e.Outcome == sim.Finished:
			f.served++
			f.work.Add(int64(e.Run))
		case e.Kind == sim.JobEnded && e.Outcome == sim.Rejected && e.Time-sim.Time(e.Value) >= f.warmup:
			f.rejected++
		}
	}
}

// control is by how much the work per job was more, and the time per job less, than
// expected, each as a share: see runMean.
func (f *flowWatch) control(lambda, mu float64) float64 {
	if f.served == 0 {
		return 0
	}
	work := float64(f.work.Float() / 1e9 / float64(f.served) * mu)
	gap := float64(float64(f.last) / 1e9 / float64(f.jobs) * lambda)
	return work - gap
}

// endsWatch notes when jobs end, from a certain one on.
type endsWatch struct {
	skip        int64 // jobs of warm-up, at least 1
	jobs        int64
	first, last sim.Time // ends of the last one skipped and of the last one
}

// Observe implements sim.Observer.
func (w *endsWatch) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		if e := &events[i]; e.Kind == sim.JobEnded && e.Outcome == sim.Finished {
			w.jobs++
			w.last = e.Time
			if w.jobs == w.skip {
				w.first = e.Time
			}
		}
	}
}

// littleWatch counts ∫N dt and the time in system a second time: one from the
// instants of events, the other from what the engine says of each job that ended.
type littleWatch struct {
	area, stay sim.Wide
	now        sim.Time
	open       map[int64]sim.Time // submissions
}

// Observe implements sim.Observer.
func (w *littleWatch) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		e := &events[i]
		if e.Kind != sim.JobSubmitted && e.Kind != sim.JobEnded {
			continue
		}
		w.advance(e.Time)
		if e.Kind == sim.JobSubmitted {
			w.open[e.Job] = e.Time
		} else {
			delete(w.open, e.Job)
			w.stay.Add(e.Value)
		}
	}
}

func (w *littleWatch) advance(to sim.Time) {
	w.area.AddProduct(int64(len(w.open)), int64(to-w.now))
	w.now = to
}

// gap ends the run at an instant, counts those that are still there, and returns
// the difference in nanoseconds.
func (w *littleWatch) gap(end sim.Time) float64 {
	w.advance(end)
	for _, submit := range w.open {
		w.stay.Add(int64(end - submit))
	}
	clear(w.open)
	return w.area.Minus(w.stay).Float()
}
