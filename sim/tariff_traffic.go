package sim

// Meter counts what an account has sent to the internet in a calendar month, for
// one provider. The zero value has counted nothing. It is plain data.
type Meter struct {
	Month   int
	Free    Volume   // of the free allowance, taken in this month
	Counted []Volume // by counter, beyond what was free
}

// TrafficUse is one transfer as a bill sees it.
type TrafficUse struct {
	Volume Volume
	Tiers  Tiers
	// Counter is the index of what is counted together, or -1 for traffic that
	// is not counted and has no part in the free allowance: between zones and
	// regions of one provider. Its tiers, if it has several, begin at 0 each time.
	Counter int
	// Month is that of the transfer, as Months.Of says; a transfer belongs to
	// the month in which it begins. Transfers must come in order of month.
	Month int
	// Allowance is how much a month the account may send to the internet for
	// nothing, over all counters together. It is taken first and does not
	// advance the counter.
	Allowance Volume
}

// TrafficCharge is what a transfer costs.
type TrafficCharge struct {
	Free   Volume // taken out of the allowance
	Before Volume // position of the counter at which the rest begins
	Amount Money
}

// Charge meters one transfer. It reports false, and counts nothing, if anything is
// negative or does not fit, or the month is one before that of the last transfer.
func (m *Meter) Charge(u TrafficUse) (TrafficCharge, bool) {
	c, ok := m.Ask(u)
	if !ok || u.Counter < 0 {
		return c, ok
	}
	if u.Month != m.Month {
		m.Month, m.Free = u.Month, 0
		clear(m.Counted)
	}
	for len(m.Counted) <= u.Counter {
		m.Counted = append(m.Counted, 0)
	}
	m.Free += c.Free
	m.Counted[u.Counter] = c.Before + u.Volume - c.Free
	return c, true
}

// Ask returns what Charge would, and counts nothing.
func (m *Meter) Ask(u TrafficUse) (c TrafficCharge, ok bool) {
	if u.Volume < 0 || u.Allowance < 0 || (u.Counter >= 0 && u.Month < m.Month) {
		return c, false
	}
	if u.Counter >= 0 {
		var taken Volume
		if u.Month == m.Month {
			taken = m.Free
			if u.Counter < len(m.Counted) {
				c.Before = m.Counted[u.Counter]
			}
		}
		c.Free = min(u.Volume, max(0, u.Allowance-taken))
	}
	c.Amount, ok = u.Tiers.Cost(c.Before, u.Volume-c.Free)
	return c, ok
}
