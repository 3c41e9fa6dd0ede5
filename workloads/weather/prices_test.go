package weather

import (
	"math"
	"slices"
	"testing"
	"time"

	"skysim/sim"
)

func TestPricesStayBetweenFloorAndOnDemand(t *testing.T) {
	w := testWorld()
	m := Prices{Every: time.Hour, Swing: 1, Memory: 12 * time.Hour, Floor: 0.5}
	got, err := m.Overlay(w, 1, sim.Time(300*day))
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range got.Offers {
		if o.Purchase != sim.Spot {
			continue
		}
		name, base, top := w.OfferName(sim.OfferID(i)), w.Offers[i].Price.Value[0], w.Offers[i-1].Price.Value[0]
		lowest, highest := slices.Min(o.Price.Value), slices.Max(o.Price.Value)
		if lowest < base/2-1_000_000 || lowest > base/2 || highest != top {
			t.Errorf("%s: prices from %v to %v, want from %v to %v", name, sim.Rate(lowest), sim.Rate(highest), sim.Rate(base/2), sim.Rate(top))
		}
	}
}

// A calm market with no floor keeps the catalogue's price on average, its
// swing, and its memory.
func TestPricesRevertToTheCatalogue(t *testing.T) {
	m := Prices{Every: time.Hour, Swing: 0.2, Memory: 10 * time.Hour}
	var sum, sq, lag, n float64
	for k := range uint64(40) {
		p := m.factor(sim.NewStream(1, "test", k), sim.Time(250*day))
		before := 0.0
		for i, v := range p.Value {
			x := math.Log(float64(v)/1e6) + 0.02
			sum, sq, n = sum+float64(v)/1e6, sq+x*x, n+1
			if i > 0 {
				lag += x * before
			}
			before = x
		}
	}
	for _, c := range []struct {
		what            string
		got, want, near float64
	}{
		{"mean price ÷ catalogue's", sum / n, 1, 0.01},
		{"swing", math.Sqrt(sq / n), 0.2, 0.03},
		{"correlation after one tick", lag / sq, math.Exp(-0.1), 0.01},
	} {
		if math.Abs(c.got/c.want-1) > c.near {
			t.Errorf("%s is %.4f, want %.4f", c.what, c.got, c.want)
		}
	}
}
