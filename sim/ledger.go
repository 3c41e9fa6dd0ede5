package sim

import "fmt"

// charge writes the line of the bill for a machine's whole life: the time from
// where the provider's clock starts, rounded up to increment and minimum, times
// the price path, rounded once, half to even.
//
// A machine that never came up costs nothing, unless its provider bills boots.
// Time added by rounding up is billed at the prices that hold then.
func (s *Sim) charge(m *machine, up bool) {
	b := &s.provider(m.Offer).Billing
	from := m.Ready
	switch {
	case b.Boot:
		from = m.Rented
	case !up:
		return
	}
	life := s.Clock.Sub(from)
	billed := b.Time(life)
	offer := &s.world.Offers[m.Offer]
	amount := offer.Price.Cost(from, billed)
	s.Sum.Cost = s.Sum.Cost.plus(amount)
	s.Sum.CostOf[offer.Purchase] += amount
	w := s.world
	s.Sum.CostAt[w.Regions[w.Zones[offer.Zone].Region].Provider] += amount
	s.Sum.LinesCount++
	for _, o := range s.liners {
		o.Charge(Line{m.Number, m.Offer, from, life, billed, amount, b.Reason(life)})
	}
}

// plus adds two amounts that are not negative.
func (m Money) plus(n Money) Money {
	if sum := m + n; sum >= m {
		return sum
	}
	panic(fmt.Sprintf("sim: the bill of %v and %v more does not fit into nano-dollars", m, n))
}
