package bench

import (
	"context"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// However lines come, the bins add up to the bill.
func TestSpendingAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spending{width: sim.Time(rapid.Int64Range(1, 1e9).Draw(t, "width"))}
		var bill int64
		for range rapid.IntRange(1, 50).Draw(t, "lines") {
			l := sim.Line{
				From:   sim.Time(rapid.Int64Range(0, 1e15).Draw(t, "from")),
				Life:   sim.Duration(rapid.Int64Range(0, 1e15).Draw(t, "life")),
				Amount: sim.Money(rapid.Int64Range(0, 1e15).Draw(t, "amount")),
			}
			s.add(l)
			bill += int64(l.Amount)
		}
		var sum int64
		for i, b := range s.bins {
			sum += b
			if b < 0 {
				t.Fatalf("bin %d is %d, want none negative", i, b)
			}
		}
		if sum != bill || len(s.bins) > bins {
			t.Fatalf("%d bins add up to %d, want at most %d that add up to %d", len(s.bins), sum, bins, bill)
		}
	})
}

// A line that lives through four bins and a half gives each its part.
func TestSpendingIsEven(t *testing.T) {
	s := spending{width: 10}
	s.add(sim.Line{From: 5, Life: 45, Amount: 90})
	want := []int64{10, 20, 20, 20, 20, 0}
	for i, b := range s.bins {
		if b != want[i] {
			t.Fatalf("bins are %v, want %v", s.bins, want)
		}
	}
}

func TestSamplesHalve(t *testing.T) {
	s := samples{width: 7}
	for range 3 * bins {
		s.add(SeriesPoint{At: int64(s.next())})
	}
	for i, p := range s.points {
		if want := int64(i+1) * int64(s.width); p.At != want {
			t.Fatalf("point %d is at %d, want %d", i, p.At, want)
		}
	}
	if len(s.points) < bins/2 || len(s.points) >= bins {
		t.Errorf("%d points, want %d to %d", len(s.points), bins/2, bins-1)
	}
}

// A run may last as long as the clock: the next sample is then never due,
// instead of before the beginning.
func TestSamplesEndWithTheClock(t *testing.T) {
	s := samples{width: sim.Never / 100}
	for range 100 {
		s.points = append(s.points, SeriesPoint{At: int64(s.next())})
	}
	if at := s.next(); at != sim.Never {
		t.Errorf("the sample after the last is due at %d, want %d", at, sim.Never)
	}
}

// A run through all of the clock ends: with rows, or with a sentence about the
// job that the clock does not hold.
func TestRunsThroughTheClock(t *testing.T) {
	slow := func(mu string) *Plan {
		text := strings.Replace(small, "count = 2\ncores", "count = 1\ncores", 1)
		text = strings.Replace(text, "lambda = 1.5\njobs = 200", "lambda = 0.000001\njobs = 9300\nmu = "+mu, 1)
		e, err := Parse("slow.toml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Prepare(e, "")
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct{ mu, want string }{{"1", ""}, {"0.000001", "where the clock of a run ends"}} {
		ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
		defer stop()
		r, err := Run(ctx, slow(c.mu), RunOptions{Dir: t.TempDir()})
		switch {
		case c.want == "" && err != nil:
			t.Errorf("mu = %s: error %v", c.mu, err)
		case c.want == "" && r.Rows[0].Makespan < 1<<62:
			t.Errorf("mu = %s: the last job ended at %d, want a test that comes near the clock's end", c.mu, r.Rows[0].Makespan)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("mu = %s: error %v, want %s", c.mu, err, c.want)
		}
	}
}
