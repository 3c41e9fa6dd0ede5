package sim

import "fmt"

// class orders the events of one instant. The order is part of the model and
// is told in the package comment.
type class uint8

const (
	classEnd     class = iota // an attempt ends
	classMachine              // a boot is over, or a notice is
	classPrice                // a price changes
	classSupply               // a supply changes
	classArrival              // a job is submitted; never in the heap
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
}

// schedule adds an event and returns its word.
func (h *heap) schedule(at Time, c class, slot int32) uint64 {
	if h.Seq >= maxSeq {
		panic(fmt.Sprintf("sim: more than %d events scheduled in one run", uint64(maxSeq)))
	}
	h.Seq++
	e := event{at, word(c, h.Seq, slot)}
	if h.Hole {
		h.Hole = false
		h.down(0, e)
	} else {
		h.Events = append(h.Events, e)
		h.up(len(h.Events)-1, e)
	}
	return e.Word
}

// top returns the earliest event without removing it. It leaves a hole open:
// the earliest is then one of the root's children.
func (h *heap) top() (event, bool) {
	if !h.Hole {
		if len(h.Events) == 0 {
			return event{At: Never}, false
		}
		return h.Events[0], true
	}
	if len(h.Events) < 2 {
		return event{At: Never}, false
	}
	e := h.Events[1]
	for _, c := range h.Events[2:min(5, len(h.Events))] {
		if c.before(e) {
			e = c
		}
	}
	return e, true
}

// pop removes the event that top returned.
func (h *heap) pop() {
	if h.Hole {
		h.fill()
	}
	h.Hole = true
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

func (h *heap) down(i int, e event) {
	events := h.Events
	for {
		child := 4*i + 1
		if child >= len(events) {
			break
		}
		group := events[child:min(child+4, len(events))]
		least, at := group[0], 0
		for c, f := range group[1:] {
			if f.before(least) {
				least, at = f, c+1
			}
		}
		if !least.before(e) {
			break
		}
		events[i] = least
		i = child + at
	}
	events[i] = e
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
	h.Events, h.Stale = kept, 0
	for i := (len(kept) - 2) / 4; i >= 0 && len(kept) > 1; i-- {
		h.down(i, kept[i])
	}
}
