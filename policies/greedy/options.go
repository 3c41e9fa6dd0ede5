package greedy

import (
	"fmt"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Options are the settings of a policy. Default has the usual ones.
type Options struct {
	Order    Order
	Place    Place
	Backfill Backfill
	Spot     Spot
	Gang     Gang
	// Idle is how long a rented machine is kept without tasks: 0 gives it back
	// at once, Never keeps it to the end.
	Idle sim.Duration
	// Guess is the run time, at speed 1,000,000 ppm, that is assumed of a job
	// without an estimate. It must be positive.
	Guess sim.Duration
}

// Never is the Idle that keeps machines to the end.
const Never = sim.Duration(sim.Never)

// Default returns the options that a construction without parameters means.
func Default() Options {
	return Options{
		Order: FCFS, Place: Cheapest, Backfill: BackfillNone, Spot: SpotAllow, Gang: GangZone,
		Idle: 10 * 60e9, Guess: 3600e9,
	}
}

// call is the construction: order and place always, of the others those that
// differ from the default.
func (o Options) call() grammar.Call {
	c, d := grammar.Call{Word: "greedy"}.With("order", o.Order.String()).With("place", o.Place.String()), Default()
	if o.Backfill != d.Backfill {
		c = c.With("backfill", o.Backfill.String())
	}
	if o.Spot != d.Spot {
		c = c.With("spot", o.Spot.String())
	}
	if o.Gang != d.Gang {
		c = c.With("gang", o.Gang.String())
	}
	switch o.Idle {
	case d.Idle:
	case Never:
		c = c.With("idle", "never")
	default:
		c = c.With("idle", grammar.Duration(o.Idle))
	}
	if o.Guess != d.Guess {
		c = c.With("guess", grammar.Duration(o.Guess))
	}
	return c
}

// check reports the first option that is not set or out of range.
func (o Options) check() error {
	switch {
	case !in(uint8(o.Order), Orders()):
		return fmt.Errorf("greedy: order is %d, want 1 to %d", o.Order, len(Orders()))
	case !in(uint8(o.Place), Places()):
		return fmt.Errorf("greedy: place is %d, want 1 to %d", o.Place, len(Places()))
	case !in(uint8(o.Backfill), Backfills()):
		return fmt.Errorf("greedy: backfill is %d, want 1 to %d", o.Backfill, len(Backfills()))
	case !in(uint8(o.Spot), Spots()):
		return fmt.Errorf("greedy: spot is %d, want 1 to %d", o.Spot, len(Spots()))
	case !in(uint8(o.Gang), Gangs()):
		return fmt.Errorf("greedy: gang is %d, want 1 to %d", o.Gang, len(Gangs()))
	case o.Idle < 0:
		return fmt.Errorf("greedy: idle is %v, want 0 or more", o.Idle)
	case o.Guess <= 0:
		return fmt.Errorf("greedy: guess is %v, want more than 0", o.Guess)
	}
	return nil
}

func in(value uint8, words []Word) bool { return value >= 1 && int(value) <= len(words) }
