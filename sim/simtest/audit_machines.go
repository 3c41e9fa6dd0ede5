package simtest

import "skysim/sim"

// auditMachine is what the log says about a machine.
type auditMachine struct {
	offer   sim.OfferID
	rented  sim.Time
	up      sim.Time // -1 before
	noticed bool
	wear    auditWear
	line    []int64 // jobs in its own line
	gone    bool
}

// machine follows a machine through its life.
func (a *Audit) machine(e *sim.Event) {
	m := a.machines[e.Machine]
	if m == nil {
		m = &auditMachine{offer: e.Offer, rented: e.Time, up: -1, wear: auditWear{ordinal: a.storms.opened[e.Offer]}}
		a.storms.opened[e.Offer]++
		a.machines[e.Machine], a.order = m, append(a.order, e.Machine)
		a.held[e.Offer]++
		a.sum.Alive++
		a.sum.Peak = max(a.sum.Peak, a.sum.Alive)
	} else if m.gone || e.Kind == sim.MachineRented {
		a.wrongf("machine %d is gone, or rented twice", e.Machine)
	}
	switch e.Kind {
	case sim.MachineRented:
		a.sum.Rented++
		if supply := valueAt(&a.world.Offers[e.Offer].Supply, e.Time); a.held[e.Offer] > supply {
			a.wrongf("%d machines of offer %d are held, its supply is %d", a.held[e.Offer], e.Offer, supply)
		}
	case sim.MachineUp:
		a.comesUp(e, m)
	case sim.MachineBroke:
		a.broke(e, m)
	case sim.MachineNoticed:
		a.notice(e, m)
	case sim.MachineLost:
		a.sum.Lost++
	case sim.MachineFailed:
		a.sum.BootFailures++
	}
	if e.Kind == sim.MachineLost || e.Kind == sim.MachineFailed || e.Kind == sim.MachineReleased {
		a.gone(e, m)
	}
}

// notice checks that it goes to the youngest machine of its offer.
func (a *Audit) notice(e *sim.Event, m *auditMachine) {
	a.sum.Noticed++
	m.noticed = true
	a.held[m.offer]--
	wait := a.provider(m.offer).Notice
	if m.up < 0 {
		wait = 0
	}
	if want := e.Time.Add(wait); sim.Time(e.Value) != want {
		a.wrongf("machine %d will be lost at %v, want %v", e.Machine, sim.Time(e.Value), want)
	}
	a.warn(e)
	for _, n := range a.order {
		if o := a.machines[n]; n > e.Machine && o.offer == m.offer && !o.noticed && !o.gone {
			a.wrongf("machine %d gets notice before the younger %d", e.Machine, n)
		}
	}
}

// gone works out the machine's line of the bill and what it made available.
func (a *Audit) gone(e *sim.Event, m *auditMachine) {
	m.gone = true
	a.sum.Alive--
	if len(m.line) > 0 {
		a.closing = e.Kind == sim.MachineReleased // which may only be so at the end of the run
		if !a.closing {
			a.wrongf("machine %d is gone with jobs %v in its line", e.Machine, m.line)
		}
	}
	if !m.noticed {
		a.held[m.offer]--
	}
	if m.up >= 0 && !m.wear.down {
		a.wasUp(e, m)
	}
	a.charged(e, m)
}

// wasUp counts what a machine made available since it came up last.
func (a *Audit) wasUp(e *sim.Event, m *auditMachine) {
	t, p := &a.world.Types[a.world.Offers[m.offer].Type], a.world.Offers[m.offer].Purchase
	for r, have := range []int64{t.CPU, t.Mem, int64(t.GPUs) * 1000} {
		a.offered[p][r].Add(a.offered[p][r], product(int64(e.Time-m.wear.since), have))
	}
}

// supply checks that no more spot machines are held than there are.
func (a *Audit) supply() {
	for o, held := range a.held {
		offer := &a.world.Offers[o]
		if supply := valueAt(&offer.Supply, a.now); offer.Purchase == sim.Spot && held > supply {
			a.wrongf("%d spot machines of offer %d are held, its supply is %d", held, o, supply)
		}
	}
}

// capacity checks every machine: what its tasks take and what is free is what it has.
func (a *Audit) capacity(v *sim.View) {
	var alive int64
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		m := v.Machine(id)
		t := &a.world.Types[a.world.Offers[m.Offer].Type]
		cpu, mem, gpu := m.FreeCPU, m.FreeMem, m.FreeGPU
		tasks := v.Tasks(id, nil)
		for _, j := range tasks {
			d := v.Job(j).Demand
			cpu, mem, gpu = cpu+d.CPU, mem+d.Mem, gpu+int64(d.GPUs)*int64(d.Share)
		}
		var free int64
		for g := range int(t.GPUs) {
			f := v.Device(id, g)
			if f < 0 || f > 1000 {
				a.wrongf("machine %d has %d thousandths of GPU %d free", m.Number, f, g)
			}
			free += int64(f)
		}
		if m.FreeCPU < 0 || m.FreeMem < 0 || cpu != t.CPU || mem != t.Mem || gpu != int64(t.GPUs)*1000 || free != m.FreeGPU || len(tasks) != int(m.Tasks) {
			a.wrongf("machine %d: %+v with tasks %v and %d thousandths of devices free does not add up to %+v", m.Number, m, tasks, free, *t)
		}
		alive++
	}
	if alive != a.sum.Alive || v.Machines() != int(alive) {
		a.wrongf("%d machines are to be seen, the View says %d, the log %d", alive, v.Machines(), a.sum.Alive)
	}
}

func (a *Audit) provider(o sim.OfferID) *sim.Provider {
	w := a.world
	return &w.Providers[w.Regions[w.Zones[w.Offers[o].Zone].Region].Provider]
}
