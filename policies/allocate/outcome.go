package allocate

import (
	"fmt"
	"math/big"
	"slices"
)

// InfeasibleError says that no allocation serves all that is demanded, and why.
type InfeasibleError struct {
	// Demand is the one that is too large by itself, from 0; -1 if it is all together.
	Demand int
	Msg    string // which demand exceeds which capacity, with both numbers
}

// Error says which demand exceeds which capacity.
func (e *InfeasibleError) Error() string { return "infeasible: " + e.Msg }

// StuckError says that a policy which tries no alternatives found no place for a
// demand; there may be an allocation all the same.
type StuckError struct {
	Policy Policy
	Demand int // from 0
	Msg    string
	// Bound is what no allocation of the policy's criterion beats.
	Bound *big.Rat
}

// Error names the policy, the demand and the room that was left.
func (e *StuckError) Error() string { return fmt.Sprintf("%s is stuck: %s", e.Policy, e.Msg) }

// UnfinishedError says that a search spent its budget before it found an allocation, or
// showed that there is none.
type UnfinishedError struct {
	Policy Policy
	Steps  int64
	Bound  *big.Rat // what no allocation beats
	// Interrupted says that it was stopped from outside, and not by its budget.
	Interrupted bool
}

// Error names the budget and the bound.
func (e *UnfinishedError) Error() string {
	why := ""
	if e.Interrupted {
		why = "interrupted "
	}
	return fmt.Sprintf("%s is unfinished: %safter %d steps neither an allocation was found nor shown that there is none; if there is one it costs at least %s", e.Policy, why, e.Steps, Decimal(e.Bound))
}

// TooFineError says that amounts differ too much in size to be counted in whole units.
type TooFineError struct {
	Policy Policy
	Unit   *big.Rat // the largest unit of which all amounts are multiples
	Total  *big.Rat // of all amounts and capacities
}

// Error names the unit and the total.
func (e *TooFineError) Error() string {
	unit, _ := e.Unit.Float64()
	return fmt.Sprintf("%s counts in whole units: amounts that are multiples of %g only, and %s in all, want at most 2^60 units: use coarser amounts", e.Policy, unit, Decimal(e.Total))
}

// infeasible returns what can be seen at once: a demand too large by itself, or all
// together, under a criterion that must serve all; nil if nothing.
func (p *Problem) infeasible() error {
	if p.Objective != Cost {
		return nil
	}
	total, room, largest := new(big.Rat), new(big.Rat), 0
	for i, r := range p.Resources {
		room.Add(room, r.Capacity)
		if r.Capacity.Cmp(p.Resources[largest].Capacity) > 0 {
			largest = i
		}
	}
	for j, d := range p.Demands {
		total.Add(total, d.Amount)
		if top := p.Resources[largest]; !d.Divisible && d.Amount.Cmp(top.Capacity) > 0 {
			return &InfeasibleError{j, fmt.Sprintf("demand %q of %s is not divisible and exceeds the largest capacity, %s of %q, by %s",
				d.Name, Decimal(d.Amount), Decimal(top.Capacity), top.Name, Decimal(sub(d.Amount, top.Capacity)))}
		}
	}
	if total.Cmp(room) <= 0 {
		return nil
	}
	over := Decimal(sub(total, room))
	if len(p.Demands) == 1 {
		return &InfeasibleError{0, fmt.Sprintf("demand %q of %s exceeds the capacities, %s in all, by %s", p.Demands[0].Name, Decimal(total), Decimal(room), over)}
	}
	return &InfeasibleError{-1, fmt.Sprintf("the demands, %s in all, exceed the capacities, %s in all, by %s; %s", Decimal(total), Decimal(room), over, p.firstBeyond(room))}
}

// firstBeyond says with which demand, in the order of turns, the capacities are exceeded.
func (p *Problem) firstBeyond(room *big.Rat) string {
	left := new(big.Rat).Set(room)
	for _, j := range p.turns() {
		if left.Sub(left, p.Demands[j].Amount).Sign() < 0 {
			d := p.Demands[j]
			return fmt.Sprintf("in order of priority %q of %s is the first that exceeds what the ones before it leave, %s", d.Name, Decimal(d.Amount), Decimal(add(left, d.Amount)))
		}
	}
	return ""
}

// turns lists the demands by priority, the highest first, and those of one priority in
// the order of the problem.
func (p *Problem) turns() []int {
	order := make([]int, len(p.Demands))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := p.Demands[a].Priority, p.Demands[b].Priority
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return order
}
