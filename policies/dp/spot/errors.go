package spot

import (
	"fmt"

	"skysim/sim"
)

// InfeasibleError says that no plan finishes the job by its deadline.
type InfeasibleError struct {
	Work     sim.Duration
	Deadline sim.Duration
	Most     sim.Duration // of the work that any plan does by then
}

// Error names all three.
func (e *InfeasibleError) Error() string {
	return fmt.Sprintf("spot: infeasible: of %v of work at most %v can be done by the deadline at %v", e.Work, e.Most, e.Deadline)
}

// SizeError says that a problem has more states than it may.
type SizeError struct {
	States int64 // that there are, or more
	Most   int64
}

// Error names both, and what helps.
func (e *SizeError) Error() string {
	return fmt.Sprintf("spot: %d states or more, want at most %d: a coarser tick, or an overhead that is a multiple of a larger part of it, needs fewer", e.States, e.Most)
}

// MoneyError says that amounts do not fit into 63 bits of pico-dollars.
type MoneyError struct {
	Price    sim.Rate
	Deadline sim.Duration
}

// Error names both.
func (e *MoneyError) Error() string {
	return fmt.Sprintf("spot: %v per hour until %v, or the moves, may cost more than %v", e.Price, e.Deadline, none)
}
