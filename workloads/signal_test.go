package workloads

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

func at(d time.Duration) sim.Time { return sim.Time(d) }

// Each signal's integral over a whole number of its periods is known.
func TestIntegrals(t *testing.T) {
	monday := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	office := Constant(400).Times(Daily(0.6, 14)).Times(Weekly(1, 0.4))
	cases := []struct {
		name   string
		signal Signal
		until  sim.Time
		want   float64
	}{
		{"nothing", Signal{}, at(week), 0},
		{"constant", Constant(5), at(24 * time.Hour), 120},
		{"a negative constant is nothing", Constant(-5), at(day), 0},
		{"sum", Constant(5).Plus(Constant(2)), at(day), 7 * 24},
		{"daily has mean one", Daily(0.6, 14), at(day), 24},
		{"daily has mean one wherever its peak", Daily(1, 3.7), at(3 * day), 72},
		{"weekly", Weekly(1, 0.4), at(week), 5*24 + 2*24*0.4},
		{"daily times weekly", office, at(week), 400 * (5*24 + 2*24*0.4)},
		{"a week from any instant", office.StartingAt(monday.Add(77 * time.Hour)), at(week), 400 * (5*24 + 2*24*0.4)},
		{"bursts", Bursts(6*time.Hour, time.Hour, 10), at(day), 4 * (10 + 5)},
		{"bursts that silence", Bursts(6*time.Hour, time.Hour, 0), at(day), 4 * 5},
		{"one burst", Burst(at(5*time.Hour), 2*time.Hour, 3), at(day), 22 + 6},
		{"clamped above", Constant(2).Times(Bursts(time.Hour, 30*time.Minute, 3)).Clamp(0, 4), at(2 * time.Hour), 2*1 + 4*1},
		{"clamped below", Weekly(1, 0).Clamp(0.5, 2), at(week), 5*24 + 48*0.5},
		{"delayed", Burst(at(time.Hour), time.Hour, 3).Delay(22*time.Hour + 30*time.Minute), at(day), 23.5 + 3*0.5},
	}
	for _, c := range cases {
		if got := c.signal.Integral(0, c.until, time.Minute); math.Abs(got-c.want) > 1e-6*(1+c.want) {
			t.Errorf("%s: integral %v, want %v", c.name, got, c.want)
		}
	}
}

func TestDailyPeaksAtItsHour(t *testing.T) {
	s := Daily(0.6, 14)
	for _, c := range [][2]float64{{14, 1.6}, {2, 0.4}, {8, 1}, {20, 1}, {38, 1.6}} {
		hour, want := c[0], c[1]
		if got := s.At(sim.Time(hour * 3.6e12)); math.Abs(got-want) > 1e-12 {
			t.Errorf("at hour %v: %v, want %v", hour, got, want)
		}
	}
}

func TestStartingAtKnowsTheDayOfTheWeek(t *testing.T) {
	cases := []struct {
		epoch time.Time
		want  float64 // of Weekly(1, 0.25) at 0
	}{
		{time.Date(2026, 11, 1, 23, 59, 0, 0, time.UTC), 0.25}, // Sunday
		{time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), 1},      // Monday
		{time.Date(2026, 11, 6, 23, 59, 0, 0, time.UTC), 1},    // Friday
		{time.Date(2026, 11, 7, 0, 0, 0, 0, time.UTC), 0.25},   // Saturday
		{time.Date(2026, 11, 7, 1, 0, 0, 0, time.FixedZone("", 2*3600)), 1},
	}
	for _, c := range cases {
		if got := Weekly(1, 0.25).StartingAt(c.epoch).At(0); got != c.want {
			t.Errorf("from %v: %v, want %v", c.epoch, got, c.want)
		}
	}
}

// signals draws an expression of the algebra.
func signals(t *rapid.T, depth int) Signal {
	f := func(lo, hi float64) float64 { return rapid.Float64Range(lo, hi).Draw(t, "x") }
	d := func() time.Duration {
		return time.Duration(rapid.Int64Range(1, int64(3*day)).Draw(t, "d"))
	}
	if depth == 0 {
		switch rapid.IntRange(0, 4).Draw(t, "leaf") {
		case 0:
			return Constant(f(-1, 100))
		case 1:
			return Daily(f(-2, 2), f(0, 24))
		case 2:
			return Weekly(f(-1, 3), f(-1, 3))
		case 3:
			return Bursts(d(), d(), f(-1, 9))
		}
		return Burst(at(d()), d(), f(-1, 9))
	}
	a, b := signals(t, depth-1), signals(t, depth-1)
	switch rapid.IntRange(0, 3).Draw(t, "node") {
	case 0:
		return a.Plus(b)
	case 1:
		return a.Times(b)
	case 2:
		return a.Clamp(f(0, 5), f(5, 10))
	}
	later, sooner := d(), d()
	return a.Delay(later - sooner)
}

// Thinning is right only if no value is above Max or below 0.
func TestMaxIsABound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := signals(t, rapid.IntRange(0, 3).Draw(t, "depth"))
		for range 50 {
			when := sim.Time(rapid.Int64Range(-int64(week), 3*int64(week)).Draw(t, "t"))
			if v := s.At(when); !(v >= 0 && v <= s.Max()) {
				t.Fatalf("value %v at %v, want 0 to Max = %v", v, when, s.Max())
			}
		}
	})
}

// The number of arrivals of a Poisson process is Poisson: its mean over seeds
// is the integral, and so is its variance.
func TestPoissonCountsFollowTheIntegral(t *testing.T) {
	cases := []struct {
		name   string
		signal Signal
	}{
		{"constant", Constant(20)},
		{"daily", Constant(30).Times(Daily(0.9, 6))},
		{"bursts", Constant(4).Times(Bursts(3*time.Hour, 20*time.Minute, 30))},
		{"a burst in silence", Constant(400).Times(Weekly(0, 1).Delay(-4 * day))},
	}
	const seeds = 300
	from, to := at(20*time.Hour), at(33*time.Hour)
	for _, c := range cases {
		want := c.signal.Integral(from, to, time.Minute)
		sum, sq := 0.0, 0.0
		for seed := range uint64(seeds) {
			n := 0.0
			a := Poisson(c.signal, to, sim.NewStream(seed, "arrivals"))
			for when, ok := a.Next(); ok; when, ok = a.Next() {
				if when >= from {
					n++
				}
			}
			sum, sq = sum+n, sq+(n-want)*(n-want)
		}
		if got := sum / seeds; math.Abs(got-want) > 4*math.Sqrt(want/seeds) {
			t.Errorf("%s: %.2f arrivals on average, want %.2f", c.name, got, want)
		}
		if got := sq / seeds / want; math.Abs(got-1) > 4*math.Sqrt(2.0/seeds) {
			t.Errorf("%s: variance ÷ mean of the count is %.3f, want 1", c.name, got)
		}
	}
}

func TestArrivalsEnd(t *testing.T) {
	cases := []struct {
		name     string
		arrivals Arrivals
		want     int
	}{
		{"no rate", Poisson(Signal{}, sim.Never, sim.NewStream(1, "x")), 0},
		{"a rate that is too small to arrive", Poisson(Constant(1e-12), sim.Never, sim.NewStream(1, "x")), 0},
		{"before an end at 0", Poisson(Constant(1000), 0, sim.NewStream(1, "x")), 0},
		{"evenly", Evenly(time.Minute, at(10*time.Minute)), 10},
		{"evenly, with an end between two", Evenly(time.Minute, at(10*time.Minute)+1), 11},
		{"no gap", Evenly(0, sim.Never), 0},
	}
	for _, c := range cases {
		n := 0
		for _, ok := c.arrivals.Next(); ok && n < 1000; _, ok = c.arrivals.Next() {
			n++
		}
		if n != c.want {
			t.Errorf("%s: %d arrivals, want %d", c.name, n, c.want)
		}
		if _, ok := c.arrivals.Next(); ok {
			t.Errorf("%s: arrivals go on after the end", c.name)
		}
	}
}

func ExampleSignal() {
	office := Constant(400).Times(Daily(0.6, 14)).Times(Weekly(1, 0.4))
	for _, hour := range []int{2, 8, 14, 5*24 + 14} {
		fmt.Printf("hour %3d: %.0f jobs/h\n", hour, office.At(sim.Time(hour)*sim.Time(time.Hour)))
	}
	fmt.Printf("in a week: %.0f jobs\n", office.Integral(0, sim.Time(7*24*time.Hour), time.Minute))
	// Output:
	// hour   2: 160 jobs/h
	// hour   8: 400 jobs/h
	// hour  14: 640 jobs/h
	// hour 134: 256 jobs/h
	// in a week: 55680 jobs
}
