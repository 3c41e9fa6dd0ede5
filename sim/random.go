package sim

import (
	"fmt"
	"math"
	"math/bits"
)

// Stream is a sequence of random numbers that has a name. It is 16 bytes of
// plain data: copying it copies its future, and making one costs no more than
// hashing its name, so that a draw which belongs to one thing (the boot of the
// seventh machine of an offer) has a stream of its own, whoever asks and when.
//
// The bits are those of math/rand/v2's PCG, the 128-bit permuted congruential
// generator with output function DXSM.
//
// References:
//
//	[pcg] M. O'Neill, PCG: A Family of Simple Fast Space-Efficient Statistically
//	      Good Algorithms for Random Number Generation, 2014.
type Stream struct{ hi, lo uint64 }

// NewStream returns the stream of that name and those keys under a seed.
//
// Seed, name and keys are mixed word by word into 64 bits: h ← mix(h + γ ⊕ w),
// where mix is the finaliser of splitmix64 and γ = 2⁶⁴/φ; a name counts as its
// Key, and the number of keys comes last. Two more rounds give the 128 bits of
// state. Every bit of every word thus moves every bit of the state: the streams
// of seeds 1 and 2, of "boot" and "boos", of keys (1, 2) and (2, 1) have nothing
// in common, and no stream depends on which others were made before.
func NewStream(seed uint64, name string, keys ...uint64) Stream {
	h := absorb(absorb(0, seed), Key(name))
	for _, k := range keys {
		h = absorb(h, k)
	}
	h = absorb(h, uint64(len(keys)))
	return Stream{hi: absorb(h, 1), lo: absorb(h, 2)}
}

// Key returns a hash of a path of names, such as provider, region and zone, to
// be used as a key of a stream: then the stream follows the thing's name and
// not its place in a list. ("a", "bc") and ("ab", "c") differ.
func Key(names ...string) uint64 {
	h := uint64(len(names))
	for _, s := range names {
		h = absorb(h, uint64(len(s)))
		for len(s) > 8 {
			h = absorb(h, packed(s[:8]))
			s = s[8:]
		}
		h = absorb(h, packed(s))
	}
	return h
}

// packed packs at most eight bytes, the first one lowest.
func packed(s string) uint64 {
	var w uint64
	for i := len(s) - 1; i >= 0; i-- {
		w = w<<8 | uint64(s[i])
	}
	return w
}

// absorb mixes a word into a hash; for either argument fixed it is a
// permutation of the other.
func absorb(h, w uint64) uint64 {
	h = (h + 0x9e3779b97f4a7c15) ^ w
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// Uint64 returns 64 random bits.
func (s *Stream) Uint64() uint64 {
	// state ← state·multiplier + increment, in 128 bits
	hi, lo := bits.Mul64(s.lo, 0x4385df649fccf645)
	hi += s.hi*0x4385df649fccf645 + s.lo*0x2360ed051fc65da4
	lo, carry := bits.Add64(lo, 0x14057b7ef767814f, 0)
	hi += 0x5851f42d4c957f2d + carry
	s.hi, s.lo = hi, lo
	// double xorshift multiply
	hi ^= hi >> 32
	hi *= 0xda942042e4dd58b5
	hi ^= hi >> 48
	return hi * (lo | 1)
}

// Float64 returns a multiple of 2⁻⁵³ that is at least 0 and below 1.
func (s *Stream) Float64() float64 { return float64(float64(s.Uint64()>>11) * 0x1p-53) }

// Bool returns true with probability p: never for p ≤ 0, always for p ≥ 1. It
// takes one draw whatever p is.
func (s *Stream) Bool(p float64) bool { return s.Float64() < p }

// Int64N returns a whole number from 0 to n-1, each as likely as the others.
// It panics unless n is positive.
func (s *Stream) Int64N(n int64) int64 {
	if n <= 0 {
		panic(fmt.Sprintf("sim: Int64N of %d, want a positive number", n))
	}
	// The upper half of a 128-bit product with n falls on every number about
	// equally often; lower halves below 2⁶⁴ mod n are the surplus.
	hi, lo := bits.Mul64(s.Uint64(), uint64(n))
	if lo < uint64(n) {
		for surplus := -uint64(n) % uint64(n); lo < surplus; {
			hi, lo = bits.Mul64(s.Uint64(), uint64(n))
		}
	}
	return int64(hi)
}

// Exponential returns a draw from the exponential distribution of mean 1, by
// inversion: 0 ≤ x < 36.8.
func (s *Stream) Exponential() float64 { return -Log(1 - s.Float64()) }

// Normal returns a draw from the normal distribution of mean 0 and variance 1,
// by inversion of one uniform, within ±8.3.
func (s *Stream) Normal() float64 {
	// The odd multiples of 2⁻⁵³ lie symmetrically and leave out 0 and 1.
	return NormalQuantile(float64(float64(s.Uint64()>>12<<1|1) * 0x1p-53))
}

// NormalQuantile returns the x below which a normal variable of mean 0 and
// variance 1 lies with probability p: -Inf at 0, +Inf at 1, NaN outside.
//
// References:
//
//	[as241] M. J. Wichura, Algorithm AS 241: The Percentage Points of the Normal
//	        Distribution, Applied Statistics 37, 1988; routine PPND16, good to
//	        about one part in 10¹⁶.
func NormalQuantile(p float64) float64 {
	switch {
	case !(p >= 0 && p <= 1):
		return math.NaN()
	case p == 0:
		return math.Inf(-1)
	case p == 1:
		return math.Inf(1)
	}
	q := p - 0.5
	if math.Abs(q) <= 0.425 {
		r := 0.180625 - float64(q*q)
		return q * (horner(&normalNear, r) / horner(&normalNearDiv, r))
	}
	tail := p
	if q > 0 {
		tail = 1 - p
	}
	r := math.Sqrt(-Log(tail))
	var x float64
	if r <= 5 {
		x = horner(&normalMid, r-1.6) / horner(&normalMidDiv, r-1.6)
	} else {
		x = horner(&normalFar, r-5) / horner(&normalFarDiv, r-5)
	}
	if q < 0 {
		return -x
	}
	return x
}

// horner evaluates the polynomial with coefficients c, the constant first.
func horner(c *[8]float64, x float64) float64 {
	y := c[7]
	for i := 6; i >= 0; i-- {
		y = float64(y*x) + c[i]
	}
	return y
}

// Coefficients of [as241], with its A, B, C, D, E and F in order.
var (
	normalNear = [8]float64{
		3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
		4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
	}
	normalNearDiv = [8]float64{
		1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
		2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
	}
	normalMid = [8]float64{
		1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
		1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
	}
	normalMidDiv = [8]float64{
		1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
	}
	normalFar = [8]float64{
		6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
		2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
	}
	normalFarDiv = [8]float64{
		1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
	}
)
