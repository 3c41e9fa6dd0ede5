package bench

import "skysim/sim"

// waived is the Observer that adds up what providers did not bill because they took
// spot machines back early: what those would have cost if they were billed
// like others. With it, a run's bill is what the same run would have cost in a world
// without that rule, and can be held against a bound that does not know it.
type waived struct {
	world *sim.World
	sum   sim.Money
}

var _ sim.LineObserver = (*waived)(nil)

// Observe takes in nothing.
func (*waived) Observe(*sim.View, []sim.Event) {}

// Charge takes in one line of the bill.
func (w *waived) Charge(l sim.Line) {
	if l.Kind != sim.MachineLine || l.Billed > 0 {
		return
	}
	o := &w.world.Offers[l.Offer]
	rules := w.world.Providers[w.world.Regions[w.world.Zones[o.Zone].Region].Provider].BillingAt(l.From)
	c, _ := rules.Charge(sim.MachineUse{From: l.From, Life: l.Life, Price: &o.Price, Spot: o.Purchase == sim.Spot})
	w.sum += c.Amount
}
