package fair

// interior is the state of the interior-point method for
//
//	max λ   with   Σ_j a·x − f·λ − u = g,  Σ_j x + v = 1   for each job,
//	               Σ_i c·x + w = 1                         for each kind,
//
// and x, u, v, w ≥ 0. Its dual has y, z and p for the three sorts of rows and s
// for x:
//
//	min Σ z + Σ p − Σ g·y   with   s = z + c·p − a·y ≥ 0,  Σ f·y = 1.
type interior struct {
	n, k       int // jobs, kinds
	a, c       []float64
	f, g       []float64 // of each job
	idle       []bool    // kinds without machines: their columns stay out
	x, s       []float64
	u, v, y, z []float64
	w, p       []float64
	level      float64
	d          direction
	sys        system
}

// direction is a step of all variables.
type direction struct {
	x, s       []float64
	u, v, y, z []float64
	w, p       []float64
	level      float64
}

// newDirection makes room for a step.
func newDirection(jobs, kinds int) direction {
	row := func(n int) []float64 { return make([]float64, n) }
	return direction{
		x: row(jobs * kinds), s: row(jobs * kinds), u: row(jobs), v: row(jobs), y: row(jobs), z: row(jobs), w: row(kinds), p: row(kinds),
	}
}

// newInterior makes room for a problem.
func newInterior(jobs, kinds int) *interior {
	d := newDirection(jobs, kinds)
	return &interior{
		n: jobs, k: kinds, f: make([]float64, jobs), g: make([]float64, jobs), idle: make([]bool, kinds),
		x: d.x, s: d.s, u: d.u, v: d.v, y: d.y, z: d.z, w: d.w, p: d.p,
		d: newDirection(jobs, kinds), sys: newSystem(jobs, kinds),
	}
}

// start sets the first point: equal shares of half of everything, and prices of
// the size that the optimum's have.
func (t *interior) start() {
	active := 0.0
	for _, f := range t.f {
		active += f
	}
	n, k := float64(t.n), float64(t.k)
	for i := range t.n {
		t.u[i], t.v[i], t.y[i], t.z[i] = 1, 0.5, 1/active, 1/n
		for j := range t.k {
			q := i*t.k + j
			t.x[q], t.s[q] = 0.5/max(n, k), 0
			if t.a[q] > 0 {
				t.s[q] = max(1/n, t.z[i]+float64(t.c[q]/k)-float64(t.a[q]*t.y[i]))
			}
		}
	}
	for j := range t.k {
		if t.w[j], t.p[j] = 0.5, 1/k; t.idle[j] {
			t.w[j], t.p[j] = 0, 0
		}
	}
	t.level = 0
}

// gap returns the mean of all products that shall become 0, and how many there are.
func (t *interior) gap() (mu float64, count int) {
	sum := 0.0
	for q, a := range t.a {
		if a > 0 {
			sum += float64(t.x[q] * t.s[q])
			count++
		}
	}
	for i := range t.n {
		sum += float64(t.u[i]*t.y[i]) + float64(t.v[i]*t.z[i])
		count += 2
	}
	for j := range t.k {
		if !t.idle[j] {
			sum += float64(t.w[j] * t.p[j])
			count++
		}
	}
	return sum / float64(count), count
}

// run takes steps until enough is proved, no step is possible any more, or the
// budget is spent. It returns the number of steps. Near the end it shows every
// point to see, which keeps what is best of them and says when that is enough:
// where many points are optimal the equations become singular, and the last point is
// not always the best.
func (t *interior) run(most int, see func() (enough bool)) (steps int) {
	for ; ; steps++ {
		mu, count := t.gap()
		off := t.sys.residuals(t)
		if float64(mu*float64(count)) < 1e-4*max(t.level, 1e-4) && off < 1e-2 || steps == most {
			if see() {
				return steps
			}
		}
		if steps == most || !t.sys.factor(t) {
			return steps
		}
		// Predict how far the products can fall, then aim there and correct for what the
		// prediction leaves out [Mehrotra].
		t.sys.solve(t, 0, false)
		primal, dual := t.longest()
		left := max(t.after(primal, dual)/mu, leastFall)
		t.sys.solve(t, float64(float64(float64(left*left)*left)*mu), true)
		primal, dual = t.longest()
		if !(max(primal, dual) >= 1e-10) {
			return steps
		}
		t.step(float64(reach*primal), float64(reach*dual))
	}
}

const (
	// leastFall is how far the products may be hoped to fall in one step: less spreads
	// them until rounding decides.
	leastFall = 0.1
	// reach is how much of the way to the nearest limit a step goes.
	reach = 0.995
)

// longest returns how far the primal and the dual variables can go before one of
// them is 0, and not beyond what a whole step needs.
func (t *interior) longest() (primal, dual float64) {
	d := &t.d
	limit := func(most float64, x, dx []float64) float64 {
		for i, v := range dx {
			if v < 0 && x[i] > 0 {
				most = min(most, -x[i]/v)
			}
		}
		return most
	}
	primal, dual = 1/reach, 1/reach
	primal = limit(limit(limit(limit(primal, t.x, d.x), t.u, d.u), t.v, d.v), t.w, d.w)
	dual = limit(limit(limit(limit(dual, t.s, d.s), t.y, d.y), t.z, d.z), t.p, d.p)
	return primal, dual
}

// after returns the mean of the products after a step.
func (t *interior) after(primal, dual float64) float64 {
	d := &t.d
	primal, dual = min(primal, 1), min(dual, 1)
	sum, count := 0.0, 0
	add := func(x, dx, s, ds []float64) {
		for i := range x {
			if x[i] > 0 && s[i] > 0 {
				sum += float64((x[i] + float64(primal*dx[i])) * (s[i] + float64(dual*ds[i])))
				count++
			}
		}
	}
	add(t.x, d.x, t.s, d.s)
	add(t.u, d.u, t.y, d.y)
	add(t.v, d.v, t.z, d.z)
	add(t.w, d.w, t.p, d.p)
	return max(0, sum/float64(count))
}

// step moves all variables.
func (t *interior) step(primal, dual float64) {
	d := &t.d
	move := func(x, dx []float64, by float64) {
		for i, v := range dx {
			x[i] += float64(by * v)
		}
	}
	for _, m := range [...][2][]float64{{t.x, d.x}, {t.u, d.u}, {t.v, d.v}, {t.w, d.w}} {
		move(m[0], m[1], primal)
	}
	t.level += float64(primal * d.level)
	for _, m := range [...][2][]float64{{t.s, d.s}, {t.y, d.y}, {t.z, d.z}, {t.p, d.p}} {
		move(m[0], m[1], dual)
	}
}
