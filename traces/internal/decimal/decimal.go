// Package decimal reads decimal numbers into integers exactly: no float is
// involved, so that 0.1 s is 100,000,000 ns on every machine. It takes what
// people and programs write, Python's repr of a float included ("1e-05",
// "0.012345678901234567").
package decimal

import (
	"errors"
	"math"
	"math/big"
	"math/bits"
	"strings"
)

// The errors of Parse.
var (
	ErrSyntax = errors.New("not a decimal number")
	ErrRange  = errors.New("decimal number out of range")
)

// maxLen is the longest text taken for a number.
const maxLen = 1024

// Parse returns the number s times scale, rounded to the nearest integer with
// ties to even, and whether it is so exactly. It takes digits with an optional
// sign, point and exponent, and nothing else: no spaces, separators, hexadecimal,
// inf or nan. It returns ErrSyntax, or ErrRange if the result does not fit.
func Parse(s string, scale int64) (n int64, exact bool, err error) {
	p, ok := scan(s)
	if !ok || scale <= 0 {
		return 0, false, ErrSyntax
	}
	q, exact, ok := p.times(scale)
	if !ok {
		return 0, false, ErrRange
	}
	if p.negative {
		q = -q
	}
	return q, exact, nil
}

// Amount is Parse for what cannot be negative, such as a duration or a number
// of cores: a negative number is ErrRange, and one above 0 never becomes 0 but
// at least 1, so that little is not mistaken for nothing.
func Amount(s string, scale int64) (n int64, exact bool, err error) {
	n, exact, err = Parse(s, scale)
	switch {
	case err != nil:
		return 0, false, err
	case s[0] == '-' && (n != 0 || !exact):
		return 0, false, ErrRange
	case n == 0 && !exact:
		return 1, false, nil
	}
	return n, exact, nil
}

// parts is a scanned number: ± digits · 10^exp.
type parts struct {
	negative bool
	mantissa uint64 // the digits, when there are at most 19 of them
	digits   int    // how many, without leading zeros
	text     string // the digits, with leading zeros and the point
	exp      int
}

// scan splits the text of a number.
func scan(s string) (p parts, ok bool) {
	if len(s) > maxLen {
		return p, false
	}
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		p.negative = s[i] == '-'
		i++
	}
	begin, seen, point := i, 0, false
	for ; i < len(s); i++ {
		if c := s[i]; c == '.' && !point {
			point = true
			continue
		} else if c < '0' || c > '9' {
			break
		}
		seen++
		if p.digits > 0 || s[i] != '0' {
			p.digits++
			p.mantissa = p.mantissa*10 + uint64(s[i]-'0')
		}
		if point {
			p.exp--
		}
	}
	if seen == 0 {
		return p, false
	}
	p.text = s[begin:i]
	e, ok := exponent(s[i:])
	p.exp += e
	return p, ok
}

// exponent reads what follows the digits: nothing, or e and an integer, which
// saturates where it no longer matters.
func exponent(s string) (e int, ok bool) {
	if s == "" {
		return 0, true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	s = s[1:]
	negative := false
	if s != "" && (s[0] == '+' || s[0] == '-') {
		negative = s[0] == '-'
		s = s[1:]
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		e = min(e*10+int(s[i]-'0'), 1_000_000)
	}
	if negative {
		e = -e
	}
	return e, s != ""
}

// powers holds the powers of ten that fit in 64 bits.
var powers = func() (p [20]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// times returns digits · 10^exp · scale, in 128 bits where that is enough.
func (p *parts) times(scale int64) (q int64, exact, ok bool) {
	if p.digits > 19 || p.exp > 0 || -p.exp >= len(powers) {
		return p.timesBig(scale)
	}
	hi, lo := bits.Mul64(p.mantissa, uint64(scale))
	d := powers[-p.exp]
	if hi >= d {
		return 0, false, false
	}
	u, r := bits.Div64(hi, lo, d)
	if twice := 2 * r; twice < r || twice > d || (twice == d && u&1 == 1) {
		if u++; u == 0 {
			return 0, false, false
		}
	}
	return int64(u), r == 0, u <= math.MaxInt64
}

// timesBig is times for numbers of any length.
func (p *parts) timesBig(scale int64) (q int64, exact, ok bool) {
	switch size := p.digits + p.exp; {
	case p.digits == 0:
		return 0, true, true
	case size > 20: // at least 10^20
		return 0, false, false
	case size < -20: // below 10^-20, times at most 2^63
		return 0, false, true
	}
	m, _ := new(big.Int).SetString(strings.Replace(p.text, ".", "", 1), 10)
	m.Mul(m, big.NewInt(scale))
	ten := big.NewInt(10)
	if p.exp >= 0 {
		m.Mul(m, ten.Exp(ten, big.NewInt(int64(p.exp)), nil))
		return m.Int64(), true, m.IsInt64()
	}
	d := ten.Exp(ten, big.NewInt(int64(-p.exp)), nil)
	r := new(big.Int)
	m.QuoRem(m, d, r)
	exact = r.Sign() == 0
	if c := r.Lsh(r, 1).Cmp(d); c > 0 || (c == 0 && m.Bit(0) == 1) {
		m.Add(m, big.NewInt(1))
	}
	return m.Int64(), exact, m.IsInt64()
}

// Append appends n·10^-places as a decimal without trailing zeros, for
// n ≥ 0 and places below 20. Parse with a scale of 10^places gives n again.
func Append(b []byte, n int64, places int) []byte {
	var room [40]byte
	i := len(room)
	for digit := 0; digit <= places || n > 0; digit++ {
		if digit == places && i < len(room) {
			i--
			room[i] = '.'
		}
		if c := byte(n % 10); c != 0 || digit >= places || i < len(room) {
			i--
			room[i] = '0' + c
		}
		n /= 10
	}
	return append(b, room[i:]...)
}
