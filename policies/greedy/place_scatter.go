package greedy

import "skysim/sim"

// scatter is random in devices too: of those that suffice any, where random
// leaves the choice to the engine, which packs.
type scatter struct{ random }

// devices draws from those that suffice, one after another.
func (scatter) devices(b *board, d *sim.Demand, n *node) (mask uint32) {
	for range d.GPUs {
		seen, drawn := int64(0), -1
		for i, free := range n.free[:n.gpus] {
			if int32(free) < d.Share || mask>>uint(i)&1 == 1 {
				continue
			}
			if seen++; b.draws.Int64N(seen) == 0 {
				drawn = i
			}
		}
		if drawn < 0 {
			return 0
		}
		mask |= 1 << uint(drawn)
	}
	return mask
}
