package wrap

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

func ExampleYoung() {
	fmt.Println(Young(time.Minute, 10*time.Hour).Round(time.Second), Daly(time.Minute, 10*time.Hour).Round(time.Second))
	// Output: 34m38s 33m59s
}

// perWork is how long a second of work takes on average: with checkpoints that cost c after every
// tau of work, and losses that come every m on average and without memory, segments of tau + c are tried
// until one is not interrupted. This is Daly's complete model without the time of the restart, which
// multiplies all of it.
func perWork(tau, c, m float64) float64 { return m * (math.Exp((tau+c)/m) - 1) / tau }

// best finds the least of perWork by golden sections.
func best(c, m float64) (tau float64) {
	low, high := 0.0, 50*m
	ratio := (math.Sqrt(5) - 1) / 2
	for range 200 {
		a, b := high-ratio*(high-low), low+ratio*(high-low)
		if perWork(a, c, m) < perWork(b, c, m) {
			high = b
		} else {
			low = a
		}
	}
	return (low + high) / 2
}

// Both rules come near the interval that a search finds, and lose almost nothing by it.
func TestIntervalsAreNearTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.Float64Range(60, 3600).Draw(t, "cost") // intervals are in whole seconds
		m := c * rapid.Float64Range(25, 1e5).Draw(t, "mtbf in costs")
		want := best(c, m)
		young := Young(seconds(c), seconds(m)).Seconds()
		daly := Daly(seconds(c), seconds(m)).Seconds()
		if off := young/want - 1; off < 0 || off > 0.12 {
			t.Errorf("Young: %.0f s for C = %.0f s and M = %.0f s, want up to 12 %% more than %.0f s", young, c, m, want)
		}
		if off := math.Abs(daly/want - 1); off > 0.005 {
			t.Errorf("Daly: %.0f s for C = %.0f s and M = %.0f s, want %.0f s", daly, c, m, want)
		}
		if loss := perWork(young, c, m)/perWork(want, c, m) - 1; loss > 0.002 {
			t.Errorf("Young loses %.4f of the time against the best", loss)
		}
	})
}

func seconds(s float64) sim.Duration { return sim.Duration(s * 1e9) }

func TestIntervalsAtTheEdges(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want sim.Duration
	}{
		{name: "checkpoints that cost nothing", got: Young(0, time.Hour), want: leastInterval},
		{name: "to higher order", got: Daly(0, time.Hour), want: leastInterval},
		{name: "machines that are never lost", got: Young(1<<60, 1<<62), want: longestInterval},
		{name: "checkpoints that cost more than machines last", got: Daly(3*time.Hour, time.Hour), want: time.Hour},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}
