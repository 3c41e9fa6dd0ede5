package simtest

import (
	"math/big"

	"skysim/sim"
)

// auditWeather is what the log says about outages and partitions, and where all tries stand.
type auditWeather struct {
	faults sim.Faults // nil, or what the run is under
	dark   []bool     // by zone
	dawn   []sim.Time // when it came up last
	apart  []bool     // by cut
	opened []int64    // by offer: machines so far
	on     map[tryOf][]int64
	tries  []tryOf    // that are on something, oldest first
	took   [][2]int64 // by tenant: milli-vCPU and thousandths of GPUs
}

// tryOf names a try: the job and the try's ordinal.
type tryOf struct {
	job int64
	try int32
}

// auditWear is what the log says about a machine's ups and downs.
type auditWear struct {
	ordinal int64 // of the rental on its offer
	ups     int32
	since   sim.Time // when it came up last
	down    bool
	broke   sim.Time // when it went down
	ready   sim.Time // when it will be repaired
}

func newAuditWeather(w *sim.World) auditWeather {
	return auditWeather{
		dark: make([]bool, len(w.Zones)), dawn: make([]sim.Time, len(w.Zones)), apart: make([]bool, len(w.Cuts)),
		opened: make([]int64, len(w.Offers)), on: map[tryOf][]int64{}, took: make([][2]int64, len(w.Tenants)),
	}
}

// Under says under which faults the run is; it returns the audit.
func (a *Audit) Under(f sim.Faults) *Audit {
	a.storms.faults = f
	return a
}

// zone checks that a zone turns when its path does.
func (a *Audit) zone(e *sim.Event) {
	down := e.Kind == sim.ZoneDown
	if len(a.world.Outages) == 0 || a.storms.dark[e.Value] == down || a.isDown(int(e.Value), e.Time) != down {
		a.wrongf("zone %d is down: %v, and its path does not say so", e.Value, down)
	}
	if a.storms.dark[e.Value] = down; !down {
		a.storms.dawn[e.Value] = e.Time
	}
}

// parted checks that regions are parted and joined when their path says so.
func (a *Audit) parted(e *sim.Event) {
	cut := e.Kind == sim.RegionsCut
	if a.storms.apart[e.Value] == cut || (on(&a.world.Cuts[e.Value].At, e.Time) != cut) {
		a.wrongf("cut %d is on: %v, and its path does not say so", e.Value, cut)
	}
	a.storms.apart[e.Value] = cut
}

func (a *Audit) isDown(z int, t sim.Time) bool { return on(&a.world.Outages[z], t) }

// on reads a path of 0 and 1, which may be empty.
func on(p *sim.Path, t sim.Time) bool { return len(p.At) > 0 && valueAt(p, t) == 1 }

// missed checks, when the clock moves, that nothing turned in between unsaid.
func (a *Audit) missed(to sim.Time) {
	if to <= a.now {
		return
	}
	for z := range a.world.Outages {
		if a.isDown(z, to-1) != a.storms.dark[z] {
			a.wrongf("zone %d is down: %v, by its path not", z, a.storms.dark[z])
		}
	}
	for i := range a.world.Cuts {
		if on(&a.world.Cuts[i].At, to-1) != a.storms.apart[i] {
			a.wrongf("cut %d is on: %v, by its path not", i, a.storms.apart[i])
		}
	}
}

// comesUp checks that a machine comes up only in a zone that is up, and
// again only when it has been repaired.
func (a *Audit) comesUp(e *sim.Event, m *auditMachine) {
	w, z := &m.wear, a.world.Offers[m.offer].Zone
	if first := m.up < 0; first == w.down || a.storms.dark[z] {
		a.wrongf("machine %d comes up in its zone %d, dark: %v, and was down: %v", e.Machine, z, a.storms.dark[z], w.down)
	}
	if w.down {
		if want := max(w.ready, a.storms.dawn[z]); e.Time != want {
			a.wrongf("machine %d comes up again, want that at %v", e.Machine, want)
		}
	} else {
		m.up = e.Time
	}
	w.down, w.since = false, e.Time
	w.ups++
}

// broke checks that a machine had to break, and when it may come up again.
func (a *Audit) broke(e *sim.Event, m *auditMachine) {
	w, offer, f := &m.wear, &a.world.Offers[m.offer], a.storms.faults
	a.sum.Broken++
	w.ready = e.Time
	switch {
	case w.down:
		a.wrongf("machine %d breaks while it stands still", e.Machine)
	case e.Why == sim.ZoneOutage:
		if !a.storms.dark[offer.Zone] {
			a.wrongf("machine %d goes down with zone %d, which is up", e.Machine, offer.Zone)
		}
	case e.Why != sim.BrokenMachine || f == nil || m.up < 0 || m.noticed:
		a.wrongf("machine %d breaks because %d", e.Machine, e.Why)
	default:
		if life := f.Life(m.offer, w.ordinal, w.ups-1); e.Time != w.since.Add(life) {
			a.wrongf("machine %d breaks after %v, want %v", e.Machine, e.Time.Sub(w.since), life)
		}
		if offer.Purchase == sim.Owned {
			w.ready = e.Time.Add(f.Repair(m.offer, w.ordinal, w.ups-1))
		}
	}
	if offer.Purchase != sim.Owned {
		a.gone(e, m)
		return
	}
	a.wasUp(e, m)
	w.down, w.broke = true, e.Time
}

// slowed returns how fast a job is on a machine, of its type's speed.
func (a *Audit) slowed(speed int64, m *auditMachine, in *sim.Job) int64 {
	if f := a.storms.faults; f != nil {
		speed = share(speed, f.Pace(m.offer, m.wear.ordinal), million)
	}
	if in.Class > 0 {
		speed = share(speed, million, million+a.world.Classes[in.Class-1].Overhead)
	}
	return speed
}

// share returns n·a/b, rounded down to at least 1.
func share(n, a, b int64) int64 {
	q := product(n, a)
	return max(1, q.Div(q, big.NewInt(b)).Int64())
}

// struck checks that what stands still or is in a zone that is down has no tasks and
// nothing to rent, that no gang stands across a partition, and what a policy can see of it.
func (a *Audit) struck(v *sim.View) {
	for z, dark := range a.storms.dark {
		if v.ZoneUp(sim.ZoneID(z)) == dark {
			a.wrongf("zone %d can be seen to be up: %v", z, !dark)
		}
	}
	for o := range a.world.Offers {
		if n := v.Available(sim.OfferID(o)); n > 0 && a.storms.dark[a.world.Offers[o].Zone] {
			a.wrongf("%d machines of offer %d are to be had in a zone that is down", n, o)
		}
	}
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		i := v.Machine(id)
		m := a.machines[i.Number]
		if dark := a.storms.dark[a.world.Offers[i.Offer].Zone]; (i.State == sim.Down) != m.wear.down || dark && !m.wear.down {
			a.wrongf("machine %d is %v, want it down: %v, in a zone that is down: %v", i.Number, i.State, m.wear.down, dark)
		}
	}
	for _, try := range a.storms.tries {
		machines := a.storms.on[try]
		for k, n := range machines {
			m := a.machines[n]
			if m.gone || m.wear.down {
				a.wrongf("job %d, try %d stands on machine %d, gone: %v, down: %v", try.job, try.try, n, m.gone, m.wear.down)
			}
			for _, other := range machines[:k] {
				if from, to := a.regionOf(n), a.regionOf(other); !a.joined(from, to) {
					a.wrongf("job %d, try %d stands in regions %d and %d, which are parted", try.job, try.try, from, to)
				}
			}
		}
	}
}

func (a *Audit) regionOf(machine int64) sim.RegionID {
	return a.world.Zones[a.world.Offers[a.machines[machine].offer].Zone].Region
}

// joined reports whether no cut that is on parts two regions.
func (a *Audit) joined(from, to sim.RegionID) bool {
	for i, apart := range a.storms.apart {
		c := &a.world.Cuts[i]
		if apart && (c.A == from && c.B == to || c.A == to && c.B == from) {
			return false
		}
	}
	return true
}
