package sim

import (
	"fmt"
	"math"
	"math/bits"
	"strings"
	"time"
)

// Time is a number of nanoseconds since the run's epoch (World.Epoch).
type Time int64

// Duration is a number of nanoseconds. It is Go's own type, so that it
// prints and parses as people write it: 1h30m.
type Duration = time.Duration

// Never is later than every instant of a run.
const Never = Time(math.MaxInt64)

// Add returns the instant d after t, and Never if that does not fit.
func (t Time) Add(d Duration) Time {
	if s := t + Time(d); (s < t) == (d < 0) {
		return s
	}
	return Never
}

// Sub returns the duration from u to t.
func (t Time) Sub(u Time) Duration { return Duration(t - u) }

// Seconds returns t in seconds, for reports.
func (t Time) Seconds() float64 { return float64(t) / 1e9 }

// String writes t as a duration since the epoch, as in 26h0m0.5s.
func (t Time) String() string {
	if t == Never {
		return "never"
	}
	return Duration(t).String()
}

// Money is a number of nano-dollars (10⁻⁹ USD).
type Money int64

// Dollar is one US dollar.
const Dollar = Money(1_000_000_000)

// Dollars returns m in dollars, for reports.
func (m Money) Dollars() float64 { return float64(m) / 1e9 }

// String writes m exactly, as in $12.5 or -$0.000000001.
func (m Money) String() string { return decimal(int64(m), 9) }

// Rate is a price: pico-dollars (10⁻¹² USD) per unit, the unit being an hour
// for machines. Twelve decimals hold every published price exactly.
type Rate int64

// DollarRate is a price of one dollar per unit.
const DollarRate = Rate(1_000_000_000_000)

// Dollars returns r in dollars per unit, for reports and scores.
func (r Rate) Dollars() float64 { return float64(r) / 1e12 }

// String writes r exactly, as in $3.67339.
func (r Rate) String() string { return decimal(int64(r), 12) }

// decimal writes n·10^-places as a dollar amount without trailing zeros.
func decimal(n int64, places int) string {
	sign, u := "", uint64(n)
	if n < 0 {
		sign, u = "-", -u
	}
	digits := fmt.Sprintf("%0*d", places+1, u)
	whole, frac := digits[:len(digits)-places], strings.TrimRight(digits[len(digits)-places:], "0")
	if frac == "" {
		return sign + "$" + whole
	}
	return sign + "$" + whole + "." + frac
}

// ParseRate reads an exact decimal number of dollars, as in "3.67339". It
// reports an error for anything else: a sign, an exponent, more than twelve
// decimals that are not zero, or a number that does not fit.
func ParseRate(s string) (Rate, error) {
	whole, frac, _ := strings.Cut(s, ".")
	digits := len(whole) + len(frac)
	if frac = strings.TrimRight(frac, "0"); digits == 0 || len(frac) > 12 {
		return 0, fmt.Errorf("price %q is not a decimal number of dollars with at most 12 decimals", s)
	}
	var r uint64
	for _, c := range []byte(whole + frac + strings.Repeat("0", 12-len(frac))) {
		if c < '0' || c > '9' {
			return 0, fmt.Errorf("price %q is not a decimal number of dollars with at most 12 decimals", s)
		}
		hi, lo := bits.Mul64(r, 10)
		r = lo + uint64(c-'0')
		if hi != 0 || r < lo || r > math.MaxInt64 {
			return 0, fmt.Errorf("price %q is above %v", s, Rate(math.MaxInt64))
		}
	}
	return Rate(r), nil
}
