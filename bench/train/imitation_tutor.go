package train

import (
	optimum "skysim/policies/dp/spot"
	"skysim/policies/learned/imitate"
	"skysim/policies/spot"
)

// tutor knows the optimum of a ride.
type tutor struct {
	ride  *ride
	table *optimum.Table
}

func newTutor(r *ride) (*tutor, error) {
	table, err := optimum.Solve(r.problem)
	return &tutor{r, table}, err
}

// cost returns what a ride costs from a state on if it begins with a kind and goes on as is best; ok is false if
// the deadline cannot be met.
func (t *tutor) cost(s optimum.State, first spot.Kind) (hours float64, ok bool) {
	at := s.Tick
	plan, err := optimum.ReplayFrom(t.ride.problem, s, func(s optimum.State) (optimum.Mode, error) {
		if s.Tick == at {
			return optimum.Mode{Kind: optimum.Kind(first)}, nil
		}
		return t.table.Best(s)
	})
	return inHours(plan.Cost), err == nil
}

// gain returns by how much yes is better than no for the question in a state; ok is false where only one is possible.
func (t *tutor) gain(q imitate.Question, s optimum.State) (hours float64, ok bool) {
	yes, no := spot.Spot, []spot.Kind{spot.OnDemand}
	switch q {
	case imitate.Rent:
		yes, no = spot.OnDemand, []spot.Kind{spot.Wait}
	case imitate.Take:
		no = append(no, spot.Wait)
	}
	a, can := t.cost(s, yes)
	if !can {
		return 0, false
	}
	for _, kind := range no {
		if b, can := t.cost(s, kind); can && (!ok || b-a < hours) {
			hours, ok = b-a, true
		}
	}
	return hours, ok
}

// farthest is the largest gain that an example says, in hours: a few rides that go very wrong
// should not decide about all others.
const farthest = 4

// examples is what a question was seen to be worth: sums for least squares.
type examples struct {
	n  int
	xx [imitate.Inputs][imitate.Inputs]float64
	xy [imitate.Inputs]float64
}

// add takes down that yes gains so much where the inputs are x.
func (e *examples) add(x *[imitate.Inputs]float64, gain float64) {
	gain = max(-farthest, min(farthest, gain))
	e.n++
	for i, a := range x {
		for j, b := range x {
			e.xx[i][j] += float64(a * b)
		}
		e.xy[i] += float64(a * gain)
	}
}

// fit returns the weights with the least squared error, and a penalty that keeps them small where examples say little:
// Gaussian elimination on a matrix that is positive definite.
func (e *examples) fit() (w [imitate.Inputs]float64) {
	const n = imitate.Inputs
	a, y := e.xx, e.xy
	for i := range n {
		a[i][i] += 1 + float64(1e-4*float64(e.n))
	}
	for i := range n {
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < n; j++ {
				a[k][j] -= float64(f * a[i][j])
			}
			y[k] -= float64(f * y[i])
		}
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			y[i] -= float64(a[i][j] * w[j])
		}
		w[i] = y[i] / a[i][i]
	}
	return w
}

// join adds the examples of another.
func (e *examples) join(o *examples) {
	e.n += o.n
	for i := range e.xx {
		for j := range e.xx[i] {
			e.xx[i][j] += o.xx[i][j]
		}
		e.xy[i] += o.xy[i]
	}
}

// lessons are the examples of all questions.
type lessons [imitate.None]examples

// model fits a model.
func (l *lessons) model() (m imitate.Model) {
	for q := range l {
		m[q] = l[q].fit()
	}
	return m
}

// attend plays a ride under a rider and takes down what each open question was worth on the way. Where the safety nets
// decide, nothing is open.
func (l *lessons) attend(r *ride, do rider) error {
	t, err := newTutor(r)
	if err != nil {
		return err
	}
	_, _, err = r.play(func(s optimum.State, p *spot.Progress, x *[imitate.Inputs]float64) spot.Kind {
		q := imitate.Asked(p)
		if q != imitate.None && p.Safe(spot.Wait) == spot.Wait {
			if gain, ok := t.gain(q, s); ok {
				l[q].add(x, gain)
			}
		}
		return do(s, p, x)
	})
	return err
}
