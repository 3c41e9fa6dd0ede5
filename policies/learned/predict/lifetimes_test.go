package predict

import (
	"fmt"
	"math"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"skysim/sim"
)

func ExampleLifetimes() {
	var l Lifetimes
	for _, x := range []struct {
		hours int
		lost  bool
	}{{1, true}, {2, false}, {3, true}, {3, true}, {5, false}} {
		if err := l.Observe(time.Duration(x.hours)*time.Hour, x.lost); err != nil {
			fmt.Println(err)
		}
	}
	// One of five is lost at 1 h, two of three at 3 h: 1/5 + 2/3.
	fmt.Printf("hazard at 3h %.4f, survival %.4f, of one that has reached 2h %.4f\n",
		l.Hazard(3*time.Hour), l.Survival(3*time.Hour), l.Survives(2*time.Hour, 90*time.Minute))
	// From 2 h on: an hour for sure, and then e^(-2/3) of another.
	fmt.Println("left of 2h:", l.Left(2*time.Hour, 2*time.Hour).Round(time.Second))
	// Output:
	// hazard at 3h 0.8667, survival 0.4204, of one that has reached 2h 0.5134
	// left of 2h: 1h30m48s
}

// The hand-worked remission times of Freireich et al. (1963) in weeks, 6-MP group, as in every textbook;
// + is still in remission. The table of at risk and relapsed is the book's; hazards by hand.
func TestNelsonAalenOfATextbook(t *testing.T) {
	var l Lifetimes
	for _, w := range []int{6, 6, 6, 7, 10, 13, 16, 22, 23} {
		_ = l.Observe(time.Duration(w)*time.Hour, true)
	}
	for _, w := range []int{6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35} {
		_ = l.Observe(time.Duration(w)*time.Hour, false)
	}
	want := 0.0
	for _, c := range []struct {
		week      int
		ends, all float64
	}{{6, 3, 21}, {7, 1, 17}, {10, 1, 15}, {13, 1, 12}, {16, 1, 11}, {22, 1, 7}, {23, 1, 6}} {
		want += c.ends / c.all
		if got := l.Hazard(time.Duration(c.week) * time.Hour); math.Abs(got-want) > 1e-12 {
			t.Errorf("hazard at %d weeks is %v, want %v", c.week, got, want)
		}
	}
	if lives, ends := l.Seen(); lives != 21 || ends != 9 {
		t.Errorf("%d lives and %d ends, want 21 and 9", lives, ends)
	}
	if err := l.Observe(-1, true); err == nil {
		t.Error("a negative life is taken in")
	}
}

// Lives of known distributions, half of them cut short at random: the estimate agrees with the true
// survival, and 95 % intervals contain it about 95 times in 100.
func TestNelsonAalenAgainstDistributions(t *testing.T) {
	const n, trials = 400, 300
	for _, d := range []struct {
		name     string
		quantile func(float64) float64
		survival func(float64) float64
	}{
		{"exponential", distuv.Exponential{Rate: 0.5}.Quantile, distuv.Exponential{Rate: 0.5}.Survival},
		{"weibull 0.7", distuv.Weibull{K: 0.7, Lambda: 3}.Quantile, distuv.Weibull{K: 0.7, Lambda: 3}.Survival},
		{"weibull 2", distuv.Weibull{K: 2, Lambda: 3}.Quantile, distuv.Weibull{K: 2, Lambda: 3}.Survival},
	} {
		inside, sum := 0, 0.0
		const at = 2.0 // hours
		for trial := range uint64(trials) {
			s := sim.NewStream(trial, "lives")
			var l Lifetimes
			for range n {
				life, seen := d.quantile(s.Float64()), 4*s.Float64()
				_ = l.Observe(time.Duration(min(life, seen)*3600e9), life <= seen)
			}
			low, high := l.Between(2*time.Hour, 0.95)
			if low <= d.survival(at) && d.survival(at) <= high {
				inside++
			}
			sum += l.Survival(2 * time.Hour)
		}
		// Standard errors: 0.013 of the coverage, 0.002 of the mean.
		if share := float64(inside) / trials; share < 0.90 || share > 0.99 {
			t.Errorf("%s: %.3f of the intervals contain the truth, want about 0.95", d.name, share)
		}
		if got := sum / trials; math.Abs(got-d.survival(at)) > 0.008 {
			t.Errorf("%s: survival %.4f on average, want %.4f", d.name, got, d.survival(at))
		}
	}
}

// Without a memory, what is left does not depend on the age; what wears out has less left.
func TestLeft(t *testing.T) {
	left := func(k float64, age time.Duration) float64 {
		var l Lifetimes
		s := sim.NewStream(1, "left")
		for range 20000 {
			_ = l.Observe(time.Duration(distuv.Weibull{K: k, Lambda: 1}.Quantile(s.Float64())*3600e9), true)
		}
		return l.Left(age, 12*time.Hour).Hours() // far beyond the longest life, a few that nobody saw end would count for too much
	}
	if a, b := left(1, 0), left(1, time.Hour); math.Abs(a-1) > 0.03 || math.Abs(b-1) > 0.05 {
		t.Errorf("exponential lives of mean 1 have %.3f left at first and %.3f after an hour, want 1", a, b)
	}
	if a, b := left(3, 0), left(3, time.Hour); math.Abs(a-math.Gamma(4.0/3)) > 0.02 || b > a/2 {
		t.Errorf("lives that wear out have %.3f left at first and %.3f after an hour, want %.3f and less than half of it", a, b, math.Gamma(4.0/3))
	}
}

// Ages times k: hazards stay, what is left is k times as long; and the order of lives does not matter.
func TestLifetimesScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a, b Lifetimes
		k := rapid.Int64Range(2, 9).Draw(t, "k")
		lives := rapid.SliceOfN(rapid.Int64Range(0, 50), 1, 40).Draw(t, "lives")
		for i := range lives {
			_ = a.Observe(time.Duration(lives[i])*time.Minute, i%3 > 0)
		}
		for i := len(lives) - 1; i >= 0; i-- {
			_ = b.Observe(time.Duration(k*lives[i])*time.Minute, i%3 > 0)
		}
		age := time.Duration(rapid.Int64Range(0, 60).Draw(t, "age")) * time.Minute
		if x, y := a.Hazard(age), b.Hazard(time.Duration(k)*age); x != y {
			t.Fatalf("hazard %v, in other units %v", x, y)
		}
		x, y := a.Left(age, time.Hour), b.Left(time.Duration(k)*age, time.Duration(k)*time.Hour)
		if math.Abs(float64(y)-float64(k)*float64(x)) > 1e-6*float64(y)+float64(k) {
			t.Fatalf("left %v, in other units %v", x, y)
		}
	})
}
