package evolve

import "math"

func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

// cholesky returns the lower triangle whose product with its transpose is the symmetric
// matrix m. Where rounding has left a pivot that is not positive, it is the smallest that
// still counts beside the diagonal.
func cholesky(m [][]float64) [][]float64 {
	root := square(len(m))
	for i := range m {
		for j := range i + 1 {
			v := m[i][j]
			for k := range j {
				v -= float64(root[i][k] * root[j][k])
			}
			if i == j {
				root[i][i] = math.Sqrt(max(v, float64(1e-14*math.Abs(m[i][i])), 1e-300))
			} else {
				root[i][j] = v / root[j][j]
			}
		}
	}
	return root
}

// times returns the product of a lower triangle and a vector.
func times(root [][]float64, z []float64) []float64 {
	y := make([]float64, len(z))
	for i := range y {
		for j := range i + 1 {
			y[i] += float64(root[i][j] * z[j])
		}
	}
	return y
}

// norm is the length of a vector.
func norm(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v * v)
	}
	return math.Sqrt(sum)
}
