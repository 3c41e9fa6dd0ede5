package weather

import (
	"fmt"

	"skysim/sim"
)

// Failures break single machines and slow them down. The zero value changes
// nothing.
type Failures struct {
	// Every is the mean time that a machine works, from when it came up until it
	// breaks; 0 is for ever. Shape is that of the Weibull distribution of this time,
	// from 0.1 to 20: 1 is exponential, below 1 most machines break young (0.7 is
	// usual of recorded clusters), above 1 they wear out.
	Every sim.Duration
	Shape float64
	// Repair is the mean time that an owned machine stands still after it broke, and
	// RepairShape the shape of its distribution.
	Repair      sim.Duration
	RepairShape float64
	// Noise is, from 0 to 3, how unequal machines are: each has the speed of its
	// type × e^(−Noise·|N|) for ever, where N is normal, so that none is faster. The
	// mean is 2·e^(Noise²/2)·Φ(−Noise): 0.92 at 0.1.
	Noise float64
}

func (m Failures) validate() error {
	switch {
	case m.Every < 0 || m.Repair < 0:
		return fmt.Errorf("machines break after %v and are repaired in %v on average, want 0 or more", m.Every, m.Repair)
	case m.Every > 0 && !inShape(m.Shape):
		return fmt.Errorf("failures with shape %v, want 0.1 to 20", m.Shape)
	case m.Every > 0 && !inShape(m.RepairShape):
		return fmt.Errorf("repairs with shape %v, want 0.1 to 20", m.RepairShape)
	case !(m.Noise >= 0 && m.Noise <= 3):
		return fmt.Errorf("noise of %v, want 0 to 3", m.Noise)
	}
	return nil
}

func inShape(k float64) bool { return k >= 0.1 && k <= 20 }

// In returns the failures of a world's machines under a seed. A machine's follow
// from the names of its offer and its ordinal there. It reports a value that is out
// of range.
func (m Failures) In(w *sim.World, seed uint64) (sim.Faults, error) {
	if err := m.validate(); err != nil {
		return nil, err
	}
	in := &failures{seed: seed, noise: m.Noise}
	if m.Every > 0 {
		in.breaks = true
		in.life, in.repair = newWeibull(m.Every, m.Shape), newWeibull(m.Repair, m.RepairShape)
	}
	for i := range w.Offers {
		o := &w.Offers[i]
		in.key = append(in.key, marketKey(w, o, o.Purchase.String()))
	}
	return in, nil
}

type failures struct {
	seed         uint64
	breaks       bool
	life, repair weibull
	noise        float64
	key          []uint64 // by offer, from its names
}

// Life implements sim.Faults.
func (f *failures) Life(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	if !f.breaks {
		return sim.Duration(sim.Never)
	}
	s := sim.NewStream(f.seed, "machine life", f.key[o], uint64(ordinal), uint64(n))
	return f.life.draw(&s)
}

// Repair implements sim.Faults.
func (f *failures) Repair(o sim.OfferID, ordinal int64, n int32) sim.Duration {
	s := sim.NewStream(f.seed, "machine repair", f.key[o], uint64(ordinal), uint64(n))
	return f.repair.draw(&s)
}

// Pace implements sim.Faults.
func (f *failures) Pace(o sim.OfferID, ordinal int64) int64 {
	if f.noise == 0 {
		return million
	}
	s := sim.NewStream(f.seed, "machine pace", f.key[o], uint64(ordinal))
	x := s.Normal()
	return max(1, int64(float64(million*sim.Exp(-float64(f.noise*max(x, -x))))))
}
