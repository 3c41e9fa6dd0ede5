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
		if _, err := parseNumber(word); err != nil {
			return wrongNumber(word, 0, 1e6)
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
