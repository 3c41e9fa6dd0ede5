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
	a := v.Attempt(id)
	j := v.Job(a.Job)
	r := &j.Restart
	if r.Keep != sim.KeepCheckpoint || r.OnNotice || v.Now().Add(r.Cost) > until || a.Started == sim.Never {
		return
	}
	// What of its run so far was its overhead, it alone knows: no more than this.
	before := r.Overhead
	for _, at := range c.places {
		before = max(before, r.Overhead+v.TransferTime(j.ID, v.Machine(at.Machine).Offer))
	}
	if a.Started.Add(before) < v.Now() {
		p.Checkpoint(id)
	}
}
