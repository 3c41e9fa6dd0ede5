package network

import (
	"fmt"
	"math"
)

const (
	// Unlimited is the capacity of an arc that has none of its own.
	Unlimited = math.MaxInt64
	// Required is the penalty of a sink whose demand must be met.
	Required = math.MaxInt64

	// mostTotal is the largest sum of supplies, and of demands.
	mostTotal = 1 << 62
	// mostNodes is how many sources and sinks there may be, and how many arcs.
	mostNodes = math.MaxInt32 / 4
	// mostPrice is what no price may reach.
	mostPrice = 1 << 60
)

// Arc says that a source may ship to a sink. Two arcs may join the same pair; a
// pair without an arc is forbidden.
type Arc struct {
	From int32 // index of the source
	To   int32 // index of the sink
	Cost int64 // of each unit; may be negative
	Cap  int64 // most units that may be shipped; 0 shuts the arc, Unlimited is no limit
}

// Problem is a transport problem. Sources and sinks are counted from 0.
type Problem struct {
	Supply []int64 // most units that each source ships, not negative
	Demand []int64 // units that each sink wants, not negative
	// Penalty is the cost of each unit that a sink does not get, not negative;
	// Required if it must get it. Nil means that every demand is required.
	Penalty []int64
	Arcs    []Arc
}

// Dense returns the problem with an arc from every source to every sink at
// cost[source][sink]; a cost of Unlimited forbids the pair.
func Dense(supply, demand []int64, cost [][]int64) *Problem {
	p := &Problem{Supply: supply, Demand: demand, Arcs: make([]Arc, 0, len(supply)*len(demand))}
	for i, row := range cost {
		for j, c := range row {
			if c != Unlimited {
				p.Arcs = append(p.Arcs, Arc{int32(i), int32(j), c, Unlimited})
			}
		}
	}
	return p
}

// penalty returns the penalty of a sink.
func (p *Problem) penalty(sink int) int64 {
	if p.Penalty == nil {
		return Required
	}
	return p.Penalty[sink]
}

// most returns the most that an arc can carry, whatever its own capacity.
func (p *Problem) most(a *Arc) int64 {
	return min(a.Cap, p.Supply[a.From], p.Demand[a.To])
}

// Validate returns an error that names the first number that is not valid, or
// that is so large that sums might not fit: supplies and demands may sum to
// 2⁶², and 2·min(sources, sinks)·(largest cost) + largest penalty must be below
// 2⁶⁰.
func (p *Problem) Validate() error {
	worst, err := p.nodes()
	if err != nil {
		return err
	}
	dearest, _, err := p.arcs()
	if err == nil {
		_, err = p.above(dearest, worst)
	}
	return err
}

// arcs checks the arcs, and returns the largest cost, whatever its sign, and
// whether any has a capacity.
func (p *Problem) arcs() (dearest int64, capped bool, err error) {
	for i := range p.Arcs {
		if err := p.arc(i); err != nil {
			return 0, false, err
		}
		a := &p.Arcs[i]
		dearest, capped = max(dearest, a.Cost, -a.Cost), capped || a.Cap != Unlimited
	}
	return dearest, capped, nil
}

// nodes checks all but the arcs, and returns the largest penalty.
func (p *Problem) nodes() (worst int64, err error) {
	if err := sums("supply", p.Supply); err != nil {
		return 0, err
	}
	if err := sums("demand", p.Demand); err != nil {
		return 0, err
	}
	if n := len(p.Supply) + len(p.Demand); n > mostNodes || len(p.Arcs) > mostNodes {
		return 0, fmt.Errorf("network: %d sources and sinks and %d arcs, want at most 2²⁹ of both", n, len(p.Arcs))
	}
	if p.Penalty != nil && len(p.Penalty) != len(p.Demand) {
		return 0, fmt.Errorf("network: %d penalties for %d sinks, want one each or none", len(p.Penalty), len(p.Demand))
	}
	for j, c := range p.Penalty {
		if c < 0 {
			return 0, fmt.Errorf("network: penalty of sink %d is %d, want 0 or more", j, c)
		}
		if c != Required {
			worst = max(worst, c)
		}
	}
	return worst, nil
}

// above returns a price above every difference that a way through the network
// can make.
func (p *Problem) above(dearest, worst int64) (int64, error) {
	legs := 2 * int64(min(len(p.Supply), len(p.Demand)))
	if worst >= mostPrice || dearest >= mostPrice || (legs > 0 && dearest > (mostPrice-1-worst)/legs) {
		return 0, fmt.Errorf("network: costs up to %d and penalties up to %d over %d legs could overflow: want coarser units", dearest, worst, legs)
	}
	return legs*dearest + worst + 1, nil
}

// arc checks one arc.
func (p *Problem) arc(i int) error {
	a := &p.Arcs[i]
	switch {
	case a.From < 0 || int(a.From) >= len(p.Supply):
		return fmt.Errorf("network: arc %d leaves source %d, want one of %d", i, a.From, len(p.Supply))
	case a.To < 0 || int(a.To) >= len(p.Demand):
		return fmt.Errorf("network: arc %d enters sink %d, want one of %d", i, a.To, len(p.Demand))
	case a.Cap < 0:
		return fmt.Errorf("network: capacity of arc %d is %d, want 0 or more", i, a.Cap)
	case a.Cost == math.MinInt64:
		return fmt.Errorf("network: cost of arc %d is %d, want more than −2⁶⁰", i, a.Cost)
	}
	return nil
}

// sums checks supplies or demands.
func sums(what string, of []int64) error {
	var total int64
	for i, n := range of {
		if n < 0 {
			return fmt.Errorf("network: %s %d is %d, want 0 or more", what, i, n)
		}
		if n > mostTotal-total {
			return fmt.Errorf("network: %s up to number %d sums to more than 2⁶²: want coarser units", what, i)
		}
		total += n
	}
	return nil
}
