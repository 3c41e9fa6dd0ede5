package sim

import "fmt"

// Faults is the weather of single machines. It must depend on nothing but its
// arguments and its own construction. n counts, from 0, how often the machine has come up
// before: rented machines come up once, owned ones again after every repair and every
// outage of their zone. The n-th Life ends with the n-th Repair.
//
// Where owned machines break again and again, something can happen for as long as
// time goes on: a run in which a job never ends then needs Config.Until.
type Faults interface {
	// Life returns how long a machine works from when it came up until it breaks, more
	// than 0; Never if it does not.
	Life(o OfferID, ordinal int64, n int32) Duration
	// Repair returns how long an owned machine stands still after it broke, 0 or more.
	Repair(o OfferID, ordinal int64, n int32) Duration
	// Pace returns how fast a machine is, in parts per million of what its type
	// says: 1 to 1,000,000. Noise only slows, so that what a type says bounds what can be had.
	Pace(o OfferID, ordinal int64) int64
}

// wear is what faults make of a machine.
type wear struct {
	Pace int64 // ppm of what its type says
	Ups  int32 // how often it has come up
}

// wears begins the wear of a new machine.
func (s *Sim) wears(ms int32) {
	for len(s.Wear) <= int(ms) {
		s.Wear = append(s.Wear, wear{Pace: ppm})
	}
	w := &s.Wear[ms]
	*w = wear{Pace: ppm}
	if s.faults == nil {
		return // a fork without them: what was slow stays slow
	}
	m := &s.Machines[ms]
	if w.Pace = s.faults.Pace(m.Offer, m.Ordinal); w.Pace < 1 || w.Pace > ppm {
		s.faulty(m, fmt.Sprintf("the pace is %d ppm, want 1 to %d", w.Pace, ppm))
		w.Pace = ppm
	}
}

// ages schedules the end of the life of a machine that comes up.
func (s *Sim) ages(ms int32) {
	m, w := &s.Machines[ms], &s.Wear[ms]
	life := s.faults.Life(m.Offer, m.Ordinal, w.Ups)
	w.Ups++
	if life < 1 {
		s.faulty(m, fmt.Sprintf("life %d is %v, want more than 0", w.Ups-1, life))
		return
	}
	if at := s.Clock.Add(life); at != Never {
		m.Event = s.schedule(at, classMachine, ms)
	}
}

// breaks is the end of a machine's life.
func (s *Sim) breaks(ms int32) {
	if s.faults == nil {
		return // a fork without them
	}
	s.strike(ms, BrokenMachine)
	m := &s.Machines[ms]
	if m.State != Down {
		return
	}
	n := s.Wear[ms].Ups - 1
	repair := s.faults.Repair(m.Offer, m.Ordinal, n)
	if repair < 0 {
		s.faulty(m, fmt.Sprintf("repair %d takes %v, want 0 or more", n, repair))
		return
	}
	m.Event = s.schedule(s.Clock.Add(repair), classMachine, ms)
}

// faulty ends the run because of weather that makes no sense.
func (s *Sim) faulty(m *machine, what string) {
	if s.err == nil {
		s.err = fmt.Errorf("sim: faults: at %v, rental %d of %s: %s", s.Clock, m.Ordinal, s.world.OfferName(m.Offer), what)
	}
}

// speedOn returns how fast a job runs on a machine that its type can run it on, in ppm: by
// the type, then by the machine's pace, then by what encryption costs.
func (s *Sim) speedOn(j *job, ms int32) int64 {
	speed := s.speed(j.Profile, s.Machines[ms].Type)
	if len(s.Wear) > 0 {
		speed = scaled(speed, s.Wear[ms].Pace, ppm)
	}
	if len(s.world.Classes) > 0 && j.Class > 0 {
		speed = scaled(speed, ppm, ppm+s.world.Classes[j.Class-1].Overhead)
	}
	return speed
}

// scaled returns speed·a/b, rounded down to at least 1; a is at most b.
func scaled(speed, a, b int64) int64 {
	q, _ := floorScale(speed, a, 0, b)
	return max(1, q)
}
