package sim

import "math"

// The functions of this file decide and make weather, so they must give the
// same bits on every processor and under every GOAMD64. The standard library's
// do not: some are assembly that uses FMA where it finds it, and the compiler
// may fuse x*y + z into one rounding. Here every product that meets a sum is
// written float64(x*y), which the language defines as a rounding of its own,
// and only those functions of package math are called whose results are exact
// by definition: Floor, Abs, Float64bits, Float64frombits (no rounding at all)
// and Sqrt (correctly rounded by IEEE 754, in hardware or not). Constants are
// computed by the compiler in more than 256 bits and rounded once.
//
// The polynomials are Taylor series on small intervals, taken as far as a
// float64 can tell. Errors against math/big stay below 1 ulp for Exp and Log
// and below 2 ulp for Sin and Cos; math_test.go measures them and pins the bits.

const (
	// ln2Hi has 33 bits, so that its product with an exponent is exact.
	ln2Hi = 0x1.62e42feep-1
	ln2Lo = math.Ln2 - ln2Hi

	// Pi/2 in three parts, of 29, 27 and 53 bits: the product of a whole
	// number below 2²⁴ with each of the first two is exact.
	halfPi1 = 0x1.921fb54p+0
	halfPi2 = 0x0.0000000442d184p+0
	halfPi3 = math.Pi/2 - halfPi1 - halfPi2

	maxExp = 709.782712893384   // Exp of more is above the largest float64
	minExp = -745.1332191019412 // Exp of less is nearer to 0 than to anything else
	maxSin = (1 << 24) * math.Pi / 2
)

// Exp returns e to the power of x: +Inf above 709.78, 0 below -745.13.
func Exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > maxExp:
		return math.Inf(1)
	case x < minExp:
		return 0
	}
	// x = k·ln 2 + r with |r| ≤ (ln 2)/2, and eˣ = 2ᵏ·eʳ.
	k := math.Floor(float64(x*(1/math.Ln2)) + 0.5)
	hi, lo := x-float64(k*ln2Hi), float64(k*ln2Lo)
	r := hi - lo
	z := float64(r * r)
	// eʳ = 1 + r + r²·(even + r·odd): two short chains run side by side.
	even := 1.0/2 + float64(z*(1.0/24+float64(z*(1.0/720+float64(z*(1.0/40320+
		float64(z*(1.0/3628800+float64(z*(1.0/479001600))))))))))
	odd := 1.0/6 + float64(z*(1.0/120+float64(z*(1.0/5040+float64(z*(1.0/362880+
		float64(z*(1.0/39916800+float64(z*(1.0/6227020800))))))))))
	tail := (hi - r) - lo // what rounding r lost
	y := 1 + (r + (float64(z*(even+float64(r*odd))) + tail))
	// Two factors, because 2ᵏ alone may be out of range; the first product is
	// exact and the second rounds only if the result is subnormal.
	half := int(k) / 2
	return float64(y*powerOf2(half)) * powerOf2(int(k)-half)
}

// powerOf2 returns 2ᵏ for -1022 ≤ k ≤ 1023.
func powerOf2(k int) float64 { return math.Float64frombits(uint64(1023+k) << 52) }

// Log returns the natural logarithm of x: NaN below 0, -Inf at 0.
func Log(x float64) float64 {
	switch {
	case x != x || x > math.MaxFloat64:
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	// x = 2ᵏ·(1+f) with √½ ≤ 1+f < √2.
	e := 0
	if x < 0x1p-1022 { // subnormal
		x, e = x*0x1p52, -52
	}
	// Adding to the bits what lies between √½ and 1 moves numbers from √½ up to
	// the exponent of 1, and leaves their fraction to be put back.
	const half, one = 0x3fe6a09e667f3bcd, 0x3ff0000000000000 // bits of √½ and 1
	u := math.Float64bits(x) + (one - half)
	e += int(u>>52) - 1023
	m := math.Float64frombits(u&(1<<52-1) + half)
	f, k := m-1, float64(e)
	// With s = f/(2+f), log(1+f) = 2·atanh(s) = 2s + s·t, where t is the rest of
	// the series. Written f - (f²/2 - s·(f²/2 + t)), its first term is exact.
	s := f / (2 + f)
	z := float64(s * s)
	w := float64(z * z)
	a := 2.0/3 + float64(w*(2.0/7+float64(w*(2.0/11+float64(w*(2.0/15+float64(w*(2.0/19))))))))
	b := 2.0/5 + float64(w*(2.0/9+float64(w*(2.0/13+float64(w*(2.0/17+float64(w*(2.0/21))))))))
	t := float64(z*a) + float64(w*b)
	h := float64(0.5 * float64(f*f))
	return float64(k*ln2Hi) - ((h - (float64(s*(h+t)) + float64(k*ln2Lo))) - f)
}

// Pow returns x to the power of y for x ≥ 0, as Exp(y·Log(x)); its relative
// error is about |y·Log(x)| + 1 ulp. It is NaN for x < 0.
func Pow(x, y float64) float64 {
	if y == 0 {
		return 1
	}
	return Exp(float64(y * Log(x)))
}

// Sin returns the sine of x radians. It is NaN where |x| > 2.6e7: turns that
// many are better counted in integers and removed before.
func Sin(x float64) float64 {
	quadrant, hi, lo := reduce(x)
	switch quadrant {
	case 0:
		return sinKernel(hi, lo)
	case 1:
		return cosKernel(hi, lo)
	case 2:
		return -sinKernel(hi, lo)
	}
	return -cosKernel(hi, lo)
}

// Cos returns the cosine of x radians. It is NaN where |x| > 2.6e7.
func Cos(x float64) float64 {
	quadrant, hi, lo := reduce(x)
	switch quadrant {
	case 0:
		return cosKernel(hi, lo)
	case 1:
		return -sinKernel(hi, lo)
	case 2:
		return -cosKernel(hi, lo)
	}
	return sinKernel(hi, lo)
}

// reduce writes x as a whole number of quarter turns, of which it returns the
// last two bits, and a rest hi + lo of at most an eighth of a turn.
func reduce(x float64) (quadrant int, hi, lo float64) {
	if !(math.Abs(x) <= maxSin) { // NaN as well
		return 0, math.NaN(), 0
	}
	k := math.Floor(float64(x*(2/math.Pi)) + 0.5)
	a := x - float64(k*halfPi1) // exact
	b := float64(k * halfPi2)   // exact
	c := float64(k * halfPi3)
	r := a - b
	rest := (a - r) - b // what r lost
	hi = r - c
	lo = (r - hi) - c + rest
	return int(k) & 3, hi, lo
}

// sinKernel returns sin(x + tail) for |x| ≤ π/4 and a tiny tail.
func sinKernel(x, tail float64) float64 {
	z := float64(x * x)
	p := -1.0/6 + float64(z*(1.0/120+float64(z*(-1.0/5040+float64(z*(1.0/362880+
		float64(z*(-1.0/39916800+float64(z*(1.0/6227020800+
			float64(z*(-1.0/1307674368000+float64(z*(1.0/355687428096000))))))))))))))
	// sin(x+tail) ≈ sin x + tail·(1 - x²/2)
	return x + (float64(float64(x*z)*p) + float64(tail*(1-float64(0.5*z))))
}

// cosKernel returns cos(x + tail) for |x| ≤ π/4 and a tiny tail.
func cosKernel(x, tail float64) float64 {
	z := float64(x * x)
	p := 1.0/24 + float64(z*(-1.0/720+float64(z*(1.0/40320+float64(z*(-1.0/3628800+
		float64(z*(1.0/479001600+float64(z*(-1.0/87178291200+float64(z*(1.0/20922789888000))))))))))))
	h := float64(0.5 * z)
	w := 1 - h
	return w + (((1 - w) - h) + (float64(float64(z*z)*p) - float64(x*tail)))
}
