package wrap

import (
	"slices"

	"skysim/sim"
)

// move is an attempt that is to go to a machine that exists or, if that is -1, to new ones of an offer.
type move struct {
	try      int
	to       int
	offer    sim.OfferID
	machines int // new ones
	room     int // tasks on each
	time     sim.Duration
	cost     sim.Wide // in pico-dollars × ns per hour, as all costs here
}

// unit returns what has to be moved for a rented machine to be empty, and the machines that are empty then: all that is on it,
// or a gang and all its machines, if it is alone there. Nothing is returned if something there cannot be moved.
func (s *scene) unit(i int) (tries, machines []int) {
	m := &s.machines[i]
	machines = []int{i}
	for _, t := range m.tries {
		if slices.Contains(tries, t) {
			continue
		}
		if !s.tries[t].movable {
			return nil, nil
		}
		if len(s.tries[t].machines) > 1 {
			machines = s.tries[t].machines
		}
		tries = append(tries, t)
	}
	if len(machines) > 1 {
		for _, k := range machines {
			if other := &s.machines[k]; len(other.tries) > 1 || !other.rented || other.touched {
				return nil, nil
			}
		}
	}
	return tries, machines
}

// empty moves work off rented machines, the least used first.
func (r *Rebalance) empty(v *sim.View, p *sim.Plan) {
	s := &r.scene
	var order []int
	for i := range s.machines {
		if s.machines[i].rented && len(s.machines[i].tries) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch d := s.machines[a].use - s.machines[b].use; {
		case d < 0:
			return -1
		case d > 0:
			return 1
		}
		return 0
	})
	for _, i := range order {
		if m := &s.machines[i]; m.touched || m.hold == sim.Never {
			continue
		}
		if tries, machines := s.unit(i); len(tries) > 0 {
			r.consider(v, p, tries, machines)
		}
	}
}

// consider moves a unit if that pays.
func (r *Rebalance) consider(v *sim.View, p *sim.Plan, tries, freed []int) {
	s := &r.scene
	var stay, cost sim.Wide
	for _, i := range freed {
		stay = stay.Plus(holding(v, s.machines[i].offer, 1, s.machines[i].hold.Sub(v.Now())))
	}
	r.plan = r.plan[:0]
	for _, t := range tries {
		best, found := r.target(v, t, freed, len(tries) == 1)
		if !found {
			return
		}
		r.plan = append(r.plan, best)
		cost = cost.Plus(best.cost)
	}
	if saved := stay.Minus(cost).Float(); saved <= 0 || saved <= float64(r.opts.Gain*stay.Float()) {
		return
	}
	for i := range r.plan {
		if !r.carryOut(v, p, &r.plan[i]) {
			return
		}
	}
	for _, i := range freed {
		m := s.machines[i].id
		s.machines[i].touched = true
		if info := v.Machine(m); info.ID != 0 && info.Tasks == 0 && v.Line(m) == 0 && v.Queued() == 0 && info.State == sim.Up {
			p.Release(m)
		}
	}
}

// target returns where an attempt would go for the least, and false if there is no such place.
func (r *Rebalance) target(v *sim.View, t int, freed []int, mayRent bool) (best move, found bool) {
	j := v.Job(r.scene.tries[t].job)
	weigh := func(m move) {
		if m.time < tooLong && r.canTravel(v, &j, t, m.offer) && r.inTime(v, &j, t, m.time) && (!found || m.cost.Minus(best.cost).Hi < 0) {
			best, found = m, true
		}
	}
	for id := v.FirstFit(j.ID); id != 0; id = v.NextFit(j.ID, id) {
		to, known := r.scene.index[id]
		if known && !slices.Contains(freed, to) && r.holds(v, &j, to) && r.finder.open(v, &j, r.scene.machines[to].offer, id) {
			weigh(r.onto(v, &j, t, to))
		}
	}
	for o := range v.World().Offers {
		if id := sim.OfferID(o); mayRent && r.rentable(v, &j, id) {
			weigh(r.ontoNew(v, &j, t, id))
		}
	}
	return best, found
}

// rentable reports whether new machines of an offer could hold all of a job.
func (r *Rebalance) rentable(v *sim.View, j *sim.JobInfo, o sim.OfferID) bool {
	at := &v.World().Offers[o]
	free := v.Available(o)
	if at.Purchase == sim.Owned || free == 0 || !r.opts.Spot.allows(at) || !r.finder.open(v, j, o, 0) {
		return false
	}
	room := v.OfferRoom(j.ID, o)
	return room > 0 && free >= int64((int(j.Tasks)+room-1)/room)
}

// holds reports whether a machine has room for all tasks of a job beside what is to be moved to it
// already.
func (r *Rebalance) holds(v *sim.View, j *sim.JobInfo, to int) bool {
	m := v.Machine(r.scene.machines[to].id)
	cpu, mem := m.FreeCPU, m.FreeMem
	for i := range r.plan {
		if r.plan[i].to != to {
			continue
		}
		other := v.Job(r.scene.tries[r.plan[i].try].job)
		if j.Demand.GPUs > 0 && other.Demand.GPUs > 0 {
			return false // whose devices are whose is not worth knowing
		}
		cpu -= other.Demand.CPU * int64(other.Tasks)
		mem -= other.Demand.Mem * int64(other.Tasks)
	}
	n := int64(j.Tasks)
	return j.Demand.CPU*n <= cpu && j.Demand.Mem*n <= mem && int64(v.Room(j.ID, m.ID)) >= n
}

// carryOut moves an attempt, and reports whether that was done.
func (r *Rebalance) carryOut(v *sim.View, p *sim.Plan, m *move) bool {
	s, f := &r.scene, &r.finder
	t := &s.tries[m.try]
	j := v.Job(t.job)
	f.places, f.fresh = f.places[:0], f.fresh[:0]
	left := int(j.Tasks)
	if m.to >= 0 {
		f.put(v, &j, s.machines[m.to].id, left)
	}
	for range m.machines {
		id, why := p.Rent(m.offer)
		if why != sim.Accepted {
			f.giveBack(p)
			return false
		}
		f.fresh = append(f.fresh, id)
		left -= f.put(v, &j, id, min(left, m.room))
	}
	if _, why := p.Migrate(t.id, f.places...); why != sim.Accepted {
		f.giveBack(p)
		return false
	}
	t.movable = false
	if m.to >= 0 {
		to := &s.machines[m.to]
		to.touched, to.hold = true, max(to.hold, v.Now().Add(m.time))
	}
	return true
}
