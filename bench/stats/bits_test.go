package stats

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"testing"
)

// The same bits whatever GOAMD64 and FMA: CI runs this test under all. Only
// exact draws are used as input.
func TestBitsDoNotDependOnTheProcessor(t *testing.T) {
	rng, hash := rand.New(rand.NewPCG(8, 8)), sha256.New()
	for range 200 {
		n := 3 + rng.IntN(16)
		base, pol := make([]float64, n), make([]float64, n)
		b, err := NewBatches(3, 4)
		if err != nil {
			t.Fatal(err)
		}
		for i := range base {
			base[i], pol[i] = 100*rng.Float64(), 90*rng.Float64()
			b.Add(base[i])
		}
		c := (Options{Resamples: 50}).Compare(samples(base...), samples(pol...))
		fmt.Fprintf(hash, "%x %x %x %x %x %x %x %x\n", c.Baseline, c.Difference, c.Bootstrap, c.Ratio, c.SignP, c.P, b.Interval(0.99), b.Correlation())
	}
	const want = "29ffd44bbc82e1e3"
	if got := fmt.Sprintf("%x", hash.Sum(nil)[:8]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
