package weather

import (
	"skysim/sim"
)

// together returns the supply of a market whose zone goes down with the others of its
// region: it is up while a market of its own and one of the region both are.
//
//	region |████████████        ██████████████████
//	own    |█████   █████████████████     ████████
//	supply |█████   ████        █████     ████████
//
// With c = Correlation the region's market is up for Up/c and down for Down, and
// the own one up for Up/(1−c) and down for Down·Up/(Up+c·Down), on average. Then the
// supply is up for Up, since 1/Up = c/Up + (1−c)/Up; it is there for p = Up/(Up+Down)
// of the time, since the region's is for p/(p+c(1−p)) and the own one for p+c(1−p);
// and of two zones' indicators at an instant the correlation is c:
//
//	(p²/p_region − p²) ÷ p(1−p) = p(1/p_region − 1)/(1−p) = c
//
// A machine type has one market in a region.
func (m Supply) together(w *sim.World, o *sim.Offer, seed uint64, until sim.Time) sim.Path {
	c, up, down := m.Correlation, float64(m.Up), float64(m.Down)
	r := &w.Regions[w.Zones[o.Zone].Region]
	kind := w.Types[o.Type].Name
	region := Spells{Every: sim.Duration(float64(min(up/c, 1e18))), For: m.Down}
	key := sim.Key(w.Providers[r.Provider].Name, r.Name, kind)
	out := region.path(sim.NewStream(seed, "spot supply of a region", key), until)
	if c < 1 {
		own := Spells{Every: sim.Duration(float64(min(up/(1-c), 1e18))), For: sim.Duration(float64(down * up / (up + float64(c*down))))}
		out = Either(out, own.path(sim.NewStream(seed, "spot supply of a zone", marketKey(w, o, "")), until))
	}
	counts := sim.NewStream(seed, "spot supply left", marketKey(w, o, ""))
	for i, v := range out.Value {
		missing := counts.Float64()
		out.Value[i] = (1 - v) * m.left(missing)
	}
	return out
}

// left returns how many machines a market that is up has, by a draw from 0 to 1.
func (m Supply) left(missing float64) int64 {
	return max(1, m.Count-int64(float64(float64(m.Count)*float64(m.Partial*missing))))
}
