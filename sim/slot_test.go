package sim_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
)

// stamps is an observer that remembers what was free on each machine with each
// stamp, and complains when one stamp has meant two things.
type stamps struct {
	t    fataler
	seen map[int64]string
}

func (s *stamps) Observe(v *sim.View, _ []sim.Event) {
	slots := map[int]bool{}
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		slot, stamp := v.Slot(m)
		if slots[slot] || slot < 0 || stamp <= 0 {
			s.t.Fatalf("machine %v has slot %d (taken: %v) and stamp %d, want a slot of its own and a stamp above 0", m, slot, slots[slot], stamp)
		}
		slots[slot] = true
		info := v.Machine(m)
		state := fmt.Sprint(info.Number, info.FreeCPU, info.FreeMem, info.FreeGPU)
		for i := range 8 {
			state += fmt.Sprint(" ", v.Device(m, i))
		}
		if before, known := s.seen[stamp]; known && before != state {
			s.t.Fatalf("stamp %d is of %q, and later of %q", stamp, before, state)
		}
		s.seen[stamp] = state
	}
}

func TestStampsTellWhatChanged(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlay(rt, 40)
		run(rt, open(rt, p.config(rt, &stamps{rt, map[int64]string{}})))
	})
}

func TestSlotOfNoMachine(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := open(rt, drawPlay(rt, 3).config(rt))
		if slot, stamp := s.View().Slot(1 << 40); slot != 0 || stamp != 0 {
			rt.Fatalf("Slot of no machine = %d, %d, want 0, 0", slot, stamp)
		}
	})
}
