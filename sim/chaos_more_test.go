package sim_test

import (
	"time"

	"skysim/sim"
)

// shift does one thing with a job that has been tried already, or with time.
func (c *chaos) shift(v *sim.View, p *sim.Plan, s *sim.Stream) {
	m := &c.memory
	switch s.Int64N(13) {
	case 0, 1, 2:
		c.replicate(v, p, s)
	case 3, 4:
		c.migrate(v, p, s)
	case 5:
		if id, refused := p.Replicate(pick(s, m.Jobs), sim.Place{Machine: pick(s, m.Machines)}); refused == sim.Accepted {
			m.Attempts = append(m.Attempts, id)
		}
	case 6:
		if id, refused := p.Migrate(pick(s, m.Attempts), sim.Place{Machine: pick(s, m.Machines)}); refused == sim.Accepted {
			m.Attempts = append(m.Attempts, id)
		}
	case 7:
		p.SetInterval(pick(s, m.Jobs), time.Duration(s.Int64N(5000)-200)*time.Millisecond)
	case 8, 9:
		p.Checkpoint(pick(s, m.Attempts))
	case 10:
		for _, a := range v.Attempts(pick(s, m.Jobs), nil) {
			c.save(v, p, a)
		}
	case 12:
		if m := pick(s, m.Machines); s.Int64N(3) == 0 {
			p.Cordon(m)
		} else {
			p.Uncordon(m)
		}
	case 11:
		if s.Int64N(3) == 0 {
			p.Defer(pick(s, m.Jobs), v.Now().Add(time.Duration(s.Int64N(20)-1)*time.Second))
		}
	}
}

// someTry returns a try of a job that runs, and places for all of its tasks on machines with room.
func (c *chaos) someTry(v *sim.View, s *sim.Stream) (sim.JobID, sim.AttemptID, []sim.Place) {
	j := pick(s, c.memory.Jobs)
	list := v.Attempts(j, nil)
	if len(list) == 0 {
		return 0, 0, nil
	}
	var places []sim.Place
	for m := v.FirstFit(j); m != 0; m = v.NextFit(j, m) {
		for range min(v.Gang(j)-len(places), v.Room(j, m)) {
			places = append(places, sim.Place{Machine: m})
		}
		if s.Int64N(3) == 0 && len(places) < v.Gang(j) { // sometimes the tasks stand apart
			places = places[:min(len(places), 1)]
		}
	}
	return j, list[s.Int64N(int64(len(list)))], places
}

// replicate starts one more try where there is room; of a single task that must not be refused.
func (c *chaos) replicate(v *sim.View, p *sim.Plan, s *sim.Stream) {
	j, _, places := c.someTry(v, s)
	if j == 0 {
		return
	}
	before := len(v.Attempts(j, nil))
	a, refused := p.Replicate(j, places...)
	if refused == sim.Accepted {
		c.memory.Attempts = append(c.memory.Attempts, a)
	}
	list := v.Attempts(j, nil)
	if c.t != nil && len(places) == 1 && v.Gang(j) == 1 && (refused != sim.Accepted || len(list) != before+1 || list[before] != a) {
		c.t.Fatalf("at %v: job %+v is replicated to %v: %v, %v of %d", v.Now(), v.Job(j), places, refused, list, before)
	}
}

// migrate moves a try to where there is room, or to where it is.
func (c *chaos) migrate(v *sim.View, p *sim.Plan, s *sim.Stream) {
	j, old, places := c.someTry(v, s)
	if j == 0 {
		return
	}
	stays := s.Int64N(3) == 0
	if stays { // its own places count as free, on the very same devices
		places = v.Places(old, nil)
		i := v.Job(j)
		for _, at := range places {
			stays = stays && v.Machine(at.Machine).State != sim.Noticed && !v.Machine(at.Machine).Cordoned && !c.cutOff(v, &i, v.Machine(at.Machine).Offer)
		}
	}
	before := len(v.Attempts(j, nil))
	a, refused := p.Migrate(old, places...)
	if refused == sim.Accepted {
		c.memory.Attempts = append(c.memory.Attempts, a)
	}
	list := v.Attempts(j, nil)
	if c.t != nil && (len(list) != before || refused != sim.Accepted && (stays || v.Attempt(old).ID != old) || refused == sim.Accepted && list[before-1] != a) {
		c.t.Fatalf("at %v: try %v of %+v moves to %v: %v, %v", v.Now(), old, v.Job(j), places, refused, list)
	}
}

// save asks for a checkpoint; asked twice, the second is refused.
func (c *chaos) save(v *sim.View, p *sim.Plan, a sim.AttemptID) {
	refused := p.Checkpoint(a)
	keeps := v.Job(v.Attempt(a).Job).Restart
	again := p.Checkpoint(a)
	if c.t != nil && (refused == sim.Accepted && keeps.Keep != sim.KeepCheckpoint || refused != sim.Accepted && refused != sim.NothingToSave || again != sim.NothingToSave) {
		c.t.Fatalf("at %v: %+v saves: %v, and again: %v", v.Now(), v.Attempt(a), refused, again)
	}
}
