package wrap

import (
	"slices"

	"skysim/sim"
)

// saveAll makes the jobs save that stand on machines with notice. v.Events says which
// machines these are, by number and until when they stay.
func (c *Checkpoint) saveAll(v *sim.View, p *sim.Plan) {
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		info := v.Machine(m)
		if info.State != sim.Noticed || info.Tasks == 0 {
			continue
		}
		i := slices.IndexFunc(v.Events(), func(e sim.Event) bool { return e.Kind == sim.MachineNoticed && e.Machine == info.Number })
		if i < 0 {
			continue // it had its notice before
		}
		until := sim.Time(v.Events()[i].Value)
		c.tasks = v.Tasks(m, c.tasks[:0])
		slices.Sort(c.tasks)
		for _, j := range slices.Compact(c.tasks) {
			c.tries = v.Attempts(j, c.tries[:0])
			for _, a := range c.tries {
				c.places = v.Places(a, c.places[:0])
				if slices.ContainsFunc(c.places, func(at sim.Place) bool { return at.Machine == m }) {
					c.saveOne(v, p, a, until)
				}
			}
		}
	}
}

// saveOne makes an attempt save if there is something to save, and time for it.
func (c *Checkpoint) saveOne(v *sim.View, p *sim.Plan, id sim.AttemptID, until sim.Time) {
	r := v.Job(v.Attempt(id).Job).Restart
	if !r.OnNotice && v.Savable(id) && v.Now().Add(r.Cost) <= until {
		p.Checkpoint(id)
	}
}
