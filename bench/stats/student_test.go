package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func TestTQuantileOfPrintedTables(t *testing.T) {
	for _, c := range []struct {
		p    float64
		df   int
		want float64
	}{
		{0.975, 1, 12.7062}, {0.975, 2, 4.3027}, {0.975, 4, 2.7764}, {0.975, 9, 2.2622},
		{0.995, 29, 2.7564}, {0.95, 5, 2.0150}, {0.025, 9, -2.2622}, {0.5, 3, 0},
		{0.975, 10_000_000, 1.9600},
	} {
		if got := TQuantile(c.p, c.df); math.Abs(got-c.want) > 5.1e-5 {
			t.Errorf("TQuantile(%v, %d) = %v, want %v", c.p, c.df, got, c.want)
		}
	}
	for _, p := range []float64{0, 1, -1, math.NaN()} {
		if got := TQuantile(p, 3); !math.IsNaN(got) {
			t.Errorf("TQuantile(%v, 3) = %v, want NaN", p, got)
		}
	}
}

func TestTQuantileAgreesWithGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(0.0005, 0.9995).Draw(t, "p")
		df := rapid.IntRange(1, 300).Draw(t, "df")
		want := distuv.StudentsT{Sigma: 1, Nu: float64(df)}.Quantile(p)
		if got := TQuantile(p, df); !near(got, want, 1e-8) {
			t.Errorf("TQuantile(%v, %d) = %v, gonum says %v", p, df, got, want)
		}
	})
}
