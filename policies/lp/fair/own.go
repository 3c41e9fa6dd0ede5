package fair

import "math"

// own is what a step needs of the inverse of a job's matrix.
type own struct {
	yy, yz, zz float64   // the inverse
	y, z       []float64 // of each kind: what a unit of it does to y and z
	alone      []float64 // of each kind: the determinant without it, as a part of that with it
	pair       []float64 // of each two kinds: how one takes from the other
}

// invert finds all of it for a job with gains a, ratios r (0 where the job cannot
// run), and the ratios of its two slacks to their prices. It reports false if
// rounding has made them useless.
func (o *own) invert(a, r []float64, uy, vz float64) bool {
	k := len(a)
	det := without(a, r, -1, uy, vz)
	if !(det > 0) || math.IsInf(det, 1) {
		return false
	}
	var saa, sa, s1 float64
	for j, g := range a {
		ra := float64(r[j] * g)
		saa += float64(ra * g)
		sa += ra
		s1 += r[j]
	}
	o.yy, o.yz, o.zz = (s1+vz)/det, sa/det, (saa+uy)/det
	for j, g := range a {
		if r[j] == 0 {
			continue
		}
		o.alone[j] = without(a, r, j, uy, vz) / det
		y, z := -float64(vz*g), uy
		for m, h := range a {
			part := float64(r[m] * (h - g))
			y += part
			z += float64(part * h)
		}
		o.y[j], o.z[j] = y/det, z/det
		for l, h := range a[:j] {
			both := uy + float64(vz*float64(g*h))
			for m, f := range a {
				both += float64(r[m] * float64((f-g)*(f-h)))
			}
			o.pair[j*k+l] = both / det
			o.pair[l*k+j] = o.pair[j*k+l]
		}
	}
	return true
}

// without returns the determinant of a job's matrix without one of the kinds.
func without(a, r []float64, skip int, uy, vz float64) float64 {
	det := float64(uy * vz)
	for j, g := range a {
		if j == skip || r[j] == 0 {
			continue
		}
		part := uy + float64(vz*float64(g*g))
		for l, h := range a[:j] {
			if l != skip {
				part += float64(r[l] * float64((g-h)*(g-h)))
			}
		}
		det += float64(r[j] * part)
	}
	return det
}

// cholesky factors a positive definite matrix in place, in its lower half. A row
// that follows from those above it, as far as rounding lets one see, is solved by
// zero. It reports false if the matrix has no numbers in it.
func cholesky(m []float64, k int) bool {
	for j := range k {
		for l := range j + 1 {
			sum := m[j*k+l]
			for o := range l {
				sum -= float64(m[j*k+o] * m[l*k+o])
			}
			switch {
			case j > l:
				m[j*k+l] = sum / m[l*k+l]
			case sum != sum || math.IsInf(sum, 0):
				return false
			case sum <= float64(1e-15*m[j*k+j]):
				m[j*k+j] = 1e100
			default:
				m[j*k+j] = math.Sqrt(sum)
			}
		}
	}
	return true
}

// substitute solves with a factored matrix.
func substitute(m, x []float64, k int) {
	for j := range k {
		for o := range j {
			x[j] -= float64(m[j*k+o] * x[o])
		}
		x[j] /= m[j*k+j]
	}
	for j := k - 1; j >= 0; j-- {
		for o := j + 1; o < k; o++ {
			x[j] -= float64(m[o*k+j] * x[o])
		}
		x[j] /= m[j*k+j]
	}
}
