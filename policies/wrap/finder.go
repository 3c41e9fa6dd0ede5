package wrap

import (
	"math/bits"
	"slices"

	"skysim/sim"
)

// finder finds places for all tasks of a job in one zone that is not barred:
//
//  1. on machines that exist and have room, the oldest first;
//  2. on new machines of the offer at which the job's work costs least by the hour, if as many as it needs
//     can be had. Among equals, it is the one that the world lists first.
//
// It rents what is missing, and remembers what it rented until that has been given back.
type finder struct {
	spread Spread
	spot   Spot
	moves  bool // what it looks for is in place of an attempt, not beside it: quotas do not matter

	// State, kept in snapshots.
	rented []sim.MachineID

	barred []ground
	room   []int // by zone
	fits   []sim.MachineID
	places []sim.Place
	fresh  []sim.MachineID
	tries  []sim.AttemptID
	slots  [32]int32 // places on each GPU of a machine
}

// site is where a job could go: on machines of a zone that exist or, if offer is not -1,
// on new ones.
type site struct {
	zone     sim.ZoneID
	offer    sim.OfferID
	machines int
	room     int // tasks on one of the new ones
}

// bar keeps off the ground on which the tasks of an attempt stand.
func (f *finder) bar(v *sim.View, a sim.AttemptID) {
	f.places = v.Places(a, f.places[:0])
	for _, at := range f.places {
		g := f.spread.of(v.World(), v.Machine(at.Machine).Offer, at.Machine)
		if !slices.Contains(f.barred, g) {
			f.barred = append(f.barred, g)
		}
	}
}

// open reports whether a job may be put on a machine of an offer, 0 for a new one.
func (f *finder) open(v *sim.View, j *sim.JobInfo, o sim.OfferID, m sim.MachineID) bool {
	w := v.World()
	offer := &w.Offers[o]
	if !f.spot.allows(offer) || !v.ZoneUp(offer.Zone) || slices.Contains(f.barred, f.spread.of(w, o, m)) {
		return false
	}
	why := v.Hindered(j.ID, o)
	return why == sim.Accepted || f.moves && why == sim.OverQuota
}

// find returns a site for a job.
func (f *finder) find(v *sim.View, j *sim.JobInfo) (site, bool) {
	if s, found := f.findRoom(v, j); found {
		return s, true
	}
	return f.findOffer(v, j)
}

// findRoom looks at machines that exist, and leaves those with room in f.fits.
func (f *finder) findRoom(v *sim.View, j *sim.JobInfo) (site, bool) {
	w := v.World()
	f.room, f.fits = append(f.room[:0], make([]int, len(w.Zones))...), f.fits[:0]
	for m := v.FirstFit(j.ID); m != 0; m = v.NextFit(j.ID, m) {
		o := v.Machine(m).Offer
		if !f.open(v, j, o, m) {
			continue
		}
		f.fits = append(f.fits, m)
		zone := w.Offers[o].Zone
		if f.room[zone] += v.Room(j.ID, m); f.room[zone] >= int(j.Tasks) {
			return site{zone: zone, offer: -1}, true
		}
	}
	return site{}, false
}

// findOffer looks at what can be rented.
func (f *finder) findOffer(v *sim.View, j *sim.JobInfo) (best site, found bool) {
	w := v.World()
	var price sim.Rate
	var speed int64
	for o := range w.Offers {
		id := sim.OfferID(o)
		free := v.Available(id)
		if w.Offers[o].Purchase == sim.Owned || free == 0 || !f.open(v, j, id, 0) {
			continue
		}
		room := v.OfferRoom(j.ID, id)
		if room == 0 {
			continue
		}
		s := site{zone: w.Offers[o].Zone, offer: id, machines: (int(j.Tasks) + room - 1) / room, room: room}
		if free < int64(s.machines) {
			continue
		}
		p, fast := v.Price(id)*sim.Rate(s.machines), v.Speed(j.Profile, w.Offers[o].Type)
		if !found || cheaper(p, fast, price, speed) {
			best, price, speed, found = s, p, fast, true
		}
	}
	return best, found
}

// cheaper compares what work costs: price ÷ speed.
func cheaper(price sim.Rate, speed int64, than sim.Rate, at int64) bool {
	return sim.Product(int64(price), at).Minus(sim.Product(int64(than), speed)).Hi < 0
}

// take lets start put a job on a site that find has just returned, and reports
// whether it did; if it did not, nothing has changed.
func (f *finder) take(v *sim.View, p *sim.Plan, j *sim.JobInfo, s site, start func(places ...sim.Place) sim.Refusal) bool {
	f.places, f.fresh = f.places[:0], f.fresh[:0]
	left := int(j.Tasks)
	if s.offer < 0 {
		for _, m := range f.fits {
			if v.World().Offers[v.Machine(m).Offer].Zone == s.zone {
				left -= f.put(v, j, m, min(left, v.Room(j.ID, m)))
			}
		}
	}
	for range s.machines {
		m, why := p.Rent(s.offer)
		if why != sim.Accepted {
			f.giveBack(p)
			return false
		}
		f.fresh = append(f.fresh, m)
		left -= f.put(v, j, m, min(left, s.room))
	}
	if start(f.places...) != sim.Accepted {
		f.giveBack(p)
		return false
	}
	f.rented = append(f.rented, f.fresh...)
	return true
}

// put places tasks on a machine. Where they want parts of several GPUs, it names
// those with the most places left, which always fits as many tasks as there is room for.
func (f *finder) put(v *sim.View, j *sim.JobInfo, m sim.MachineID, tasks int) int {
	d := &j.Demand
	pick := tasks > 1 && d.GPUs > 1 && d.Share <= 500
	if pick {
		t := &v.World().Types[v.World().Offers[v.Machine(m).Offer].Type]
		for i := range f.slots {
			f.slots[i] = 0
			if i < int(t.GPUs) {
				f.slots[i] = v.Device(m, i) / d.Share
			}
		}
	}
	for range tasks {
		at := sim.Place{Machine: m}
		for pick && bits.OnesCount32(at.GPUs) < int(d.GPUs) {
			most := -1
			for i, left := range f.slots {
				if at.GPUs>>uint(i)&1 == 0 && (most < 0 || left > f.slots[most]) {
					most = i
				}
			}
			f.slots[most]--
			at.GPUs |= 1 << uint(most)
		}
		f.places = append(f.places, at)
	}
	return tasks
}

// giveBack releases what was rented for nothing.
func (f *finder) giveBack(p *sim.Plan) {
	for _, m := range f.fresh {
		p.Release(m)
	}
	f.fresh = f.fresh[:0]
}

// settle gives back the machines that the finder rented as soon as nobody is on
// them, and forgets those that are gone.
func (f *finder) settle(v *sim.View, p *sim.Plan) {
	left := f.rented[:0]
	for _, m := range f.rented {
		switch info := v.Machine(m); {
		case info.ID == 0:
		case info.Tasks == 0 && v.Line(m) == 0 && info.State != sim.Noticed:
			p.Release(m)
		default:
			left = append(left, m)
		}
	}
	f.rented = left
}
