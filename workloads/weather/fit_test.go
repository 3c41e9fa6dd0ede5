package weather

import (
	"math"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// Three up stays of which two end, two down stays that both end: by hand.
func TestFitSupplyByHand(t *testing.T) {
	h := sim.Time(time.Hour)
	p := sim.Path{At: []sim.Time{0, 4 * h, 5 * h, 7 * h, 9 * h, 12 * h}, Value: []int64{2, 0, 4, 8, 0, 2}}
	got, err := FitSupply(p, 14*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	// Up 4 + (2 + 2) + 2 of which two stays ended, down 1 + 3; (2·4 + 4·2 + 8·2 + 2·2) ÷ 10 machines.
	if want := (Supply{Up: 5 * time.Hour, Down: 2 * time.Hour, Count: 4}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, c := range []struct {
		p    sim.Path
		span time.Duration
		want string
	}{
		{sim.Constant(1), time.Hour, "comes up 0 times and goes down 0"},
		{sim.Path{At: []sim.Time{0, h}, Value: []int64{1, 0}}, 2 * time.Hour, "comes up 0 times and goes down 1"},
		{sim.Constant(1), 0, "covers no time"},
	} {
		if _, err := FitSupply(c.p, c.span); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: error %v, want %q", c.p, err, c.want)
		}
	}
}

// share returns how much of a span a path is above 0.
func share(p sim.Path, span sim.Time) float64 {
	up := sim.Time(0)
	for i, v := range p.Value {
		to := span
		if i+1 < len(p.At) {
			to = min(to, p.At[i+1])
		}
		if v > 0 && p.At[i] < to {
			up += to - p.At[i]
		}
	}
	return float64(up) / float64(span)
}

// A market is fitted by itself: what Supply draws for years, FitSupply gives back,
// and what is then drawn again is there for the same share of the time.
func TestFitSupplyOfItself(t *testing.T) {
	truth := Supply{Up: 5 * time.Hour, Down: 80 * time.Minute, Count: 6}
	const span = 5 * 365 * 24 * time.Hour
	p, err := truth.Path(3, 4, sim.Time(span))
	if err != nil {
		t.Fatal(err)
	}
	fit, err := FitSupply(p, span)
	if err != nil {
		t.Fatal(err)
	}
	// 6,900 stays of each state: three standard deviations of a mean are 3.6 %.
	if off(float64(fit.Up), float64(truth.Up)) > 0.036 || off(float64(fit.Down), float64(truth.Down)) > 0.036 || fit.Count != 6 {
		t.Errorf("%+v, want about %+v", fit, truth)
	}
	again, err := fit.Path(5, 6, sim.Time(span))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := share(p, sim.Time(span)), share(again, sim.Time(span)); math.Abs(a-b) > 0.02 {
		t.Errorf("there for %.4f of the time, as fitted %.4f", a, b)
	}
}

// So are prices, and what is drawn stays between the least and the largest.
func TestFitPricesOfItself(t *testing.T) {
	truth := Prices{Every: time.Hour, Swing: 0.3, Memory: 30 * time.Hour, Floor: 0.3, Ceiling: 3}
	const span = 5 * 365 * 24 * time.Hour
	p, err := truth.Path(2*sim.DollarRate, 1, 2, sim.Time(span))
	if err != nil {
		t.Fatal(err)
	}
	fit, mean, err := FitPrices(p, span, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if off(fit.Swing, truth.Swing) > 0.1 || off(float64(fit.Memory), float64(truth.Memory)) > 0.15 || off(mean.Dollars(), 2) > 0.05 {
		t.Errorf("%+v about %v, want about %+v", fit, mean, truth)
	}
	again, err := fit.Path(mean, 9, 9, sim.Time(span))
	if err != nil {
		t.Fatal(err)
	}
	least, most := limits(p)
	if low, high := limits(again); low < least-2*million || high > most+2*million {
		t.Errorf("%d to %d, recorded were %d to %d", low, high, least, most)
	}
}

func limits(p sim.Path) (least, most int64) {
	least = math.MaxInt64
	for _, v := range p.Value {
		least, most = min(least, v), max(most, v)
	}
	return least, most
}

func off(got, want float64) float64 { return math.Abs(got/want - 1) }

func TestFitPricesEdges(t *testing.T) {
	flat, mean, err := FitPrices(sim.Constant(7), 4*time.Hour, time.Hour)
	if err != nil || mean != 7 || flat.Swing != 0 || flat.Floor != 1 || flat.Ceiling != 1 {
		t.Errorf("a price that never changes: %+v about %v, %v", flat, mean, err)
	}
	for _, c := range []struct {
		p           sim.Path
		span, every time.Duration
		want        string
	}{
		{sim.Constant(7), 2 * time.Hour, time.Hour, "2 looks, one every 1h0m0s"},
		{sim.Constant(0), 4 * time.Hour, time.Hour, "a price of 0"},
		{sim.Constant(7), 4 * time.Hour, time.Millisecond, "want at least 1s"},
	} {
		if _, _, err := FitPrices(c.p, c.span, c.every); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c, err, c.want)
		}
	}
}
