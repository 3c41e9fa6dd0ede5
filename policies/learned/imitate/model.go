package imitate

import (
	"fmt"
	"slices"

	"skysim/policies/learned/weights"
	"skysim/policies/spot"
)

// Kind and Version are those of the files of weights that Read takes.
const (
	Kind    = "imitate"
	Version = 1
)

// Question is what is open at a tick.
type Question int

// The questions.
const (
	Rent   Question = iota // no machine, no spot machines: are on-demand machines better than to wait?
	Take                   // no machine: are the spot machines that are there better than what else there is?
	Change                 // on on-demand machines: are spot machines better than to stay?
	None                   // nothing is open
	open   = int(None)
)

// Asked returns the question that is open for a job.
func Asked(p *spot.Progress) Question {
	switch {
	case p.On == spot.OnDemand && p.SpotUp:
		return Change
	case p.On == spot.Wait && p.SpotUp:
		return Take
	case p.On == spot.Wait:
		return Rent
	}
	return None
}

// Model answers the questions: by each, the weights of the inputs. The sum is by how much yes is better
// than no, in hours of on-demand machines.
type Model [open][Inputs]float64

// Says reports whether the answer is yes.
func (m *Model) Says(q Question, x *[Inputs]float64) bool {
	sum := 0.0
	for i, w := range m[q] {
		sum += float64(w * x[i])
	}
	return sum > 0
}

// Kind returns what a job does until the next tick.
func (m *Model) Kind(p *spot.Progress, x *[Inputs]float64) spot.Kind { return p.Safe(m.want(p, x)) }

// want is Kind without the safety nets.
func (m *Model) want(p *spot.Progress, x *[Inputs]float64) spot.Kind {
	switch q := Asked(p); {
	case q == None:
		return p.On
	case (q == Take || q == Change) && m.Says(q, x):
		return spot.Spot
	case p.On == spot.OnDemand || m.Says(Rent, x):
		return spot.OnDemand
	}
	return spot.Wait
}

// Parameters lists what a file of weights must have: for each question, the weight of each input.
func Parameters() []weights.Spec {
	about := [open]struct{ name, doc string }{
		{"rent", "no spot machines: on-demand machines rather than waiting"},
		{"take", "spot machines have come: take them"},
		{"change", "on on-demand machines, and there are spot machines: change"},
	}
	var specs []weights.Spec
	for _, q := range about {
		for _, in := range inputs() {
			specs = append(specs, weights.Spec{Name: q.name + "." + in.name, Unit: "h", Low: -1e6, High: 1e6, Doc: q.doc + "; times " + in.doc})
		}
	}
	return specs
}

// From returns the model of values in the order of Parameters. A value that is missing or out of range is an error.
func From(values []float64) (Model, error) {
	var m Model
	specs := Parameters()
	if len(values) != len(specs) {
		return m, fmt.Errorf("imitate: %d values, want %d", len(values), len(specs))
	}
	for i := range specs {
		if err := specs[i].Check(values[i]); err != nil {
			return m, fmt.Errorf("imitate: %w", err)
		}
		m[i/Inputs][i%Inputs] = values[i]
	}
	return m, nil
}

// Values returns the weights in the order of Parameters.
func (m *Model) Values() (all []float64) {
	for q := range m {
		all = slices.Concat(all, m[q][:])
	}
	return all
}

// Read returns the model in the bytes of a file of weights, called by that name. Errors are *weights.Error.
func Read(name string, data []byte) (Model, error) {
	file, err := weights.Read(name, data)
	if err != nil {
		return Model{}, err
	}
	values, err := file.Values(Kind, Version, Parameters())
	if err != nil {
		return Model{}, err
	}
	return From(values)
}
