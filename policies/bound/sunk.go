package bound

import (
	"fmt"
	"math/big"

	"skysim/sim"
)

// sunk is what is paid whatever a policy does: owned machines until the earliest
// end of the run, and the fees of commitments for the hours until then.
type sunk struct {
	owned    sim.Money
	fees     sim.Money // less what rounding may take off them
	plain    sim.Money // in full
	machines int64     // owned
	end      sim.Time  // roster.end
	free     sim.Time  // owned machines are paid for until then, increments and all
	hours    []int64   // of each commitment, that begin before the horizon
	paid     sim.Time  // the clock hours before it are paid for
	slack    []slack
}

// slack is what rounding may take off a commitment's fee in every hour.
type slack struct {
	hourly int64 // nano-dollars
}

// sink works out what is sunk. It reports an error if that does not fit into a bill.
func (m *model) sink() error {
	s := &m.sunk
	s.end, s.free = m.roster.end, sim.Never
	for i := range m.world.Offers {
		o := &m.world.Offers[i]
		if o.Purchase != sim.Owned || o.Supply.Value[0] == 0 {
			continue
		}
		b := m.world.Providers[m.world.Regions[m.regionOf(o)].Provider].BillingAt(0)
		c, ok := b.Charge(sim.MachineUse{Life: s.end.Sub(0), Price: &o.Price})
		total := times(int64(c.Amount), o.Supply.Value[0])
		if !ok || total >= endless/4 || s.owned > endless/4 {
			return fmt.Errorf("machines of offer %s until %v do not fit into a bill", m.world.OfferName(sim.OfferID(i)), s.end)
		}
		s.owned += sim.Money(total)
		s.machines += o.Supply.Value[0]
		s.free = min(s.free, sim.Time(c.Billed))
	}
	if s.free == sim.Never {
		s.free = s.end
	}
	s.paid = m.nextHour(s.end)
	return m.commit()
}

// commit works out the fees.
//
// A credit is rounded, and so is each line that it takes from: where lines are short, a
// policy may be credited for what it was never charged. That is worth at most the slack in every
// hour; where the fee is less than that, all hours to come may be wanted.
func (m *model) commit() error {
	s := &m.sunk
	s.hours, s.slack = make([]int64, len(m.world.Commitments)), make([]slack, len(m.world.Commitments))
	first := -m.phase
	for i := range m.world.Commitments {
		c := &m.world.Commitments[i]
		now := c.Hours(first, s.end, sim.Duration(m.phase))
		s.hours[i] = c.Hours(first, m.roster.over, sim.Duration(m.phase))
		fee, ok := c.Fee(now)
		if !ok || s.fees > endless/8 || fee > endless/8 {
			return fmt.Errorf("the fee of commitment %d for %d hours does not fit into a bill", i, now)
		}
		s.slack[i].hourly = m.slackOf(c)
		s.plain += max(0, fee-1)
		net := int64(fee) - min(endless/8, times(now, s.slack[i].hourly))
		if beyond := s.slack[i].hourly - times(c.Count, int64(c.Price))/1000; beyond > 0 {
			net -= min(endless/8, times(s.hours[i]-now, beyond))
		}
		s.fees += sim.Money(max(net-1, -endless/8))
	}
	return nil
}

// slackOf returns how many nano-dollars of an hour's credits may not have been
// charged, because the lines of short lives were rounded down.
func (m *model) slackOf(c *sim.Commitment) int64 {
	var lost int64
	for i := range m.world.Offers {
		o := &m.world.Offers[i]
		if o.Purchase == sim.OnDemand && o.Type == c.Type && m.regionOf(o) == c.Region {
			t := m.tariffOf(o)
			for _, v := range o.Price.Value {
				lost = max(lost, v-t.rounded(v, 0))
			}
		}
	}
	nano := new(big.Int).Mul(big.NewInt(lost), big.NewInt(c.Count))
	nano.Div(nano, big.NewInt(1000))
	if !nano.IsInt64() || nano.Int64() > endless/16 {
		return endless / 16
	}
	return nano.Int64() + 2 // rounded up, and the credit's own rounding
}

// committed reports whether a commitment may cover machines of an offer.
func (m *model) committed(o *sim.Offer) bool {
	if o.Purchase != sim.OnDemand {
		return false
	}
	for i := range m.world.Commitments {
		if c := &m.world.Commitments[i]; c.Type == o.Type && c.Region == m.regionOf(o) {
			return true
		}
	}
	return false
}

// owned adds the lane of an owned offer. Until the run may end, its machines
// are paid for; what is used of them later makes the run longer, and so all of them dearer.
func (m *model) owned(o *sim.Offer) {
	count := sim.Constant(o.Supply.Value[0])
	l := lane{kind: o.Type, group: m.groupOf(o), weigh: m.weighs(o.Type, true), supply: make([]int64, len(m.windows)), price: make([][]int64, len(lives))}
	prices := make([]int64, len(m.windows))
	for w := range m.windows {
		from, to := m.span(w)
		l.supply[w] = integral(&count, from, to)
		if b := m.billedUntil(o); from >= b {
			prices[w] = min(dearest, lowest(&o.Price, from, to))
		}
	}
	for i := range l.price {
		l.price[i] = prices
	}
	if count.Value[0] > 0 {
		m.lanes = append(m.lanes, l)
	}
}

// billedUntil returns until when the sunk cost pays for the machines of an owned offer.
func (m *model) billedUntil(o *sim.Offer) sim.Time {
	b := m.world.Providers[m.world.Regions[m.regionOf(o)].Provider].BillingAt(0)
	return sim.Time(b.Time(m.sunk.end.Sub(0)))
}

// covered adds the lane of what a commitment covers: as much machine time in every
// clock hour as it counts machines, for nothing until the run may end, and at its fee later.
func (m *model) covered(c *sim.Commitment, s *slack) {
	l := lane{kind: c.Type, group: m.group[c.Region], weigh: m.weighs(c.Type, false), supply: make([]int64, len(m.windows)), price: make([][]int64, len(lives))}
	prices := make([]int64, len(m.windows))
	later := max(0, min(dearest, int64(c.Price))-ceilDiv(s.hourly, 1000, c.Count))
	for w := range m.windows {
		from, to := m.span(w)
		hours := c.Hours(m.clockHour(from), to, sim.Duration(m.phase))
		l.supply[w] = times(times(hours, c.Count), int64(hour))
		if m.clockHour(from) >= m.sunk.paid {
			prices[w] = later
		}
	}
	for i := range l.price {
		l.price[i] = prices
	}
	m.lanes = append(m.lanes, l)
}
