package simtest

import (
	"math/big"
	"slices"

	"skysim/sim"
)

// trafficBooks is what the audit knows about data that moved.
type trafficBooks struct {
	free    map[account]int64 // of the allowance, taken
	counted map[account]int64 // beyond it, by counter
	charged []journey         // from the lines
	got     map[journey]int
	wanted  []journey // from the events
	want    map[journey]int
}

func newTrafficBooks() trafficBooks {
	return trafficBooks{
		free: map[account]int64{}, counted: map[account]int64{}, got: map[journey]int{}, want: map[journey]int{},
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
	bytes    int64
	at       sim.Time
}

// transfer checks what a line about traffic says, with books of its own.
func (a *Audit) transfer(l sim.Line) {
	m := &l.Moved
	if there := a.world.Zones[a.world.Offers[l.Offer].Zone].Region; m.Source == m.Target || m.Source != there && m.Target != there {
		a.wrongf("%+v moves for a task in region %d", *m, there)
	}
	trip := journey{m.Job, m.Attempt, m.Source, m.Target, m.Bytes, l.From}
	a.books.got[trip]++
	a.books.charged = append(a.books.charged, trip)

	t := a.world.Traffic
	p := a.world.Regions[m.Source].Provider
	route := &t.Routes[t.Pairs[int(m.Source)*len(a.world.Regions)+int(m.Target)]]
	month := -1
	for i, begins := range t.Accounts[p].Months {
		if begins <= l.From {
			month = i
		}
	}
	volume := nearestEven(product(m.Bytes, 1_000_000_000), big.NewInt(t.Accounts[p].GB)).Int64()
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

// moves notes what has to travel to a try that begins.
func (a *Audit) moves(job int64, j *auditJob, t *auditTry, in *sim.Job, at sim.Time) {
	for _, r := range a.regions(t) {
		a.expect(journey{job, t.number, in.Data.Home, r, in.Data.Reads, at})
		if j.rest != nil {
			a.expect(journey{job, t.number, j.rest.region, r, in.Restart.Size, at})
		}
	}
}

// returns notes what has to travel home from a try with which its job has finished.
func (a *Audit) returns(job int64, t *auditTry, in *sim.Job, at sim.Time) {
	for _, r := range a.regions(t) {
		a.expect(journey{job, t.number, r, in.Data.Home, in.Data.Writes, at})
	}
}

// regions lists where a try has tasks.
func (a *Audit) regions(t *auditTry) []sim.RegionID {
	var list []sim.RegionID
	for _, n := range t.on {
		if r := a.regionOf(n); !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	return list
}

func (a *Audit) expect(trip journey) {
	if a.world.Traffic != nil && trip.bytes > 0 && trip.from != trip.to {
		a.books.want[trip]++
		a.books.wanted = append(a.books.wanted, trip)
	}
}

// travels returns how long it takes until all that a try in these regions needs is there.
func (a *Audit) travels(j *auditJob, in *sim.Job, to []sim.RegionID) sim.Duration {
	longest := new(big.Int)
	trip := func(from, to sim.RegionID, bytes int64) {
		t := a.world.Traffic
		if t == nil || t.Speeds == nil || from == to || bytes == 0 {
			return
		}
		if speed := t.Speeds[int(from)*len(a.world.Regions)+int(to)]; speed > 0 {
			ns, rest := new(big.Int).QuoRem(product(bytes, 1_000_000_000), big.NewInt(speed), new(big.Int))
			if rest.Sign() > 0 {
				ns.Add(ns, big.NewInt(1))
			}
			if ns.Cmp(longest) > 0 {
				longest = ns
			}
		}
	}
	for _, r := range to {
		trip(in.Data.Home, r, in.Data.Reads)
		if j.rest != nil {
			trip(j.rest.region, r, in.Restart.Size)
		}
	}
	if !longest.IsInt64() {
		return sim.Duration(sim.Never)
	}
	return sim.Duration(longest.Int64())
}

// traffic compares the transfers that were charged with those that happened.
func (a *Audit) traffic() {
	for _, trip := range a.books.wanted {
		if a.books.got[trip] < a.books.want[trip] {
			a.wrongf("%+v is not charged", trip)
		}
	}
	for _, trip := range a.books.charged {
		if a.books.want[trip] < a.books.got[trip] {
			a.wrongf("%+v is charged and did not happen", trip)
		}
	}
}
