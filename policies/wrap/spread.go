package wrap

import "skysim/sim"

// Spread says how far apart things are kept that shall not be lost together.
type Spread uint8

// The values of Spread.
const (
	ByMachine Spread = iota + 1
	ByZone
	ByRegion
	ByProvider
)

// Spreads lists the values of Spread in order.
func Spreads() []Word {
	return []Word{
		{"machine", "on other machines: what breaks or dawdles alone"},
		{"zone", "in other zones: what goes down, or whose spot market does"},
		{"region", "in other regions"},
		{"provider", "with other providers"},
	}
}

// String returns the word.
func (s Spread) String() string { return nameOf(int(s), Spreads()) }

// Spot says on which machines a decorator puts what it starts itself.
type Spot uint8

// The values of Spot.
const (
	SpotAllow Spot = iota + 1
	SpotAvoid
	SpotOnly
)

// Spots lists the values of Spot in order.
func Spots() []Word {
	return []Word{
		{"allow", "spot or on-demand machines, whichever are cheaper"},
		{"avoid", "no spot machines"},
		{"only", "spot machines only"},
	}
}

// String returns the word.
func (s Spot) String() string { return nameOf(int(s), Spots()) }

// allows reports whether machines of an offer are taken.
func (s Spot) allows(o *sim.Offer) bool {
	return !(s == SpotAvoid && o.Purchase == sim.Spot || s == SpotOnly && o.Purchase == sim.OnDemand)
}

// nameOf returns the word of a value; values count from 1.
func nameOf(value int, words []Word) string {
	if value < 1 || value > len(words) {
		return "not set"
	}
	return words[value-1].Name
}

// ground is what two things have in common if they are not apart: a zone, a region, a provider or
// a machine.
type ground int64

// of returns on which ground a machine of an offer stands; machine is 0 for one that is
// not rented yet.
func (s Spread) of(w *sim.World, o sim.OfferID, machine sim.MachineID) ground {
	zone := w.Offers[o].Zone
	switch s {
	case ByMachine:
		return ground(machine)
	case ByZone:
		return ground(zone)
	case ByRegion:
		return ground(w.Zones[zone].Region)
	}
	return ground(w.Regions[w.Zones[zone].Region].Provider)
}
