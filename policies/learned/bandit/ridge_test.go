package bandit

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"skysim/sim"
)

// The second implementation: the normal equations, solved by a library from all
// observations at once. Forgetting multiplies the weights of what came before.
func TestRidgeIsWeightedLeastSquares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.IntRange(1, 9).Draw(t, "features")
		s := sim.NewStream(rapid.Uint64().Draw(t, "seed"), "test")
		m := newRidge(d, 0.5)
		gram, sum := mat.NewSymDense(d, nil), mat.NewVecDense(d, nil)
		for i := range d {
			gram.SetSym(i, i, 0.5)
		}
		for range rapid.IntRange(0, 200).Draw(t, "observations") {
			x := make([]float64, d)
			for i := range x {
				x[i] = s.Normal()
			}
			reward, weight := s.Normal(), s.Float64()+0.1
			m.learn(x, reward, weight)
			v := mat.NewVecDense(d, x)
			gram.SymRankOne(gram, weight, v)
			sum.AddScaledVec(sum, weight*reward, v)
			if s.Bool(0.1) {
				m.forget(0.9)
				gram.ScaleSym(0.9, gram)
				sum.ScaleVec(0.9, sum)
				for i := range d {
					gram.SetSym(i, i, gram.At(i, i)+0.1*0.5)
				}
			}
		}
		var c mat.Cholesky
		if !c.Factorize(gram) {
			t.Fatal("the matrix is not positive definite")
		}
		x := make([]float64, d)
		for i := range x {
			x[i] = s.Normal()
		}
		var theta, pull mat.VecDense
		if err := c.SolveVecTo(&theta, sum); err != nil {
			t.Fatal(err)
		}
		if err := c.SolveVecTo(&pull, mat.NewVecDense(d, x)); err != nil {
			t.Fatal(err)
		}
		mean, variance := m.guess(x)
		wantMean, wantVariance := mat.Dot(&theta, mat.NewVecDense(d, x)), mat.Dot(&pull, mat.NewVecDense(d, x))
		if math.Abs(mean-wantMean) > 1e-9*(1+math.Abs(wantMean)) || math.Abs(variance-wantVariance) > 1e-9*(1+wantVariance) {
			t.Fatalf("guess %v with variance %v, want %v and %v", mean, variance, wantMean, wantVariance)
		}
	})
}

// By hand: λ = 1, rewards 2 and 4 in the context (1): θ = 6/3, variance 1/3.
func TestRidgeByHand(t *testing.T) {
	m := newRidge(1, 1)
	m.learn([]float64{1}, 2, 1)
	m.learn([]float64{1}, 4, 1)
	if mean, variance := m.guess([]float64{1}); math.Abs(mean-2) > 1e-15 || math.Abs(variance-1.0/3) > 1e-15 {
		t.Errorf("guess %v with variance %v, want 2 with 1/3", mean, variance)
	}
	m.forget(0.5) // 2/2 observations: θ = 3/2
	if mean, variance := m.guess([]float64{1}); math.Abs(mean-1.5) > 1e-15 || math.Abs(variance-0.5) > 1e-15 {
		t.Errorf("after forgetting: guess %v with variance %v, want 1.5 with 0.5", mean, variance)
	}
}
