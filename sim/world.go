package sim

import "time"

// ProviderID, RegionID, ZoneID, TypeID and OfferID are indexes into the
// slices of a World.
type (
	ProviderID int32
	RegionID   int32
	ZoneID     int32
	TypeID     int32
	OfferID    int32
)

// World is everything about the modelled clouds that does not change during a
// run, or changes along a path known to the weather alone. It is plain data,
// indexed by small integers, and is shared by all runs of an experiment:
// nobody writes to it after Validate.
type World struct {
	// Epoch is the calendar instant of Time 0, because tariffs are dated and
	// tiers reset with the month.
	Epoch time.Time
	// Providers, Regions, Zones, Types and Offers refer to each other by
	// index. Offers must be sorted as CompareOffers says, so that the order in
	// which a catalogue lists them never decides anything.
	Providers []Provider
	Regions   []Region
	Zones     []Zone
	Types     []MachineType
	Offers    []Offer
	// GPUKinds names the GPU kinds; a Demand refers to them by bit. At most 64.
	GPUKinds []string
	// Profiles holds one speed per machine type for each kind of job, in parts
	// per million of the speed that a Job's Work is measured at; 0 means that
	// such a job cannot run there. Jobs refer to them by index; an empty list
	// means that every type runs every job at its own MachineType.Speed.
	Profiles [][]int64
	// Traffic is what it costs to move data between regions; nil means nothing.
	Traffic *Traffic
	// Commitments are paid by the hour whether they are used or not, and cover
	// on-demand use. Of several for the same machines the first takes first.
	Commitments []Commitment
	// Carbon is what machines draw and what that emits; nil means that nobody counts it.
	Carbon *Carbon `json:",omitempty"`
	// Outages is by ZoneID, each a path that is 1 while the zone is down and 0
	// otherwise; nil means that no zone ever is.
	Outages []Path `json:",omitempty"`
	// Cuts are partitions: spans of time in which two regions cannot reach each other.
	Cuts []Cut `json:",omitempty"`
	// Classes and Tenants are the rules that jobs are under: which, a Job says.
	Classes []Class  `json:",omitempty"`
	Tenants []Tenant `json:",omitempty"`
}

// Provider is who sends the bill.
type Provider struct {
	Name    string
	Billing Billing
	// Changes are the rules of billing that follow those of Billing, in order of
	// the instants from which they hold. BillingAt says which rules a machine gets.
	Changes []DatedBilling
	// Notice is the time between the warning that a spot machine will be
	// reclaimed and the loss of it.
	Notice Duration
}

// Region is a place with a jurisdiction; a zone of it fails, and has a spot
// market, of its own.
type Region struct {
	Name         string
	Provider     ProviderID
	Jurisdiction string // ISO 3166-1 alpha-2, as in "DE"
}

// Zone is the unit of spot markets and outages.
type Zone struct {
	Name   string
	Region RegionID
}

// MachineType is what can be rented: capacities of one machine.
type MachineType struct {
	Name     string
	Provider ProviderID
	CPU      int64 // milli-vCPU
	Mem      int64 // MiB
	GPUs     int32 // devices, at most 32
	GPUKind  int32 // index into World.GPUKinds, or -1 without GPUs
	GPUMem   int64 // MiB of one device, 0 if unknown
	// Speed is how fast jobs without a profile run here, in parts per million;
	// 1,000,000 is the speed that Work is measured at.
	Speed int64
}

// Purchase is how a machine is bought.
type Purchase uint8

// The purchases. Zero means not set.
const (
	Owned    Purchase = iota + 1 // there from the first instant, paid all along
	OnDemand                     // rented and released at will
	Spot                         // rented at will, reclaimed when supply falls
)

// String returns the word that files and tables use.
func (p Purchase) String() string {
	switch p {
	case Owned:
		return "owned"
	case OnDemand:
		return "on-demand"
	case Spot:
		return "spot"
	}
	return "not set"
}

// Offer is a machine type in a zone under a purchase. It is the thing that
// has a price.
type Offer struct {
	Type     TypeID
	Zone     ZoneID
	Purchase Purchase
	// Price is the path of the price per machine-hour, in pico-dollars (Rate).
	Price Path
	// Supply is the path of how many machines this tenant may hold; Unlimited
	// is allowed. Of an owned offer the value at the first instant is the
	// number of machines. When it falls, the youngest machines are reclaimed.
	Supply Path
	// Boot is the time from rent to up when the weather does not say otherwise.
	Boot Duration
}

// Unlimited is a supply that never runs out.
const Unlimited = int64(1) << 40

// Path is a step function of time: Value[i] holds from At[i] (inclusive) to
// At[i+1]. At[0] is at or before the first instant; At increases strictly.
type Path struct {
	At    []Time
	Value []int64
}

// Constant returns the path that is v for ever.
func Constant(v int64) Path { return Path{At: []Time{0}, Value: []int64{v}} }

// step returns the index of the step that holds at t.
func (p *Path) step(t Time) int {
	lo, hi := 0, len(p.At)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; p.At[mid] <= t {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// ValueAt returns the value that holds at t; an empty path is 0.
func (p *Path) ValueAt(t Time) int64 {
	if len(p.Value) == 0 {
		return 0
	}
	return p.Value[p.step(t)]
}

// seen returns the world without its weather: paths of prices, supplies, outages and carbon are
// empty, except that everybody can count the owned machines.
func (w *World) seen() *World {
	seen := *w
	seen.Offers = make([]Offer, len(w.Offers))
	for i, o := range w.Offers {
		o.Price = Path{}
		if o.Purchase == Owned {
			o.Supply = Constant(o.Supply.Value[0])
		} else {
			o.Supply = Path{}
		}
		seen.Offers[i] = o
	}
	seen.Outages, seen.Cuts = nil, nil
	if w.Carbon != nil {
		seen.Carbon = &Carbon{Power: w.Carbon.Power}
	}
	return &seen
}
