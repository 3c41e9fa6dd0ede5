package spot

import (
	"fmt"

	"skysim/sim"
)

// Problem is one job, the places at which it can run, and what is known of
// their future.
type Problem struct {
	// Tick is the time between two decisions, above 0.
	Tick sim.Duration
	// Work is the run time of the job without overheads, above 0.
	Work sim.Duration
	// Deadline is when the job has to be finished, counted from the first tick.
	Deadline sim.Duration
	// Overhead is spent at every entry into a machine before work is done, 0 or more.
	Overhead sim.Duration
	// Places lists the zones. At most 100.
	Places []Place
	// Move is the cost of entering a machine in region [to] when what the job has
	// done so far is in region [from]; nil means nothing. It is paid at the entry.
	Move [][]Cost
	// Home is 1 + the region of the job's data before it has run; 0 means that its
	// first start moves nothing.
	Home int
	// Billing says how much of its last tick a job pays.
	Billing Billing
	// MostStates bounds the states that are valued, one byte of memory each; 0 means DefaultMostStates.
	MostStates int64
}

// DefaultMostStates bounds a Table at 256 MiB.
const DefaultMostStates = int64(1) << 28

// Place is a zone in which machines can be had.
type Place struct {
	Name   string
	Region int // index into the rows of Problem.Move
	// Spot says for each tick whether a spot machine can be had, and held. After
	// its end there is none.
	Spot []bool
	// SpotPrice and OnDemand are prices per hour at each tick; after the end the last
	// one stays. Spot must not be without a SpotPrice. An empty OnDemand means that
	// there are no such machines.
	SpotPrice []sim.Rate
	OnDemand  []sim.Rate
}

// Billing is a rule for the tick in which a job finishes; the others are paid whole.
type Billing uint8

// The rules.
const (
	Used  Billing = iota // what the job has used of it
	Whole                // all of it
	Free                 // nothing
)

// String returns the word for it.
func (b Billing) String() string {
	if b > Free {
		return "not set"
	}
	return [...]string{"used", "whole", "free"}[b]
}

// most places that a decision, one byte, can tell apart.
const mostPlaces = 100

// Check reports the first thing that makes no sense.
func (p *Problem) Check() error {
	switch {
	case p.Tick <= 0:
		return fmt.Errorf("spot: tick is %v, want more than 0", p.Tick)
	case p.Work <= 0:
		return fmt.Errorf("spot: work is %v, want more than 0", p.Work)
	case p.Deadline <= 0:
		return fmt.Errorf("spot: deadline is %v, want more than 0", p.Deadline)
	case p.Overhead < 0:
		return fmt.Errorf("spot: overhead is %v, want 0 or more", p.Overhead)
	case p.Billing > Free:
		return fmt.Errorf("spot: billing is %d, want %d (used) to %d (free)", p.Billing, Used, Free)
	case len(p.Places) > mostPlaces:
		return fmt.Errorf("spot: %d places, want at most %d", len(p.Places), mostPlaces)
	}
	regions := len(p.Move)
	for i := range p.Places {
		if err := p.Places[i].check(p.Move == nil, regions); err != nil {
			return fmt.Errorf("spot: place %d (%s): %w", i, p.Places[i].Name, err)
		}
	}
	if p.Home < 0 || p.Move == nil && p.Home > 0 || p.Move != nil && p.Home > regions {
		return fmt.Errorf("spot: home is %d, want 0 or 1 + one of %d regions that Move knows", p.Home, regions)
	}
	for from, row := range p.Move {
		if len(row) != regions {
			return fmt.Errorf("spot: row %d of moves has %d costs, want %d", from, len(row), regions)
		}
		for to, c := range row {
			if c < 0 || c >= none {
				return fmt.Errorf("spot: moving from region %d to %d costs %v, want 0 to %v", from, to, c, none-1)
			}
		}
	}
	return nil
}

// check reports what is wrong with a place.
func (l *Place) check(unpriced bool, regions int) error {
	if l.Region < 0 || !unpriced && l.Region >= regions || unpriced && l.Region >= mostPlaces {
		return fmt.Errorf("region is %d, want one of %d that Move knows", l.Region, regions)
	}
	if len(l.Spot) > 0 && len(l.SpotPrice) == 0 {
		return fmt.Errorf("spot machines have no price")
	}
	for _, prices := range [][]sim.Rate{l.SpotPrice, l.OnDemand} {
		for t, r := range prices {
			if r < 0 {
				return fmt.Errorf("price at tick %d is %v, want 0 or more", t, r)
			}
		}
	}
	return nil
}

// spotAt reports whether a spot machine can be had at a tick.
func (l *Place) spotAt(t int) bool { return t < len(l.Spot) && l.Spot[t] }

// at returns the price at a tick.
func at(prices []sim.Rate, t int) sim.Rate { return prices[min(t, len(prices)-1)] }

// Kind is a way to spend a tick.
type Kind uint8

// The kinds.
const (
	Wait Kind = iota // on no machine
	Spot
	OnDemand
)

// String returns the word for it.
func (k Kind) String() string {
	if k > OnDemand {
		return "not set"
	}
	return [...]string{"wait", "spot", "on-demand"}[k]
}

// Mode is what a job does during a tick.
type Mode struct {
	Kind  Kind
	Place int // index of the place; 0 while it waits
}

// State is a job at the beginning of a tick, before anything is seen of it.
type State struct {
	Tick int
	// Mode is that of the tick before. A spot machine in it may be gone.
	Mode Mode
	// Data is 1 + the region of what the job has done so far; 0 before its first start
	// if that moves nothing.
	Data int
	// Pending is what is left of the overhead on the machine it is on.
	Pending sim.Duration
	Done    sim.Duration
}

// start returns the state before the first tick.
func (p *Problem) start() State { return State{Data: p.Home} }

// offers reports whether a mode can be chosen at a tick.
func (p *Problem) offers(m Mode, t int) bool {
	switch m.Kind {
	case Wait:
		return m.Place == 0
	case Spot:
		return m.Place >= 0 && m.Place < len(p.Places) && p.Places[m.Place].spotAt(t)
	case OnDemand:
		return m.Place >= 0 && m.Place < len(p.Places) && len(p.Places[m.Place].OnDemand) > 0
	}
	return false
}

// price returns what a machine costs per hour at a tick.
func (p *Problem) price(m Mode, t int) sim.Rate {
	if m.Kind == Spot {
		return at(p.Places[m.Place].SpotPrice, t)
	}
	return at(p.Places[m.Place].OnDemand, t)
}
