package weather

import (
	"math"
	"testing"
	"time"

	"skysim/sim"
)

// correlation samples two paths every so often and returns the shares of the samples at
// which each is above 0, and the correlation of that.
func correlation(a, b sim.Path, every sim.Duration, until sim.Time) (x, y, r float64) {
	var n, both float64
	for t := sim.Time(0); t < until; t = t.Add(every) {
		p, q := a.ValueAt(t) > 0, b.ValueAt(t) > 0
		n++
		if p {
			x++
		}
		if q {
			y++
		}
		if p && q {
			both++
		}
	}
	x, y, both = x/n, y/n, both/n
	return x, y, (both - x*y) / math.Sqrt(x*(1-x)*y*(1-y))
}

// Zones of a region go down together as much as they should, those of two regions
// and two machine types do not, and each zone is up and down for as long as ever.
func TestZonesGoDownTogether(t *testing.T) {
	until := sim.Time(3000 * day)
	for _, c := range []float64{0.2, 0.6, 1} {
		m := Supply{Up: 5 * time.Hour, Down: 2 * time.Hour, Count: 8, Partial: 0.5, Correlation: c}
		w, err := m.Overlay(testWorld(), 7, until)
		if err != nil {
			t.Fatal(err)
		}
		supply := func(name string) sim.Path { return offerNamed(w, name).Supply }
		a, b := supply("aws/us-east-1/a/m/spot"), supply("aws/us-east-1/b/m/spot")
		// 72,000 hours are about 25,000 stays: a standard deviation is 0.006.
		x, y, r := correlation(a, b, time.Hour, until)
		if math.Abs(r-c) > 0.02 || math.Abs(x-5.0/7) > 0.015 || math.Abs(y-5.0/7) > 0.015 {
			t.Errorf("correlation %v: found %.3f, up for %.3f and %.3f of the time, want 0.714", c, r, x, y)
		}
		for _, other := range []string{"gcp/us-central1/a/m/spot", "aws/us-east-1/a/n/spot"} {
			if _, _, r := correlation(a, supply(other), time.Hour, until); math.Abs(r) > 0.02 {
				t.Errorf("correlation %v: found %.3f with %s, want 0", c, r, other)
			}
		}
		fit, err := FitSupply(a, sim.Duration(until))
		if err != nil {
			t.Fatal(err)
		}
		if off(fit.Up.Hours(), 5) > 0.03 || off(fit.Down.Hours(), 2) > 0.03 {
			t.Errorf("correlation %v: up for %v and down for %v on average, want 5h and 2h", c, fit.Up, fit.Down)
		}
		least, most := limits(a)
		if least != 0 || most != 8 || fit.Count != 6 && fit.Count != 7 {
			t.Errorf("correlation %v: %d to %d machines, %d on average when up, want 0 to 8 and 6.5", c, least, most, fit.Count)
		}
	}
}

// Wholly correlated zones open and close at the same instants.
func TestOneMarketForARegion(t *testing.T) {
	w, err := Supply{Up: 5 * time.Hour, Down: time.Hour, Count: 4, Correlation: 1}.Overlay(testWorld(), 3, until)
	if err != nil {
		t.Fatal(err)
	}
	a, b := offerNamed(w, "aws/us-east-1/a/m/spot").Supply, offerNamed(w, "aws/us-east-1/b/m/spot").Supply
	if len(a.At) < 100 || len(a.At) != len(b.At) {
		t.Fatalf("%d and %d changes", len(a.At), len(b.At))
	}
	for i := range a.At {
		if a.At[i] != b.At[i] || a.Value[i] != b.Value[i] {
			t.Fatalf("change %d: %v %d and %v %d", i, a.At[i], a.Value[i], b.At[i], b.Value[i])
		}
	}
}

// A coupled price is the uncoupled one and a share more for what is missing, at every
// instant, up to the on-demand price; so it is dear when there is little.
func TestPricesRiseWhileSupplyIsShort(t *testing.T) {
	w, err := Supply{Up: 5 * time.Hour, Down: time.Hour, Count: 10, Partial: 1}.Overlay(testWorld(), 3, until)
	if err != nil {
		t.Fatal(err)
	}
	m := Prices{Every: time.Hour, Swing: 0.1, Memory: 10 * time.Hour, Whole: 10}
	plain, err := m.Overlay(w, 3, until)
	if err != nil {
		t.Fatal(err)
	}
	m.Coupling = 1.5
	coupled, err := m.Overlay(w, 3, until)
	if err != nil {
		t.Fatal(err)
	}
	const name = "aws/us-east-1/a/m/spot"
	supply, before, after := offerNamed(w, name).Supply, offerNamed(plain, name).Price, offerNamed(coupled, name).Price
	top := offerNamed(w, "aws/us-east-1/a/m/on-demand").Price.Value[0]
	var dear, cheap, stopped float64
	for at := sim.Time(0); at < until; at += sim.Time(7 * time.Minute) {
		missing := 10 - supply.ValueAt(at)
		want := min(float64(top), float64(before.ValueAt(at))*(1+1.5*float64(missing)/10))
		got := float64(after.ValueAt(at))
		if math.Abs(got-want) > 3e6 { // prices are whole micro-dollars
			t.Fatalf("at %v with %d missing: %v, want %v", at, missing, sim.Rate(got), sim.Rate(want))
		}
		if want == float64(top) {
			stopped++
		} else if missing >= 5 {
			dear++
		} else {
			cheap++
		}
	}
	if dear < 100 || cheap < 100 || stopped == 0 {
		t.Errorf("%v samples are dear, %v cheap, %v at the on-demand price: want some of each", dear, cheap, stopped)
	}
	if other := offerNamed(coupled, "aws/us-east-1/a/m/on-demand").Price; len(other.At) != 1 {
		t.Error("the on-demand price moves too")
	}
}
