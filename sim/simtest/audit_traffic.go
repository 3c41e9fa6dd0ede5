package simtest

import (
	"math/big"

	"skysim/sim"
)

// trafficBooks is what the audit knows about data that moved.
type trafficBooks struct {
	free    map[account]int64 // of the allowance, taken
	counted map[account]int64 // beyond it, by counter
	charged []journey         // from the lines
	got     map[journey]bool
	wanted  []journey // from the events
	want    map[journey]bool
}

func newTrafficBooks() trafficBooks {
	return trafficBooks{
		free: map[account]int64{}, counted: map[account]int64{}, got: map[journey]bool{}, want: map[journey]bool{},
	}
}

// account is a month of a provider, and a counter in it.
type account struct {
	provider sim.ProviderID
	month    int
	counter  int32
}

// journey is one transfer.
type journey struct {
	job      int64
	try      int32
	from, to sim.RegionID
	back     bool
	at       sim.Time
}

// transfer checks what a line about traffic says, with books of its own.
func (a *Audit) transfer(l sim.Line) {
	m, in := &l.Moved, &a.jobs[l.Moved.Job].Data
	back := m.Target == in.Home
	bytes := in.Reads
	if back {
		bytes = in.Writes
	}
	there := a.world.Zones[a.world.Offers[l.Offer].Zone].Region
	if m.Bytes != bytes || bytes == 0 || (back && m.Source != there) || (!back && (m.Source != in.Home || m.Target != there)) {
		a.wrongf("job with %+v moves %+v for a task in region %d", *in, *m, there)
	}
	trip := journey{m.Job, m.Attempt, m.Source, m.Target, back, l.From}
	if a.books.got[trip] {
		a.wrongf("job %d is charged twice for %+v", m.Job, trip)
	}
	a.books.got[trip], a.books.charged = true, append(a.books.charged, trip)

	t := a.world.Traffic
	p := a.world.Regions[m.Source].Provider
	route := &t.Routes[t.Pairs[int(m.Source)*len(a.world.Regions)+int(m.Target)]]
	month := -1
	for i, begins := range t.Accounts[p].Months {
		if begins <= l.From {
			month = i
		}
	}
	volume := nearestEven(product(bytes, 1_000_000_000), big.NewInt(t.Accounts[p].GB)).Int64()
	free, before := int64(0), int64(0)
	if route.Counter >= 0 {
		allowance, at := account{p, month, -1}, account{p, month, route.Counter}
		free = min(volume, int64(t.Accounts[p].Free)-a.books.free[allowance])
		before = a.books.counted[at]
		a.books.free[allowance] += free
		a.books.counted[at] += volume - free
	}
	sum, end := new(big.Int), before+volume-free
	for i := len(route.Tiers) - 1; i >= 0; i-- {
		if begin := max(before, int64(route.Tiers[i].Above)); begin < end {
			sum.Add(sum, product(end-begin, int64(route.Tiers[i].Price)))
			end = begin
		}
	}
	amount := nearestEven(sum, product(1000, 1_000_000_000))
	if int64(m.Volume) != volume || int64(m.Free) != free || int64(m.Before) != before || amount.Cmp(big.NewInt(int64(l.Amount))) != 0 {
		a.wrongf("line is %+v, want %d of which %d are free after %d, at %v", l, volume, free, before, amount)
	}
}

// moves notes what a try has to move when it begins, and when it is done.
func (a *Audit) moves(job int64, t *auditTry, in *sim.Job, at sim.Time, back bool) {
	if bytes := map[bool]int64{false: in.Data.Reads, true: in.Data.Writes}[back]; a.world.Traffic == nil || bytes == 0 {
		return
	}
	for _, n := range t.on {
		trip := journey{job, t.number, in.Data.Home, a.world.Zones[a.world.Offers[a.machines[n].offer].Zone].Region, back, at}
		if trip.to == in.Data.Home {
			continue
		}
		if back {
			trip.from, trip.to = trip.to, trip.from
		}
		a.books.want[trip], a.books.wanted = true, append(a.books.wanted, trip)
	}
}

// traffic compares the transfers that were charged with those that happened.
func (a *Audit) traffic() {
	for _, trip := range a.books.wanted {
		if !a.books.got[trip] {
			a.wrongf("%+v is not charged", trip)
		}
	}
	for _, trip := range a.books.charged {
		if !a.books.want[trip] {
			a.wrongf("%+v is charged and did not happen", trip)
		}
	}
}
