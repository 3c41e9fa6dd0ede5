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

// Time returns the billed time of a life: at least the minimum, rounded up to
// the increment.
func (b *Billing) Time(life Duration) Duration {
	t := max(life, b.Minimum)
	if b.Increment > 1 {
		if over := t % b.Increment; over > 0 {
			t += b.Increment - over
		}
	}
	return t
}

// Reason says in words how Time got from a life to billed time.
func (b *Billing) Reason(life Duration) string {
	switch billed := b.Time(life); {
	case billed == life:
		return "as used"
	case billed == b.Minimum:
		return fmt.Sprintf("at least %v", b.Minimum)
	case life < b.Minimum:
		return fmt.Sprintf("at least %v, in steps of %v", b.Minimum, b.Increment)
	default:
		return fmt.Sprintf("in steps of %v", b.Increment)
	}
}

// Cost returns what d of machine time from an instant on costs along a price
// path: the exact sum over the steps, rounded once to nano-dollars, half to
// even. It panics when that leaves 64 bits, which is nine billion dollars.
func (p *Path) Cost(from Time, d Duration) Money {
	var sum Wide // pico-dollars × ns per hour
	to := from.Add(d)
	for i := p.step(from); from < to; i++ {
		end := to
		if i+1 < len(p.At) {
			end = min(end, p.At[i+1])
		}
		sum.AddProduct(p.Value[i], int64(end-from))
		from = end
	}
	return roundMoney(sum)
}

// roundMoney turns pico-dollars per hour × nanoseconds into nano-dollars.
func roundMoney(sum Wide) Money {
	const perNano = 3600 * 1_000_000_000 * 1000
	n, ok := sum.halfEven(perNano)
	if !ok {
		panic(fmt.Sprintf("sim: a charge of %v pico-dollar·ns/h does not fit into nano-dollars", sum))
	}
	return Money(n)
}

// plus adds two amounts that are not negative.
func (m Money) plus(n Money) Money {
	if sum := m + n; sum >= m {
		return sum
	}
	panic(fmt.Sprintf("sim: the bill of %v and %v more does not fit into nano-dollars", m, n))
}
