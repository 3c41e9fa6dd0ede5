package bandit

import (
	"math"

	"skysim/sim"
)

// meter says what arms cost, from events alone. The price of a rented machine is
// divided at every moment among the tasks that hold places on it, in proportion to
// the largest share of a resource that each of them holds; what it costs while nobody does,
// booting or idle, is owed by the epoch that is under way. Owned machines are paid
// anyway and cost nothing here. It is an estimate of the bill and not the bill: no
// increments, no egress.
//
// Prices are divided by a price of reference before anything is added up, so that
// another unit of money changes no bit of what is learned.
type meter struct {
	// State.
	unit     sim.Rate // the price of reference, 0 if nothing has a price
	perCPU   float64  // what a milli-vCPU costs per hour where it is cheapest
	perGPU   float64  // and a thousandth of a GPU
	machines []rented
	stints   []stint
	gang     []int64 // machines of the tasks of a gang that is being placed

	at map[int64]int // derived: where the stint of a job is
	of map[int64]int // derived: where a machine is
}

// rented is a machine that costs money.
type rented struct {
	number int64
	offer  sim.OfferID
	since  sim.Time // counted up to here
	price  float64  // since then, in prices of reference
	held   int64    // Σ of the shares of tasks on it
	due    float64  // ∫ price ÷ held dt while somebody was there: what a share of 1 has cost
}

// stint is an attempt that holds places.
type stint struct {
	job    int64
	epoch  int64 // that has started it, -1 for none that still wants to know
	since  sim.Time
	worth  float64 // of an hour of its work
	places []place
}

// place is a task of a stint on a rented machine.
type place struct {
	machine int64
	share   int64   // of the machine's scarcest resource, in parts of whole
	from    float64 // the machine's due when it came
}

const (
	hour  = 3600e9        // ns
	whole = 1_000_000_000 // shares of a machine are counted in integers, so that they add up to 0 again
)

// open looks at a world for the first time: what a unit of each resource costs where it
// is cheapest on demand, or at all if nothing can be had on demand.
func (m *meter) open(v *sim.View) {
	m.unit = 0
	for o := range v.World().Offers {
		price := v.Price(sim.OfferID(o))
		if rentable(v, sim.OfferID(o)) && price > 0 && (m.unit == 0 || price < m.unit) {
			m.unit = price
		}
	}
	m.perCPU, m.perGPU = m.cheapest(v, sim.OnDemand)
	if m.perCPU == 0 && m.perGPU == 0 {
		m.perCPU, m.perGPU = m.cheapest(v, sim.Spot)
	}
	if m.perCPU == 0 && m.perGPU == 0 { // nothing costs anything: sizes still count
		m.perCPU, m.perGPU = 1e-3, 1e-2
	}
}

// cheapest returns the least price of a milli-vCPU, on machines without GPUs if there are any, and of
// a thousandth of a GPU.
func (m *meter) cheapest(v *sim.View, how sim.Purchase) (cpu, gpu float64) {
	best := func(old, x float64) float64 {
		if x > 0 && (old == 0 || x < old) {
			return x
		}
		return old
	}
	mixed := 0.0
	for i, o := range v.World().Offers {
		t := &v.World().Types[o.Type]
		if o.Purchase != how || t.CPU <= 0 {
			continue
		}
		price := m.price(v, sim.OfferID(i))
		if t.GPUs == 0 {
			cpu = best(cpu, price/float64(t.CPU))
		} else {
			gpu = best(gpu, price/float64(1000*int64(t.GPUs)))
			mixed = best(mixed, price/float64(t.CPU))
		}
	}
	if cpu == 0 {
		cpu = mixed
	}
	return cpu, gpu
}

// price returns the price of an offer per hour, in prices of reference.
func (m *meter) price(v *sim.View, o sim.OfferID) float64 {
	if m.unit == 0 {
		return 0
	}
	return float64(v.Price(o)) / float64(m.unit)
}

// worth returns what a demand costs per hour where its scarcest part is cheapest.
func (m *meter) worth(cpu, gpu int64) float64 {
	return math.Max(float64(m.perCPU*float64(cpu)), float64(m.perGPU*float64(gpu)))
}

func rentable(v *sim.View, o sim.OfferID) bool { return v.World().Offers[o].Purchase != sim.Owned }

// tick counts a machine up to now. What nobody held is returned.
func (r *rented) tick(now sim.Time) (idle float64) {
	cost := float64(r.price * float64(float64(now-r.since)/hour))
	r.since = now
	if r.held > 0 {
		r.due += cost / float64(r.held)
		return 0
	}
	return cost
}

// machine returns a rented machine by its number, or nil.
func (m *meter) machine(number int64) *rented {
	if i, there := m.of[number]; there {
		return &m.machines[i]
	}
	return nil
}

// rent begins to count a machine.
func (m *meter) rent(v *sim.View, e *sim.Event) {
	m.of[e.Machine] = len(m.machines)
	m.machines = append(m.machines, rented{number: e.Machine, offer: e.Offer, since: e.Time, price: m.price(v, e.Offer)})
}

// gone stops counting a machine, and returns what it cost while nobody held it.
func (m *meter) gone(e *sim.Event) (idle float64) {
	i, there := m.of[e.Machine]
	if !there {
		return 0
	}
	idle = m.machines[i].tick(e.Time)
	end := len(m.machines) - 1
	m.machines[i] = m.machines[end]
	m.of[m.machines[i].number] = i
	m.machines = m.machines[:end]
	delete(m.of, e.Machine)
	return idle
}

// reprice counts the machines of an offer at the price that held until now, and goes on with
// the new one.
func (m *meter) reprice(v *sim.View, e *sim.Event) (idle float64) {
	for i := range m.machines {
		if r := &m.machines[i]; r.offer == e.Offer {
			idle += r.tick(e.Time)
			r.price = m.price(v, e.Offer)
		}
	}
	return idle
}

// idle counts all machines up to now and returns what they cost while nobody held them.
func (m *meter) idle(now sim.Time) (idle float64) {
	for i := range m.machines {
		idle += m.machines[i].tick(now)
	}
	return idle
}
