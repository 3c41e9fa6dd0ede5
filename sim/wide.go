package sim

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
)

// Wide is a signed 128-bit sum of products, such as milli-CPU × nanoseconds,
// which leave 64 bits in real traces. The zero value is zero.
type Wide struct {
	Hi int64  // the upper half, with the sign
	Lo uint64 // the lower half
}

// Product returns a·b exactly.
func Product(a, b int64) Wide {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	// bits.Mul64 reads its arguments as unsigned: take back what that added.
	h := int64(hi)
	if a < 0 {
		h -= b
	}
	if b < 0 {
		h -= a
	}
	return Wide{h, lo}
}

// Plus returns w + x.
func (w Wide) Plus(x Wide) Wide {
	lo, carry := bits.Add64(w.Lo, x.Lo, 0)
	return Wide{w.Hi + x.Hi + int64(carry), lo}
}

// Minus returns w − x.
func (w Wide) Minus(x Wide) Wide {
	lo, borrow := bits.Sub64(w.Lo, x.Lo, 0)
	return Wide{w.Hi - x.Hi - int64(borrow), lo}
}

// AddProduct adds a·b, both not negative, to w in place.
func (w *Wide) AddProduct(a, b int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	var carry uint64
	w.Lo, carry = bits.Add64(w.Lo, lo, 0)
	w.Hi += int64(hi + carry)
}

// Add adds a, which is not negative, to w in place.
func (w *Wide) Add(a int64) {
	var carry uint64
	w.Lo, carry = bits.Add64(w.Lo, uint64(a), 0)
	w.Hi += int64(carry)
}

// IsZero reports whether w is zero.
func (w Wide) IsZero() bool { return w.Hi == 0 && w.Lo == 0 }

// Float returns the float64 nearest to w, for reports. It is the same on
// every processor: 2⁶⁴·Hi is exact and the sum rounds once.
func (w Wide) Float() float64 {
	f, _ := new(big.Float).SetInt(w.Big()).Float64()
	return f
}

// Big returns w as a big integer.
func (w Wide) Big() *big.Int {
	n := new(big.Int).Lsh(big.NewInt(w.Hi), 64)
	return n.Add(n, new(big.Int).SetUint64(w.Lo))
}

// String writes w as a decimal integer.
func (w Wide) String() string { return fmt.Sprint(w.Big()) }

// halfEven returns w ÷ d rounded to the nearest integer, ties to even. It
// needs w ≥ 0 and d > 0, and reports whether the result fits.
func (w Wide) halfEven(d uint64) (int64, bool) {
	if w.Hi < 0 || uint64(w.Hi) >= d {
		return 0, false
	}
	q, r := bits.Div64(uint64(w.Hi), w.Lo, d)
	if q > math.MaxInt64 {
		return 0, false
	}
	if twice := 2 * r; twice < r || twice > d || (twice == d && q&1 == 1) {
		q++
	}
	return int64(q), int64(q) >= 0
}

// ceilScale returns ⌈a·b/d⌉ for a, b ≥ 0 and d > 0, and the largest int64
// when that does not fit.
func ceilScale(a, b, d int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	lo, carry := bits.Add64(lo, uint64(d-1), 0)
	hi += carry
	if hi >= uint64(d) {
		return int64(Never)
	}
	q, _ := bits.Div64(hi, lo, uint64(d))
	if q > uint64(Never) {
		return int64(Never)
	}
	return int64(q)
}

// floorScale returns ⌊(a·b + c)/d⌋ and the remainder, for a, b, c ≥ 0 and
// d > 0; the quotient must fit.
func floorScale(a, b, c, d int64) (q, r int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	lo, carry := bits.Add64(lo, uint64(c), 0)
	uq, ur := bits.Div64(hi+carry, lo, uint64(d))
	return int64(uq), int64(ur)
}
