package weather

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// anyRecording draws a recording, with what a run sees of it.
func anyRecording(t *rapid.T) Recorded {
	var p sim.Path
	at := sim.Time(-rapid.Int64Range(0, 5).Draw(t, "before") * 1e9)
	for range rapid.IntRange(1, 12).Draw(t, "steps") {
		p.At = append(p.At, at)
		p.Value = append(p.Value, rapid.Int64Range(0, 3).Draw(t, "value"))
		at += sim.Time(rapid.Int64Range(1, 40).Draw(t, "stay") * 1e9)
	}
	span := sim.Duration(max(at, 0)) + time.Duration(rapid.Int64Range(1, 40).Draw(t, "gap"))*time.Second
	return Recorded{
		Path: p, Span: span, Skip: time.Duration(rapid.Int64Range(0, int64(span)-1).Draw(t, "skip")), Repeat: rapid.Bool().Draw(t, "repeat"),
	}
}

// A run sees the recording, value by value: at the instants at which either
// changes, and around them.
func TestLayIsTheRecording(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecording(t)
		until := sim.Time(3 * r.Span)
		p, err := r.Lay(until)
		if err != nil {
			t.Fatal(err)
		}
		looks := append([]sim.Time{0}, p.At...)
		for k := range sim.Time(4) {
			for _, at := range append([]sim.Time{0, sim.Time(r.Span)}, r.Path.At...) {
				looks = append(looks, at-sim.Time(r.Skip)+k*sim.Time(r.Span))
			}
		}
		for _, look := range looks {
			for _, at := range []sim.Time{look - 1, look, look + 1} {
				then := at + sim.Time(r.Skip)
				if at < 0 || r.Repeat && at >= until {
					continue
				}
				if r.Repeat {
					then %= sim.Time(r.Span)
				}
				if got, want := p.ValueAt(at), r.Path.ValueAt(then); got != want {
					t.Fatalf("%+v at %v: %d, the recording has %d at %v", r, at, got, want, then)
				}
			}
		}
		for i, at := range p.At {
			if i == 0 && at != 0 || i > 0 && (at <= p.At[i-1] || p.Value[i] == p.Value[i-1]) {
				t.Fatalf("%v: step %d is none", p, i)
			}
		}
	})
}

// A recording that began earlier, of which as much more is skipped, is the same.
func TestLayKnowsNoEpoch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecording(t)
		r.Repeat = false
		early := sim.Duration(rapid.Int64Range(0, 1e12).Draw(t, "early"))
		moved := Recorded{Span: r.Span + early, Skip: r.Skip + early}
		moved.Path.At, moved.Path.Value = append(moved.Path.At, 0), append(moved.Path.Value, r.Path.ValueAt(0))
		for i, at := range r.Path.At {
			if at > 0 {
				moved.Path.At, moved.Path.Value = append(moved.Path.At, at.Add(early)), append(moved.Path.Value, r.Path.Value[i])
			}
		}
		a, err1 := r.Lay(1e15)
		b, err2 := moved.Lay(1e15)
		if err1 != nil || err2 != nil || fmt.Sprint(a) != fmt.Sprint(b) {
			t.Fatalf("%v %v\n%v %v", a, err1, b, err2)
		}
	})
}

func TestLayRefuses(t *testing.T) {
	two := sim.Path{At: []sim.Time{0, 5}, Value: []int64{1, 0}}
	for _, c := range []struct {
		r    Recorded
		want string
	}{
		{Recorded{Span: 7}, "covers no time"},
		{Recorded{Path: two}, "covers no time"},
		{Recorded{Path: two, Span: 7, Skip: 7}, "begins 7ns after the recording did"},
		{Recorded{Path: two, Span: 7, Skip: -1}, "begins -1ns"},
		{Recorded{Path: two, Span: 7, Repeat: true}, "are more than 4000000"},
	} {
		if _, err := c.r.Lay(1e12); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c.r, err, c.want)
		}
	}
}

// Every start leaves room, keeps the hour, and is drawn about as often as the others.
func TestDrawSkip(t *testing.T) {
	seen := map[sim.Duration]int{}
	for seed := range uint64(7000) {
		d, err := DrawSkip(seed, 10*24*time.Hour, 5*time.Hour, 3*24*time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		seen[d]++
	}
	for k := range 7 {
		d := time.Duration(k)*24*time.Hour + 5*time.Hour
		if n := seen[d]; n < 800 || n > 1200 {
			t.Errorf("%v was drawn %d times of 7000, want about 1000", d, n)
		}
		delete(seen, d)
	}
	if len(seen) > 0 {
		t.Errorf("also drawn: %v", seen)
	}
	if d, err := DrawSkip(1, time.Hour, 0, time.Hour); d != 0 || err != nil {
		t.Errorf("a recording as long as the run begins at %v, %v", d, err)
	}
	if d, err := DrawSkip(1, 10*time.Hour, 9*time.Hour, time.Hour); d == 0 || d > 9*time.Hour || err != nil {
		t.Errorf("a recording of hours is entered at %v, %v", d, err)
	}
	if _, err := DrawSkip(1, time.Hour, 0, 2*time.Hour); err == nil {
		t.Error("a recording shorter than the run has a start")
	}
}
