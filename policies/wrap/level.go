package wrap

import (
	"slices"

	"skysim/sim"
)

// level moves work from the most used owned machines to the least used ones, one attempt after the other.
func (r *Rebalance) level(v *sim.View, p *sim.Plan) {
	r.scene.read(v, r.opts.Every) // what was moved for money runs elsewhere
	var owned []int
	for i := range r.scene.machines {
		if m := &r.scene.machines[i]; !m.rented {
			owned = append(owned, i)
		}
	}
	for r.levelOne(v, p, owned) {
	}
}

// levelOne makes one move if there is one to make.
func (r *Rebalance) levelOne(v *sim.View, p *sim.Plan, owned []int) bool {
	s := &r.scene
	slices.SortStableFunc(owned, func(a, b int) int {
		switch d := s.machines[b].use - s.machines[a].use; {
		case d < 0:
			return -1
		case d > 0:
			return 1
		}
		return a - b
	})
	for _, from := range owned {
		for k := len(owned) - 1; k >= 0; k-- {
			to := owned[k]
			if s.machines[to].use+r.opts.Level >= s.machines[from].use {
				break // and those before it are used more
			}
			for _, t := range s.machines[from].tries {
				if r.levels(v, p, t, from, to) {
					return true
				}
			}
		}
	}
	return false
}

// levels moves an attempt from one machine to another if that levels them and is worth its time.
func (r *Rebalance) levels(v *sim.View, p *sim.Plan, t, from, to int) bool {
	s := &r.scene
	try := &s.tries[t]
	if !try.movable || len(try.machines) > 1 {
		return false
	}
	j := v.Job(try.job)
	offers, types := v.World().Offers, v.World().Types
	more := share(&j, &types[offers[s.machines[to].offer].Type])
	r.plan = r.plan[:0]
	if s.machines[to].use+more+r.opts.Level >= s.machines[from].use || !r.holds(v, &j, to) || !r.finder.open(v, &j, s.machines[to].offer, s.machines[to].id) {
		return false
	}
	m := r.onto(v, &j, t, to)
	if float64(m.time) > float64(try.left)*(1+r.opts.Gain) || !r.canTravel(v, &j, t, m.offer) || !r.inTime(v, &j, t, m.time) || !r.carryOut(v, p, &m) {
		return false
	}
	for _, i := range []int{from, to} {
		info := v.Machine(s.machines[i].id)
		s.machines[i].use = used(v, &info)
	}
	return true
}
