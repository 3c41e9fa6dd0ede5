package greedy

import (
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

func TestRunTimeRoundsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, speed := rapid.Int64Min(0).Draw(t, "d"), rapid.Int64Range(1, 1<<40).Draw(t, "speed")
		want := new(big.Int).Mul(big.NewInt(d), big.NewInt(1_000_000))
		want.Add(want, big.NewInt(speed-1)).Div(want, big.NewInt(speed))
		if !want.IsInt64() {
			want.SetInt64(math.MaxInt64)
		}
		if got := runTime(sim.Duration(d), speed, 0); int64(got) != want.Int64() {
			t.Fatalf("runTime(%d, %d) = %d, want %v", d, speed, got, want)
		}
		if got := runTime(sim.Duration(d), speed, 1000); int64(got) != min(want.Int64(), 1000) {
			t.Fatalf("runTime(%d, %d) cut at 1000 = %d, want %d", d, speed, got, min(want.Int64(), 1000))
		}
	})
}

func TestTimesMultiplies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, n := rapid.Int64Min(0).Draw(t, "a"), rapid.Int64Range(0, 1<<40).Draw(t, "b"), rapid.IntRange(0, 1<<20).Draw(t, "n")
		w := sim.Product(a, b)
		want := new(big.Int).Mul(w.Big(), big.NewInt(int64(n)))
		if got := times(w, n); got.Big().Cmp(want) != 0 {
			t.Fatalf("times(%v, %d) = %v, want %v", w, n, got, want)
		}
	})
}

func TestKeysOrderAsCostsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, w := sim.Product(rapid.Int64Min(0).Draw(t, "a"), rapid.Int64Min(0).Draw(t, "b")), sim.Product(rapid.Int64Min(0).Draw(t, "c"), rapid.Int64Min(0).Draw(t, "d"))
		var j, k key
		j[0], j[1] = wide(v)
		k[0], k[1] = wide(w)
		if got, want := j.less(&k), v.Big().Cmp(w.Big()) < 0; got != want {
			t.Fatalf("%v before %v is %v, want %v", v, w, got, want)
		}
	})
}

func TestExtensionIsWhatTheBillGrowsBy(t *testing.T) {
	hour := &sim.Billing{Increment: time.Hour, Minimum: 2 * time.Hour}
	for _, tt := range []struct{ d, want sim.Duration }{
		{-1, 0}, {0, 0}, {1, 2 * time.Hour}, {2 * time.Hour, 2 * time.Hour}, {2*time.Hour + 1, 3 * time.Hour},
	} {
		if got := billed(hour, tt.d); got != tt.want {
			t.Errorf("billed(%v) = %v, want %v", tt.d, got, tt.want)
		}
	}
	if got := billed(hour, math.MaxInt64); got < 1<<62 {
		t.Errorf("billed(forever) = %v, want no overflow", got)
	}
}
