package simtest

import (
	"math/big"

	"skysim/sim"
)

const clockHour = sim.Time(3600 * 1_000_000_000)

// hourOf is a clock hour, counted from 1970, of a commitment.
type hourOf struct {
	commitment int32
	hour       int64
}

// hour returns the clock hour that an instant of the run is in.
func (a *Audit) hour(t sim.Time) int64 {
	since := new(big.Int).Add(a.epoch(), big.NewInt(int64(t)))
	return since.Div(since, big.NewInt(int64(clockHour))).Int64()
}

// begins returns when a clock hour begins.
func (a *Audit) begins(h int64) sim.Time {
	t := product(h, int64(clockHour))
	return sim.Time(t.Sub(t, a.epoch()).Int64())
}

// epoch is in nanoseconds since 1970.
func (a *Audit) epoch() *big.Int {
	e := product(a.world.Epoch.Unix(), 1_000_000_000)
	return e.Add(e, big.NewInt(int64(a.world.Epoch.Nanosecond())))
}

// commitments works out all fees and credits anew, hour by hour, at the end.
func (a *Audit) commitments(end sim.Time) {
	paid := make([]int64, len(a.world.Commitments)) // hours
	for h := a.hour(0); len(paid) > 0 && a.begins(h) < end; h++ {
		from := a.begins(h)
		for i := range a.world.Commitments {
			if c := &a.world.Commitments[i]; c.From <= from && from < c.To {
				paid[i]++
				a.credited(int32(i), h, a.covered(i, from))
			}
		}
	}
	for i, hours := range paid {
		c, fee := &a.world.Commitments[i], a.fees[int32(i)]
		want := nearestEven(product(hours, c.Count, int64(c.Price)), big.NewInt(1000))
		if want.Cmp(big.NewInt(int64(fee.Amount))) != 0 || (hours == 0) != (fee.Reason == "") {
			a.wrongf("the fee of commitment %d is %+v, want %v for %d hours", i, fee, want, hours)
		}
	}
	if n := len(a.credits); n > 0 { // all that were expected are gone
		a.wrongf("%d credits for hours in which nothing is covered", n)
	}
}

// covered returns how much machine time of an hour a commitment covers after
// those in front of it, of how much, and what all of it costs.
func (a *Audit) covered(i int, from sim.Time) (credit auditCredit) {
	c := &a.world.Commitments[i]
	credit.cost = new(big.Int)
	for _, u := range a.uses {
		o := &a.world.Offers[u.offer]
		begin, end := max(u.from, from), min(u.to, from+clockHour)
		if o.Type == c.Type && a.world.Zones[o.Zone].Region == c.Region && begin < end {
			credit.used += int64(end - begin)
			credit.cost.Add(credit.cost, cost(&o.Price, begin, end))
		}
	}
	left := credit.used
	for k := range i {
		if d := &a.world.Commitments[k]; d.Type == c.Type && d.Region == c.Region && d.From <= from && from < d.To {
			left -= min(left, d.Count*int64(clockHour))
		}
	}
	credit.covered = min(left, c.Count*int64(clockHour))
	return credit
}

// auditCredit is what a commitment covers of an hour.
type auditCredit struct {
	covered, used int64
	cost          *big.Int // of all that is used
}

// credited compares a credit, and forgets it.
func (a *Audit) credited(i int32, h int64, want auditCredit) {
	at := hourOf{i, h}
	got, there := a.credits[at]
	delete(a.credits, at)
	if want.covered == 0 {
		if there {
			a.wrongf("credit %+v, want none", got)
		}
		return
	}
	amount := nearestEven(new(big.Int).Mul(want.cost, big.NewInt(want.covered)), product(want.used, 3600, 1_000_000_000, 1000))
	if int64(got.Billed) != want.covered || int64(got.Used) != want.used || amount.Cmp(big.NewInt(-int64(got.Amount))) != 0 {
		a.wrongf("credit %+v, want %v for %d of %d ns in the hour from %v on", got, amount, want.covered, want.used, a.begins(h))
	}
}
