package reserve

import (
	"cmp"
	"fmt"
	"slices"

	"skysim/sim"
)

// Offer is a kind of commitment.
type Offer struct {
	Name string
	// Term is how many hours one lasts, above 0. It is renewed until the hours of the demand
	// are over, and its last term is paid to its end.
	Term int64
	// Upfront is paid for each unit at the beginning of a term, and Fee for each unit and hour of it, used or not.
	Upfront, Fee sim.Rate
	// Use is paid for each unit-hour that is used.
	Use sim.Rate
	// Block is the number of units that are bought together; 0 means 1.
	Block int64
	// Most is how many blocks may be bought; 0 means as many as are wanted.
	Most int64
}

// Portfolio is what to commit to.
type Portfolio struct {
	Blocks []int64 // of each offer
	Cost   sim.Money
	// OnDemand is what it would cost without any commitment.
	OnDemand sim.Money
	// Proof is how many ways to go on were compared.
	Proof int64
}

// SizeError says that a problem is too large to be solved exactly.
type SizeError struct{ Steps, Most int64 }

// Error names both, and what helps.
func (e *SizeError) Error() string {
	return fmt.Sprintf("reserve: %d steps or more, want at most %d: count units in larger parts, or offer larger blocks", e.Steps, e.Most)
}

// mostBlock bounds the units of a block.
const mostBlock = 1 << 24

// mostSteps bounds what Mix compares: some seconds.
const mostSteps = int64(1) << 28

// Mix returns the cheapest portfolio for a demand, of which units beyond what is committed to cost onDemand per hour. Of equally
// cheap ones it takes one with the fewest units that are of use. The error is a *SizeError, or says what makes no
// sense or is too much money.
func Mix(d Demand, offers []Offer, onDemand sim.Rate) (*Portfolio, error) {
	levels, hours, err := d.sorted()
	if err != nil {
		return nil, err
	}
	if err := checkRate("the price of an hour on demand", onDemand); err != nil {
		return nil, err
	}
	for i := range offers {
		if err := offers[i].check(); err != nil {
			return nil, fmt.Errorf("reserve: offer %d (%s): %w", i, offers[i].Name, err)
		}
	}
	k := &knapsack{offers: offers, hours: hours}
	for i := range offers {
		if offers[i].Use < onDemand { // others would not be used
			k.order = append(k.order, i)
		}
	}
	slices.SortStableFunc(k.order, func(a, b int) int { return cmp.Compare(offers[a].Use, offers[b].Use) })
	if err := k.measure(levels); err != nil {
		return nil, err
	}
	return k.solve(onDemand)
}

// check reports what is wrong with an offer.
func (o *Offer) check() error {
	for _, p := range []struct {
		what string
		rate sim.Rate
	}{{"upfront", o.Upfront}, {"fee", o.Fee}, {"use", o.Use}} {
		if err := checkRate(p.what, p.rate); err != nil {
			return err
		}
	}
	switch {
	case o.Term <= 0 || o.Term > mostHours:
		return fmt.Errorf("term is %d hours, want 1 to %d", o.Term, mostHours)
	case o.Block < 0 || o.Block > mostBlock:
		return fmt.Errorf("block is %d units, want 0 to %d", o.Block, mostBlock)
	case o.Most < 0:
		return fmt.Errorf("most is %d blocks, want 0 or more", o.Most)
	}
	return nil
}

// knapsack values the committed units from the cheapest use on.
type knapsack struct {
	offers []Offer
	order  []int // of offers, by what their use costs
	hours  int64
	top    int64   // the highest level
	area   []int64 // by units u: unit-hours that the first u units are wanted for
	steps  int64
}

// measure fills in the areas.
func (k *knapsack) measure(levels Demand) error {
	for _, l := range levels {
		if l.Hours > 0 {
			k.top = l.Units
		}
	}
	if k.top >= mostSteps/8 {
		return &SizeError{k.top, mostSteps / 8}
	}
	var steps, dollars float64
	for _, i := range k.order {
		o, blocks := &k.offers[i], float64(k.most(i)+1)
		steps += float64(float64(k.top+1) * blocks)
		dollars += float64((o.Upfront.Dollars() + float64(o.Fee.Dollars()*float64(k.hours+o.Term))) * float64(k.hours/o.Term+1) * float64(k.block(i)) * blocks)
	}
	switch {
	case steps > float64(mostSteps):
		return &SizeError{int64(min(steps, 1e18)), mostSteps}
	case dollars > 1e18:
		return fmt.Errorf("reserve: the offers may cost %.3g dollars, want at most 1e18", dollars)
	}
	k.area = make([]int64, k.top+1)
	wanted, next := k.hours, 0 // hours in which u units or more are wanted
	for u := int64(1); u <= k.top; u++ {
		for next < len(levels) && levels[next].Units < u {
			wanted -= levels[next].Hours
			next++
		}
		k.area[u] = k.area[u-1] + wanted
	}
	return nil
}

// block returns how many units of an offer are bought together.
func (k *knapsack) block(i int) int64 { return max(1, k.offers[i].Block) }

// most returns how many blocks of an offer can be of use.
func (k *knapsack) most(i int) int64 {
	n := (k.top + k.block(i) - 1) / k.block(i)
	if most := k.offers[i].Most; most > 0 {
		n = min(n, most)
	}
	return n
}

// solve goes through the offers by what their use costs. cost[u] is the least for the first u units of each hour, or
// for all of them where u is the highest level; count says with how many blocks of the offer.
func (k *knapsack) solve(onDemand sim.Rate) (*Portfolio, error) {
	n := k.top + 1
	cost, next := make([]sim.Wide, n), make([]sim.Wide, n)
	known, after := make([]bool, n), make([]bool, n)
	known[0] = true
	counts := make([][]int64, len(k.order))
	for step, i := range k.order {
		counts[step] = make([]int64, n)
		clear(after)
		for u := range n {
			if known[u] {
				k.buy(i, u, cost[u], next, after, counts[step])
			}
		}
		cost, next, known, after = next, cost, after, known
	}
	p := &Portfolio{Blocks: make([]int64, len(k.offers)), Proof: k.steps}
	best, least := int64(-1), sim.Wide{}
	for u := range n {
		if c := cost[u].Plus(sim.Product(int64(onDemand), k.area[k.top]-k.area[u])); known[u] && (best < 0 || c.Minus(least).Hi < 0) {
			best, least = u, c
		}
	}
	for step := len(k.order) - 1; step >= 0; step-- {
		// u + blocks·block may exceed the highest level: look for where it came from
		blocks := counts[step][best]
		p.Blocks[k.order[step]] = blocks & (1<<31 - 1)
		best = blocks >> 31
	}
	var err error
	if p.Cost, err = money(least.Big()); err != nil {
		return nil, err
	}
	p.OnDemand, err = money(product(int64(onDemand), k.area[k.top]))
	return p, err
}

// buy adds blocks of an offer on top of u units. What it notes is both the number of blocks and u.
func (k *knapsack) buy(i int, u int64, cost sim.Wide, next []sim.Wide, known []bool, count []int64) {
	o := &k.offers[i]
	terms := (k.hours + o.Term - 1) / o.Term
	fees := sim.Product(int64(o.Upfront), terms*k.block(i)) // of one block
	fees.AddProduct(int64(o.Fee), terms*o.Term*k.block(i))
	for blocks := int64(0); blocks <= k.most(i); blocks++ {
		k.steps++
		to := min(k.top, u+blocks*k.block(i))
		c := cost.Plus(sim.Product(int64(o.Use), k.area[to]-k.area[u]))
		if !known[to] || c.Minus(next[to]).Hi < 0 {
			known[to], next[to], count[to] = true, c, u<<31|blocks
		}
		if to == k.top {
			return // more would not be used
		}
		cost = cost.Plus(fees)
	}
}
