package bound

import "skysim/sim"

// fares is the least that a job pays to move its data, by group of regions, in
// nano-dollars.
type fares struct {
	reads, writes []int64
	cheapest      int64 // of writes, over where it may end
}

// haul knows the least prices of moving data.
type haul struct {
	m *model
	// least is the lowest price of any tier between each two regions; −1 if not known.
	least []sim.Rate
	// paid says that the free allowances are charged for, and taken off in the end.
	paid bool
}

func newHaul(m *model, paid bool) *haul {
	h := &haul{m: m, paid: paid}
	t := m.world.Traffic
	if m.groups == 1 || t == nil {
		return h
	}
	h.least = make([]sim.Rate, len(t.Pairs))
	for i, r := range t.Pairs {
		if h.least[i] = -1; r < 0 {
			continue
		}
		for k, tier := range t.Routes[r].Tiers {
			if k == 0 || tier.Price < h.least[i] {
				h.least[i] = tier.Price
			}
		}
	}
	return h
}

// moved returns the least that a transfer costs. A line is rounded half to even,
// and so is this: rounding keeps the order.
func (h *haul) moved(from, to sim.RegionID, bytes int64) int64 {
	if from == to || bytes == 0 {
		return 0
	}
	w := h.m.world
	at := int(from)*len(w.Regions) + int(to)
	price := h.least[at]
	account := &w.Traffic.Accounts[w.Regions[from].Provider]
	free := account.Free > 0 && w.Traffic.Pairs[at] >= 0 && w.Traffic.Routes[w.Traffic.Pairs[at]].Counter >= 0
	if price <= 0 || free && !h.paid {
		return 0
	}
	v, ok := sim.VolumeOf(bytes, account.GB)
	if !ok {
		return 0
	}
	cost, ok := sim.Flat(price).Cost(0, v)
	if !ok {
		return 0
	}
	if free { // what the allowance leaves is rounded once more
		return max(0, int64(cost)-1)
	}
	return int64(cost)
}

// of returns the fares of a need: nil if it has none. A job that is two pays for what it
// reads in proportion to the work of each.
func (h *haul) of(n *need, s *shape) *fares {
	j := n.job
	if s.home < 0 || h.m.noSpot && (j.Work == 0 || s.demand == sim.Demand{}) { // nobody sees where these run
		return nil
	}
	f := &fares{reads: make([]int64, h.m.groups), writes: make([]int64, h.m.groups), cheapest: -1}
	for r := range h.m.world.Regions {
		g := h.m.group[r]
		f.reads[g] = h.moved(j.Data.Home, sim.RegionID(r), j.Data.Reads)
		f.writes[g] = h.moved(sim.RegionID(r), j.Data.Home, j.Data.Writes)
	}
	for k := range h.m.lanes {
		if g := h.m.lanes[k].group; s.parts[k].speed > 0 && (f.cheapest < 0 || f.writes[g] < f.cheapest) {
			f.cheapest = f.writes[g]
		}
	}
	f.cheapest = max(0, f.cheapest)
	if n.body {
		f.cheapest = 0
	}
	for g := range f.reads {
		if n.work < j.Work {
			f.reads[g], _ = mulDiv(f.reads[g], n.work, j.Work)
		}
	}
	return f
}

// allowances returns what the free allowances can save at most: all of them, in
// every month that the run may reach, at the dearest of the least prices.
func (h *haul) allowances() int64 {
	w := h.m.world
	if h.least == nil {
		return 0
	}
	var saved int64
	for p := range w.Traffic.Accounts {
		account := &w.Traffic.Accounts[p]
		var dearest sim.Rate
		for i, r := range w.Traffic.Pairs {
			if from := i / len(w.Regions); r >= 0 && w.Traffic.Routes[r].Counter >= 0 && int(w.Regions[from].Provider) == p {
				dearest = max(dearest, h.least[i])
			}
		}
		if account.Free == 0 || dearest == 0 {
			continue
		}
		cost, ok := sim.Flat(dearest).Cost(0, account.Free)
		if !ok {
			return endless
		}
		saved = plus(saved, times(int64(cost)+1, h.months(account)))
	}
	return saved
}

// months returns how many of a provider's months a run may see.
func (h *haul) months(a *sim.Account) int64 {
	if len(a.Months) == 0 {
		return 1
	}
	var n int64
	for i := 0; i+1 < len(a.Months); i++ {
		if a.Months[i+1] > 0 && a.Months[i] < h.m.roster.limit {
			n++
		}
	}
	return n
}
