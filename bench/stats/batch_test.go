package stats

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// waits feeds yield the waits of n successive customers of an M/M/1 queue by
// Lindley's recursion, starting empty.
func waits(rng *rand.Rand, lambda, mu float64, n int, yield func(float64)) {
	w := 0.0
	for range n {
		yield(w)
		w = max(0, w+rng.ExpFloat64()/mu-rng.ExpFloat64()/lambda)
	}
}

func TestBatchesCoverTheMeanWaitOfMM1(t *testing.T) {
	// Mean wait of M/M/1: ρ/(μ-λ) = 0.5/(1-0.5) = 1.
	const runs = 100
	contained := 0
	for seed := range uint64(runs) {
		b, err := NewBatches(1000, 20)
		if err != nil {
			t.Fatal(err)
		}
		waits(rand.New(rand.NewPCG(seed, 1)), 0.5, 1, 50_000, b.Add)
		if b.Interval(0.99).Contains(1) {
			contained++
		}
	}
	if contained < 94 {
		t.Errorf("%d of %d 99 %% intervals contain the mean wait 1, want about 99", contained, runs)
	}
}

func TestBatchesEqualBatchMeans(t *testing.T) {
	var series []float64
	b, _ := NewBatches(100, 10)
	waits(rand.New(rand.NewPCG(5, 5)), 0.8, 1, 100+16*1024, func(w float64) {
		series = append(series, w)
		b.Add(w)
	})
	want, err := BatchMeans(series, 100, 16, 0.95) // 16·1024 values: 16 batches of 1,024
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Interval(0.95); got.N != 16 || !near(got.Low, want.Low, 1e-12) || !near(got.High, want.High, 1e-12) {
		t.Errorf("streaming %+v, want %+v", got, want)
	}
}

func TestCorrelationTellsShortBatches(t *testing.T) {
	short, _ := NewBatches(0, 1000)
	long, _ := NewBatches(0, 16)
	waits(rand.New(rand.NewPCG(6, 6)), 0.8, 1, 200_000, func(w float64) { short.Add(w); long.Add(w) })
	if s, l := short.Correlation(), long.Correlation(); s < 0.2 || l > 0.6 || s < l-0.6 {
		t.Errorf("correlation %v of short and %v of long batches", s, l)
	}
	if empty, _ := NewBatches(0, 5); !math.IsNaN(empty.Correlation()) {
		t.Errorf("correlation of nothing = %v, want NaN", empty.Correlation())
	}
}

func TestBatchErrors(t *testing.T) {
	for _, c := range []struct {
		name            string
		values          int
		warmup, batches int
		level           float64
		want            string
	}{
		{"negative warm-up", 10, -1, 2, 0.9, "warmup is -1"},
		{"one batch", 10, 0, 1, 0.9, "batches is 1"},
		{"level of one", 10, 0, 2, 1, "level is 1"},
		{"too short", 10, 5, 6, 0.9, "10 values less a warm-up of 5 do not fill 6 batches"},
	} {
		_, err := BatchMeans(make([]float64, c.values), c.warmup, c.batches, c.level)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := NewBatches(-1, 2); err == nil {
		t.Error("NewBatches(-1, 2): no error")
	}
	if _, err := NewBatches(0, 1); err == nil {
		t.Error("NewBatches(0, 1): no error")
	}
}
