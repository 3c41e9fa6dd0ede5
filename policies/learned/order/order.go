package order

import (
	"fmt"
	"math"

	"skysim/policies/greedy"
	"skysim/policies/learned/weights"
	"skysim/sim"
)

// Kind and Version are those of the files of weights that Read takes.
const (
	Kind    = "order"
	Version = 1
)

// Function is the priority function. The zero value is first come, first served.
type Function struct {
	// Handicap is by how many seconds later a job of an hour on 16 processors counts
	// as submitted; from 0 to 1e12.
	Handicap float64
	// Run is the exponent of the logarithm of the run time, and Width that of the
	// processors; from -8 to 8.
	Run, Width float64
}

// Parameters lists what a file of weights must have.
func Parameters() []weights.Spec {
	return []weights.Spec{
		{Name: "handicap", Unit: "s", Low: 0, High: 1e12, Doc: "how much later a job of 1 h on 16 processors counts as submitted"},
		{Name: "run", Unit: "1", Low: -8, High: 8, Doc: "exponent of log10(1 + run time / 10 s), in units of that of 1 h"},
		{Name: "width", Unit: "1", Low: -8, High: 8, Doc: "exponent of processors / 16"},
	}
}

// From returns the function of values in the order of Parameters. A value that is missing
// or out of range is an error.
func From(values []float64) (Function, error) {
	specs := Parameters()
	if len(values) != len(specs) {
		return Function{}, fmt.Errorf("order: %d values, want %d", len(values), len(specs))
	}
	for i := range specs {
		if err := specs[i].Check(values[i]); err != nil {
			return Function{}, fmt.Errorf("order: %w", err)
		}
	}
	return Function{Handicap: values[0], Run: values[1], Width: values[2]}, nil
}

// Read returns the function of a file of weights, and a *weights.Error if it is of
// another kind or version or a parameter is not as it should be.
func Read(f *weights.Named) (Function, error) {
	values, err := f.Values(Kind, Version, Parameters())
	if err != nil {
		return Function{}, err
	}
	return From(values)
}

const (
	shortest = 10.0 // seconds below which a logarithm of run times is about linear
	typical  = 16.0 // processors
	fewest   = 1e-3 // processors of a job that asks for less
)

// length is log10(1 + run/10 s) in units of that of an hour; run is at least a
// nanosecond.
func length(run float64) float64 {
	return sim.Log(1+max(run, 1e-9)/shortest) / sim.Log(1+3600/shortest)
}

// Score returns the score of a job that is expected to run for so many seconds on so
// many processors and was submitted at a second of the run's clock. It is finite or +Inf,
// and never NaN.
func (f *Function) Score(run, processors, submit float64) float64 {
	if f.Handicap == 0 {
		return submit
	}
	size := float64(sim.Pow(length(run), f.Run) * sim.Pow(max(processors, fewest)/typical, f.Width))
	if size != size { // nothing times infinity: a long, narrow job or a short, wide one
		size = math.Inf(1)
	}
	return submit + float64(f.Handicap*size)
}

// Rank is a Function as greedy takes it.
type Rank struct {
	Function
	// Guess is the run time of a job without an estimate; positive.
	Guess sim.Duration
}

var _ greedy.Rank = (*Rank)(nil)

// Score returns the score of a job; the instant does not matter.
func (r *Rank) Score(j *sim.JobInfo, _ sim.Time) float64 {
	run := j.Estimate
	if run == 0 {
		run = r.Guess
	}
	return r.Function.Score(run.Seconds(), greedy.Processors(j), sim.Duration(j.Submit).Seconds())
}

// Steady reports that jobs never change places.
func (r *Rank) Steady() bool { return true }
