package greedy

import (
	"encoding/binary"
	"fmt"
	"slices"

	"skysim/sim"
)

// proof is what offers have shown of themselves so far: how many boots came to nothing, how much longer than promised the
// others took, how often machines that were up were lost. An offer is judged by its own record; where that is short, by
// its zone's; where that is short too, by its provider's; and in the end by what is thought of everybody. Each level counts
// for as much as a few boots and a day of the one above it: the means of a Beta distribution (boots) and of Gamma
// distributions (losses, delays), each with the next level's mean as its prior. On-demand and spot machines are judged apart.
type proof struct {
	// State.
	seen    int64 // Seq of the last event taken in
	offers  []record
	booting []rental

	// What follows can be made anew from offers.
	world     *sim.World
	zones     [2][]record // by kind and ZoneID
	providers [2][]record
}

// record is a record.
type record struct {
	boots, failed int64        // ended, and those of them that came to nothing
	late          sim.Duration // by how much more than promised the others took, altogether
	lost          int64
	up            sim.Duration // of machines, altogether up to since
	alive         int64        // machines that are up
	since         sim.Time
}

// rental is a machine that boots.
type rental struct {
	machine int64
	offer   sim.OfferID
	at      sim.Time
}

// What is thought of everybody beforehand, and what a level counts for of the one above it.
const (
	priorFailed = 0.01       // of boots
	priorBoots  = 5.0        // that this is worth
	priorDay    = 24.0       // hours of one machine that a rate of losses is worth
	priorLost   = 1.0 / 2400 // losses of on-demand machines per hour
	priorTaken  = 1.0 / 48   // and of spot machines
)

// open looks at a world that was not seen before.
func (q *proof) open(w *sim.World) {
	q.world = w
	if len(q.offers) != len(w.Offers) {
		q.offers = make([]record, len(w.Offers))
	}
	for kind := range q.zones {
		q.zones[kind] = make([]record, len(w.Zones))
		q.providers[kind] = make([]record, len(w.Providers))
	}
	for o := range q.offers {
		of := q.records(sim.OfferID(o))
		for _, t := range of[:2] {
			t.add(of[2])
		}
	}
}

// kindOf is 1 for spot machines.
func kindOf(o *sim.Offer) int {
	if o.Purchase == sim.Spot {
		return 1
	}
	return 0
}

// records returns those of an offer's provider and zone, and its own.
func (q *proof) records(o sim.OfferID) [3]*record {
	offer := &q.world.Offers[o]
	zone := &q.world.Zones[offer.Zone]
	kind := kindOf(offer)
	return [3]*record{&q.providers[kind][q.world.Regions[zone.Region].Provider], &q.zones[kind][offer.Zone], &q.offers[o]}
}

// add adds a record of another offer to one of several. Both are brought up to the later of their instants.
func (t *record) add(x *record) {
	now := max(t.since, x.since)
	t.age(now)
	y := *x
	y.age(now)
	t.boots, t.failed, t.late = t.boots+y.boots, t.failed+y.failed, t.late+y.late
	t.lost, t.up, t.alive = t.lost+y.lost, t.up+y.up, t.alive+y.alive
}

// age brings the time that machines were up to an instant.
func (t *record) age(now sim.Time) {
	t.up += sim.Duration(min(t.alive*int64(now.Sub(t.since)), 1<<62-int64(t.up)))
	t.since = now
}

// rent takes down that a machine was rented.
func (q *proof) rent(v *sim.View, id sim.MachineID) {
	m := v.Machine(id)
	q.booting = append(q.booting, rental{m.Number, m.Offer, v.Now()})
}

// learn takes in what happened since it was asked last.
func (q *proof) learn(v *sim.View) {
	events := v.Events()
	for i := range events {
		e := &events[i]
		if e.Seq <= q.seen {
			continue
		}
		q.seen = e.Seq
		if e.Offer < 0 || e.Kind < sim.MachineUp || e.Kind > sim.MachineReleased && e.Kind != sim.MachineBroke || q.world.Offers[e.Offer].Purchase == sim.Owned {
			continue
		}
		late, booted := q.booted(e)
		for _, t := range q.records(e.Offer) {
			t.take(e, late, booted)
		}
	}
}

// booted returns by how much a boot that is over took longer than the offer says, and whether the machine of an event has booted
// before. It forgets boots that are over.
func (q *proof) booted(e *sim.Event) (late sim.Duration, before bool) {
	i := slices.IndexFunc(q.booting, func(r rental) bool { return r.machine == e.Machine })
	if i < 0 || e.Kind == sim.MachineNoticed {
		return 0, true
	}
	late = max(0, e.Time.Sub(q.booting[i].at)-q.world.Offers[e.Offer].Boot)
	q.booting = slices.Delete(q.booting, i, i+1)
	return late, false
}

// take takes in an event of a machine.
func (t *record) take(e *sim.Event, late sim.Duration, booted bool) {
	t.age(e.Time)
	switch e.Kind {
	case sim.MachineUp:
		t.boots, t.late, t.alive = t.boots+1, t.late+late, t.alive+1
		return
	case sim.MachineFailed:
		t.boots, t.failed = t.boots+1, t.failed+1
		return
	case sim.MachineNoticed:
		return
	case sim.MachineLost, sim.MachineBroke:
		t.lost++
	}
	if booted {
		t.alive = max(0, t.alive-1)
	}
}

// expectation is what is to be expected of a machine.
type expectation struct {
	failed float64 // probability that a boot comes to nothing
	late   float64 // hours that a boot takes longer than promised
	lost   float64 // losses per hour
}

// expect judges an offer.
func (q *proof) expect(o sim.OfferID, now sim.Time) expectation {
	x := expectation{failed: priorFailed, lost: priorLost}
	if kindOf(&q.world.Offers[o]) == 1 {
		x.lost = priorTaken
	}
	for _, t := range q.records(o) {
		t.age(now)
		up := float64(t.boots - t.failed)
		x.failed = (float64(priorBoots*x.failed) + float64(t.failed)) / (priorBoots + float64(t.boots))
		x.late = (float64(priorBoots*x.late) + float64(t.late)/hourNs) / (priorBoots + up)
		x.lost = (float64(priorDay*x.lost) + float64(t.lost)) / (priorDay + float64(t.up)/hourNs)
	}
	return x
}

const hourNs = 3600e9

// append writes the state behind b.
func (q *proof) append(b []byte) []byte {
	b = binary.AppendVarint(b, q.seen)
	b = binary.AppendVarint(b, int64(len(q.booting)))
	for _, r := range q.booting {
		b = binary.AppendVarint(binary.AppendVarint(binary.AppendVarint(b, r.machine), int64(r.offer)), int64(r.at))
	}
	for i := range q.offers {
		t := &q.offers[i]
		for _, x := range [...]int64{t.boots, t.failed, int64(t.late), t.lost, int64(t.up), t.alive, int64(t.since)} {
			b = binary.AppendVarint(b, x)
		}
	}
	return b
}

// load reads what append wrote.
func (q *proof) load(b []byte) error {
	*q = proof{}
	bad := false
	next := func() int64 {
		x, n := binary.Varint(b)
		if n <= 0 {
			b, bad = nil, true
			return 0
		}
		b = b[n:]
		return x
	}
	q.seen = next()
	for n := next(); n > 0 && !bad; n-- {
		q.booting = append(q.booting, rental{next(), sim.OfferID(next()), sim.Time(next())})
	}
	for len(b) > 0 && !bad {
		q.offers = append(q.offers, record{next(), next(), sim.Duration(next()), next(), sim.Duration(next()), next(), sim.Time(next())})
	}
	if bad {
		*q = proof{}
		return fmt.Errorf("greedy: state ends in the middle of what offers have shown")
	}
	return nil
}
