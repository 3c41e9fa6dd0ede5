package weather

import (
	"slices"

	"skysim/sim"
)

// Partitions cut regions off from each other: each pair of regions that offer
// something has spells of its own, in which nothing travels between the two.
type Partitions struct{ Spells }

// Overlay returns a copy of the world with partitions up to an instant, besides
// those that it has. Those of a pair follow from the names of its regions, whichever
// comes first. It reports parameters that are out of range.
func (m Partitions) Overlay(w *sim.World, seed uint64, until sim.Time) (*sim.World, error) {
	if err := m.validate("partitions of two regions", until); err != nil {
		return nil, err
	}
	there := make([]bool, len(w.Regions))
	for i := range w.Offers {
		there[w.Zones[w.Offers[i].Zone].Region] = true
	}
	c := *w
	c.Cuts = slices.Clone(w.Cuts)
	for b := range w.Regions {
		for a := range b {
			if !there[a] || !there[b] {
				continue
			}
			one, other := regionKey(w, sim.RegionID(a), ""), regionKey(w, sim.RegionID(b), "")
			p := m.path(sim.NewStream(seed, "partition", min(one, other), max(one, other)), until)
			if slices.Contains(p.Value, 1) {
				addCut(&c, sim.RegionID(a), sim.RegionID(b), p)
			}
		}
	}
	return &c, nil
}

// Cut returns a copy of the world in which two regions are also cut off from each
// other while a path is 1.
func Cut(w *sim.World, a, b sim.RegionID, at sim.Path) *sim.World {
	c := *w
	c.Cuts = slices.Clone(w.Cuts)
	addCut(&c, a, b, at)
	return &c
}

// addCut is Cut in a world whose list of cuts is its own. A pair stands in it once.
func addCut(w *sim.World, a, b sim.RegionID, at sim.Path) {
	a, b = min(a, b), max(a, b)
	i := slices.IndexFunc(w.Cuts, func(x sim.Cut) bool { return min(x.A, x.B) == a && max(x.A, x.B) == b })
	if i < 0 {
		w.Cuts = append(w.Cuts, sim.Cut{A: a, B: b, At: at})
		return
	}
	w.Cuts[i].At = Either(w.Cuts[i].At, at)
}
