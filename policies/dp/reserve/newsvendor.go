package reserve

import (
	"math/big"

	"skysim/sim"
)

// Amount is an answer of Newsvendor.
type Amount struct {
	Units int64 // to commit to
	Cost  sim.Money
	// OnDemand is what it would cost without any commitment.
	OnDemand sim.Money
}

// Newsvendor returns the smallest number of units to commit to that makes the demand cheapest: reserved is the
// price of a committed unit-hour, used or not, and onDemand that of a unit-hour beyond. It reports levels and
// prices that make no sense.
func Newsvendor(d Demand, reserved, onDemand sim.Rate) (Amount, error) {
	levels, hours, err := d.sorted()
	if err == nil {
		err = checkRate("the price of a reserved hour", reserved)
	}
	if err == nil {
		err = checkRate("the price of an hour on demand", onDemand)
	}
	if err != nil {
		return Amount{}, err
	}
	units := fractile(levels, hours, reserved, onDemand)
	a := Amount{Units: units}
	if a.Cost, err = money(total(levels, hours, units, reserved, onDemand)); err != nil {
		return a, err
	}
	a.OnDemand, err = money(total(levels, hours, 0, reserved, onDemand))
	return a, err
}

// fractile returns the smallest number of units u with F(u) ≥ 1 − reserved/onDemand: 0, or one of the levels. In integers,
// hours(≤ u)·onDemand ≥ (onDemand − reserved)·hours.
func fractile(levels Demand, hours int64, reserved, onDemand sim.Rate) int64 {
	if reserved >= onDemand || hours == 0 {
		return 0
	}
	want, below := product(int64(onDemand-reserved), hours), int64(0)
	for _, l := range levels {
		if below += l.Hours; product(below, int64(onDemand)).Cmp(want) >= 0 {
			return l.Units
		}
	}
	panic("reserve: all hours together are not enough")
}

// total returns what a number of committed units costs, in pico-dollars.
func total(levels Demand, hours, units int64, reserved, onDemand sim.Rate) *big.Int {
	sum := product(units, hours, int64(reserved))
	for _, l := range levels {
		sum.Add(sum, product(max(0, l.Units-units), l.Hours, int64(onDemand)))
	}
	return sum
}
