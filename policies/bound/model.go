package bound

import (
	"slices"

	"skysim/sim"
)

// model is an instance made ready: windows of time, and in each of them what
// machine time there is, at which price.
type model struct {
	world   *sim.World
	roster  *roster
	at      *admission
	windows []sim.Time // beginnings; the last one lasts until the limit
	lanes   []lane
	kinds   []sim.TypeID // machine type of each set of weights
	shapes  []shape
	groups  int32   // of regions
	group   []int32 // by region
	phase   sim.Time
	sunk    sunk
	free    sim.Duration // Options.Free
	noSpot  bool
}

func newModel(in *Instance, o *Options, r *roster, at *admission) (*model, error) {
	m := &model{world: in.World, roster: r, at: at, phase: sim.Time(in.World.Phase()), free: o.Free, noSpot: o.NoSpot}
	m.groupRegions()
	m.gatherShapes()
	if err := m.sink(); err != nil {
		return nil, err
	}
	m.cut()
	m.trade()
	m.merge()
	m.fit()
	return m, nil
}

// span returns from when to when a window lasts.
func (m *model) span(w int) (from, to sim.Time) {
	if w+1 < len(m.windows) {
		return m.windows[w], m.windows[w+1]
	}
	return m.windows[w], m.roster.limit
}

// windowOf returns the window that an instant is in.
func (m *model) windowOf(t sim.Time) int {
	i, found := slices.BinarySearch(m.windows, t)
	if !found {
		i--
	}
	return max(0, i)
}

// groupRegions numbers regions by what traffic tells apart: all are one group
// if nothing moves or moving costs nothing.
func (m *model) groupRegions() {
	m.group, m.groups = make([]int32, len(m.world.Regions)), 1
	if m.world.Traffic == nil {
		return
	}
	for i := range m.roster.needs {
		if moves(m.roster.needs[i].job) {
			m.groups = int32(len(m.group))
			for r := range m.group {
				m.group[r] = int32(r)
			}
			return
		}
	}
}

func (m *model) regionOf(o *sim.Offer) sim.RegionID { return m.world.Zones[o.Zone].Region }

func (m *model) groupOf(o *sim.Offer) int32 { return m.group[m.regionOf(o)] }

// cells is how many pairs of a demand and a lane, in all windows together, are looked
// at in one step of the search.
const cells = 250_000

// cut chooses the windows. If there are few instants at which something changes,
// all of them begin one; otherwise every so many. Any choice is valid: more windows
// make the bound higher.
func (m *model) cut() {
	pairs := max(1, len(m.shapes)*2*len(m.world.Offers))
	most := min(192, max(12, cells/pairs))
	marks := m.marks()
	m.windows = []sim.Time{0}
	add := func(t sim.Time) {
		if t > 0 && t < m.roster.limit && t < sim.Never/4 {
			m.windows = append(m.windows, t)
		}
	}
	for i := 0; i < most && len(marks) > 0; i++ {
		if at := i * len(marks) / most; i == 0 || at != (i-1)*len(marks)/most {
			add(marks[at])
		}
	}
	add(m.sunk.end)
	add(m.sunk.free)
	add(m.roster.end)
	for part := sim.Time(8); part > 0; part /= 2 { // jobs may wait for what is scarce
		add(m.roster.end + m.roster.end/part)
	}
	for k := sim.Time(2); k <= 64; k *= 2 {
		add(times64(m.roster.end, k))
	}
	slices.Sort(m.windows)
	m.windows = slices.Compact(m.windows)
}

func times64(t sim.Time, k sim.Time) sim.Time { return sim.Time(times(int64(t), int64(k))) }

// marks lists the instants at which a window may well begin, in order.
func (m *model) marks() []sim.Time {
	var marks []sim.Time
	last := m.roster.end
	for i := range m.roster.needs {
		n := &m.roster.needs[i]
		marks = append(marks, n.ready)
		if n.last < sim.Never {
			marks = append(marks, n.last)
		}
	}
	for i := range m.world.Offers {
		o := &m.world.Offers[i]
		if o.Purchase == sim.Owned || m.noSpot && o.Purchase == sim.Spot {
			continue
		}
		t := m.tariffOf(o)
		notice := m.world.Providers[m.world.Regions[m.regionOf(o)].Provider].Notice
		marks = append(marks, o.Price.At...)
		marks = append(marks, o.Supply.At...)
		for _, f := range falls(&o.Supply, last) {
			marks = append(marks, f.at.Add(notice))
			if t.free > 0 {
				marks = append(marks, f.at.Add(notice)-sim.Time(t.free))
			}
		}
	}
	slices.Sort(marks)
	marks = slices.Compact(marks)
	from, _ := slices.BinarySearch(marks, 1)
	to, _ := slices.BinarySearch(marks, last)
	return marks[from:max(from, to)]
}

// trade makes the lanes of everything that some job may run on.
func (m *model) trade() {
	w := m.world
	for i := range w.Offers {
		o := &w.Offers[i]
		if !m.useful(o.Type) || m.noSpot && o.Purchase == sim.Spot {
			continue
		}
		if o.Purchase == sim.Owned {
			m.owned(o)
		} else {
			m.rented(o, m.weighs(o.Type, false))
		}
	}
	for i := range w.Commitments {
		if c := &w.Commitments[i]; m.useful(c.Type) && m.sunk.hours[i] > 0 {
			m.covered(c, &m.sunk.slack[i])
		}
	}
}

// useful reports whether some job may run on a machine type.
func (m *model) useful(t sim.TypeID) bool {
	for i := range m.shapes {
		if m.shapes[i].speed(m, t) > 0 {
			return true
		}
	}
	return false
}

// weighs returns the number of the weights for machines of a type, owned or not.
func (m *model) weighs(t sim.TypeID, owned bool) int32 {
	id := 2 * t
	if owned {
		id++
	}
	for i, k := range m.kinds {
		if k == id {
			return int32(i)
		}
	}
	m.kinds = append(m.kinds, id)
	return int32(len(m.kinds) - 1)
}

// merge makes one lane of all that differ in nothing but price and never run out: the
// cheapest of them is all that anybody wants.
func (m *model) merge() {
	var kept []lane
	for _, l := range m.lanes {
		into := -1
		for k := range kept {
			if mergeable(&kept[k], &l) {
				into = k
				break
			}
		}
		if into < 0 {
			kept = append(kept, l)
			continue
		}
		for i := range l.price {
			for w, p := range l.price[i] {
				kept[into].price[i][w] = min(kept[into].price[i][w], p)
			}
		}
	}
	m.lanes = kept
}

func mergeable(a, b *lane) bool {
	return a.kind == b.kind && a.group == b.group && a.weigh == b.weigh && a.spared == b.spared && a.unlimited() && b.unlimited()
}

func (l *lane) unlimited() bool {
	for _, s := range l.supply {
		if s < endless {
			return false
		}
	}
	return true
}
