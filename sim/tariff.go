package sim

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
)

// The tariff*.go files are the arithmetic of prices: what a machine's life, a
// transfer, bytes at rest and a commitment cost under given rules. The functions
// know nothing of a run; the engine's ledger and skysim bill both call them, so that
// a bill has one author. Every sum is exact and every line is rounded once,
// half to even, to nano-dollars. What does not fit into 64 bits of nano-dollars
// is reported as false, and never a panic.

// Volume is an amount of traffic, or of bytes at rest: 10⁻⁹ of what the
// tariff calls a GB. It is one byte where a GB is 10⁹ bytes, and about 1.07
// where it is 2³⁰. Decimals of GB, which is what bills and price lists have, are
// whole volumes, and so is every threshold of a tier; bytes become a Volume by
// one rounding (VolumeOf).
type Volume int64

// GB is one GB of the tariff, whichever it means by that.
const GB = Volume(1_000_000_000)

// VolumeOf returns how much a number of bytes is where a GB is gb bytes,
// rounded half to even. It reports false for a negative number of bytes, a GB
// of no bytes, or a result that does not fit.
func VolumeOf(bytes, gb int64) (Volume, bool) {
	if bytes < 0 || gb <= 0 {
		return 0, false
	}
	v, ok := Product(bytes, int64(GB)).halfEven(uint64(gb))
	return Volume(v), ok
}

// String writes v exactly, as in 12.5 GB.
func (v Volume) String() string { return strings.Replace(decimal(int64(v), 9), "$", "", 1) + " GB" }

// Tier is a price per GB that holds for what is above a threshold, up to that
// of the next tier.
type Tier struct {
	Above Volume
	Price Rate // per GB; 0 is free
}

// Tiers is a price list by quantity. The first tier begins at 0 and thresholds
// increase strictly; one tier is a flat price. No tiers at all means that
// the price is not known.
type Tiers []Tier

// Flat returns the tiers of a price that does not depend on the quantity.
func Flat(price Rate) Tiers { return Tiers{{Price: price}} }

// Validate reports the first thing that is wrong with the tiers, if anything.
func (t Tiers) Validate() error {
	if len(t) == 0 {
		return fmt.Errorf("no tiers, want at least one, which begins at 0")
	}
	for i, tier := range t {
		switch {
		case tier.Price < 0:
			return fmt.Errorf("tier above %v costs %v per GB, want 0 or more", tier.Above, tier.Price)
		case i == 0 && tier.Above != 0:
			return fmt.Errorf("first tier begins above %v, want 0", tier.Above)
		case i > 0 && tier.Above <= t[i-1].Above:
			return fmt.Errorf("tier above %v stands after the one above %v, want thresholds that increase", tier.Above, t[i-1].Above)
		}
	}
	return nil
}

// TierPart is what falls into one tier.
type TierPart struct {
	Tier   int // index
	Volume Volume
	Price  Rate
}

// Parts appends to parts how the volume from before to before+n falls into the
// tiers, lowest first; parts of no volume are left out. Both must not be negative.
func (t Tiers) Parts(before, n Volume, parts []TierPart) []TierPart {
	for i, tier := range t {
		from, to := max(before, tier.Above), before+n
		if to < before {
			to = math.MaxInt64
		}
		if i+1 < len(t) {
			to = min(to, t[i+1].Above)
		}
		if to > from {
			parts = append(parts, TierPart{i, to - from, tier.Price})
		}
	}
	return parts
}

// weigh returns Σ volume·price from before to before+n exactly, in
// pico-dollars × 10⁻⁹ GB per GB.
func (t Tiers) weigh(before, n Volume) (sum Wide, ok bool) {
	if before < 0 || n < 0 || before+n < before || len(t) == 0 {
		return Wide{}, false
	}
	for i := range t {
		from, to := max(before, t[i].Above), before+n
		if i+1 < len(t) {
			to = min(to, t[i+1].Above)
		}
		if t[i].Price < 0 {
			return Wide{}, false
		}
		if to > from {
			sum.AddProduct(int64(to-from), int64(t[i].Price))
		}
	}
	return sum, true
}

// Cost returns what n costs when before has been counted already: each part at
// the price of the tier it falls into. Costs of parts that follow each other add
// up to that of the whole, but for the rounding of each. It reports false if an
// argument is negative, there are no tiers, or the amount does not fit.
func (t Tiers) Cost(before, n Volume) (Money, bool) {
	sum, ok := t.weigh(before, n)
	if !ok {
		return 0, false
	}
	m, ok := sum.halfEven(1_000 * uint64(GB)) // pico to nano, and 10⁻⁹ GB to GB
	return Money(m), ok
}

// CostHeld returns what it costs to keep n for a part of a calendar month:
// price per GB-month × held ÷ month, where month is the actual length of
// that month. before is what is kept beside it and counted already: tiers go by
// the size held at a time. A longer stay has one line for each month, so that each is
// rounded once. It reports false as Cost does, and unless 0 ≤ held ≤ month.
func (t Tiers) CostHeld(before, n Volume, held, month Duration) (Money, bool) {
	sum, ok := t.weigh(before, n)
	if !ok || held < 0 || held > month || month == 0 {
		return 0, false
	}
	m, ok := sum.scaled(uint64(held), 1_000*uint64(GB), uint64(month))
	return Money(m), ok
}

// CostRequests returns what a number of requests cost at a price per 1,000.
func CostRequests(n int64, price Rate) (Money, bool) {
	if n < 0 || price < 0 {
		return 0, false
	}
	m, ok := Product(n, int64(price)).halfEven(1_000 * 1_000)
	return Money(m), ok
}

// Months are the instants at which a provider's calendar months begin, sorted:
// month i lasts from Months[i] to Months[i+1], and what is outside of all is not
// known. No instants at all mean that months are not told apart.
type Months []Time

// Of returns the month that t is in, and false if it is not known.
func (m Months) Of(t Time) (int, bool) {
	if len(m) == 0 {
		return 0, true
	}
	i, found := slices.BinarySearchFunc(m, t, func(a, b Time) int { return cmp.Compare(a, b) })
	if !found {
		i--
	}
	return i, i >= 0 && i+1 < len(m)
}

// Validate reports the first thing that is wrong with the months, if anything.
func (m Months) Validate() error {
	if len(m) == 1 {
		return fmt.Errorf("one month begins at %v and none ends, want at least two instants or none", m[0])
	}
	for i := 1; i < len(m); i++ {
		if m[i] <= m[i-1] {
			return fmt.Errorf("a month begins at %v after one that begins at %v, want times that increase", m[i], m[i-1])
		}
	}
	return nil
}

// MonthPart is the part of an interval that falls into one month.
type MonthPart struct {
	Month    int
	From, To Time
	Length   Duration // of the whole month
}

// Split cuts the interval from one instant to another at the beginnings of
// months. It reports false if any of it is in no known month.
func (m Months) Split(from, to Time) ([]MonthPart, bool) {
	var parts []MonthPart
	for from < to {
		i, ok := m.Of(from)
		if !ok || len(m) == 0 {
			return nil, false
		}
		end := min(to, m[i+1])
		parts = append(parts, MonthPart{i, from, end, m[i+1].Sub(m[i])})
		from = end
	}
	return parts, true
}

// scaled returns w·mul ÷ (d1·d2), rounded half to even, for w ≥ 0, mul below
// 2⁶³, and divisors from 1 to 2⁶³. It reports whether the result fits.
func (w Wide) scaled(mul, d1, d2 uint64) (int64, bool) {
	// 192 bits hold the product, the divisor of up to 126 bits, and that
	// shifted left by 63. Binary long division is slow and plain; bills have time.
	var n, d limbs
	h0, l0 := bits.Mul64(w.Lo, mul)
	h1, l1 := bits.Mul64(uint64(w.Hi), mul)
	var carry uint64
	n[0] = l0
	n[1], carry = bits.Add64(h0, l1, 0)
	n[2] = h1 + carry
	d[1], d[0] = bits.Mul64(d1, d2)
	if w.Hi < 0 || !n.below(d.shifted(63)) {
		return 0, false
	}
	var q uint64
	for i := 62; i >= 0; i-- {
		if s := d.shifted(uint(i)); !n.below(s) {
			n = n.minus(s)
			q |= 1 << i
		}
	}
	if rest := d.minus(n); rest.below(n) || (rest == n && q&1 == 1) { // d − n < n: more than half
		q++
	}
	return int64(q), q <= math.MaxInt64
}

// limbs is a natural number of 192 bits, lowest word first.
type limbs [3]uint64

func (a limbs) below(b limbs) bool {
	for i := 2; i > 0; i-- {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return a[0] < b[0]
}

func (a limbs) minus(b limbs) (c limbs) {
	var borrow uint64
	for i := range a {
		c[i], borrow = bits.Sub64(a[i], b[i], borrow)
	}
	return c
}

func (a limbs) shifted(n uint) limbs {
	if n == 0 {
		return a
	}
	return limbs{a[0] << n, a[1]<<n | a[0]>>(64-n), a[2]<<n | a[1]>>(64-n)}
}
