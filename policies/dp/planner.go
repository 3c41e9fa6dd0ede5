package dp

import (
	"fmt"

	optimum "skysim/policies/dp/spot"
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
	with := spot.Options{Name: "dp", Every: o.Every, Rest: o.Rest}
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
	records []record

	// What follows can be made anew at any time.
	index  map[sim.OfferID]int
	holds  []bool // by offer
	tables map[key]*optimum.Strategy
}

var (
	_ spot.Chooser = (*Planner)(nil)
	_ spot.Watcher = (*Planner)(nil)
	_ sim.Saver    = (*Planner)(nil)
)

// NewPlanner returns a Planner of checked options; their Rest does not matter.
func NewPlanner(o Options) *Planner {
	return &Planner{opts: o, index: make(map[sim.OfferID]int), tables: make(map[key]*optimum.Strategy)}
}

// Watch takes down which markets are up.
func (p *Planner) Watch(v *sim.View) { p.watch(v) }

// key is what a table of decisions depends on.
type key struct {
	tick     sim.Duration
	overhead sim.Duration
	price    sim.Rate // of spot machines, in parts of that of on-demand machines
	odds     optimum.Odds
}

const (
	priceSteps = 64   // into which the price of on-demand machines is cut
	mostTicks  = 256  // of a table; farther deadlines have longer ticks
	mostTables = 100  // that are remembered
	mostParts  = 2048 // of work, of a table
)

// Choose plans the job.
func (p *Planner) Choose(s *spot.Situation) spot.Kind {
	zones := s.Zones[:min(len(s.Zones), mostZones)]
	switch {
	case len(zones) == 0:
		return spot.OnDemand
	case s.Late() || !s.OnDemandUp && s.On != spot.OnDemand:
		return soonest(s)
	}
	k := p.key(s, zones)
	left := s.Work - s.Done
	ticks := int((s.Left - p.opts.Margin) / k.tick)
	level, parts := k.count(s, left)
	if ticks < 1 || parts > mostParts {
		return p.hold(s)
	}
	t, err := p.table(k, ticks, parts)
	if err != nil {
		return p.hold(s)
	}
	state := optimum.Left{Ticks: ticks, Parts: parts, Pending: level, Mode: optimum.Mode{Kind: optimum.Kind(s.On)}}
	if s.SpotUp {
		state.Up = 1
	}
	if s.On != spot.Wait {
		state.Data = 1
	}
	m, safe, err := t.Best(state)
	if err != nil || !safe {
		return p.hold(s)
	}
	return spot.Kind(m.Kind)
}

// hold is what to do when no plan makes sure of the deadline: not to leave a machine, and else to take one that stays.
func (p *Planner) hold(s *spot.Situation) spot.Kind {
	if s.On != spot.Wait {
		return s.On
	}
	return spot.OnDemand
}

// soonest is what to do when there are no on-demand machines, or the deadline cannot be met.
func soonest(s *spot.Situation) spot.Kind {
	switch {
	case s.On != spot.Wait:
		return s.On
	case s.SpotUp:
		return spot.Spot
	}
	return spot.OnDemand
}

// key returns the key of the table for a job: the tick is doubled until the deadline is not too many of them away, the
// overhead rounded up to half a tick.
func (p *Planner) key(s *spot.Situation, zones []spot.Zone) key {
	k := key{tick: s.Tick}
	for s.Left/k.tick > mostTicks {
		k.tick *= 2
	}
	part := half(k.tick)
	k.overhead = (s.Overhead + part - 1) / part * part
	k.odds = p.merge(zones, s.Job.Submit.Add(s.Now), k.tick)
	price, full := zones[0].Price, s.OnDemandPrice
	if s.SpotUp && s.SpotPrice > 0 {
		price = s.SpotPrice
	}
	k.price = priceSteps
	if full > price {
		// ⌊64·price/full + 1/2⌋, and at least a little
		k.price = max(1, sim.Rate(float64(float64(float64(price)/float64(full))*priceSteps)+0.5))
	}
	return k
}

// count returns how many parts of work are left, and the overhead that is pending as the table knows it; what
// that is too little is counted as work.
func (k *key) count(s *spot.Situation, left sim.Duration) (level sim.Duration, parts int) {
	part := half(k.tick)
	if k.overhead%k.tick == 0 {
		part = k.tick
	}
	if s.On != spot.Wait {
		for l := k.overhead - k.tick; l > 0; l -= k.tick {
			if l <= s.Pending {
				level = l
				break
			}
		}
		left += s.Pending - level
	}
	return level, int(min((left+part-1)/part, mostParts+1))
}

// half returns half a tick, or all of it if that is no number of ns.
func half(tick sim.Duration) sim.Duration {
	if tick%2 != 0 {
		return tick
	}
	return tick / 2
}

// table returns the decisions of a key that know at least so many ticks and parts.
func (p *Planner) table(k key, ticks, parts int) (*optimum.Strategy, error) {
	t := p.tables[k]
	if t == nil || t.Parts() < parts {
		f := &optimum.Forecast{
			Tick: k.tick, Overhead: k.overhead, Odds: []optimum.Odds{k.odds},
			Places: []optimum.Place{{SpotPrice: []sim.Rate{k.price * sim.DollarRate}, OnDemand: []sim.Rate{priceSteps * sim.DollarRate}}},
		}
		var err error
		if t, err = optimum.Expect(f, roundUp(ticks), roundUp(parts)); err != nil {
			return nil, err
		}
		if len(p.tables) >= mostTables {
			clear(p.tables)
		}
		p.tables[k] = t
	}
	if t.Ticks() < ticks {
		return t, t.Extend(roundUp(ticks))
	}
	return t, nil
}

// roundUp returns the next power of two from 32 on, so that tables seldom have to grow.
func roundUp(n int) int {
	m := 32
	for m < n {
		m *= 2
	}
	return m
}
