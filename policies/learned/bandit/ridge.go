package bandit

import "math"

// ridge is a linear model of rewards, fitted by least squares with a penalty on the
// size of its coefficients:
//
//	θ = (λI + Σ wᵢxᵢxᵢᵀ)⁻¹ · Σ wᵢrᵢxᵢ
//
// It keeps the matrix and its inverse. An observation changes the matrix by a product
// of rank one, and the inverse by the formula of Sherman and Morrison in O(d²);
// rounding errors are swept out by inverting anew now and then.
type ridge struct {
	d      int
	lambda float64
	gram   []float64 // λI + Σ w·x·xᵀ, row by row
	inv    []float64 // its inverse
	sum    []float64 // Σ w·r·x
	count  float64   // Σ w
	since  int       // observations since inv was made anew
	pull   []float64 // scratch: inv·x
}

// refresh is after how many observations the inverse is made anew.
const refresh = 64

// newRidge returns a model of d coefficients that has seen nothing: all are 0.
// lambda must be positive.
func newRidge(d int, lambda float64) *ridge {
	m := &ridge{
		d: d, lambda: lambda, gram: make([]float64, d*d), inv: make([]float64, d*d),
		sum: make([]float64, d), pull: make([]float64, d),
	}
	for i := range d {
		m.gram[i*d+i], m.inv[i*d+i] = lambda, 1/lambda
	}
	return m
}

// guess returns the reward to be expected in a context, and the variance of that
// guess in units of the noise's variance: xᵀ·inv·x.
func (m *ridge) guess(x []float64) (mean, variance float64) {
	m.solve(x)
	return dot(m.pull, m.sum), math.Max(0, dot(m.pull, x))
}

// solve leaves inv·x in pull.
func (m *ridge) solve(x []float64) {
	for i := range m.d {
		m.pull[i] = dot(m.inv[i*m.d:(i+1)*m.d], x)
	}
}

// learn takes in a reward seen in a context, with a weight.
func (m *ridge) learn(x []float64, reward, weight float64) {
	m.solve(x)
	scale := weight / (1 + float64(weight*dot(m.pull, x)))
	for i := range m.d {
		for j := range m.d {
			m.gram[i*m.d+j] += float64(weight * float64(x[i]*x[j]))
			m.inv[i*m.d+j] -= float64(scale * float64(m.pull[i]*m.pull[j]))
		}
		m.sum[i] += float64(weight * float64(reward*x[i]))
	}
	m.count += weight
	if m.since++; m.since >= refresh {
		m.invert()
	}
}

// forget multiplies the weight of everything seen so far by keep. The penalty stays
// what it was, so that an arm that is not taken any more is unsure again, and no
// more than at the beginning (Russac, Vernade & Cappé 2019, with one matrix).
func (m *ridge) forget(keep float64) {
	for i := range m.gram {
		m.gram[i] = float64(keep * m.gram[i])
	}
	for i := range m.d {
		m.gram[i*m.d+i] += float64((1 - keep) * m.lambda)
		m.sum[i] = float64(keep * m.sum[i])
	}
	m.count = float64(keep * m.count)
	m.invert()
}

// invert makes the inverse anew, by Gauss and Jordan without pivoting: the matrix is
// symmetric and at least λI, so that no pivot is below λ.
func (m *ridge) invert() {
	d := m.d
	work := append([]float64(nil), m.gram...)
	for i := range m.inv {
		m.inv[i] = 0
	}
	for i := range d {
		m.inv[i*d+i] = 1
	}
	for k := range d {
		pivot := work[k*d+k]
		for j := range d {
			work[k*d+j], m.inv[k*d+j] = work[k*d+j]/pivot, m.inv[k*d+j]/pivot
		}
		for i := range d {
			factor := work[i*d+k]
			if i == k || factor == 0 {
				continue
			}
			for j := range d {
				work[i*d+j] -= float64(factor * work[k*d+j])
				m.inv[i*d+j] -= float64(factor * m.inv[k*d+j])
			}
		}
	}
	m.since = 0
}

// dot returns the inner product, added up from the first on.
func dot(a, b []float64) float64 {
	s := 0.0
	for i := range a {
		s += float64(a[i] * b[i])
	}
	return s
}
