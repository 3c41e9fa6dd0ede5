package imitate

import (
	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
)

// Options are the settings of a policy.
type Options struct {
	// Weights is the word that the construction names them by.
	Weights string
	Model   Model
	// Every is the time between two ticks, above 0.
	Every sim.Duration
	// Rest places all jobs that have no deadline or estimate, or keep nothing when they are stopped.
	Rest *greedy.Policy
}

// New returns a policy. It takes the rest over.
func New(o Options) (sim.Policy, error) {
	with := spot.Options{
		Name: "imitate", Every: o.Every, Rest: o.Rest,
		Args: []grammar.Arg{{Key: "weights", Value: grammar.Call{Word: o.Weights}}},
	}
	return spot.New(with, NewImitator(o.Model))
}

// Imitator is the Chooser.
type Imitator struct {
	model Model

	// State, kept in snapshots.
	markets []market

	// What follows can be made anew at any time.
	index map[sim.OfferID]int
	holds []bool // by offer
}

// market is the tape of an offer.
type market struct {
	offer sim.OfferID
	tape  Tape
}

var (
	_ spot.Chooser = (*Imitator)(nil)
	_ spot.Watcher = (*Imitator)(nil)
	_ sim.Saver    = (*Imitator)(nil)
)

// NewImitator returns a chooser that has seen nothing.
func NewImitator(m Model) *Imitator { return &Imitator{model: m, index: make(map[sim.OfferID]int)} }

// Choose asks the model. A job that is late, or that no on-demand machines could save, takes what it can have.
func (d *Imitator) Choose(s *spot.Situation) spot.Kind {
	switch {
	case len(s.Zones) == 0:
		return spot.OnDemand
	case s.Late() || !s.OnDemandUp && s.On != spot.OnDemand:
		return s.Soonest()
	}
	tape := d.seen(s)
	x := Look(&s.Progress, price(s), &tape)
	return d.model.Kind(&s.Progress, &x)
}

// price returns what spot machines cost in parts of what on-demand machines do, 1 if that is not known.
func price(s *spot.Situation) float64 {
	p := s.Zones[0].Price
	if s.SpotUp && s.SpotPrice > 0 {
		p = s.SpotPrice
	}
	if s.OnDemandPrice <= 0 {
		return 1
	}
	return float64(p) / float64(s.OnDemandPrice)
}

// seen returns the tape of the markets that a job could use.
func (d *Imitator) seen(s *spot.Situation) Tape {
	now := s.Job.Submit.Add(s.Now)
	all := d.of(&s.Zones[0], now)
	for i := range s.Zones[1:] {
		all = all.Join(d.of(&s.Zones[1+i], now))
	}
	return all
}
