package table

import (
	"math"
	"strconv"
	"strings"
)

// significant writes x with at least the given significant digits and
// thousands separated.
func significant(x float64, digits int) string {
	if x == 0 || math.IsInf(x, 0) {
		return fixed(x, 0)
	}
	return fixed(x, digits-1-magnitude(x, digits))
}

// magnitude returns the power of ten of x's first digit after rounding to the
// given digits: 9.996 to three digits is 10.0.
func magnitude(x float64, digits int) int {
	e := strconv.FormatFloat(x, 'e', max(digits-1, 0), 64)
	m, _ := strconv.Atoi(e[strings.IndexByte(e, 'e')+1:])
	return m
}

// maxDecimals keeps tiny numbers readable; below, an exponent is used.
const maxDecimals = 12

// fixed writes x with the given decimals and thousands separated. What would
// be rounded to zero loses its sign.
func fixed(x float64, decimals int) string {
	switch {
	case math.IsInf(x, 1):
		return "∞"
	case math.IsInf(x, -1):
		return "-∞"
	case math.Abs(x) >= 1e15 || decimals > maxDecimals:
		return strconv.FormatFloat(x, 'g', 4, 64)
	}
	s := strconv.FormatFloat(x, 'f', max(decimals, 0), 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return Group(s)
}

// Group puts commas between the thousands of a decimal number.
func Group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, fraction, found := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		whole += "." + fraction
	}
	return sign + whole
}

// intervalDecimals gives the half-width of an interval two significant digits.
func intervalDecimals(center, low, high float64) int {
	half := (high - low) / 2
	if !(half > 0) || math.IsInf(half, 0) {
		if center == 0 || math.IsInf(center, 0) {
			return 0
		}
		return min(max(2-magnitude(center, 3), 0), 6)
	}
	return min(max(1-magnitude(half, 2), 0), 6)
}

// withUnit puts a dollar sign in front and other units behind.
func withUnit(s, unit string) string {
	switch unit {
	case "":
		return s
	case "$":
		return Signed("$", s)
	}
	return s + " " + clean(unit)
}

// Signed puts a currency sign between the minus sign, if any, and the digits.
func Signed(sign, s string) string {
	if strings.HasPrefix(s, "-") {
		return "-" + sign + s[1:]
	}
	return sign + s
}

// plain writes x for programs: all digits, and nothing for no number.
func plain(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
