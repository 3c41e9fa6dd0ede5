package workloads

import (
	"fmt"
	"strconv"
	"time"

	"skysim/sim"
)

// Param is one parameter of a workload or of the weather.
type Param struct {
	Name    string
	Default string // as it would be written
	// Unit is what the value counts. Count, Span and Switch say how it is
	// written as well; with any other unit it is a decimal number.
	Unit string
	Doc  string
	// Min and Max bound the value, both included; of a Span in seconds.
	Min, Max float64
}

// Units that say how a value is written.
const (
	Count  = "count"         // a whole number, as in 1000
	Span   = "duration"      // as in 1h30m
	Switch = "true or false" // one of these
)

// Arg is one setting as it was written, such as {"days", "7"}.
type Arg struct{ Name, Value string }

// Settings are values for a list of parameters.
type Settings struct {
	params []Param
	values []value
}

type value struct {
	number float64
	whole  int64 // of a Count; nanoseconds of a Span
}

// Read checks the arguments against the parameters and fills in the defaults.
// It reports, beginning with the name of what is set, a parameter that does not
// exist (with the nearest that does) or is set twice, and a value that cannot
// be read or is out of range.
func Read(what string, params []Param, args []Arg) (Settings, error) {
	s := Settings{params: params, values: make([]value, len(params))}
	set := make([]bool, len(params))
	for _, a := range args {
		i := s.index(a.Name)
		if i < 0 {
			return Settings{}, fmt.Errorf("%s: unknown parameter %q%s", what, a.Name, suggestion(a.Name, s.names()))
		}
		if set[i] {
			return Settings{}, fmt.Errorf("%s: %s is set twice, the second time to %q", what, a.Name, a.Value)
		}
		set[i] = true
		v, err := params[i].parse(a.Value)
		if err != nil {
			return Settings{}, fmt.Errorf("%s: %s = %q: %w", what, a.Name, a.Value, err)
		}
		s.values[i] = v
	}
	for i, p := range params {
		if set[i] {
			continue
		}
		v, err := p.parse(p.Default)
		if err != nil {
			return Settings{}, fmt.Errorf("%s: default of %s = %q: %w", what, p.Name, p.Default, err)
		}
		s.values[i] = v
	}
	return s, nil
}

// Number returns the value of a parameter in its unit. It panics if there is
// no parameter of this name, which only a mistake in the source can cause.
func (s Settings) Number(name string) float64 { return s.get(name).number }

// Count returns the value of a parameter whose unit is Count.
func (s Settings) Count(name string) int64 { return s.get(name).whole }

// Span returns the value of a parameter whose unit is Span.
func (s Settings) Span(name string) sim.Duration { return sim.Duration(s.get(name).whole) }

// On returns the value of a parameter whose unit is Switch.
func (s Settings) On(name string) bool { return s.get(name).whole == 1 }

func (s Settings) get(name string) value {
	i := s.index(name)
	if i < 0 {
		panic(fmt.Sprintf("workloads: no parameter %q among %q", name, s.names()))
	}
	return s.values[i]
}

func (s Settings) index(name string) int {
	for i, p := range s.params {
		if p.Name == name {
			return i
		}
	}
	return -1
}

func (s Settings) names() []string {
	var names []string
	for _, p := range s.params {
		names = append(names, p.Name)
	}
	return names
}

// parse reads a value as the unit says, and checks its range.
func (p Param) parse(text string) (value, error) {
	var v value
	var err error
	switch p.Unit {
	case Count:
		v.whole, err = strconv.ParseInt(text, 10, 64)
		v.number = float64(v.whole)
	case Span:
		var d time.Duration
		d, err = time.ParseDuration(text)
		v = value{number: d.Seconds(), whole: int64(d)}
	case Switch:
		return parseSwitch(text)
	default:
		v.number, err = strconv.ParseFloat(text, 64)
	}
	if err != nil || !(v.number >= p.Min && v.number <= p.Max) {
		return value{}, fmt.Errorf("want %s", p.wanted())
	}
	return v, nil
}

func parseSwitch(text string) (value, error) {
	switch text {
	case "true":
		return value{number: 1, whole: 1}, nil
	case "false":
		return value{}, nil
	}
	return value{}, fmt.Errorf("want true or false")
}

// wanted says what may be written, as in "a number from 0 to 1".
func (p Param) wanted() string {
	switch p.Unit {
	case Count:
		return fmt.Sprintf("a whole number from %d to %d", int64(p.Min), int64(p.Max))
	case Span:
		return fmt.Sprintf("a duration such as %s, from %v to %v", p.Default, seconds(p.Min), seconds(p.Max))
	case "":
		return fmt.Sprintf("a number from %v to %v", p.Min, p.Max)
	}
	return fmt.Sprintf("a number from %v to %v %s", p.Min, p.Max, p.Unit)
}

// suggestion returns what to add to an error about an unknown name: the
// nearest known one if it is near, and otherwise all of them.
func suggestion(name string, known []string) string {
	best, least := "", len(name)/2+1
	for _, k := range known {
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	if best != "" {
		return fmt.Sprintf(", the nearest is %q", best)
	}
	return fmt.Sprintf(", want one of %q", known)
}

// distance returns how many letters have to be added, removed or replaced to
// make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		corner := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replace := corner
			if a[i-1] != b[j-1] {
				replace++
			}
			corner = row[j]
			row[j] = min(replace, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
