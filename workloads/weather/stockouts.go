package weather

import (
	"fmt"

	"skysim/sim"
)

// StockOuts leave nothing to rent on demand for a while. A zone and a machine type
// are one market. Machines that are rented already stay: a stock-out only keeps
// further ones away.
type StockOuts struct {
	Spells
	// Share is, from 0 to 1, how many of the markets ever run out.
	Share float64
}

// Overlay returns a copy of the world in which on-demand offers have no supply while
// they are out of stock, up to an instant. It reports parameters that are out of
// range.
func (m StockOuts) Overlay(w *sim.World, seed uint64, until sim.Time) (*sim.World, error) {
	if err := m.validate("stock-outs", until); err != nil {
		return nil, err
	}
	if !(m.Share >= 0 && m.Share <= 1) {
		return nil, fmt.Errorf("a share of %v of all markets runs out of stock, want 0 to 1", m.Share)
	}
	return overlay(w, sim.OnDemand, func(o *sim.Offer) {
		// Whether a market is hit and when are two streams: a larger share hits
		// further markets and leaves the others as they were.
		hit := sim.NewStream(seed, "stock-out share", marketKey(w, o, ""))
		if !hit.Bool(m.Share) {
			return
		}
		out := m.path(sim.NewStream(seed, "stock-out", marketKey(w, o, "")), until)
		o.Supply = combine(o.Supply, out, func(supply, out int64) int64 { return supply * (1 - out) })
	}), nil
}
