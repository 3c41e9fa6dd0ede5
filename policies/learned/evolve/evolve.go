package evolve

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"skysim/sim"
)

// Options are the settings of a strategy.
type Options struct {
	// Start is where it begins, one value for each dimension: from 1 to 32.
	Start []float64
	// Step is how far the first candidates are from Start, as a standard deviation of each
	// dimension; positive.
	Step []float64
	// Population is how many candidates a generation has: from 4 to 1000. 4 + 3·ln(dimensions) is
	// usual for smooth functions, twice that where they are noisy.
	Population int
	Seed       uint64
}

const (
	mostDimensions = 32
	mostPopulation = 1000
	// A step stays within these, in units of Options.Step.
	leastStep = 1e-12
	mostStep  = 1e3
)

// check reports the first option that is out of range.
func (o *Options) check() error {
	n := len(o.Start)
	switch {
	case n < 1 || n > mostDimensions:
		return fmt.Errorf("evolve: %d dimensions, want 1 to %d", n, mostDimensions)
	case len(o.Step) != n:
		return fmt.Errorf("evolve: %d steps for %d dimensions", len(o.Step), n)
	case o.Population < 4 || o.Population > mostPopulation:
		return fmt.Errorf("evolve: a population of %d, want 4 to %d", o.Population, mostPopulation)
	}
	for i := range o.Start {
		if math.IsNaN(o.Start[i]) || math.IsInf(o.Start[i], 0) || !(o.Step[i] > 0 && o.Step[i] <= math.MaxFloat64) {
			return fmt.Errorf("evolve: dimension %d begins at %v with steps of %v, want finite numbers and a positive step", i, o.Start[i], o.Step[i])
		}
	}
	return nil
}

// Strategy is an evolution strategy between two generations.
type Strategy struct {
	opts  Options
	rates rates
	state State
	root  [][]float64 // lower triangle: the Cholesky factor of the covariance
}

// State is what changes, in units of Options.Step where it is about steps. Written down as
// JSON and read back it is the same to the last bit.
type State struct {
	Generation int         `json:"generation"` // that comes next, from 0
	Mean       []float64   `json:"mean"`       // in the units of the caller
	Step       float64     `json:"step"`
	Covariance [][]float64 `json:"covariance"`
	StepPath   []float64   `json:"step_path"`
	ShapePath  []float64   `json:"shape_path"`
}

// New returns a strategy before its first generation.
func New(o Options) (*Strategy, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	n := len(o.Start)
	o.Start, o.Step = slices.Clone(o.Start), slices.Clone(o.Step)
	s := &Strategy{opts: o, rates: newRates(n, o.Population)}
	s.state = State{Mean: slices.Clone(o.Start), Step: 1, StepPath: make([]float64, n), ShapePath: make([]float64, n), Covariance: square(n)}
	for i := range n {
		s.state.Covariance[i][i] = 1
	}
	s.root = cholesky(s.state.Covariance)
	return s, nil
}

// Ask returns the candidates of this generation. They are the caller's.
func (s *Strategy) Ask() [][]float64 {
	all := make([][]float64, s.opts.Population)
	for c := range all {
		y := times(s.root, s.draw(c))
		x := make([]float64, len(y))
		for i := range x {
			x[i] = s.state.Mean[i] + float64(float64(s.state.Step*y[i])*s.opts.Step[i])
		}
		all[c] = x
	}
	return all
}

// draw returns the normal draws behind a candidate of this generation.
func (s *Strategy) draw(candidate int) []float64 {
	stream := sim.NewStream(s.opts.Seed, "evolve", uint64(s.state.Generation), uint64(candidate))
	z := make([]float64, len(s.opts.Start))
	for i := range z {
		z[i] = stream.Normal()
	}
	return z
}

// Tell takes the values of the candidates that Ask has returned, smaller is better, and
// ends the generation. +Inf is the worst that a value can be; NaN is an error. Candidates of
// equal value count in the order in which they were asked for.
func (s *Strategy) Tell(values []float64) error {
	if len(values) != s.opts.Population {
		return fmt.Errorf("evolve: %d values for a population of %d", len(values), s.opts.Population)
	}
	order := make([]int, len(values))
	for i, v := range values {
		if v != v {
			return fmt.Errorf("evolve: the value of candidate %d in generation %d is not a number", i, s.state.Generation)
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	s.adapt(order[:len(s.rates.weights)])
	s.state.Generation++
	return nil
}

// Mean is the middle of what the next generation will try: the answer so far. It is the
// caller's.
func (s *Strategy) Mean() []float64 { return slices.Clone(s.state.Mean) }

// Generation is how many generations have ended.
func (s *Strategy) Generation() int { return s.state.Generation }

// Step is the size of the steps, in units of Options.Step.
func (s *Strategy) Step() float64 { return s.state.Step }

// State returns what has to be kept to go on later with Resume.
func (s *Strategy) State() State {
	st := s.state
	st.Mean, st.StepPath, st.ShapePath = slices.Clone(st.Mean), slices.Clone(st.StepPath), slices.Clone(st.ShapePath)
	st.Covariance = square(len(st.Mean))
	for i := range st.Covariance {
		copy(st.Covariance[i], s.state.Covariance[i])
	}
	return st
}

// Resume returns the strategy that had these options and this state.
func Resume(o Options, st State) (*Strategy, error) {
	s, err := New(o)
	if err != nil {
		return nil, err
	}
	if err := st.check(len(o.Start)); err != nil {
		return nil, err
	}
	s.state = (&Strategy{state: st}).State()
	s.root = cholesky(s.state.Covariance)
	return s, nil
}

// check reports a state that is not one of n dimensions.
func (st *State) check(n int) error {
	if st.Generation < 0 || !(st.Step > 0 && st.Step <= math.MaxFloat64) {
		return fmt.Errorf("evolve: state has generation %d and step %v, want 0 or more and a positive number", st.Generation, st.Step)
	}
	rows := append([][]float64{st.Mean, st.StepPath, st.ShapePath}, st.Covariance...)
	if len(rows) != 3+n {
		return fmt.Errorf("evolve: state has a covariance of %d rows, want %d", len(st.Covariance), n)
	}
	for _, row := range rows {
		if len(row) != n {
			return fmt.Errorf("evolve: state has a row of %d numbers, want %d", len(row), n)
		}
		for _, v := range row {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("evolve: state has %v, want finite numbers", v)
			}
		}
	}
	return nil
}
