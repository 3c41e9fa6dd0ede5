package greedy

import "skysim/sim"

// Suits reports an option that means nothing in a world, where the policy would
// quietly be another one: an *OptionError, or nil.
func (g *Policy) Suits(w *sim.World) error {
	if g.opts.Place == Greenest && w.Carbon == nil {
		return wrong("place", "is greenest, which goes by the carbon of electricity, and the world does not say it: want [cloud.carbon], or recordings of carbon, in the cloud")
	}
	return nil
}
