package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{3, 1, 2}, 2}, {[]float64{4, 1, 2, 3}, 2.5}, {[]float64{7}, 7}} {
		if got := Median(c.values); got != c.want {
			t.Errorf("Median(%v) = %v, want %v", c.values, got, c.want)
		}
	}
	if got := Median(nil); !math.IsNaN(got) {
		t.Errorf("Median(nil) = %v, want NaN", got)
	}
}

func TestMeanAndVarianceAgreeWithGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 2, 50).Draw(t, "values")
		mean, variance := stat.MeanVariance(v, nil)
		if got := Mean(v); !near(got, mean, 1e-9) {
			t.Errorf("Mean = %v, want %v", got, mean)
		}
		if got := Variance(v); !near(got, variance, 1e-9) {
			t.Errorf("Variance = %v, want %v", got, variance)
		}
	})
}

func TestEqualValuesHaveNoVariance(t *testing.T) {
	v := []float64{0.1, 0.1, 0.1}
	if got := Variance(v); got != 0 {
		t.Errorf("Variance(%v) = %v, want 0", v, got)
	}
}

// near compares with a tolerance relative to the larger of want and 1.
func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance*max(1, math.Abs(want))
}
