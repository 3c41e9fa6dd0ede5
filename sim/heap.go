package sim

import (
	"fmt"
	"math/bits"
)

// class orders the events of one instant. The order is part of the model and
// is told in the package comment.
type class uint8

const (
	classEnd     class = iota // an attempt ends
	classZone                 // a zone goes down or comes up
	classCut                  // two regions are parted or joined
	classMachine              // a boot is over, or a notice, a life or a repair is
	classPrice                // a price changes
	classSupply               // a supply changes
	classArrival              // a job is submitted; never in the heap
	classBack                 // a job that was deferred is shown again
	classWake                 // the policy asked to be woken
)

// An event in the heap is 16 bytes: its time and one word that packs the
// class, a sequence number and the slot of what it is about, so that comparing
// two words settles every tie. The sequence number also serves to cancel: the
// owner remembers the word of the one event it waits for, and an event whose
// word is no longer remembered is stale.
type event struct {
	At   Time
	Word uint64
}

const (
	slotBits = 24
	seqBits  = 36
	maxSlot  = 1<<slotBits - 1
	maxSeq   = 1<<seqBits - 1
)

func word(c class, seq uint64, slot int32) uint64 {
	return uint64(c)<<(slotBits+seqBits) | seq<<slotBits | uint64(slot)
}

func (e event) class() class { return class(e.Word >> (slotBits + seqBits)) }
func (e event) slot() int32  { return int32(e.Word & maxSlot) }

func (e event) before(f event) bool {
	return e.At < f.At || (e.At == f.At && e.Word < f.Word)
}

// heap is a 4-ary heap of events. After a pop the root is a hole, which the
// next push fills: an event that schedules its successor costs one sift, not
// two.
type heap struct {
	Events []event
	Hole   bool
	Seq    uint64 // sequence numbers given out
	Stale  int    // events in the heap that nobody waits for any more

	first event // what top returns, if known
	known bool
}

// schedule adds an event and returns its word.
func (h *heap) schedule(at Time, c class, slot int32) uint64 {
	if h.Seq >= maxSeq {
		panic(fmt.Sprintf("sim: more than %d events scheduled in one run", uint64(maxSeq)))
	}
	h.Seq++
	e := event{at, word(c, h.Seq, slot)}
	if h.known && e.before(h.first) {
		h.first = e
	}
	if h.Hole {
		h.Hole = false
		h.down(0, e)
	} else {
		h.Events = append(h.Events, e)
		h.up(len(h.Events)-1, e)
	}
	return e.Word
}

// top returns the earliest event without removing it, or one that never comes.
// It leaves a hole open: the earliest is then one of the root's children.
func (h *heap) top() event {
	switch {
	case h.known:
		return h.first
	case !h.Hole && len(h.Events) > 0:
		h.first = h.Events[0]
	case h.Hole && len(h.Events) > 4:
		group := (*[4]event)(h.Events[1:])
		h.first = group[earliest(group)]
	default:
		h.first = event{At: Never}
		for _, e := range h.Events[min(1, len(h.Events)):] {
			if e.before(h.first) {
				h.first = e
			}
		}
	}
	h.known = true
	return h.first
}

// pop removes the event that top returned.
func (h *heap) pop() {
	if h.Hole {
		h.fill()
	}
	h.Hole, h.known = true, false
}

// fill closes the hole at the root with the last event.
func (h *heap) fill() {
	h.Hole = false
	n := len(h.Events) - 1
	last := h.Events[n]
	h.Events = h.Events[:n]
	if n > 0 {
		h.down(0, last)
	}
}

func (h *heap) up(i int, e event) {
	for i > 0 {
		parent := (i - 1) / 4
		if !e.before(h.Events[parent]) {
			break
		}
		h.Events[i] = h.Events[parent]
		i = parent
	}
	h.Events[i] = e
}

// down sifts e from position i towards the leaves. Which child is least is
// computed, not branched on: the processor cannot guess it.
func (h *heap) down(i int, e event) {
	events := h.Events
	child := 4*i + 1
	for child+3 < len(events) {
		group := (*[4]event)(events[child:])
		least := earliest(group)
		if earlier(&group[least], &e) == 0 {
			events[i] = e
			return
		}
		events[i] = group[least]
		i = child + least
		child = 4*i + 1
	}
	if child < len(events) {
		least := child
		for c := child + 1; c < len(events); c++ {
			if events[c].before(events[least]) {
				least = c
			}
		}
		if events[least].before(e) {
			events[i] = events[least]
			i = least
		}
	}
	events[i] = e
}

// earliest returns the index of the first of four events.
func earliest(group *[4]event) int {
	a := int(earlier(&group[1], &group[0]))
	b := 2 + int(earlier(&group[3], &group[2]))
	return (a + (b-a)*int(earlier(&group[b&3], &group[a&3]))) & 3
}

// earlier is 1 if e comes before f, else 0: the borrow of the 128-bit
// difference, times being positive.
func earlier(e, f *event) uint64 {
	_, borrow := bits.Sub64(e.Word, f.Word, 0)
	_, borrow = bits.Sub64(uint64(e.At), uint64(f.At), borrow)
	return borrow
}

// purge drops the events that live reports false for, and restores the order.
func (h *heap) purge(live func(event) bool) {
	if h.Hole {
		h.fill()
	}
	kept := h.Events[:0]
	for _, e := range h.Events {
		if live(e) {
			kept = append(kept, e)
		}
	}
	h.Events, h.Stale, h.known = kept, 0, false
	for i := (len(kept) - 2) / 4; i >= 0 && len(kept) > 1; i-- {
		h.down(i, kept[i])
	}
}
