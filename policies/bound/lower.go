package bound

import (
	"fmt"
	"math/big"

	"skysim/sim"
)

// Lower returns a lower bound on the bill of every comparable run of an instance.
// It reports an error if the world or a job makes no sense, or if a bill does not fit
// into 64 bits of nano-dollars.
func Lower(in Instance, o Options) (Bound, error) {
	if in.World == nil {
		return Bound{}, fmt.Errorf("no world")
	}
	if err := in.World.Validate(); err != nil {
		return Bound{}, err
	}
	if in.Until < 0 || o.By < 0 || o.Steps < 0 {
		return Bound{}, fmt.Errorf("until %v, by %v, %d steps: want none negative", in.Until, o.By, o.Steps)
	}
	in.Jobs = eased(in.Jobs, o.Saves)
	at := newAdmission(in.World)
	r, err := enlist(&in, &o, at)
	if err != nil {
		return Bound{}, err
	}
	m, err := newModel(&in, &o, r, at)
	if err != nil {
		return Bound{}, err
	}
	b := Bound{Required: r.required, Excluded: r.excluded, Hopeless: r.hopeless, End: r.end, options: o}
	b.complete(m)
	b.cost(m, &o)
	return b, nil
}

// cost finds the best of the bounds on the bill.
func (b *Bound) cost(m *model, o *Options) {
	duals, steps, settled := m.search(o.Steps)
	b.Steps, b.Complete = steps, settled
	paid, unpaid := newHaul(m, true), newHaul(m, false)
	least := m.sunk.owned + m.sunk.fees
	b.Cost, b.Owned, b.Committed, b.Method = least, m.sunk.owned, m.sunk.fees, "what is sunk"
	b.Unrounded = m.sunk.owned + m.sunk.plain
	for _, d := range duals {
		b.consider(m, d, paid, paid.allowances())
		for d.taken > 0 { // down to as if what is free were not limited
			if d.taken /= 8; d.taken < 1e6 {
				d.taken = 0
			}
			b.consider(m, d, paid, paid.allowances())
		}
	}
	if paid.allowances() > 0 {
		b.consider(m, best(duals), unpaid, 0)
	}
	if few := b.Unrounded - mostLines/2; few > b.Cost {
		b.Cost, b.Committed = few, m.sunk.plain
		b.Committed = min(b.Committed, few-b.Owned)
		b.Traffic = max(0, min(b.Traffic, few-b.Owned-b.Committed))
		b.Machines = few - b.Owned - b.Committed - b.Traffic
		b.Method += ", less half a nano-dollar for each of many lines"
	}
	b.Proof = b.prove(m)
}

func best(duals []*dual) *dual { return duals[len(duals)-1] }

// consider evaluates a dual and keeps what is better than before.
func (b *Bound) consider(m *model, d *dual, h *haul, allowed int64) {
	v := m.evaluate(d, h, true)
	b.Hopeless = max(b.Hopeless, v.lost)
	cost, moved := net(m, &v, allowed, true) // a bill is a whole number: what is above it is above that, rounded up
	if sum := m.sunk.owned + m.sunk.fees + cost; sum > b.Cost {
		b.Cost, b.Traffic, b.Method = sum, moved, d.note
		b.Machines = cost - moved
	}
	v = m.evaluate(d, h, false)
	cost, _ = net(m, &v, allowed, false)
	b.Unrounded = max(b.Unrounded, b.Cost, m.sunk.owned+m.sunk.fees+cost)
}

// net rounds what a dual is worth to nano-dollars, less what free allowances save and
// what rounding may save on owned machines that are kept for longer.
func net(m *model, v *worth, allowed int64, up bool) (cost, moved sim.Money) {
	off := new(big.Int).Mul(big.NewInt(allowed), big.NewInt(perNano))
	moved = dollars(new(big.Int).Sub(v.traffic, off), false)
	off.Add(off, sim.Product(m.sunk.machines, perNano).Big())
	return dollars(off.Sub(v.total, off), up), max(0, moved)
}

// prove says how the bound came about, with numbers.
func (b *Bound) prove(m *model) string {
	return fmt.Sprintf("%v = owned %v until %v + fees %v + machines %v + traffic %v, for %d jobs in %d shapes over %d lanes and %d windows; %s",
		b.Cost, b.Owned, b.End, b.Committed, b.Machines, b.Traffic, b.Required, len(m.shapes), len(m.lanes), len(m.windows), b.Method)
}
