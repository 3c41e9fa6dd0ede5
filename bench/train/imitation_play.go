package train

import (
	"errors"
	"time"

	optimum "skysim/policies/dp/spot"
	"skysim/policies/learned/imitate"
	"skysim/policies/spot"
	"skysim/sim"
)

// ride is one job in one zone's market: what the task imitation learns from, and is examined on, in the model of
// package dp/spot, which is exactly the engine's for a job alone that comes on a tick.
type ride struct {
	problem *optimum.Problem
	before  []bool // the market at the ticks before the job came, as far as anybody looked
	price   float64
}

// onDemandRate is the price of an on-demand machine: costs are in hours of one.
const onDemandRate = 3_600_000_000_000

// newRide returns the ride of a job that comes at a tick of a market.
func newRide(z *sky, at, history int, work sim.Duration, terms rideTerms) *ride {
	r := &ride{before: z.up[max(0, at-history):at]}
	deadline := sim.Duration(float64(work)*terms.ratio) / time.Second * time.Second
	ticks := int((deadline + tickOf - 1) / tickOf)
	spotRate := sim.Rate(float64(terms.price*1000)+0.5) * (onDemandRate / 1000)
	r.price = float64(spotRate) / onDemandRate
	r.problem = &optimum.Problem{
		Tick: tickOf, Work: work, Deadline: deadline, Overhead: terms.overhead,
		Places: []optimum.Place{{Spot: z.up[at:min(len(z.up), at+ticks)], SpotPrice: []sim.Rate{spotRate}, OnDemand: []sim.Rate{onDemandRate}}},
	}
	return r
}

// rideTerms is what a job and its market have besides work.
type rideTerms struct {
	ratio    float64 // deadline ÷ work
	price    float64 // of spot machines ÷ that of on-demand ones
	overhead sim.Duration
}

// progress returns a state as package spot shows it.
func (r *ride) progress(s optimum.State) spot.Progress {
	p := r.problem
	return spot.Progress{
		Tick: p.Tick, Overhead: p.Overhead, Work: p.Work, Deadline: p.Deadline, Now: sim.Duration(s.Tick) * p.Tick, Done: s.Done,
		Pending: s.Pending, On: spot.Kind(s.Mode.Kind), SpotUp: r.up(s.Tick),
	}
}

func (r *ride) up(t int) bool {
	return t < len(r.problem.Places[0].Spot) && r.problem.Places[0].Spot[t]
}

// rider says what to do in a state, of which it is shown the inputs of a model too.
type rider func(s optimum.State, p *spot.Progress, x *[imitate.Inputs]float64) spot.Kind

// play returns what a ride costs in hours of on-demand machines, and whether the deadline is missed, when
// what is left of the work is done on demand after it.
func (r *ride) play(do rider) (hours float64, missed bool, err error) {
	var tape imitate.Tape
	now := sim.Time(0)
	for _, up := range r.before {
		tape.Note(up, now)
		now = now.Add(imitate.Slot)
	}
	plan, err := optimum.Replay(r.problem, func(s optimum.State) (optimum.Mode, error) {
		p := r.progress(s)
		tape.Note(p.SpotUp, now.Add(p.Now))
		x := imitate.Look(&p, r.price, &tape)
		return optimum.Mode{Kind: optimum.Kind(do(s, &p, &x))}, nil
	})
	hours = inHours(plan.Cost)
	var late *optimum.InfeasibleError
	if errors.As(err, &late) {
		return hours + float64(r.problem.Work-late.Most+r.problem.Overhead)/float64(time.Hour), true, nil
	}
	return hours, false, err
}

func inHours(c optimum.Cost) float64 { return float64(c) / onDemandRate }

// byModel is the rider of a model.
func byModel(m *imitate.Model) rider {
	return func(_ optimum.State, p *spot.Progress, x *[imitate.Inputs]float64) spot.Kind { return m.Kind(p, x) }
}

// byUniform is that of Uniform Progress.
func byUniform(_ optimum.State, p *spot.Progress, _ *[imitate.Inputs]float64) spot.Kind {
	return spot.UniformKind(*p)
}
