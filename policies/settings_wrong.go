package policies

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"

	"skysim/policies/dispatch"
	"skysim/policies/grammar"
	"skysim/policies/learned/bandit"
)

// wrong says in words what is wrong with a number or a duration: out of range is not
// the same as malformed. It is empty if nothing is.
func (p *Param) wrong(word string) string {
	switch p.Form {
	case Choices:
		if _, err := parseChoices(word); err != nil {
			return wrongNumber(word, 1, dispatch.MostChoices)
		}
		return ""
	case Number:
		return outside(word, 0, 1e6)
	case Ratio:
		return outside(word, 1, 1e6)
	case Share:
		return outside(word, 0, 1)
	case Count:
		if n, err := strconv.ParseUint(word, 10, 16); err != nil || n < 1 || n > mostCount || strconv.FormatUint(n, 10) != word {
			return wrongNumber(word, 1, mostCount)
		}
		return ""
	}
	if (p.Form == Patience || p.Form == Waiting) && word == never {
		return ""
	}
	switch d, err := grammar.ParseDuration(word); {
	case err != nil:
		return wrongDuration(word)
	case d == 0 && p.Form == Span, d < bandit.LeastEvery && p.Form == Length:
		return "out of range"
	}
	return ""
}

// mostCount is the largest Count.
const mostCount = 100

// outside says what is wrong with a number that shall lie between two others.
func outside(word string, low, high float64) string {
	if x, err := parseNumber(word); err != nil || x < low || x > high {
		return wrongNumber(word, low, high)
	}
	return ""
}

// count returns the whole number of the parameter.
func (s settings) count(key string) int {
	_, word := s.get(key)
	n, err := strconv.Atoi(word)
	if err != nil {
		panic("policies: " + key + "=" + word + " was not checked")
	}
	return n
}

// wrongNumber says why a word is none of the numbers from low to high.
func wrongNumber(word string, low, high float64) string {
	x, err := strconv.ParseFloat(word, 64)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange), math.IsNaN(x):
		return "no number"
	case x < low || x > high:
		return "out of range"
	}
	return "malformed" // as in 02 or 1.5, where a whole number is wanted
}

// durationForm is how durations are written, whatever their size.
var durationForm = regexp.MustCompile(`^[-+]?(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$`)

// wrongDuration says why a word is no duration from 0 on.
func wrongDuration(word string) string {
	_, err := strconv.ParseFloat(word, 64)
	switch {
	case err == nil, errors.Is(err, strconv.ErrRange):
		return "a number without a unit"
	case !durationForm.MatchString(word):
		return "malformed"
	case strings.HasPrefix(word, "-"):
		return "below 0s"
	}
	return "longer than 292 years"
}
