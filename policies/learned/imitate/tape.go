package imitate

import (
	"math/bits"
	"time"

	"skysim/sim"
)

// Slot is the time that a bit of a Tape stands for.
const Slot = 10 * time.Minute

const (
	words = 3
	slots = 64 * words // that a tape remembers
	day   = 144        // slots
)

// Tape is whether a market was up when it was first looked at in each of the last slots. The zero value has seen nothing.
type Tape struct {
	slot  int64         // the last one
	known int64         // slots that were seen, at most all
	up    [words]uint64 // bit i is i slots before the last one
}

// Note takes down that the market is up or down now. Slots since the last note are as that was.
func (t *Tape) Note(up bool, now sim.Time) {
	slot := int64(now) / int64(Slot)
	switch {
	case t.known == 0:
		t.slot, t.known = slot, 1
	case slot <= t.slot:
		return
	default:
		before := t.up[0]&1 == 1
		for range min(slot-t.slot-1, slots) {
			t.push(before)
		}
		t.push(before)
		t.up[0] &^= 1
		t.slot = slot
	}
	if up {
		t.up[0] |= 1
	}
}

// push makes room for one more slot.
func (t *Tape) push(up bool) {
	for i := words - 1; i >= 0; i-- {
		t.up[i] <<= 1
		if i > 0 {
			t.up[i] |= t.up[i-1] >> 63
		}
	}
	if up {
		t.up[0] |= 1
	}
	t.known = min(t.known+1, slots)
}

// Join returns the tape of a market that is up when one of two is, over the slots that both know. They
// must have been noted at the same instants.
func (t Tape) Join(o Tape) Tape {
	if o.known < t.known {
		t.known = o.known
	}
	for i := range t.up {
		t.up[i] |= o.up[i]
	}
	return t
}

// Up reports whether the market was up so many slots before the last one.
func (t *Tape) Up(slot int64) bool { return t.up[slot/64]>>(slot%64)&1 == 1 }

// share returns in which part of the last slots, up to n, the market was up, with one slot up and one down before
// anything was seen.
func (t *Tape) share(n int64) float64 {
	n = min(n, t.known)
	return float64(t.count(t.up, n)+1) / float64(n+2)
}

// changes returns how often the market came or went in the last n slots.
func (t *Tape) changes(n int64) int64 {
	var x [words]uint64
	for i := range x {
		next := t.up[i] >> 1
		if i+1 < words {
			next |= t.up[i+1] << 63
		}
		x[i] = t.up[i] ^ next
	}
	return t.count(x, min(n, t.known)-1)
}

// count returns how many of the first n bits are set.
func (t *Tape) count(x [words]uint64, n int64) (ones int64) {
	for i := range x {
		if n < 64 {
			x[i] &= 1<<max(0, n) - 1
		}
		ones += int64(bits.OnesCount64(x[i]))
		n -= 64
	}
	return ones
}

// age returns for how many slots the market has been as it is now, up or down, at most n.
func (t *Tape) age(up bool, n int64) (same int64) {
	for n = min(n, t.known); same < n && t.Up(same) == up; same++ {
	}
	return same
}
