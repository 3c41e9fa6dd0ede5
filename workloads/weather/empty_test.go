package weather

import (
	"fmt"
	"testing"
	"time"

	"skysim/sim"
)

// TestEmptyPathsAreFineWeather lays outages and cuts over paths without steps, which a world may have and
// which mean never: it is as if they said so.
func TestEmptyPathsAreFineWeather(t *testing.T) {
	until := sim.Time(20 * day)
	at := Span(sim.Time(time.Hour), time.Hour)
	outages := Outages{Zone: Spells{Every: day, For: time.Hour}}
	for name, lay := range map[string]func(w *sim.World) *sim.World{
		"Outages.Overlay": func(w *sim.World) *sim.World {
			c, err := outages.Overlay(w, 3, until)
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
		"Down": func(w *sim.World) *sim.World { return Down(w, []sim.ZoneID{0, 2}, at) },
		"Cut":  func(w *sim.World) *sim.World { return Cut(w, 1, 0, at) },
	} {
		empty, said := testWorld(), testWorld()
		empty.Outages, empty.Cuts = make([]sim.Path, len(empty.Zones)), []sim.Cut{{A: 0, B: 1}}
		for range said.Zones {
			said.Outages = append(said.Outages, sim.Constant(0))
		}
		said.Cuts = []sim.Cut{{A: 0, B: 1, At: sim.Constant(0)}}
		got, want := lay(empty), lay(said)
		if err := got.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for z := range got.Outages {
			same(t, fmt.Sprintf("%s, zone %d", name, z), got.Outages[z], want.Outages[z], until)
		}
		same(t, name+", cut", got.Cuts[0].At, want.Cuts[0].At, until)
	}
	if p := Least(sim.Path{}, sim.Path{}); len(p.At) != 1 || p.Value[0] != 0 {
		t.Errorf("the smaller of two empty paths is %v, want 0", p)
	}
}

// same compares paths every ten minutes; one without steps is 0.
func same(t *testing.T, name string, a, b sim.Path, until sim.Time) {
	t.Helper()
	value := func(p sim.Path, at sim.Time) (v int64) {
		for i := range p.At {
			if p.At[i] <= at {
				v = p.Value[i]
			}
		}
		return v
	}
	for at := sim.Time(0); at < until; at += sim.Time(10 * time.Minute) {
		if x, y := value(a, at), value(b, at); x != y {
			t.Errorf("%s: %d at %v, want %d", name, x, at, y)
			return
		}
	}
}
