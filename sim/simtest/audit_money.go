package simtest

import (
	"math/big"

	"skysim/sim"
)

// auditUse is what a machine was billed for.
type auditUse struct {
	offer    sim.OfferID
	from, to sim.Time
}

// Charge implements sim.LineObserver.
func (a *Audit) Charge(l sim.Line) {
	// The line comes when it is charged, the event that explains it at the end of
	// the round.
	switch l.Kind {
	case sim.MachineLine:
		if _, twice := a.lines[l.Machine]; twice {
			a.wrongf("machine %d is charged twice", l.Machine)
		}
		a.lines[l.Machine] = l
		return
	case sim.TrafficLine:
		a.transfer(l)
	case sim.StorageLine:
		a.stored(l)
	case sim.CreditLine:
		at := hourOf{l.Commitment, a.hour(l.From)}
		if _, twice := a.credits[at]; twice {
			a.wrongf("commitment %d is credited twice for the hour of %v", l.Commitment, l.From)
		}
		a.credits[at] = l
	case sim.FeeLine:
		a.fees[l.Commitment] = l
	}
	a.others++
	a.add(&l)
}

// add puts a line on the audit's own bill.
func (a *Audit) add(l *sim.Line) {
	a.bill.Add(a.bill, big.NewInt(int64(l.Amount)))
	a.billBy[l.Kind] += int64(l.Amount)
	a.billAt[a.world.Biller(l)] += int64(l.Amount)
}

// charged works out the line of a machine that is gone.
func (a *Audit) charged(e *sim.Event, m *auditMachine) {
	b, from := a.rules(m.offer, m.rented), m.rented
	if !b.Boot {
		from = m.up
		b = a.rules(m.offer, m.up)
	}
	line, charged := a.lines[e.Machine]
	switch {
	case from < 0 && charged:
		a.wrongf("machine %d never came up and was charged %v", e.Machine, line.Amount)
	case from >= 0 && !charged:
		a.wrongf("machine %d was not charged", e.Machine)
	case from >= 0:
		a.line(e, m, from, b)
	}
}

// rules reads the rules of billing at an instant from the first to the last.
func (a *Audit) rules(o sim.OfferID, at sim.Time) sim.Billing {
	p := a.provider(o)
	b := p.Billing
	for _, c := range p.Changes {
		if c.From <= at {
			b = c.Billing
		}
	}
	return b
}

// line compares a line with one of the audit's own making.
func (a *Audit) line(e *sim.Event, m *auditMachine, from sim.Time, b sim.Billing) {
	offer := &a.world.Offers[m.offer]
	life := int64(e.Time - from)
	billed := max(life, int64(b.Minimum))
	if b.Increment > 0 {
		billed = (billed + int64(b.Increment) - 1) / int64(b.Increment) * int64(b.Increment)
	}
	spot := offer.Purchase == sim.Spot
	if spot && e.Kind == sim.MachineLost && life < int64(b.FreeReclaim) {
		billed = 0
	}
	to := from + sim.Time(billed)
	sum := cost(&offer.Price, from, to)
	if spot && b.Reprice == sim.InstanceHour {
		sum.SetInt64(0)
		for at := from; at < to; at += clockHour {
			sum.Add(sum, product(valueAt(&offer.Price, at), int64(min(to-at, clockHour))))
		}
	}
	got := a.lines[e.Machine]
	want := sim.Line{
		Machine: e.Machine, Offer: m.offer, Commitment: -1, From: from, Life: sim.Duration(life), Billed: sim.Duration(billed),
		Moved: sim.Moved{Job: -1}, Amount: nano(sum), Reason: got.Reason,
	}
	if got != want {
		a.wrongf("line is %+v, want %+v", got, want)
	}
	a.add(&want)
	a.billOf[offer.Purchase] += int64(want.Amount)
	if offer.Purchase == sim.OnDemand {
		a.uses = append(a.uses, auditUse{m.offer, from, to})
	}
}

// cost adds up the steps of a price path, in pico-dollars per hour × ns.
func cost(price *sim.Path, from, to sim.Time) *big.Int {
	sum := new(big.Int)
	for i := range price.At {
		begin, end := max(price.At[i], from), to
		if i+1 < len(price.At) {
			end = min(end, price.At[i+1])
		}
		if end > begin {
			sum.Add(sum, product(price.Value[i], int64(end-begin)))
		}
	}
	return sum
}

// nano turns pico-dollars per hour × ns into nano-dollars.
func nano(sum *big.Int) sim.Money {
	return sim.Money(nearestEven(sum, product(3600, 1_000_000_000, 1000)).Int64())
}

// nearestEven divides and rounds to the nearest integer, ties to even.
func nearestEven(n, d *big.Int) *big.Int {
	q, r := new(big.Int).DivMod(n, d, new(big.Int))
	switch twice := r.Lsh(r, 1).Cmp(d); {
	case twice > 0, twice == 0 && q.Bit(0) == 1:
		q.Add(q, big.NewInt(1))
	}
	return q
}

// money compares the bill.
func (a *Audit) money(got *sim.Totals) {
	a.equal("lines", int64(len(a.lines))+a.others, got.LinesCount)
	a.same("the bill", a.bill, big.NewInt(int64(got.Cost)))
	for k, want := range a.billBy {
		a.equal("the bill of kind "+sim.LineKind(k).String(), want, int64(got.CostBy[k]))
	}
	for p, want := range a.billOf {
		a.equal("the bill of "+sim.Purchase(p).String()+" machines", want, int64(got.CostOf[p]))
	}
	for p := range a.world.Providers {
		a.equal("the bill of "+a.world.Providers[p].Name, a.billAt[sim.ProviderID(p)], int64(got.CostAt[p]))
	}
	for p := range a.used {
		u := &got.Use[p]
		for r, g := range []sim.Wide{u.UsedCPU, u.UsedMem, u.UsedGPU} {
			a.same("used resource-time", a.used[p][r], g.Big())
		}
		for r, g := range []sim.Wide{u.AvailableCPU, u.AvailableMem, u.AvailableGPU} {
			a.same("available resource-time", a.offered[p][r], g.Big())
		}
	}
}
