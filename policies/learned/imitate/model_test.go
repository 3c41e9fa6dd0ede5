package imitate

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/policies/learned/weights"
	"skysim/policies/spot"
	"skysim/sim"
)

// TestLook goes through the numbers of a job by hand: two of four hours are done, five are left of ten.
func TestLook(t *testing.T) {
	p := spot.Progress{
		Tick: Slot, Overhead: 12 * time.Minute, Work: 4 * time.Hour, Deadline: 10 * time.Hour,
		Now: 5 * time.Hour, Done: 2 * time.Hour, SpotUp: true,
	}
	var tape Tape
	for i, up := range []bool{true, false, false, true, true, true} {
		tape.Note(up, sim.Time(i)*sim.Time(Slot))
	}
	got := Look(&p, 0.3, &tape)
	want := [Inputs]float64{1, 2.2 / 5, 2.8 / 4.8, 5.0 / 8, 5.0 / 8, 1 / 1.5, 0.3, 2.0 / 10, 2.8 / 4.8 * 5 / 8}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-12 {
			t.Errorf("%s is %v, want %v", inputs()[i].name, got[i], want[i])
		}
	}
}

// TestNetsHaveTheLastWord: whatever the weights are, the kind is what Uniform Progress's nets make of some kind, and where
// those leave no choice all models agree.
func TestNetsHaveTheLastWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := func(name string, most int64) sim.Duration {
			return time.Minute * sim.Duration(rapid.Int64Range(0, most).Draw(t, name))
		}
		p := spot.Progress{
			Tick: Slot, Overhead: minutes("overhead", 30), Work: time.Minute + minutes("work", 600), Deadline: minutes("deadline", 900),
			Now: minutes("now", 900), On: spot.Kind(rapid.IntRange(0, 2).Draw(t, "on")), SpotUp: rapid.Bool().Draw(t, "up"),
		}
		p.Done = minutes("done", int64(p.Work/time.Minute))
		p.SpotUp = p.SpotUp || p.On == spot.Spot
		var m Model
		for q := range m {
			for i := range m[q] {
				m[q][i] = rapid.Float64Range(-9, 9).Draw(t, "weight")
			}
		}
		var tape Tape
		tape.Note(p.SpotUp, 0)
		x := Look(&p, 0.5, &tape)
		for i, v := range x {
			if !(v >= 0 && v <= 1) {
				t.Errorf("%s is %v", inputs()[i].name, v)
			}
		}
		kind := m.Kind(&p, &x)
		var possible []spot.Kind
		for _, k := range []spot.Kind{spot.Wait, spot.Spot, spot.OnDemand} {
			if k != spot.Spot || p.SpotUp {
				possible = append(possible, p.Safe(k))
			}
		}
		if !slices.Contains(possible, kind) {
			t.Errorf("%+v: %v, where the nets allow %v", p, kind, possible)
		}
	})
}

// TestWeightsAreReadBack writes a model as a file and reads it.
func TestWeightsAreReadBack(t *testing.T) {
	m := models()["mixed"]
	file := weights.File{Kind: Kind, Version: Version, HeldOut: []weights.Report{}}
	for i, s := range Parameters() {
		file.Parameters = append(file.Parameters, weights.Parameter{Name: s.Name, Value: m.Values()[i], Unit: s.Unit, Doc: s.Doc})
	}
	data, err := file.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Read("w.json", data); err != nil || got != m {
		t.Errorf("%v is read as %v, %v", m, got, err)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"imitate"`, `"order"`, `kind is "order", want "imitate"`},
		{`"version": 1`, `"version": 2`, "train it again"},
		{`rent.fresh`, `rent.flesh`, "parameters have no rent.fresh"},
		{`"value": 0.6`, `"value": 6e6`, "rent.hope is 6e+06, want a number from -1e+06 to 1e+06"},
	} {
		_, err := Read("w.json", []byte(strings.Replace(string(data), c.old, c.new, 1)))
		var e *weights.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("with %s: %v, want ... %s ...", c.new, err, c.want)
		}
	}
	if _, err := From(m.Values()[1:]); err == nil {
		t.Error("From takes too few values")
	}
}

// TestLoadRefusesOtherBytes.
func TestLoadRefusesOtherBytes(t *testing.T) {
	d := NewImitator(Model{})
	for i := range 5 {
		d.of(&spot.Zone{Offer: sim.OfferID(i), Up: i%2 == 0}, sim.Time(i)*sim.Time(Slot))
	}
	b := d.Save()
	e := NewImitator(Model{})
	if err := e.Load(b); err != nil || !slices.Equal(e.markets, d.markets) {
		t.Errorf("loaded %v, %v, want %v", e.markets, err, d.markets)
	}
	if err := e.Load(b[1:]); err == nil {
		t.Error("Load of a state that is cut")
	}
	for i := range b {
		b[i] = 0xff
	}
	if err := e.Load(b); err != nil || e.markets[0].tape.known < 0 {
		t.Errorf("Load of ones: %v, %v", err, e.markets)
	}
}
