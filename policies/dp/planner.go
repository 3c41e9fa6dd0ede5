package dp

import (
	"fmt"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
)

// Options are the settings of a policy.
type Options struct {
	// Every is the time between two ticks, above 0.
	Every sim.Duration
	// Stay is how long a spot market is thought to be up before it goes down, and Gone how long down, until more
	// is known. Both are above 0.
	Stay, Gone sim.Duration
	// Margin is kept in hand before each deadline, 0 or more. Boots that take longer than they should may need some; the usual
	// 0 leaves the time that is lost by counting in whole ticks.
	Margin sim.Duration
	// Rest places all jobs that have no deadline or estimate, or keep nothing when they are stopped.
	Rest *greedy.Policy
	// Slower is as in spot.Options.
	Slower bool
}

// Default returns the options that a construction without parameters means, without a Rest.
func Default() Options {
	const minute = sim.Duration(60_000_000_000)
	return Options{Every: 10 * minute, Stay: 240 * minute, Gone: 60 * minute}
}

// New returns a policy. It takes the rest over.
func New(o Options) (sim.Policy, error) {
	switch {
	case o.Stay <= 0 || o.Gone <= 0:
		return nil, fmt.Errorf("stay is %v and gone %v, want both above 0", o.Stay, o.Gone)
	case o.Margin < 0:
		return nil, fmt.Errorf("margin is %v, want 0 or more", o.Margin)
	}
	with := spot.Options{Name: "dp", Every: o.Every, Rest: o.Rest, Slower: o.Slower}
	d := Default()
	for _, a := range []struct {
		key        string
		set, usual sim.Duration
	}{{"stay", o.Stay, d.Stay}, {"gone", o.Gone, d.Gone}, {"margin", o.Margin, d.Margin}} {
		if a.set != a.usual {
			with.Args = append(with.Args, grammar.Arg{Key: a.key, Value: grammar.Call{Word: grammar.Duration(a.set)}})
		}
	}
	return spot.New(with, NewPlanner(o))
}

// Planner is the Chooser.
type Planner struct {
	opts Options

	// State, kept in snapshots.
	markets spot.Markets

	// What follows can be made anew at any time.
	tables map[key]*table
}

var (
	_ spot.Chooser = (*Planner)(nil)
	_ spot.Watcher = (*Planner)(nil)
	_ sim.Saver    = (*Planner)(nil)
)

// NewPlanner returns a Planner of checked options; their Rest does not matter.
func NewPlanner(o Options) *Planner {
	return &Planner{opts: o, tables: make(map[key]*table)}
}

const (
	priceSteps = 64   // into which the price of on-demand machines is cut
	mostTicks  = 256  // of work; more of it has longer ticks
	mostTables = 256  // that are remembered
	mostParts  = 2048 // of work, of a table
)

// Choose plans the job.
func (p *Planner) Choose(s *spot.Situation) spot.Kind {
	zones := s.Zones[:min(len(s.Zones), mostZones)]
	j := lay(s)
	switch {
	case len(zones) == 0:
		return spot.OnDemand
	case s.Left < j.total || !s.OnDemandUp && s.On != spot.OnDemand:
		return s.Soonest()
	}
	k := key{tick: int(j.tick / j.part), overhead: j.overhead, price: price(s, zones), odds: p.merge(zones, s.Job.Submit.Add(s.Now), j.tick)}
	ticks := int((s.Left - p.opts.Margin) / j.tick)
	if s.On == spot.Spot && s.Pending == 0 && k.keeps(&j, ticks) {
		return spot.Spot
	}
	t := p.table(k)
	stage := t.stage(j.pending)
	parts := j.parts(t.pend[stage])
	if s.On == spot.Wait {
		parts = j.parts(j.overhead)
	}
	if ticks < 1 || parts > mostParts {
		return p.hold(s)
	}
	up := 0
	if s.SpotUp {
		up = 1
	}
	state := idle(up)
	switch s.On {
	case spot.Spot:
		state = t.spot(stage)
	case spot.OnDemand:
		state = t.onDemand(stage, up)
	}
	switch t.at(parts, ticks, state) {
	case stay:
		return s.On
	case wait:
		return spot.Wait
	case takeSpot:
		return spot.Spot
	case takeOnDemand:
		return spot.OnDemand
	}
	return p.hold(s)
}

// hold is what to do when no plan makes sure of the deadline: not to leave a machine unless it is a slow one,
// and else to take one that stays.
func (p *Planner) hold(s *spot.Situation) spot.Kind {
	if s.On != spot.Wait && s.Slow == 0 {
		return s.On
	}
	return spot.OnDemand
}

// price returns what spot machines cost, in steps.
func price(s *spot.Situation, zones []spot.Zone) int {
	price, full := zones[0].Price, s.OnDemandPrice
	if s.SpotUp && s.SpotPrice > 0 {
		price = s.SpotPrice
	}
	if full <= price {
		return priceSteps
	}
	// ⌊64·price/full + 1/2⌋, and at least a little
	return max(1, int(float64(float64(float64(price)/float64(full))*priceSteps)+0.5))
}

// table returns the decisions of a key.
func (p *Planner) table(k key) *table {
	t := p.tables[k]
	if t == nil {
		if len(p.tables) >= mostTables {
			clear(p.tables)
		}
		t = newTable(k)
		p.tables[k] = t
	}
	return t
}
