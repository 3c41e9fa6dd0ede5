package evolve

import (
	"math"

	"skysim/sim"
)

// rates are the constants of a strategy, from its dimensions and population: see [cma].
type rates struct {
	weights   []float64 // of the better half, best first; sum 1
	effective float64   // 1/Σw²: how many candidates the mean is worth
	stepPath  float64   // learning rates
	damping   float64
	shapePath float64
	one, many float64 // of the covariance, from its path and from the candidates
	length    float64 // of a vector of normal draws, expected
}

func newRates(dimensions, population int) rates {
	n, r := float64(dimensions), rates{}
	sum, squares := 0.0, 0.0
	for i := range population / 2 {
		w := sim.Log((float64(population)+1)/2) - sim.Log(float64(i+1))
		r.weights = append(r.weights, w)
		sum += w
	}
	for i := range r.weights {
		r.weights[i] /= sum
		squares += float64(r.weights[i] * r.weights[i])
	}
	mu := 1 / squares
	r.effective = mu
	r.stepPath = (mu + 2) / (n + mu + 5)
	r.damping = 1 + r.stepPath + float64(2*max(0, math.Sqrt((mu-1)/(n+1))-1))
	r.shapePath = (4 + mu/n) / (n + 4 + float64(2*mu)/n)
	r.one = 2 / (float64((n+1.3)*(n+1.3)) + mu)
	r.many = min(1-r.one, float64(2*(mu-2+1/mu))/(float64((n+2)*(n+2))+mu))
	r.length = float64(math.Sqrt(n) * (1 - 1/float64(4*n) + 1/float64(float64(21*n)*n)))
	return r
}

// adapt moves mean, paths, covariance and step by the candidates that were best, best first.
func (s *Strategy) adapt(best []int) {
	st, r, n := &s.state, &s.rates, len(s.state.Mean)
	steps := make([][]float64, len(best))
	z, y := make([]float64, n), make([]float64, n) // weighted means
	for k, c := range best {
		draw := s.draw(c)
		steps[k] = times(s.root, draw)
		for i := range n {
			z[i] += float64(r.weights[k] * draw[i])
			y[i] += float64(r.weights[k] * steps[k][i])
		}
	}
	for i := range n {
		st.Mean[i] += float64(float64(st.Step*y[i]) * s.opts.Step[i])
	}
	long := s.follow(z, y)
	s.reshape(steps, long)
	grow := float64(r.stepPath/r.damping) * (norm(st.StepPath)/r.length - 1)
	st.Step = min(max(float64(st.Step*sim.Exp(min(1, grow))), leastStep), mostStep)
	s.root = cholesky(st.Covariance)
}

// follow extends the two paths, and reports whether the path of the steps has become
// so long that the other one is not to grow.
func (s *Strategy) follow(z, y []float64) (long bool) {
	st, r, n := &s.state, &s.rates, len(z)
	stay, move := 1-r.stepPath, math.Sqrt(float64(float64(r.stepPath*(2-r.stepPath))*r.effective))
	for i := range n {
		st.StepPath[i] = float64(stay*st.StepPath[i]) + float64(move*z[i])
	}
	seen := math.Sqrt(1 - sim.Pow(stay, float64(2*(st.Generation+1))))
	long = norm(st.StepPath)/seen >= float64((1.4+2/(float64(n)+1))*r.length)
	stay, move = 1-r.shapePath, math.Sqrt(float64(float64(r.shapePath*(2-r.shapePath))*r.effective))
	if long {
		move = 0
	}
	for i := range n {
		st.ShapePath[i] = float64(stay*st.ShapePath[i]) + float64(move*y[i])
	}
	return long
}

// reshape adds the path and the best steps to the covariance.
func (s *Strategy) reshape(steps [][]float64, long bool) {
	st, r := &s.state, &s.rates
	keep := 1 - r.one - r.many
	if long { // what the path lacks
		keep += float64(float64(r.one*r.shapePath) * (2 - r.shapePath))
	}
	for i := range st.Covariance {
		for j := range st.Covariance[i] {
			v := float64(keep*st.Covariance[i][j]) + float64(r.one*float64(st.ShapePath[i]*st.ShapePath[j]))
			for k, y := range steps {
				v += float64(float64(r.many*r.weights[k]) * float64(y[i]*y[j]))
			}
			st.Covariance[i][j] = v
		}
	}
}
