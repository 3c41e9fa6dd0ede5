package greedy

import (
	"fmt"
	"strings"

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
	// Ageing is how long a job has to wait to count as one level of priority
	// more, with the order Priority; Never leaves priorities as they are.
	Ageing sim.Duration
	// Preempt says whether running jobs may be stopped for waiting ones.
	Preempt Preempt
	// Ties says which of equally good machines is taken.
	Ties Ties
	// Score says how finely machines are compared by the placements that give
	// points: Tightest, DotProduct, Packing, Clustering and FGD.
	Score Score
	// Wait is how long a job that owned machines could hold waits for them
	// before machines are rented for it. A constant may not exceed Patience, unless it
	// is Never: then none are rented for such a job.
	Wait Waiting
	// Patience is how long a job may wait altogether; then it is rejected, also before
	// the time at which a rule would have let it rent.
	Patience sim.Duration
}

// Never is the Idle that keeps machines to the end, the Ageing that changes
// nothing and the Patience that does not end.
const Never = sim.Duration(sim.Never)

// Default returns the options that a construction without parameters means.
func Default() Options {
	return Options{
		Order: FCFS, Place: Cheapest, Backfill: BackfillNone, Spot: SpotAllow, Gang: GangZone,
		Idle: 10 * 60e9, Guess: 3600e9, Ageing: Never, Preempt: PreemptNone, Ties: TiesOldest, Score: ScoreExact, Patience: Never,
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
	c = span(c, "idle", o.Idle, d.Idle)
	if o.Guess != d.Guess { // for ever is written as any other guess
		c = c.With("guess", grammar.Duration(o.Guess))
	}
	c = span(c, "ageing", o.Ageing, d.Ageing)
	if o.Preempt != d.Preempt {
		c = c.With("preempt", o.Preempt.String())
	}
	if o.Ties != d.Ties {
		c = c.With("ties", o.Ties.String())
	}
	if o.Score != d.Score {
		c = c.With("score", o.Score.String())
	}
	if o.Wait != d.Wait {
		c.Args = append(c.Args, grammar.Arg{Key: "wait", Value: o.Wait.call()})
	}
	return span(c, "patience", o.Patience, d.Patience)
}

// span adds a duration that differs from the default.
func span(c grammar.Call, key string, d, usual sim.Duration) grammar.Call {
	switch d {
	case usual:
		return c
	case Never:
		return c.With(key, "never")
	}
	return c.With(key, grammar.Duration(d))
}

// OptionError is an option that is not set, out of range, or at odds with another.
type OptionError struct {
	Key     string // as it is written
	Problem string // what is wrong with it, and what was wanted
}

// Error says both.
func (e *OptionError) Error() string { return "greedy: " + e.Key + " " + e.Problem }

// wrong returns an OptionError.
func wrong(key, format string, args ...any) error {
	return &OptionError{key, fmt.Sprintf(format, args...)}
}

// check reports the first option that is not set or out of range.
func (o Options) check() error {
	for _, w := range []struct {
		key   string
		value uint8
		words []Word
	}{
		{"order", uint8(o.Order), Orders()}, {"place", uint8(o.Place), Places()}, {"backfill", uint8(o.Backfill), Backfills()},
		{"spot", uint8(o.Spot), Spots()}, {"gang", uint8(o.Gang), Gangs()}, {"preempt", uint8(o.Preempt), Preempts()}, {"ties", uint8(o.Ties), AllTies()},
		{"score", uint8(o.Score), Scores()},
	} {
		if !in(w.value, w.words) {
			return wrong(w.key, "is %d, want 1 to %d", w.value, len(w.words))
		}
	}
	switch {
	case o.Idle < 0:
		return wrong("idle", "is %v, want 0 or more", o.Idle)
	case o.Guess <= 0:
		return wrong("guess", "is %v, want more than 0", o.Guess)
	case o.Ageing <= 0:
		return wrong("ageing", "is %v, want more than 0 or never", o.Ageing)
	case o.Ageing != Never && o.Order != Priority:
		return wrong("ageing", "is of order=priority, and the order is %v", o.Order)
	case o.Score == ScorePercent && !o.Place.givesPoints():
		return wrong("score", "is of placements that give points, which place=%v does not; those that do: %s", o.Place, strings.Join(pointers(), ", "))
	case o.Patience < 0:
		return wrong("patience", "is %v, want 0 or more", o.Patience)
	case o.Wait.Rule == WaitConstant && o.Wait.For != Never && o.Wait.For > o.Patience:
		return wrong("wait", "is %s and patience is %s: jobs would be rejected before machines are rented for them; want no more, or never to rent none",
			grammar.Duration(o.Wait.For), grammar.Duration(o.Patience))
	}
	return o.Wait.check()
}

func in(value uint8, words []Word) bool { return value >= 1 && int(value) <= len(words) }
