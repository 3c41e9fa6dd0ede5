package reserve

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"skysim/sim"
)

// Level is a number of units that is wanted for some hours.
type Level struct {
	Units int64 // machines, or whatever is committed to; 0 or more
	Hours int64 // 0 or more
}

// Demand is how many units are wanted for how long, in any order.
type Demand []Level

// Count returns the demand of hours in which so many units were wanted.
func Count(units []int64) Demand {
	sorted := slices.Sorted(slices.Values(units))
	var d Demand
	for _, u := range sorted {
		if n := len(d); n > 0 && d[n-1].Units == u {
			d[n-1].Hours++
		} else {
			d = append(d, Level{u, 1})
		}
	}
	return d
}

// Bounds of what is computed with: a million million units, a million years.
const (
	mostUnits = int64(1) << 40
	mostHours = int64(1) << 33
	mostRate  = sim.Rate(1) << 56
)

// sorted checks a demand and returns its levels from the lowest on, each once, and all its hours.
func (d Demand) sorted() (levels Demand, hours int64, err error) {
	for i, l := range d {
		if l.Units < 0 || l.Units > mostUnits || l.Hours < 0 || l.Hours > mostHours {
			return nil, 0, fmt.Errorf("reserve: level %d is %d units for %d hours, want 0 to %d units and 0 to %d hours", i, l.Units, l.Hours, mostUnits, mostHours)
		}
		if hours += l.Hours; hours > mostHours {
			return nil, 0, fmt.Errorf("reserve: the levels have %d hours together, want at most %d", hours, mostHours)
		}
	}
	levels = slices.Clone(d)
	slices.SortStableFunc(levels, func(a, b Level) int { return cmp.Compare(a.Units, b.Units) })
	return levels, hours, nil
}

// checkRate reports a price that is out of range.
func checkRate(what string, r sim.Rate) error {
	if r < 0 || r > mostRate {
		return fmt.Errorf("reserve: %s is %v, want 0 to %v", what, r, mostRate)
	}
	return nil
}

// money rounds pico-dollars to nano-dollars, half to even. It reports an amount that does not fit.
func money(w *big.Int) (sim.Money, error) {
	q, r := new(big.Int).QuoRem(w, big.NewInt(1000), new(big.Int))
	if c := r.Cmp(big.NewInt(500)); c > 0 || c == 0 && q.Bit(0) == 1 {
		q.Add(q, big.NewInt(1))
	}
	if !q.IsInt64() {
		return 0, fmt.Errorf("reserve: %v nano-dollars do not fit into 63 bits", q)
	}
	return sim.Money(q.Int64()), nil
}

// product multiplies exactly.
func product(factors ...int64) *big.Int {
	p := big.NewInt(1)
	for _, f := range factors {
		p.Mul(p, big.NewInt(f))
	}
	return p
}
