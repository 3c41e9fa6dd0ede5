package fair

import "math"

// system solves the linear equations of a step. What the variables of a job are
// told by its own two rows is put into the rows of the kinds, of which there are
// few.
//
// With r = x/s, a job's own rows have the matrix
//
//	( Σ r·a² + u/y     −Σ r·a    )
//	(   −Σ r·a       Σ r + v/z   ) .
//
// Near the end some r are 10¹⁵ times others, and whatever is written as a
// difference of such sums is lost. So nothing is: the determinant is a sum over pairs
// of kinds of r·r'·(a−a')² and so on, and what the step needs of the inverse is kept in
// the same manner (own.go).
type system struct {
	// What the rows lack, and what the products ask for.
	u, v, w, s []float64
	lambda     float64
	q, h       []float64 // of x and s, and that divided by s, with what s lacks
	qu, qv, qw []float64

	own   []own     // each job's matrix
	r     []float64 // x/s
	chol  []float64 // the kinds' matrix, factored
	kinds []float64 // how the level enters it
	level float64
	right []float64
}

func newSystem(n, k int) system {
	row := func(n int) []float64 { return make([]float64, n) }
	s := system{
		u: row(n), v: row(n), w: row(k), s: row(n * k), q: row(n * k), h: row(n * k), qu: row(n), qv: row(n), qw: row(k),
		own: make([]own, n), r: row(n * k), chol: row(k * k), kinds: row(k), right: row(k),
	}
	all := row(n * k * (3 + k))
	for i := range s.own {
		part := all[i*k*(3+k) : (i+1)*k*(3+k)]
		s.own[i] = own{y: part[:k], z: part[k : 2*k], alone: part[2*k : 3*k], pair: part[3*k:]}
	}
	return s
}

// residuals finds what every row lacks and returns the largest, each beside what
// it is about.
func (s *system) residuals(t *interior) (worst float64) {
	for j := range t.k {
		s.w[j] = t.w[j] - 1
	}
	s.lambda = 1
	for i := range t.n {
		gain, sum := 0.0, 0.0
		for j := range t.k {
			q := i*t.k + j
			if t.a[q] == 0 {
				continue
			}
			x := t.x[q]
			gain += float64(t.a[q] * x)
			sum += x
			s.w[j] += float64(t.c[q] * x)
			s.s[q] = t.s[q] + float64(t.a[q]*t.y[i]) - t.z[i] - float64(t.c[q]*t.p[j])
			worst = max(worst, math.Abs(s.s[q])*float64(t.n)) // prices are about 1/jobs
		}
		s.u[i] = t.u[i] - (gain - float64(t.f[i]*t.level) - t.g[i])
		s.v[i] = t.v[i] - (1 - sum)
		s.lambda -= float64(t.f[i] * t.y[i])
		worst = max(worst, math.Abs(s.u[i]), math.Abs(s.v[i]))
	}
	for j := range t.k {
		if t.idle[j] {
			s.w[j] = 0
		}
		worst = max(worst, math.Abs(s.w[j]))
	}
	return max(worst, math.Abs(s.lambda))
}

// factor builds the kinds' matrix and factors it. It reports false if rounding has
// made it useless.
func (s *system) factor(t *interior) bool {
	k := t.k
	clear(s.chol)
	clear(s.kinds)
	s.level = 0
	for j := range k {
		if s.chol[j*k+j] = 1; !t.idle[j] {
			s.chol[j*k+j] = t.w[j] / t.p[j]
		}
	}
	for i := range t.n {
		at := i * k
		a, c, r, o := t.a[at:at+k], t.c[at:at+k], s.r[at:at+k], &s.own[i]
		for j, g := range a {
			if r[j] = 0; g > 0 {
				r[j] = t.x[at+j] / t.s[at+j]
			}
		}
		if !o.invert(a, r, t.u[i]/t.y[i], t.v[i]/t.z[i]) {
			return false
		}
		f := t.f[i]
		s.level += float64(float64(f*f) * o.yy)
		for j, rj := range r {
			if rj == 0 {
				continue
			}
			e := float64(rj * c[j])
			s.kinds[j] += float64(f * float64(e*o.y[j]))
			s.chol[j*k+j] += float64(float64(e*c[j]) * o.alone[j])
			for l, rl := range r[:j] {
				s.chol[j*k+l] -= float64(float64(e*float64(rl*c[l])) * o.pair[j*k+l])
			}
		}
	}
	for j := range k {
		for l := range j + 1 {
			s.chol[j*k+l] += float64(s.kinds[j]*s.kinds[l]) / s.level
		}
	}
	return cholesky(s.chol, k)
}

// solve finds the step that makes every row hold and every product mu; corrected
// takes into account the product of the last step's parts.
func (s *system) solve(t *interior, mu float64, corrected bool) {
	s.targets(t, mu, corrected)
	k, d, right, level := t.k, &t.d, s.right, s.lambda
	for j := range k {
		if right[j] = 0; !t.idle[j] {
			right[j] = s.qw[j]/t.p[j] + s.w[j]
		}
	}
	// First as if the kinds' prices and the level stayed.
	clear(d.p)
	for i := range t.n {
		s.back(t, i, 0)
		level -= float64(t.f[i] * d.y[i])
		for q := i * k; q < (i+1)*k; q++ {
			right[q-i*k] += float64(t.c[q] * d.x[q])
		}
	}
	for j := range k {
		right[j] -= float64(s.kinds[j]*level) / s.level
	}
	substitute(s.chol, right, k)
	for j := range k {
		if d.p[j] = right[j]; t.idle[j] {
			d.p[j] = 0
		}
		level += float64(s.kinds[j] * d.p[j])
	}
	d.level = level / s.level
	for i := range t.n {
		s.back(t, i, d.level)
	}
	for j := range k {
		if !t.idle[j] {
			d.w[j] = (s.qw[j] - float64(t.w[j]*d.p[j])) / t.p[j]
		}
	}
}

// targets finds what the products ask for.
func (s *system) targets(t *interior, mu float64, corrected bool) {
	d := &t.d
	one := func(x, dual, dx, ddual float64) float64 {
		q := mu - float64(x*dual)
		if corrected {
			q -= float64(dx * ddual)
		}
		return q
	}
	for i, a := range t.a {
		if a > 0 {
			s.q[i] = one(t.x[i], t.s[i], d.x[i], d.s[i])
			s.h[i] = s.q[i]/t.s[i] + float64(s.r[i]*s.s[i])
		}
	}
	for i := range t.n {
		s.qu[i] = one(t.u[i], t.y[i], d.u[i], d.y[i])
		s.qv[i] = one(t.v[i], t.z[i], d.v[i], d.z[i])
	}
	for j := range t.k {
		s.qw[j] = one(t.w[j], t.p[j], d.w[j], d.p[j])
	}
}

// back finds a job's step from those of the kinds and the level.
func (s *system) back(t *interior, i int, level float64) {
	k, d, o := t.k, &t.d, &s.own[i]
	at := i * k
	x, r, h := d.x[at:at+k], s.r[at:at+k], s.h[at:at+k]
	y, z := s.qu[i]/t.y[i]+s.u[i]+float64(t.f[i]*level), s.qv[i]/t.z[i]+s.v[i]
	d.y[i], d.z[i] = float64(o.yy*y)+float64(o.yz*z), float64(o.yz*y)+float64(o.zz*z)
	for j, rj := range r {
		if rj == 0 {
			continue
		}
		// What the kind's price and the products ask of x alone.
		wish := h[j] - float64(rj*float64(t.c[at+j]*d.p[j]))
		d.y[i] += float64(o.y[j] * wish)
		d.z[i] += float64(o.z[j] * wish)
		x[j] = float64(o.alone[j] * wish)
		rest := float64(o.y[j]*y) + float64(o.z[j]*z)
		for l, rl := range r {
			if rl > 0 && l != j {
				rest += float64(o.pair[j*k+l] * (h[l] - float64(rl*float64(t.c[at+l]*d.p[l]))))
			}
		}
		x[j] -= float64(rj * rest)
		d.s[at+j] = (s.q[at+j] - float64(t.s[at+j]*x[j])) / t.x[at+j]
	}
	d.u[i] = (s.qu[i] - float64(t.u[i]*d.y[i])) / t.y[i]
	d.v[i] = (s.qv[i] - float64(t.v[i]*d.z[i])) / t.z[i]
}
