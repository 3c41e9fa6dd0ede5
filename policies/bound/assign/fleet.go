package assign

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// Fleet is assignment with whole machines to be bought: each job goes to one type
// of machine and makes a load there, and of every type as many machines are bought
// as its loads together need, rounded up. The loads of different jobs may share
// machines in any way; one job may need several. That is the choice that Mélange
// (Griggs et al., 2024) makes among GPU types for slices of a request stream.
type Fleet struct {
	Price []int64 // of a machine of each type, above 0, in any unit
	// Load has a row for each type with an entry for each job: what the job
	// needs of machines of that type, in parts of which one machine has Unit.
	// A negative load means that the type cannot serve the job.
	Load [][]int64
	Unit int64
}

// FleetResult is what SolveFleet found out.
type FleetResult struct {
	Status   Status
	Price    int64   // of Machines
	Bound    int64   // no fleet that suffices costs less
	Machines []int64 // how many of each type; nil if none was found
	Type     []int32 // of each job
	Tried    int64   // fleets whose jobs were placed, or shown not to fit
}

// validate reports the first thing that is wrong.
func (f *Fleet) validate() error {
	if len(f.Price) == 0 || len(f.Load) != len(f.Price) || len(f.Load[0]) == 0 {
		return fmt.Errorf("assign: %d prices and %d rows of loads, want as many of each and at least one job", len(f.Price), len(f.Load))
	}
	if f.Unit < 1 {
		return errors.New("assign: a machine has no parts, want a unit of at least 1")
	}
	for i, p := range f.Price {
		if p < 1 || p > 1<<40 {
			return fmt.Errorf("assign: price of type %d is %d, want 1 to %d", i, p, int64(1)<<40)
		}
		if len(f.Load[i]) != len(f.Load[0]) {
			return fmt.Errorf("assign: type %d has %d loads, want %d", i, len(f.Load[i]), len(f.Load[0]))
		}
	}
	for j := range f.Load[0] {
		if !slices.ContainsFunc(f.Load, func(row []int64) bool { return row[j] >= 0 }) {
			return fmt.Errorf("assign: no type can serve job %d", j)
		}
	}
	return nil
}

// least returns what the jobs cost at least: each where a fraction of a machine
// that it needs is cheapest.
func (f *Fleet) least() int64 {
	sum := new(big.Rat)
	for j := range f.Load[0] {
		var low *big.Rat
		for i, row := range f.Load {
			x := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(max(0, row[j])), big.NewInt(f.Price[i])), big.NewInt(f.Unit))
			if row[j] >= 0 && (low == nil || x.Cmp(low) < 0) {
				low = x
			}
		}
		sum.Add(sum, low)
	}
	return ceil(sum)
}

// SolveFleet finds the cheapest fleet: fleets are tried in order of their price,
// and for each the generalised assignment problem says whether the jobs fit. It
// stops after so many tries, 0 for no limit, with Bound as what is proved by then.
func SolveFleet(f *Fleet, tries int64) (*FleetResult, error) {
	if err := f.validate(); err != nil {
		return nil, err
	}
	p := &Problem{Sense: Minimise, Cost: make([][]int64, len(f.Price)), Use: make([][]int64, len(f.Price)), Capacity: make([]int64, len(f.Price))}
	for i, row := range f.Load {
		p.Cost[i] = make([]int64, len(row))
		p.Use[i] = slices.Clone(row)
		for j, a := range row {
			if a < 0 {
				p.Use[i][j] = mostUse
			}
		}
	}
	r := &FleetResult{Status: Open, Bound: f.least()}
	queue := fleets{{count: make([]int64, len(f.Price))}}
	for walked := int64(0); ; walked++ {
		next := queue.pop()
		for i := next.last; i < len(f.Price); i++ {
			more := fleet{next.price + f.Price[i], i, slices.Clone(next.count)}
			more.count[i]++
			queue.push(more)
		}
		if next.price < r.Bound {
			continue
		}
		r.Bound = next.price
		if (tries > 0 && r.Tried >= tries) || walked >= mostFleets {
			return r, nil
		}
		r.Tried++
		for i, n := range next.count {
			p.Capacity[i] = n * f.Unit
		}
		got, err := Solve(p, Options{})
		if err != nil {
			return nil, err
		}
		if got.Status == Optimal {
			r.Status, r.Price, r.Machines, r.Type = Optimal, next.price, next.count, got.Agent
			return r, nil
		}
	}
}

// mostFleets is how many fleets are looked at altogether.
const mostFleets = 2_000_000

// fleet is a number of machines of each type; later ones are made by adding machines
// of type last or behind it, so that each comes up once.
type fleet struct {
	price int64
	last  int
	count []int64
}

// fleets is a heap, cheapest first, and of the same price in the order of the counts.
type fleets []fleet

func (q fleets) less(a, b int) bool {
	if q[a].price != q[b].price {
		return q[a].price < q[b].price
	}
	return slices.Compare(q[a].count, q[b].count) < 0
}

func (q *fleets) push(f fleet) {
	*q = append(*q, f)
	s := *q
	for at := len(s) - 1; at > 0 && s.less(at, (at-1)/2); at = (at - 1) / 2 {
		s[at], s[(at-1)/2] = s[(at-1)/2], s[at]
	}
}

func (q *fleets) pop() fleet {
	s := *q
	top := s[0]
	s[0] = s[len(s)-1]
	s = s[:len(s)-1]
	for at := 0; ; {
		child := 2*at + 1
		if child >= len(s) {
			break
		}
		if child+1 < len(s) && s.less(child+1, child) {
			child++
		}
		if !s.less(child, at) {
			break
		}
		s[at], s[child] = s[child], s[at]
		at = child
	}
	*q = s
	return top
}
