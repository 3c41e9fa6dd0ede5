package evolve

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
)

// sphere, valley and ellipse are functions that are 0 at the same point and positive elsewhere.
var functions = []struct {
	name        string
	of          func(x []float64) float64
	generations int
}{
	{"sphere", func(x []float64) float64 { return sum(x, func(i int, v float64) float64 { return (v - 1) * (v - 1) }) }, 120},
	{"ellipse of axes 1 to 1000", func(x []float64) float64 {
		return sum(x, func(i int, v float64) float64 { return math.Pow(1e6, float64(i)/float64(len(x)-1)) * (v - 1) * (v - 1) })
	}, 350},
	{"Rosenbrock's valley", func(x []float64) float64 {
		return sum(x[1:], func(i int, v float64) float64 { return 100*math.Pow(v-x[i]*x[i], 2) + (1-x[i])*(1-x[i]) })
	}, 500},
}

func sum(x []float64, f func(int, float64) float64) (s float64) {
	for i, v := range x {
		s += f(i, v)
	}
	return s
}

func made(t testing.TB, o Options) *Strategy {
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run goes on for some generations.
func run(t testing.TB, s *Strategy, of func([]float64) float64, generations int) *Strategy {
	for range generations {
		var values []float64
		for _, x := range s.Ask() {
			values = append(values, of(x))
		}
		if err := s.Tell(values); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// TestFindsTheBottom is what an adaptation that is wrong somewhere fails: steps of equal
// size in all directions need many times as long for the second and third function.
func TestFindsTheBottom(t *testing.T) {
	for _, f := range functions {
		for seed := range uint64(5) {
			s := made(t, Options{Start: []float64{-1, 3, 0, 2, -2}, Step: []float64{1, 1, 1, 1, 1}, Population: 12, Seed: seed})
			if got := f.of(run(t, s, f.of, f.generations).Mean()); !(got < 1e-8) {
				t.Errorf("%s, seed %d: %g after %d generations (at %v, step %g), want below 1e-8", f.name, seed, got, f.generations, s.Mean(), s.Step())
			}
		}
	}
}

// TestNoiseIsAveragedOut: with noise of a tenth of the start's value on every call the mean still comes close.
func TestNoiseIsAveragedOut(t *testing.T) {
	noise := sim.NewStream(5, "noise")
	of := func(x []float64) float64 { return functions[0].of(x) + noise.Normal() }
	s := made(t, Options{Start: []float64{-1, 3, 0}, Step: []float64{1, 1, 1}, Population: 24, Seed: 1})
	if got := functions[0].of(run(t, s, of, 100).Mean()); got > 0.5 {
		t.Errorf("%g after 100 generations, want less than 0.5", got)
	}
}

// TestResumeGoesOn compares a strategy that is written down and read back with one that is not.
func TestResumeGoesOn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(rt, "dimensions")
		o := Options{
			Start: rapid.SliceOfN(rapid.Float64Range(-9, 9), n, n).Draw(rt, "start"), Step: rapid.SliceOfN(rapid.Float64Range(0.1, 2), n, n).Draw(rt, "step"),
			Population: rapid.IntRange(4, 16).Draw(rt, "population"), Seed: rapid.Uint64().Draw(rt, "seed"),
		}
		before, after := rapid.IntRange(0, 12).Draw(rt, "before"), rapid.IntRange(1, 12).Draw(rt, "after")
		s := run(t, made(t, o), functions[0].of, before)
		text, err := json.Marshal(s.State())
		if err != nil {
			rt.Fatal(err)
		}
		var st State
		if err := json.Unmarshal(text, &st); err != nil {
			rt.Fatal(err)
		}
		again, err := Resume(o, st)
		if err != nil {
			rt.Fatal(err)
		}
		if !reflect.DeepEqual(again.Ask(), s.Ask()) || !reflect.DeepEqual(s.Ask(), s.Ask()) {
			rt.Fatalf("after %d generations: %v asks for other candidates than %v", before, again, s)
		}
		if got, want := run(t, again, functions[0].of, after), run(t, s, functions[0].of, after); !reflect.DeepEqual(got.State(), want.State()) {
			rt.Fatalf("%+v, want %+v", got.State(), want.State())
		}
	})
}

// TestTheSameEverywhere pins the bits: they must not depend on processor or GOAMD64.
func TestTheSameEverywhere(t *testing.T) {
	s := run(t, made(t, Options{Start: []float64{0.1, 2, -0.7}, Step: []float64{0.5, 1, 2}, Population: 9, Seed: 3}), func(x []float64) float64 {
		return float64(x[0]*x[0]) + float64(3*math.Abs(x[1])) + math.Abs(x[2]-1)
	}, 25)
	var bits []string
	for _, v := range append(s.Mean(), s.Step()) {
		bits = append(bits, fmt.Sprintf("%x", math.Float64bits(v)))
	}
	if got := strings.Join(bits, " "); got != pinned {
		t.Errorf("after 25 generations the bits are %s, want %s", got, pinned)
	}
}

const pinned = "bfc23f269c273cc4 bf93568d0897cad4 3ff0247618d955e5 3fb9f7bfe8574bcc"

// Only the order of the values counts, and +Inf is a value.
func TestOnlyTheOrderCounts(t *testing.T) {
	of := functions[2].of
	other := func(x []float64) float64 {
		if v := of(x); v < 50 {
			return math.Exp(v)
		}
		return math.Inf(1)
	}
	plain := func(x []float64) float64 { return min(of(x), 50) }
	o := Options{Start: []float64{-1, 2}, Step: []float64{1, 1}, Population: 8, Seed: 9}
	if got, want := run(t, made(t, o), other, 40).State(), run(t, made(t, o), plain, 40).State(); !reflect.DeepEqual(got, want) {
		t.Errorf("by order alone %+v, want %+v", got, want)
	}
}

func TestBadInput(t *testing.T) {
	good := Options{Start: []float64{1, 2}, Step: []float64{1, 1}, Population: 6}
	for _, tt := range []struct {
		change func(*Options)
		want   string
	}{
		{func(o *Options) { o.Start = nil }, "0 dimensions, want 1 to 32"},
		{func(o *Options) { o.Step = o.Step[:1] }, "1 steps for 2 dimensions"},
		{func(o *Options) { o.Population = 3 }, "a population of 3, want 4 to 1000"},
		{func(o *Options) { o.Start = []float64{1, math.NaN()} }, "dimension 1 begins at NaN"},
		{func(o *Options) { o.Step = []float64{0, 1} }, "dimension 0 begins at 1 with steps of 0"},
	} {
		o := good
		tt.change(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("New(%+v): %v, want %s", o, err, tt.want)
		}
	}
	s := made(t, good)
	if err := s.Tell([]float64{1}); err == nil || !strings.Contains(err.Error(), "1 values for a population of 6") {
		t.Errorf("too few values: %v", err)
	}
	if err := s.Tell([]float64{1, 2, math.NaN(), 4, 5, 6}); err == nil || !strings.Contains(err.Error(), "candidate 2 in generation 0 is not a number") {
		t.Errorf("NaN: %v", err)
	}
	for _, change := range []func(*State){
		func(st *State) { st.Step = 0 }, func(st *State) { st.Generation = -1 }, func(st *State) { st.Mean = st.Mean[:1] },
		func(st *State) { st.Covariance = st.Covariance[:1] }, func(st *State) { st.StepPath[1] = math.Inf(1) },
	} {
		st := s.State()
		change(&st)
		if _, err := Resume(good, st); err == nil {
			t.Errorf("Resume(%+v): no error", st)
		}
	}
}

func ExampleStrategy() {
	s, err := New(Options{Start: []float64{5, 5}, Step: []float64{1, 1}, Population: 8, Seed: 1})
	if err != nil {
		panic(err)
	}
	for range 60 {
		var values []float64
		for _, x := range s.Ask() { // these can be worked out in any order, anywhere
			values = append(values, (x[0]-1)*(x[0]-1)+(x[1]+2)*(x[1]+2))
		}
		if err := s.Tell(values); err != nil {
			panic(err)
		}
	}
	fmt.Printf("%.3f\n", s.Mean())
	// Output: [1.000 -2.000]
}
