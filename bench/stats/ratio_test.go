package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// At the ends of Fieller's interval, the t interval of pol - ρ·base must touch
// zero: that is its definition, computed the other way round.
func TestRatioEndsAreWhereTheDifferenceTouchesZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 12).Draw(t, "n")
		base := rapid.SliceOfN(rapid.Float64Range(50, 150), n, n).Draw(t, "baseline")
		pol := rapid.SliceOfN(rapid.Float64Range(0, 200), n, n).Draw(t, "policy")
		r := ratioOfMeans(base, pol, 0.95)
		if !r.Bounded() {
			if MeanInterval(base, 0.95).Contains(0) {
				return
			}
			t.Fatalf("ratio %+v is unbounded although the baseline is not zero", r)
		}
		for _, rho := range []float64{r.Low, r.High} {
			diff := make([]float64, n)
			for i := range diff {
				diff[i] = pol[i] - rho*base[i]
			}
			d := MeanInterval(diff, 0.95)
			if touch := min(math.Abs(d.Low), math.Abs(d.High)); touch > 1e-6*(1+math.Abs(d.High-d.Low)) {
				t.Errorf("at ρ = %v the difference is %+v, want an end at zero", rho, d)
			}
		}
	})
}

func TestRatioWithoutAnAnswer(t *testing.T) {
	if r := ratioOfMeans([]float64{0, 0, 0}, []float64{1, 2, 3}, 0.95); !math.IsNaN(r.Center) || r.Bounded() {
		t.Errorf("over zero: %+v, want NaN and no bounds", r)
	}
	if r := ratioOfMeans([]float64{2}, []float64{1}, 0.95); r.Center != 0.5 || r.Bounded() {
		t.Errorf("one pair: %+v, want 0.5 without bounds", r)
	}
	if r := ratioOfMeans([]float64{-1, 1, 3}, []float64{1, 2, 3}, 0.95); r.Bounded() {
		t.Errorf("a baseline that may be zero: %+v, want no bounds", r)
	}
}
