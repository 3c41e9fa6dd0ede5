package sim

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Each structure is compared with the plainest thing that does the same.

func TestHeapIsASortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h heap
		var list []event
		near := rapid.Int64Range(0, 8)
		t.Repeat(map[string]func(*rapid.T){
			"schedule": func(t *rapid.T) {
				at, c, slot := Time(near.Draw(t, "at")), class(near.Draw(t, "class")%6), int32(near.Draw(t, "slot"))
				e := event{at, h.schedule(at, c, slot)}
				if e.class() != c || e.slot() != slot {
					t.Fatalf("word %x is of class %d and slot %d, want %d and %d", e.Word, e.class(), e.slot(), c, slot)
				}
				list = append(list, e)
				slices.SortFunc(list, func(a, b event) int {
					return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.class(), b.class()), cmp.Compare(a.Word, b.Word))
				})
			},
			"pop": func(t *rapid.T) {
				if len(list) == 0 {
					t.Skip("empty")
				}
				h.top()
				h.pop()
				list = list[1:]
			},
			"purge": func(t *rapid.T) {
				odd := func(e event) bool { return e.Word>>slotBits&1 == 1 }
				h.purge(odd)
				list = slices.DeleteFunc(list, func(e event) bool { return !odd(e) })
			},
			"": func(t *rapid.T) {
				want := event{At: Never}
				if len(list) > 0 {
					want = list[0]
				}
				if got := h.top(); got != want {
					t.Fatalf("top is %+v, want %+v of %+v", got, want, list)
				}
			},
		})
	})
}

func TestHeapDrainsInOrder(t *testing.T) {
	var h heap
	s := NewStream(1, "heap")
	for range 20_000 {
		h.schedule(Time(s.Int64N(5000)), class(s.Int64N(6)), int32(s.Int64N(1<<slotBits)))
	}
	h.purge(func(e event) bool { return e.Word>>slotBits&3 != 0 })
	last, n := event{}, 0
	for e := h.top(); e.At < Never; e = h.top() {
		if !last.before(e) {
			t.Fatalf("%+v comes after %+v", e, last)
		}
		last, n = e, n+1
		if h.pop(); n%3 == 0 { // a push fills the hole
			e.Word = h.schedule(e.At+Time(s.Int64N(3)), classWake, 0)
			last = min2(last, e)
		}
		if n > 100_000 {
			break
		}
	}
	if n < 15_000 {
		t.Errorf("%d events came out, want at least the 15000 that were kept", n)
	}
}

func min2(a, b event) event {
	if a.before(b) {
		return a
	}
	return b
}

func TestQueueIsASortedSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q queue
		var list []entry
		number, size := int64(0), rapid.SampledFrom([]int64{1, 3, 100}).Draw(t, "keys")
		s := NewStream(rapid.Uint64().Draw(t, "seed"), "queue")
		for range rapid.IntRange(1, 60).Draw(t, "turns") {
			// A turn is many of one kind, so that blocks fill, split and empty.
			way, n := rapid.IntRange(0, 3).Draw(t, "way"), 1+s.Int64N(400)
			for range n {
				if way < 2 {
					e := entry{s.Int64N(size), number, int32(number)}
					if way == 1 {
						e.key = size - number // each in front of the others
					}
					number++
					q.insert(e.key, e.number, e.slot)
					i, _ := slices.BinarySearchFunc(list, e, compareEntries)
					list = slices.Insert(list, i, e)
				} else if len(list) > 0 {
					i := int64(0)
					if way == 3 {
						i = s.Int64N(int64(len(list)))
					}
					q.remove(list[i].key, list[i].number)
					list = slices.Delete(list, int(i), int(i)+1)
				}
			}
			compareQueue(t, &q, list, &s)
		}
	})
}

func compareEntries(a, b entry) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.number, b.number))
}

// compareQueue walks the queue, and asks for the next after what is not in it.
func compareQueue(t *rapid.T, q *queue, list []entry, s *Stream) {
	want := int32(-1)
	if len(list) > 0 {
		want = list[0].slot
	}
	if got := q.head(); got != want || q.n != len(list) {
		t.Fatalf("head is %d of %d, want %d of %d", got, q.n, want, len(list))
	}
	for i, e := range list {
		want := int32(-1)
		if i+1 < len(list) {
			want = list[i+1].slot
		}
		if got := q.next(e.key, e.number); got != want {
			t.Fatalf("after entry %d of %d, %+v, comes slot %d, want %d", i, len(list), e, got, want)
		}
	}
	for range 20 {
		gone := entry{s.Int64N(200) - 100, s.Int64N(1 << 40), 0}
		i, found := slices.BinarySearchFunc(list, gone, compareEntries)
		want := int32(-1)
		if found {
			i++
		}
		if i < len(list) {
			want = list[i].slot
		}
		if got := q.next(gone.key, gone.number); got != want {
			t.Fatalf("after %+v, which is not there, comes slot %d, want %d", gone, got, want)
		}
	}
}

func TestWindowIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w window
		slots, failed := map[int64]int32{}, map[int64]bool{}
		alive, number := []int64{}, int64(0)
		for range rapid.IntRange(0, 300).Draw(t, "steps") {
			if len(alive) == 0 || rapid.Bool().Draw(t, "add") {
				slot := int32(rapid.IntRange(0, 50).Draw(t, "slot"))
				w.add(slot)
				slots[number], alive = slot, append(alive, number)
				number++
				continue
			}
			i := rapid.IntRange(0, len(alive)-1).Draw(t, "which")
			finished := rapid.Bool().Draw(t, "finished")
			w.end(alive[i], finished)
			delete(slots, alive[i])
			failed[alive[i]] = !finished
			alive = slices.Delete(alive, i, i+1)
		}
		for n := int64(-2); n < number+2; n++ {
			want, lives := slots[n]
			if !lives {
				want = ended
			}
			if got := w.slot(n); got != want || w.failed(n) != failed[n] {
				t.Fatalf("job %d is in slot %d and failed is %v, want %d and %v", n, got, w.failed(n), want, failed[n])
			}
		}
	})
}

func TestPathStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawTestPath(t)
		at := Time(rapid.Int64Range(-2, 60).Draw(t, "at"))
		want := p.Value[0]
		for i := range p.At {
			if p.At[i] <= at {
				want = p.Value[i]
			}
		}
		if got := p.ValueAt(at); got != want {
			t.Fatalf("%+v is %d at %v, want %d", p, got, at, want)
		}
	})
}

func drawTestPath(t *rapid.T) Path {
	p := Path{At: []Time{0}, Value: []int64{rapid.Int64Range(0, 1<<62).Draw(t, "value")}}
	for range rapid.IntRange(0, 5).Draw(t, "steps") {
		p.At = append(p.At, p.At[len(p.At)-1]+1+Time(rapid.Int64Range(0, 9).Draw(t, "holds")))
		p.Value = append(p.Value, rapid.Int64Range(0, 1<<62).Draw(t, "value"))
	}
	return p
}
