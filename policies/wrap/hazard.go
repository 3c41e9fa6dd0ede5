package wrap

import "skysim/sim"

// hazard learns how often machines are lost where: reclaimed, broken, or down with their zone.
// Machines of one zone under one purchase count together, because they share a market and a roof.
// The rate at which they are lost is (losses + ¼) ÷ (machine-hours + prior ÷ 4): before anything is seen it is
// one in the prior, and the first loss already counts for more than that.
type hazard struct {
	// State, kept in snapshots.
	held   []held   // by offer
	seen   sim.Time // until when hours are counted
	losses []int64  // by cell

	cells []int // of each offer
	sums  []float64
	world *sim.World
}

// held is what has been held of an offer: machine-nanoseconds until the last look, and the machines then.
type held struct {
	time     sim.Wide
	machines int64
}

// prior returns how many machine-hours there are to a loss before anything is known: a spot
// machine lasts a day; others break once a month.
func prior(how sim.Purchase) float64 {
	if how == sim.Spot {
		return 24
	}
	return 30 * 24
}

// faith is how many losses the prior counts for.
const faith = 0.25

// open looks at a world that was not seen before.
func (h *hazard) open(w *sim.World) {
	if h.world == w {
		return
	}
	h.world = w
	h.cells = make([]int, len(w.Offers))
	type cell struct {
		zone sim.ZoneID
		how  sim.Purchase
	}
	known := make(map[cell]int)
	for o := range w.Offers {
		c := cell{w.Offers[o].Zone, w.Offers[o].Purchase}
		n, old := known[c]
		if !old {
			n = len(known)
			known[c] = n
		}
		h.cells[o] = n
	}
	if len(h.held) != len(w.Offers) || len(h.losses) != len(known) {
		h.held, h.losses = make([]held, len(w.Offers)), make([]int64, len(known))
	}
}

// pass counts the time since the last look, with the machines that there were then, and
// the losses of this round.
func (h *hazard) pass(v *sim.View) {
	h.open(v.World())
	if since := v.Now().Sub(h.seen); since > 0 {
		for o := range h.held {
			if n := h.held[o].machines; n > 0 {
				h.held[o].time.AddProduct(int64(since), n)
			}
		}
		h.seen = v.Now()
	}
	for _, e := range v.Events() {
		if e.Kind == sim.MachineLost || e.Kind == sim.MachineBroke {
			h.losses[h.cells[e.Offer]]++
		}
	}
}

// count counts the machines that are up, if this round has changed that.
func (h *hazard) count(v *sim.View) {
	changed := false
	for _, e := range v.Events() {
		switch e.Kind {
		case sim.MachineUp, sim.MachineLost, sim.MachineBroke, sim.MachineReleased, sim.ZoneDown, sim.ZoneUp:
			changed = true
		}
	}
	if !changed {
		return
	}
	for o := range h.held {
		h.held[o].machines = 0
	}
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		if info := v.Machine(m); info.State == sim.Up || info.State == sim.Noticed {
			h.held[info.Offer].machines++
		}
	}
}

// rates fills in how often an hour a machine of each offer is lost, and how many machine-hours of it
// have been held.
func (h *hazard) rates(list []hourly) []hourly {
	list = append(list[:0], make([]hourly, len(h.held))...)
	h.sums = append(h.sums[:0], make([]float64, len(h.losses))...)
	for o := range list { // in the world's order, which listing does not change
		list[o].hours = h.held[o].time.Float() / 3.6e12
		h.sums[h.cells[o]] += list[o].hours
	}
	for o := range list {
		c := h.cells[o]
		list[o].losses = (float64(h.losses[c]) + faith) / (h.sums[c] + float64(faith*prior(h.world.Offers[o].Purchase)))
	}
	return list
}

// hourly is how often an hour a machine of an offer is lost, and for how many hours machines of it were held.
type hourly struct{ losses, hours float64 }

// append and load keep the state in snapshots.
func (h *hazard) append(m memory) memory {
	m = append(m, uint64(h.seen), uint64(len(h.held)))
	for _, x := range h.held {
		m = append(m, uint64(x.time.Hi), x.time.Lo, uint64(x.machines))
	}
	m = append(m, uint64(len(h.losses)))
	for _, n := range h.losses {
		m = append(m, uint64(n))
	}
	return m
}

func (h *hazard) load(in *reader) {
	*h = hazard{seen: sim.Time(in.next())}
	for range in.count(3) {
		h.held = append(h.held, held{sim.Wide{Hi: int64(in.next()), Lo: in.next()}, int64(in.next())})
	}
	for range in.count(1) {
		h.losses = append(h.losses, int64(in.next()))
	}
}
