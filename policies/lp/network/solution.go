package network

import (
	"errors"
	"fmt"
	"slices"

	"skysim/sim"
)

// ErrBudget is returned when the budget ran out before any flow was found that
// meets every required demand. The Solution that comes with it has a valid Bound.
var ErrBudget = errors.New("network: the budget of pivots ran out before required demand was met")

// Budget limits what Solve may do.
type Budget struct {
	// Pivots is how many steps the simplex method may take; 0 means 10,000 and
	// 100 for each node and 10 for each arc, which is far beyond what is seen.
	Pivots int
}

// pivots returns the limit for a problem.
func (b Budget) pivots(p *Problem) int {
	if b.Pivots > 0 {
		return b.Pivots
	}
	return 10_000 + 100*(len(p.Supply)+len(p.Demand)) + 10*len(p.Arcs)
}

// Solution is a flow, and prices that say how good it is. It belongs to the
// Solver and is valid until the next Solve: Clone it to keep it.
type Solution struct {
	Flow     []int64 // on each arc
	Shortage []int64 // what each sink lacks
	// SourcePrice is what one more unit of each source's supply would save, and
	// SinkPrice what one more unit of each sink's demand would cost (at a corner, one
	// of the values between what a unit more and a unit less make). They prove
	// Bound.
	SourcePrice, SinkPrice []int64
	Cost                   sim.Wide // of the flow, with penalties; exact
	Bound                  sim.Wide // no flow costs less
	Optimal                bool     // Cost equals Bound and required demand is met
	Pivots                 int
}

// Clone returns a copy that later calls of Solve leave alone.
func (s *Solution) Clone() *Solution {
	c := *s
	c.Flow, c.Shortage = slices.Clone(s.Flow), slices.Clone(s.Shortage)
	c.SourcePrice, c.SinkPrice = slices.Clone(s.SourcePrice), slices.Clone(s.SinkPrice)
	return &c
}

// InfeasibleError says that required demand cannot be met, and why: these sinks
// want more than those sources have and the arcs of all others can bring them.
type InfeasibleError struct {
	Sinks   []int32  // that together want Demand
	Sources []int32  // that together have Supply: all whose unlimited arcs lead to the sinks, and perhaps others
	Demand  int64    // of the sinks
	Supply  int64    // of the sources
	Through sim.Wide // capacity of arcs from all other sources to the sinks
}

// Error names the sinks and sources.
func (e *InfeasibleError) Error() string {
	return fmt.Sprintf("network: infeasible: sinks %s want %d, but sources %s have %d and the arcs from others carry %s", some(e.Sinks), e.Demand, some(e.Sources), e.Supply, e.Through)
}

// some writes the first few of a list.
func some(list []int32) string {
	if len(list) <= 8 {
		return fmt.Sprint(list)
	}
	return fmt.Sprintf("%v and %d more", list[:8], len(list)-8)
}
