package nomad

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/policies/greedy"
	"skysim/policies/spot"
	"skysim/sim"
	"skysim/sim/simtest"
)

// TestContract puts the policy through the contract suite.
func TestContract(t *testing.T) {
	for _, every := range []sim.Duration{10 * time.Minute, time.Hour} {
		t.Run(every.String(), func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy { return made(t, every) })
		})
	}
}

func made(t testing.TB, every sim.Duration) *spot.Policy {
	with := greedy.Default()
	with.Idle = 0
	g, err := greedy.New(with, 7)
	if err != nil {
		t.Fatal(err)
	}
	o := Default()
	o.Every, o.Rest = every, g
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestLeftIsTheAreaUnderTheSurvival, which is added up here in seconds.
func TestLeftIsTheAreaUnderTheSurvival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h [ages]float64
		for i := range h {
			h[i] = rapid.Float64Range(0.01, 3).Draw(t, "hazard")
		}
		fragile := rapid.Float64Range(0.2, 4).Draw(t, "fragile")
		age := time.Duration(rapid.IntRange(0, 30*3600).Draw(t, "age")) * time.Second
		horizon := rapid.IntRange(1, 6*3600).Draw(t, "horizon")
		area, alive := 0.0, 1.0
		for i := range horizon {
			class := 0
			for class+1 < ages && age+time.Duration(i)*time.Second >= edge(class+1) {
				class++
			}
			dies := h[class] * fragile / 3600
			area += alive * (1 - dies/2) / 3600
			alive *= 1 - dies
		}
		if got := left(&h, fragile, age, float64(horizon)/3600); got < 0.99*area || got > 1.01*area {
			t.Fatalf("left %v at age %v, added up %v", got, age, area)
		}
	})
}

// TestLivesCount spells by age: ten of five minutes, ten of three hours.
func TestLivesCount(t *testing.T) {
	var l lives
	for range 10 {
		l.spend(0, 5*time.Minute)
		l.end(5 * time.Minute)
		l.spend(0, time.Hour) // in parts
		l.spend(time.Hour, 3*time.Hour)
		l.end(3 * time.Hour)
	}
	if l.exposed[0] != 150*time.Minute || l.exposed[1] != 100*time.Minute || l.exposed[5] != 200*time.Minute || l.exposed[6] != 0 {
		t.Errorf("exposed for %v", l.exposed)
	}
	if l.ended[0] != 10 || l.ended[5] != 10 {
		t.Errorf("ended %v", l.ended)
	}
	h := l.hazards(4 * time.Hour)
	if h[0] < 5*h[1] || left(&h, 1, 0, 48) >= left(&h, 1, 20*time.Minute, 48) {
		t.Errorf("hazards %v: who lives for twenty minutes is not thought to live on for longer", h)
	}
}

// market returns an option of a price that is up so many hours and down as many.
func market(price, up, down float64) option {
	return option{price: price, full: price, fall: 1 / up, rise: 1 / down, entry: 0.2, zone: spot.Zone{Up: true}}
}

// TestValueRises from the price of the cheapest market to that of machines on demand, as the deadline comes near.
func TestValueRises(t *testing.T) {
	list := []option{market(0.2, 4, 4), market(0.7, 100, 1)}
	before := 2.0
	for _, c := range []struct{ left, least, most float64 }{{200, 0.2, 0.21}, {30, 0.2, 0.4}, {15, 0.5, 0.72}, {10, 0.7, 1}, {5, 0.99, 1}} {
		got := value(list, 10, c.left)
		if got < c.least || got > c.most {
			t.Errorf("with %v hours left for 10 of work, progress is worth %v, want %v to %v", c.left, got, c.least, c.most)
		}
		if before != 2 && got < before {
			t.Errorf("with %v hours left it is worth %v, less than before", c.left, got)
		}
		before = got
	}
	if value(nil, 1, 1) != 1 {
		t.Error("without markets progress is worth what it costs on demand")
	}
}

// TestShortIsTheShareOfRuns that spend less time in a state: drawn ten thousand times.
func TestShortIsTheShareOfRuns(t *testing.T) {
	r := sim.NewStream(1, "short")
	for _, c := range []struct{ fall, rise, left, need float64 }{{0.25, 1, 40, 32}, {0.25, 1, 40, 28}, {1, 1, 50, 25}, {0.5, 0.2, 100, 40}} {
		less := 0
		for range 10_000 {
			up, at, on := true, 0.0, 0.0
			for at < c.left {
				rate := c.rise
				if up {
					rate = c.fall
				}
				d := min(r.Exponential()/rate, c.left-at)
				if at += d; up {
					on += d
				}
				up = !up
			}
			if on < c.need {
				less++
			}
		}
		none := c.fall / (c.fall + c.rise)
		if got, want := short(none, c.rise, true, c.left, c.need), float64(less)/10_000; got < want-0.05 || got > want+0.05 {
			t.Errorf("up for less than %v of %v hours with probability %.3f, drawn %.3f", c.need, c.left, got, want)
		}
	}
}

// TestLoadRefusesWhatWasNotSaved by it.
func TestLoadRefusesWhatWasNotSaved(t *testing.T) {
	n := NewNomad(Default())
	n.markets.Of(2, true, 5)
	n.lives.spend(0, time.Hour)
	n.lives.end(time.Hour)
	good := n.Save()
	again := NewNomad(Default())
	if err := again.Load(good); err != nil || again.lives != n.lives || !slices.Equal(again.markets.All(), n.markets.All()) {
		t.Errorf("kept as %+v, %v, want %+v", again, err, n)
	}
	for size := range good {
		if err := NewNomad(Default()).Load(good[:size]); err == nil && size != 16*ages {
			t.Errorf("Load of %d of %d bytes", size, len(good))
		}
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	for _, o := range []Options{{Every: time.Hour}, {Every: time.Hour, Stay: 1}, {Every: time.Hour, Gone: 1}} {
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), "want both above 0") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
