package rounds

import (
	"math/bits"

	"skysim/sim"
)

// cluster is the owned machines as they would be if all jobs that the policy minds were
// stopped. Rounds are tried out on it before anything is done.
type cluster struct {
	machines []machine // in order of age
	of       [][]int32 // machines of each kind
	at       map[sim.MachineID]int32
	devices  []int32 // free thousandths, machine by machine
	// What is left while a round is tried out.
	left     []machine
	leftOver []int32 // of devices
	// full is, for each kind, what did not fit since the last reset: no need to look again.
	full []refused
}

// machine is what is free on one.
type machine struct {
	id       sim.MachineID
	cpu, mem int64
	kind     int32
	first    int32 // of its devices
	gpus     int32
	closed   bool // nothing may start on it
}

// refused is a demand that found no place.
type refused struct {
	demand sim.Demand
	tasks  int32
}

// look reads what is free, and who runs.
func (p *Policy) look(v *sim.View) {
	c := &p.cluster
	if c.at == nil {
		c.at = map[sim.MachineID]int32{}
	}
	if !c.same(v) {
		p.list(v)
	}
	c.devices = c.devices[:0]
	for i := range c.machines {
		m := &c.machines[i]
		info := v.Machine(m.id)
		m.cpu, m.mem, m.closed = info.FreeCPU, info.FreeMem, info.State != sim.Up || info.Cordoned
		for d := range m.gpus {
			c.devices = append(c.devices, v.Device(m.id, int(d)))
		}
	}
	p.locate(v)
	c.reset(len(p.kinds))
}

// same reports whether the machines are those of the last look.
func (c *cluster) same(v *sim.View) bool {
	i := 0
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		switch {
		case i < len(c.machines) && c.machines[i].id == m:
			i++
		case v.World().Offers[v.Machine(m).Offer].Purchase == sim.Owned:
			return false
		}
	}
	return i == len(c.machines)
}

// list lists the owned machines anew.
func (p *Policy) list(v *sim.View) {
	c := &p.cluster
	clear(c.at)
	c.machines, c.of = c.machines[:0], make([][]int32, len(p.kinds))
	first := int32(0)
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		k := p.kindOf(v.Machine(id).Offer)
		if k < 0 {
			continue
		}
		n := int32(len(c.machines))
		m := machine{id: id, kind: k, first: first, gpus: v.World().Types[p.kinds[k].typ].GPUs}
		first += m.gpus
		c.at[id], c.of[k], c.machines = n, append(c.of[k], n), append(c.machines, m)
	}
}

func (p *Policy) kindOf(o sim.OfferID) int32 {
	for k := range p.kinds {
		if p.kinds[k].offer == o {
			return int32(k)
		}
	}
	return -1
}

// reset begins a new trial.
func (c *cluster) reset(kinds int) {
	c.left = append(c.left[:0], c.machines...)
	c.leftOver = append(c.leftOver[:0], c.devices...)
	c.full = append(c.full[:0], make([]refused, kinds)...)
}

// hold takes a task off what is free, or with -1 puts it back.
func (m *machine) hold(d *sim.Demand, devices uint32, free []int32, sign int64) {
	m.cpu -= sign * d.CPU
	m.mem -= sign * d.Mem
	for ; devices != 0; devices &= devices - 1 {
		free[m.first+int32(bits.TrailingZeros32(devices))] -= int32(sign) * d.Share
	}
}

// take finds places on a kind for all tasks of a job, or none; the oldest machines
// first. The places are valid until the next call.
func (p *Policy) take(j *job, kind int32) ([]sim.Place, bool) {
	c := &p.cluster
	if f := &c.full[kind]; j.speed[kind] == 0 || f.tasks > 0 && f.tasks <= j.tasks && f.demand == j.demand {
		return nil, false
	}
	p.places = p.places[:0]
	for _, at := range c.of[kind] {
		m := &c.left[at]
		for len(p.places) < int(j.tasks) {
			devices, ok := m.fits(&j.demand, c.leftOver)
			if !ok {
				break
			}
			m.hold(&j.demand, devices, c.leftOver, 1)
			p.places = append(p.places, sim.Place{Machine: m.id, GPUs: devices})
		}
		if len(p.places) == int(j.tasks) {
			return p.places, true
		}
	}
	for _, at := range p.places {
		c.left[c.at[at.Machine]].hold(&j.demand, at.GPUs, c.leftOver, -1)
	}
	c.full[kind] = refused{j.demand, j.tasks}
	return nil, false
}

// keep takes the places that a job has now, if they are free.
func (p *Policy) keep(v *sim.View, j *job) bool {
	c := &p.cluster
	p.places = v.Places(j.attempt, p.places[:0])
	for n, at := range p.places {
		i, here := c.at[at.Machine]
		if here && c.left[i].free(&j.demand, at.GPUs, c.leftOver) {
			c.left[i].hold(&j.demand, at.GPUs, c.leftOver, 1)
			continue
		}
		for _, back := range p.places[:n] {
			c.left[c.at[back.Machine]].hold(&j.demand, back.GPUs, c.leftOver, -1)
		}
		return false
	}
	return true
}

// free reports whether a task fits on these devices of a machine.
func (m *machine) free(d *sim.Demand, devices uint32, free []int32) bool {
	if m.cpu < d.CPU || m.mem < d.Mem {
		return false
	}
	for ; devices != 0; devices &= devices - 1 {
		if free[m.first+int32(bits.TrailingZeros32(devices))] < d.Share {
			return false
		}
	}
	return true
}

// fits returns the devices for a task, the fullest that suffice; ok is false without room.
func (m *machine) fits(d *sim.Demand, free []int32) (devices uint32, ok bool) {
	if m.closed || m.cpu < d.CPU || m.mem < d.Mem || m.gpus < d.GPUs {
		return 0, false
	}
	for range d.GPUs {
		best := int32(-1)
		for i := range m.gpus {
			f := free[m.first+i]
			if devices>>i&1 == 0 && f >= d.Share && (best < 0 || f < free[m.first+best]) {
				best = i
			}
		}
		if best < 0 {
			return 0, false
		}
		devices |= 1 << best
	}
	return devices, true
}
