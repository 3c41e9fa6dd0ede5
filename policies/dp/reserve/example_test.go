package reserve_test

import (
	"fmt"

	"skysim/policies/dp/reserve"
	"skysim/sim"
)

// A service wants 10 machines for a third of a day's hours, 4 for another and 2 for the last. A reserved hour
// costs 60 % of one on demand: it pays for what is used in 40 % of the hours or more.
func ExampleNewsvendor() {
	d := reserve.Demand{{Units: 10, Hours: 8}, {Units: 4, Hours: 8}, {Units: 2, Hours: 8}}
	a, err := reserve.Newsvendor(d, 600_000_000_000, sim.DollarRate)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Units, "units cost", a.Cost, "instead of", a.OnDemand)
	// Output:
	// 4 units cost $105.6 instead of $128
}

// A year of a service, and three ways to commit: three years upfront in blocks of 4, one year by the hour, and a plan
// that only makes hours cheaper.
func ExampleMix() {
	day := reserve.Demand{{Units: 10, Hours: 2920}, {Units: 6, Hours: 2920}, {Units: 5, Hours: 2920}}
	offers := []reserve.Offer{
		{Name: "three years", Term: 3 * 8760, Upfront: 4000 * sim.DollarRate, Block: 4},
		{Name: "one year", Term: 8760, Fee: 620_000_000_000},
		{Name: "plan", Term: 8760, Fee: 100_000_000_000, Use: 550_000_000_000},
	}
	p, err := reserve.Mix(day, offers, sim.DollarRate)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, o := range offers {
		fmt.Println(o.Name, p.Blocks[i])
	}
	fmt.Println(p.Cost, "instead of", p.OnDemand)
	// Output:
	// three years 1
	// one year 1
	// plan 5
	// $35447.2 instead of $61320
}
