package bound

import (
	"math/big"

	"skysim/sim"
)

// lane is a way to get machine time of one type: an offer; what owned machines
// give for nothing; what a commitment covers; or spot machines that will be
// taken away so early that they are free. Each window of time has a price and a supply.
type lane struct {
	kind   sim.TypeID
	group  int32        // of regions that traffic does not tell apart
	weigh  int32        // which weights of resources it has
	spared sim.Duration // only attempts that may be shorter than this; 0 for all
	// price is pico-dollars per hour, by rounding (see lives) and window.
	price  [][]int64
	supply []int64 // machine time in ns, by window
}

// lives are how long a rented machine that helps to finish a job must have lived, as
// far as the rounding of its line is concerned. In a bill of a machine of that life, half
// a nano-dollar is such a part of what is billed that its price may be taken to be so much lower.
// The first two are not lives: exact prices, and those of attempts that are
// paid for with half a nano-dollar each.
var lives = []sim.Duration{-1, -1, 0, 1e6, 1e8, 1e9, 1e10, 6e10, 6e11, 36e11, 36e12}

const (
	exactly = iota // prices without rounding
	wholly         // lines that host an attempt without which its job would not have finished
	shortly        // the first life: a machine may be given back at once
)

// lifeIndex returns the index of the longest of lives that is not above d.
func lifeIndex(d sim.Duration) int32 {
	i := shortly
	for i+1 < len(lives) && lives[i+1] <= d {
		i++
	}
	return int32(i)
}

// tariff is what the bounds know about an offer's bills.
type tariff struct {
	least  sim.Duration // no line bills a shorter time, unless it bills none
	free   sim.Duration // spot machines may cost nothing if they live less than this; 0 if no run is to have that
	hourly bool         // a running machine may pay the price of up to an hour ago
	lowest int64        // of the price path, in the run
}

func (m *model) tariffOf(o *sim.Offer) tariff {
	p := &m.world.Providers[m.world.Regions[m.world.Zones[o.Zone].Region].Provider]
	t := tariff{least: sim.Duration(sim.Never), lowest: lowest(&o.Price, 0, sim.Never)}
	for _, b := range rules(p, m.roster.over) {
		t.least = min(t.least, b.Time(1))
		if o.Purchase == sim.Spot {
			if m.free >= 0 {
				t.free = max(t.free, b.FreeReclaim)
			}
			t.hourly = t.hourly || b.Reprice == sim.InstanceHour
		}
	}
	return t
}

// rounded returns the price that is left after rounding, if a machine lives at
// least so long: a line of x nano-dollars is at least x − ½, which is x·(1 − 1/2x).
func (t *tariff) rounded(price int64, life sim.Duration) int64 {
	if price == 0 || t.lowest == 0 {
		return 0
	}
	// half a nano-dollar ÷ (lowest price × time), of the price, rounded up
	loss := new(big.Int).Mul(big.NewInt(price), big.NewInt(1000*int64(hour)))
	part := new(big.Int).Mul(big.NewInt(t.lowest), big.NewInt(2*int64(min(max(t.least, life), sim.Duration(sim.Never/2)))))
	loss.Add(loss, part).Sub(loss, big.NewInt(1)).Div(loss, part)
	if !loss.IsInt64() {
		return 0
	}
	return max(0, price-loss.Int64())
}

// prices fills in the prices of a lane for every window: from what the cheapest machine
// pays in it. always says that every line may be rounded, whatever it hosts.
func (m *model) prices(t *tariff, always bool, at func(w int) int64) [][]int64 {
	list := make([][]int64, len(lives))
	for i, life := range lives {
		list[i] = make([]int64, len(m.windows))
		for w := range m.windows {
			price := at(w)
			if i == wholly && always {
				price = t.rounded(price, 0)
			} else if i >= shortly {
				if always {
					life = 0
				}
				price = t.rounded(price, life)
			}
			list[i][w] = price
		}
	}
	return list
}

// rented adds the lanes of an offer that is rented.
func (m *model) rented(o *sim.Offer, weigh int32) {
	t := m.tariffOf(o)
	l := lane{kind: o.Type, group: m.groupOf(o), weigh: weigh, supply: make([]int64, len(m.windows))}
	supply, notice := rises(&o.Supply), sim.Duration(0)
	var lost []fall
	if o.Purchase == sim.Spot {
		supply, notice = o.Supply, m.world.Providers[m.world.Regions[m.world.Zones[o.Zone].Region].Provider].Notice
		lost = falls(&o.Supply, m.roster.over)
	}
	for w := range m.windows {
		from, to := m.span(w)
		l.supply[w] = integral(&supply, from, to)
		for _, f := range lost { // those with notice run on for a while
			l.supply[w] = plus(l.supply[w], times(f.machines, overlap(f.at, f.at.Add(notice), from, to)))
		}
	}
	l.price = m.prices(&t, m.committed(o), func(w int) int64 { return m.lowestPrice(o, &t, w) })
	m.lanes = append(m.lanes, l)
	m.reclaimed(&l, &t, lost, notice)
}

// lowestPrice returns the least that a machine of an offer pays for an instant of a
// window. A commitment changes nothing about it: it covers as if it took the same part of
// all use of an hour, each at its own price.
func (m *model) lowestPrice(o *sim.Offer, t *tariff, w int) int64 {
	from, to := m.span(w)
	if t.hourly {
		from = max(0, from-hour)
	}
	return min(dearest, lowest(&o.Price, from, to))
}

// reclaimed adds the lane of spot machines that are free because the provider
// takes them away soon: each fall of supply makes as many as it takes free for
// as long as the tariff says, counted back from their loss.
func (m *model) reclaimed(of *lane, t *tariff, lost []fall, notice sim.Duration) {
	if t.free == 0 {
		return
	}
	l := lane{kind: of.kind, group: of.group, weigh: of.weigh, spared: t.free, supply: make([]int64, len(m.windows)), price: make([][]int64, len(lives))}
	any := false
	for w := range m.windows {
		from, to := m.span(w)
		for _, f := range lost {
			gone := f.at.Add(notice)
			if gone >= m.roster.over && m.roster.over < sim.Never {
				continue // the run ends first, and then it is paid for
			}
			l.supply[w] = plus(l.supply[w], times(f.machines, overlap(gone-sim.Time(t.free), gone, from, to)))
		}
		any = any || l.supply[w] > 0
	}
	if !any {
		return
	}
	for i := range l.price {
		l.price[i] = make([]int64, len(m.windows))
	}
	m.lanes = append(m.lanes, l)
}

// clockHour returns the beginning of the clock hour that t is in, which may be before
// the run, and nextHour the first that is not before t.
func (m *model) clockHour(t sim.Time) sim.Time { return t - (t%hour+m.phase)%hour }

func (m *model) nextHour(t sim.Time) sim.Time {
	if over := (t%hour + m.phase) % hour; over > 0 {
		return t.Add(sim.Duration(hour - over))
	}
	return t
}

// SpotIsBilled reports whether every spot machine that lives, be it for a nanosecond, costs at least
// a nano-dollar, unless it is waived: then a run that paid nothing for spot machines, and was waived
// nothing, has used none, and Options.NoSpot is for it. Where prices and increments are
// tiny, lines may be rounded to nothing.
func SpotIsBilled(w *sim.World) bool {
	for i := range w.Offers {
		o := &w.Offers[i]
		if o.Purchase != sim.Spot {
			continue
		}
		least := lowest(&o.Price, o.Price.At[0], sim.Never)
		for _, b := range rules(&w.Providers[w.Regions[w.Zones[o.Zone].Region].Provider], sim.Never) {
			if cost := sim.Product(least, int64(b.Time(1))); cost.Hi == 0 && cost.Lo <= 500*uint64(hour) { // half a nano-dollar is rounded to none
				return false
			}
		}
	}
	return true
}
