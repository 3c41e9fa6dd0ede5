package plot

import (
	"math"
	"strconv"

	"skysim/bench/table"
)

// unit is what an axis measures.
type unit uint8

const (
	dollars unit = iota + 1
	seconds
	percent // shares of one, shown times 100
	plain   // a number; the axis' name says of what
)

// timeUnit is a unit that people read times in.
type timeUnit struct {
	name    string
	seconds float64
	steps   []float64 // round numbers of it that are not 1, 2 or 5 times a power of ten
}

var timeUnits = []timeUnit{
	{"s", 1, []float64{1, 2, 5, 10, 20, 30, 60, 120}},
	{"min", 60, []float64{1, 2, 5, 10, 20, 30, 60, 120}},
	{"h", 3600, []float64{1, 2, 3, 6, 12, 24}},
	{"d", 86400, nil},
}

// timeUnitFor returns the largest unit of which the value holds at least three.
func timeUnitFor(longest float64) timeUnit {
	u := timeUnits[0]
	for _, t := range timeUnits[1:] {
		if longest >= 3*t.seconds {
			u = t
		}
	}
	return u
}

// divisor is by how much base units are divided on a linear axis that ends
// at high.
func (u unit) divisor(high float64) float64 {
	switch u {
	case seconds:
		return timeUnitFor(high).seconds
	case percent:
		return 0.01
	}
	return 1
}

// label writes a tick of a linear axis with the given step, both divided.
func (u unit) label(x, step float64) string {
	suffix := ""
	if u == dollars {
		for _, big := range []struct {
			name  string
			value float64
		}{{" bn", 1e9}, {" M", 1e6}} {
			if math.Abs(x) >= big.value || (step >= big.value/10 && x != 0) {
				x, step, suffix = x/big.value, step/big.value, big.name
				break
			}
		}
	}
	decimals := 0
	for s := step; decimals < 12 && math.Abs(s-math.Round(s)) > 1e-6*s; s *= 10 {
		decimals++
	}
	if u == dollars && suffix == "" && decimals == 1 {
		decimals = 2 // $0.50, not $0.5
	}
	s := table.Group(strconv.FormatFloat(x, 'f', decimals, 64)) + suffix
	if u == dollars {
		return table.Signed("$", s)
	}
	return s
}

// logLabel writes a tick of a logarithmic axis, in base units.
func (u unit) logLabel(x float64) string {
	switch u {
	case seconds:
		t := timeUnits[0]
		for _, bigger := range timeUnits[1:] {
			if x >= bigger.seconds {
				t = bigger
			}
		}
		return short(x/t.seconds) + " " + t.name
	case dollars:
		switch {
		case x >= 1e9:
			return "$" + short(x/1e9) + " bn"
		case x >= 1e6:
			return "$" + short(x/1e6) + " M"
		}
		return "$" + short(x)
	}
	return short(x)
}

// amount writes a value beside its mark: three significant digits at least, cents for
// money from a dollar up.
func amount(x float64) string {
	if x != 0 && math.Abs(x) < 1 {
		return table.Signed("$", strconv.FormatFloat(x, 'g', 3, 64))
	}
	switch size := math.Abs(x); {
	case size >= 1e15:
		return table.Signed("$", strconv.FormatFloat(x, 'g', 4, 64))
	case size >= 1e9:
		return table.Signed("$", table.Group(strconv.FormatFloat(x/1e9, 'f', 3, 64))) + " bn"
	case size >= 1e6:
		return table.Signed("$", strconv.FormatFloat(x/1e6, 'f', 3, 64)) + " M"
	}
	return table.Signed("$", table.Group(strconv.FormatFloat(x, 'f', 2, 64)))
}

// short writes a round number with as few digits as it needs.
func short(x float64) string {
	if math.Abs(x) < 1e-4 || math.Abs(x) >= 1e15 {
		return strconv.FormatFloat(x, 'g', 3, 64)
	}
	return table.Group(strconv.FormatFloat(x, 'f', -1, 64))
}
