package spot

import (
	"fmt"

	"skysim/sim"
)

// Odds are the chances of a place's spot market from one tick to the next.
type Odds struct {
	// Down is the probability that no machine can be had at the next tick if one can now,
	// and Up that one can if none can now. With Down 0 and Up 0 the market stays as it is.
	Down, Up float64
	// Evict is the probability that a machine that one holds is lost at the next tick though another
	// can be had then.
	Evict float64
}

// Forecast is a market whose future is known by its odds. Places come and go independently
// of each other; prices stay.
type Forecast struct {
	Tick     sim.Duration // above 0
	Overhead sim.Duration // at every entry into a machine, 0 or more
	// Places have the prices, of which the first counts; their Spot is not looked at. At most 8.
	Places []Place
	Odds   []Odds // one for each place
	Move   [][]Cost
	// Billing says how much of its last tick a job pays.
	Billing    Billing
	MostStates int64 // as in Problem
}

// most places of a forecast: each doubles the states.
const mostMarkets = 8

// Check reports the first thing that makes no sense.
func (f *Forecast) Check() error {
	if err := f.problem(1, 1).Check(); err != nil {
		return err
	}
	if len(f.Places) > mostMarkets || len(f.Odds) != len(f.Places) {
		return fmt.Errorf("spot: %d places and %d odds, want one for each of at most %d", len(f.Places), len(f.Odds), mostMarkets)
	}
	for i, o := range f.Odds {
		for _, q := range []float64{o.Down, o.Up, o.Evict} {
			if !(q >= 0 && q <= 1) {
				return fmt.Errorf("spot: odds of place %d (%s) are %+v, want numbers from 0 to 1", i, f.Places[i].Name, o)
			}
		}
	}
	return nil
}

// problem returns the problem with so many ticks and parts of work to go, without what is known of
// spot machines.
func (f *Forecast) problem(ticks, parts int) *Problem {
	return &Problem{
		Tick: f.Tick, Overhead: f.Overhead, Move: f.Move, Places: f.Places, Billing: f.Billing, MostStates: f.MostStates,
		Work: sim.Duration(parts) * f.Part(), Deadline: sim.Duration(ticks) * f.Tick,
	}
}

// Part is the unit in which a Strategy counts work: the greatest common divisor of Tick and
// Overhead.
func (f *Forecast) Part() sim.Duration { return max(1, gcd(f.Tick, f.Overhead)) }

// Left is a job at the beginning of a tick, after the market has been seen.
type Left struct {
	Ticks int // to the deadline, this one included
	Parts int // of work, each Forecast.Part long
	// Up has one bit for each place, the first lowest: a spot machine can be had.
	Up uint
	// Mode is that of the tick before; Wait if its machine is gone.
	Mode    Mode
	Data    int          // as in State
	Pending sim.Duration // of the overhead on the machine it is on
}
