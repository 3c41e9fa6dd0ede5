package imitate

import (
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
)

// plain is a tape as a list, newest first.
type plain struct {
	slot int64
	up   []bool
}

func (p *plain) note(up bool, now sim.Time) {
	slot := int64(now) / int64(Slot)
	for p.up != nil && p.slot+1 < slot {
		p.up, p.slot = append([]bool{p.up[0]}, p.up...), p.slot+1
	}
	if p.up == nil || p.slot < slot {
		p.up, p.slot = append([]bool{up}, p.up...), slot
	}
	p.up = p.up[:min(len(p.up), slots)]
}

// TestTapeIsAList compares the words of a tape with a list of slots, and what is asked of it with loops over that.
func TestTapeIsAList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tape, other Tape
		var list, second plain
		now := sim.Time(rapid.Int64Range(0, 1e15).Draw(t, "begin"))
		for range rapid.IntRange(1, 300).Draw(t, "notes") {
			up, also := rapid.Bool().Draw(t, "up"), rapid.Bool().Draw(t, "also")
			tape.Note(up, now)
			list.note(up, now)
			other.Note(also, now)
			second.note(also, now)
			now += sim.Time(rapid.Int64Range(0, 3*int64(Slot)).Draw(t, "later"))
		}
		if joined := tape.Join(other); true {
			for i := range list.up {
				if joined.Up(int64(i)) != (list.up[i] || second.up[i]) {
					t.Fatalf("joined, slot %d is %v of %v and %v", i, joined.Up(int64(i)), list.up[i], second.up[i])
				}
			}
		}
		if tape.known != int64(len(list.up)) {
			t.Fatalf("%d slots are known, want %d", tape.known, len(list.up))
		}
		n := int64(rapid.IntRange(1, slots).Draw(t, "n"))
		ones, turns, same := int64(0), int64(0), int64(0)
		up := rapid.Bool().Draw(t, "as it is")
		for i, u := range list.up[:min(n, tape.known)] {
			if u {
				ones++
			}
			if i > 0 && u != list.up[i-1] {
				turns++
			}
			if u == up && same == int64(i) {
				same++
			}
		}
		if got := tape.changes(n); got != turns {
			t.Errorf("%d changes in %d slots, want %d", got, n, turns)
		}
		if got := tape.age(up, n); got != same {
			t.Errorf("as it is for %d of %d slots, want %d", got, n, same)
		}
		if got, want := tape.share(n), float64(ones+1)/float64(min(n, tape.known)+2); got != want {
			t.Errorf("share of %d slots is %v, want %v", n, got, want)
		}
	})
}
