package weights

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"skysim/policies/grammar"
)

// File is what was learned, and how.
type File struct {
	Kind       string      `json:"kind"`    // whose numbers they are, as in "order"
	Version    int         `json:"version"` // of the kind, from 1
	About      string      `json:"about"`   // one line
	Parameters []Parameter `json:"parameters"`
	Provenance Provenance  `json:"provenance"`
	HeldOut    []Report    `json:"held_out"`
}

// Parameter is one number.
type Parameter struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"` // "1" without
	Doc   string  `json:"doc"`  // one line
}

// Provenance says how to make the numbers again.
type Provenance struct {
	Command     string  `json:"command"`
	Seed        int64   `json:"seed"` // of the training
	Inputs      []Input `json:"inputs"`
	TrainedOn   string  `json:"trained_on"`  // windows or seeds, in words
	Objective   string  `json:"objective"`   // what was made small
	Generations int     `json:"generations"` // of the evolution strategy, or passes over the data
	Evaluations int     `json:"evaluations"` // simulations
	Engine      string  `json:"engine"`      // version of the simulator, see bench.EngineVersion
}

// Input is a file that was read.
type Input struct {
	Path   string `json:"path"` // below the data directory
	SHA256 string `json:"sha256"`
}

// Report is how policies did on data that the training did not see.
type Report struct {
	On     string   `json:"on"`     // windows or seeds, by name
	Metric string   `json:"metric"` // with its unit
	Rows   []Result `json:"rows"`
	Note   string   `json:"note,omitempty"` // what else there is to say, such as intervals
}

// Result is a policy's number.
type Result struct {
	Policy string  `json:"policy"`
	Value  float64 `json:"value"`
}

// Spec is what a kind wants of a parameter.
type Spec struct {
	Name, Unit, Doc string
	Low, High       float64 // the least and the most that it may be
}

// Check reports a value that is not a number or out of range.
func (s *Spec) Check(v float64) error {
	if !(v >= s.Low && v <= s.High) {
		return fmt.Errorf("%s is %v, want a number from %v to %v", s.Name, v, s.Low, s.High)
	}
	return nil
}

// Error is what is wrong with a file, and where.
type Error struct {
	File    string // as it was named
	Field   string // as in "parameters.run"; "" for all of it
	Problem string // what is wrong, and what was wanted
}

// Error says all three.
func (e *Error) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("weights %s: %s", e.File, e.Problem)
	}
	return fmt.Sprintf("weights %s: %s %s", e.File, e.Field, e.Problem)
}

// Values returns the numbers of a kind and version in the order of the specs. A
// number that is missing, out of range, of another unit or wanted by nobody is an *Error.
func (f *Named) Values(kind string, version int, specs []Spec) ([]float64, error) {
	switch {
	case f.Kind != kind:
		return nil, f.wrong("kind", "is %q, want %q", f.Kind, kind)
	case f.Version != version:
		return nil, f.wrong("version", "is %d, and %s is at version %d: train it again", f.Version, kind, version)
	}
	names := make([]string, len(specs))
	values := make([]float64, len(specs))
	for i := range specs {
		s := &specs[i]
		names[i] = s.Name
		p := f.find(s.Name)
		switch {
		case p == nil:
			return nil, f.wrong("parameters", "have no %s, which %s wants (%s)", s.Name, kind, s.Doc)
		case p.Unit != s.Unit:
			return nil, f.wrong("parameters."+s.Name, "has the unit %q, want %q", p.Unit, s.Unit)
		}
		if err := s.Check(p.Value); err != nil {
			return nil, f.wrong("parameters."+s.Name, "is %v, want a number from %v to %v", p.Value, s.Low, s.High)
		}
		values[i] = p.Value
	}
	for _, p := range f.Parameters {
		if s := grammar.Nearest(p.Name, names); !slices.Contains(names, p.Name) {
			if s != "" {
				s = fmt.Sprintf(" (did you mean %q?)", s)
			}
			return nil, f.wrong("parameters."+p.Name, "is unknown to %s%s", kind, s)
		}
	}
	return values, nil
}

// find returns a parameter, or nil.
func (f *File) find(name string) *Parameter {
	for i := range f.Parameters {
		if f.Parameters[i].Name == name {
			return &f.Parameters[i]
		}
	}
	return nil
}

// Bytes writes the file: the same bytes for the same contents. A number that JSON
// cannot hold is an error.
func (f *File) Bytes() ([]byte, error) {
	for _, p := range f.Parameters {
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
			return nil, &Error{Field: "parameters." + p.Name, Problem: fmt.Sprintf("is %v, want a number", p.Value)}
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(f); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
