package greedy

import "skysim/sim"

// candidate is a way to place all tasks of a job: on a machine that exists, on
// new machines of an offer, or for a gang on the machines of a gangPart and
// perhaps new ones.
type candidate struct {
	machine sim.MachineInfo // if it exists, else zero; of a gang, the first
	offer   sim.OfferID     // of the machine, or the one to be rented from
	fresh   int             // machines to be rented
	room    int             // tasks that one of them holds
	part    int             // 1 + the index of the gangPart, or 0
	ready   sim.Time        // when the last machine is expected to be up
	speed   int64           // of the slowest machine, ppm
	finish  sim.Time        // when the job is expected to end
	cost    sim.Wide        // what this adds to the bill: pico-dollars × ns per hour
	late    bool            // an on-demand machine that spot=prefer puts last
	key     key
}

// exists reports whether some of the machines are there already.
func (c *candidate) exists() bool { return c.machine.ID != 0 }

// request is a job that looks for places, with all that rules may consult.
type request struct {
	v      *sim.View
	id     sim.JobID
	job    sim.JobInfo
	tasks  int
	run    sim.Duration // expected at speed 1,000,000 ppm
	spot   Spot
	moves  bool // it has data that does not stay at home
	shape  *shape
	market *market
	draws  sim.Stream // of this job and try, for rules that draw
	last   int64      // rank of the region used last, for rules that rotate
	toll   Toll       // charged beside the bill, or nil
	guard  guard      // of places that others count on, or nil
	barred bool       // the guard has refused a place
	waits  bool       // only owned machines are for it before rentFrom

	rentFrom sim.Time

	decision int64
}

// onMachine makes the candidate for tasks on a machine that exists; false means
// that the job cannot run there.
func (r *request) onMachine(id sim.MachineID, c *candidate) bool {
	m := r.v.Machine(id)
	*c = candidate{machine: m, offer: m.Offer, ready: max(m.Ready, r.v.Now())}
	c.speed = r.v.Speed(r.job.Profile, r.market.world.Offers[m.Offer].Type)
	if c.speed == 0 || r.waits && !r.market.isOwned(m.Offer) {
		return false
	}
	r.settle(c)
	c.cost = r.extension(&c.machine, c.finish).Plus(r.transfer(m.Offer)).Plus(r.charge(m.Offer, r.tasks, c.finish.Sub(c.ready)))
	return true
}

// onOffer makes the candidate for all tasks on new machines of an offer; false
// means that there are not enough.
func (r *request) onOffer(o *option, c *candidate) bool {
	fresh := (r.tasks + o.room - 1) / o.room
	if !r.canRent(o.offer, fresh) {
		return false
	}
	*c = candidate{offer: o.offer, fresh: fresh, room: o.room, speed: o.speed}
	c.ready = r.v.Now().Add(r.market.world.Offers[o.offer].Boot)
	c.late = r.late(o)
	r.settle(c)
	c.cost = times(r.rental(o, c.finish), fresh).Plus(r.transfer(o.offer)).Plus(r.charge(o.offer, r.tasks, c.finish.Sub(c.ready)))
	return true
}

// canRent reports whether that many machines of an offer seem to be there.
func (r *request) canRent(o sim.OfferID, n int) bool {
	return !r.waits && r.v.Available(o) >= int64(n) && r.market.soldOut[o] != r.decision && r.v.Hindered(r.id, o) == sim.Accepted
}

// late reports whether an option comes after all that are not.
func (r *request) late(o *option) bool {
	return r.spot == SpotPrefer && r.market.world.Offers[o.offer].Purchase != sim.Spot
}

// settle works out the finish from ready and speed.
func (r *request) settle(c *candidate) {
	c.finish = c.ready.Add(runTime(r.run, c.speed, r.job.Limit))
}

// extension returns what it adds to a machine's bill to hold it until finish.
func (r *request) extension(m *sim.MachineInfo, finish sim.Time) sim.Wide {
	if r.market.world.Offers[m.Offer].Purchase == sim.Owned {
		return sim.Wide{}
	}
	b := r.market.billing(m.Offer, m.Rented)
	from := m.Ready
	if b.Boot {
		from = m.Rented
	}
	held := max(m.BusyUntil, r.v.Now())
	if finish <= held {
		return sim.Wide{}
	}
	more := billed(b, finish.Sub(from)) - billed(b, held.Sub(from))
	return sim.Product(int64(r.v.Price(m.Offer)), int64(more))
}

// rental returns what one new machine costs that is held until finish.
func (r *request) rental(o *option, finish sim.Time) sim.Wide {
	b := r.market.billing(o.offer, r.v.Now())
	from := r.v.Now()
	if !b.Boot {
		from = from.Add(r.market.world.Offers[o.offer].Boot)
	}
	return sim.Product(int64(o.price), int64(billed(b, finish.Sub(from))))
}

// nanoDollar is a nano-dollar as costs are counted: pico-dollars × ns per hour.
const nanoDollar = 1000 * 3600 * 1_000_000_000

// transfer returns what it costs to move the job's data to the region of an
// offer, and back when it finishes.
func (r *request) transfer(o sim.OfferID) sim.Wide {
	if !r.moves {
		return sim.Wide{}
	}
	return sim.Product(int64(r.v.TransferCost(r.id, o)), nanoDollar)
}

// hourly returns what the machines of a candidate that are to be rented cost
// per hour, as the two positions of a key.
func (r *request) hourly(c *candidate) (hi, lo int64) {
	return wide(sim.Product(int64(r.v.Price(c.offer)), int64(c.fresh)))
}
