package catalog

import (
	"time"

	"skysim/sim"
)

// Tariff is a provider's price list on a day, machines' prices apart: those
// are Offers. It is plain data in integers: bytes, pico-dollars (sim.Rate) and
// nanoseconds (sim.Duration). [Catalog.Tariff] makes one; whoever writes bills
// needs nothing else of a catalogue.
//
// What is not known is absent: no Egress means that the internet prices are
// not known, which is not the same as free. Free is a tier at $0.
type Tariff struct {
	Provider string
	// Date is the day asked for. Since is the day from which this version
	// holds: the newest date of anything in it. Until is the first day after
	// Date on which anything in it changes, "" if no change is known.
	Date, Since, Until string
	Machines           MachineRules
	// GB is how many bytes the provider calls a GB, for traffic and storage:
	// 10⁹ or 2³⁰.
	GB int64
	// Months says when the provider's calendar months begin.
	Months Months
	// FreeEgress is how many bytes to the internet are free per account and
	// calendar month, over all source regions together. They are taken first
	// and do not advance the counter of any Egress.
	FreeEgress  int64
	Egress      []Egress     // sorted by From, To, Route
	Transfers   []Transfer   // sorted by From, To
	Storage     []Storage    // sorted by Where, Kind, Class
	Commitments []Commitment // sorted by Region, Type, Months
	// Facts are the rows that Machines, GB, Months and FreeEgress were made of.
	Facts []Fact

	groups map[string]string // region to group
}

// MachineRules say how the life of a machine becomes billed time and, of a
// spot machine, at which price.
type MachineRules struct {
	Increment sim.Duration // billed time is rounded up to a multiple; at least 1 ns
	Minimum   sim.Duration // the least time billed for a machine that came up
	BillsBoot bool         // the bill starts with the rental, not when the machine is up
	Notice    sim.Duration // warning before a spot machine is taken away
	// SpotPrice says which price a running spot machine pays.
	SpotPrice Repricing
	// ReclaimFree: a spot machine that the provider takes away before it has
	// run so long costs nothing. 0 means that every second is charged.
	ReclaimFree sim.Duration
}

// Repricing says how the price of a running spot machine follows the market.
type Repricing uint8

// The ways of repricing. Zero means not known.
const (
	// Continuous: each instant costs the price that holds then.
	Continuous Repricing = iota + 1
	// InstanceHour: the price at the start of each hour of the machine's own
	// life holds for that hour.
	InstanceHour
)

// repricings are their names in files.
var repricings = []string{"", "continuous", "instance-hour"}

// String returns the word that files use.
func (r Repricing) String() string { return repricings[r] }

// Months is the calendar by which a provider's monthly tiers start again: that
// of its billing zone. No zone that a tariff names changes its clocks around a
// first of the month, so twelve offsets say everything that a bill needs, and
// no table of time zones has to be read when a bill is made.
type Months struct {
	Zone string // IANA name, as in America/Los_Angeles
	// Offset is how far the zone's clock is ahead of UTC at the first instant
	// of January, February, ...; negative in America. Of America/Los_Angeles it
	// holds from December 2007 on.
	Offset [12]sim.Duration
}

// Start returns the instant, in UTC, at which a month begins. Months outside
// January to December carry over into other years.
func (m Months) Start(year int, month time.Month) time.Time {
	t := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	return t.Add(-m.Offset[t.Month()-1])
}

// Around returns the beginning of the month that t is in and that of the next.
func (m Months) Around(t time.Time) (start, next time.Time) {
	year, month, _ := t.UTC().Date()
	for start = m.Start(year, month); start.After(t); start = m.Start(year, month) {
		month--
	}
	for next = m.Start(year, month+1); !next.After(t); next = m.Start(year, month+1) {
		start, month = next, month+1
	}
	return start, next
}

// Begins returns the beginnings of all months that the time from one instant to
// another touches, and of the month after them: month i lasts from the i-th to
// the next. There are at least two.
func (m Months) Begins(from, to time.Time) []time.Time {
	start, next := m.Around(from)
	all := []time.Time{start, next}
	for next.Before(to) {
		_, next = m.Around(next)
		all = append(all, next)
	}
	return all
}

// AnyPlace in Egress.To, Transfer.From, Transfer.To and Storage.Where stands
// for all places that no other row names.
const AnyPlace = "any"

// PerRegion in Egress.Counter: each region that traffic comes from is counted by
// itself. [Tariff.Internet] puts the region's own counter in its place.
const PerRegion = "per-region"

// Egress is the price of traffic from a group of regions to the internet,
// other clouds included. Bytes are counted per account, Counter and calendar
// month, and each byte costs the price of the tier that it falls into.
type Egress struct {
	From string // group of the source region
	To   string // jurisdiction of the destination as in "CN", or AnyPlace
	// Route is "" for the route that traffic takes unless one asks for another,
	// such as "standard", cheaper and slower.
	Route string
	// Counter is what is counted together: rows may share one. [PerRegion] means
	// that each source region has one of its own.
	Counter string
	Tiers   []Tier
	Origin
}

// Tier is a price that holds for what is above a threshold, up to that of the
// next tier. The first begins at 0; thresholds increase strictly.
type Tier struct {
	Above int64    // bytes
	Price sim.Rate // per GB (Tariff.GB), for storage per GB and month; 0 is free
}

// Transfer is the price of traffic between two places of one provider. It is
// flat and never advances an internet counter. Traffic within a zone is free.
type Transfer struct {
	// Scope is "inter-zone", between two zones of a region, or "inter-region".
	Scope string
	// From and To are a region, a group of regions, or AnyPlace.
	From, To string
	// Price is per GB sent, all that both ends are charged together.
	Price sim.Rate
	Origin
}

// Storage is what bytes at rest cost.
type Storage struct {
	Where string // region, group of regions, or AnyPlace
	Kind  string // "object" or "block"
	Class string // as the provider spells it, as in "standard" or "gp3"
	// Tiers are the price per GB for a whole calendar month of the provider's
	// zone; less than a month is charged in proportion to the month's actual
	// length. Of block storage it is the size provisioned that counts.
	Tiers []Tier
	// Writes, Reads and Deletes are prices of 1,000 requests. Block storage
	// has none.
	Writes, Reads, Deletes Requests
	Origin                 // of the tiers
}

// Requests is the price of 1,000 requests of a sort, if it is known.
type Requests struct {
	Known bool
	Price sim.Rate // 0 is free
}

// Commitment is a price for a machine over a term, paid whether it is used or
// not. It covers machines of its Type in its Region, one machine's worth of
// every clock hour of the term.
type Commitment struct {
	Region string
	Type   string
	Months int      // calendar months
	Price  sim.Rate // dollars for the whole term, all paid at the start
	Amount
	Origin
}

// Origin says where a fact comes from.
type Origin struct {
	Basis  string // published, measured or assumed
	Date   string // from when it holds, or when it was noted
	Source string
}

// Amount is a price as its source has it, in a currency other than dollars.
// Both fields are empty for dollars.
type Amount struct {
	Currency string // ISO 4217, as in "CNY"
	Value    string // decimal
}
