package order

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"skysim/policies/learned/weights"
	"skysim/sim"
)

// anyFunction draws one within its ranges.
func anyFunction(t *rapid.T) Function {
	f, err := From([]float64{
		rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0, 1e12)).Draw(t, "handicap"),
		rapid.Float64Range(-8, 8).Draw(t, "run"), rapid.Float64Range(-8, 8).Draw(t, "width"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// plain is the formula of the package comment, by the library's functions.
func plain(f Function, run, processors, submit float64) float64 {
	l := math.Log10(1+run/10) / math.Log10(361)
	return submit + f.Handicap*math.Pow(l, f.Run)*math.Pow(processors/16, f.Width)
}

func TestScoreIsTheFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyFunction(t)
		run, n, submit := rapid.Float64Range(1, 1e7).Draw(t, "run time"), rapid.Float64Range(0.001, 1e5).Draw(t, "processors"), rapid.Float64Range(0, 1e8).Draw(t, "submit")
		got, want := f.Score(run, n, submit), plain(f, run, n, submit)
		if !(math.Abs(got-want) <= 1e-11*math.Abs(want)) && !math.IsInf(want, 1) {
			t.Fatalf("%+v.Score(%v, %v, %v) = %v, want %v", f, run, n, submit, got, want)
		}
	})
}

// TestScoreIsNeverNaN asks for jobs that no workload should have.
func TestScoreIsNeverNaN(t *testing.T) {
	extreme := []float64{0, 1e-300, 1e-9, 1, 1e18, math.MaxFloat64, math.Inf(1)}
	rapid.Check(t, func(t *rapid.T) {
		f := anyFunction(t)
		f.Run, f.Width = rapid.SampledFrom([]float64{-8, f.Run, 8}).Draw(t, "exponent"), rapid.SampledFrom([]float64{-8, f.Width, 8}).Draw(t, "other")
		for _, run := range extreme {
			for _, n := range extreme {
				if got := f.Score(run, n, 5); got != got || got < 5 {
					t.Fatalf("%+v.Score(%v, %v, 5) = %v, want 5 or more", f, run, n, got)
				}
			}
		}
	})
}

// TestWaitingCountsLinearly: what makes the order steady is that no instant is in a
// score, and that a later submission counts second by second.
func TestWaitingCountsLinearly(t *testing.T) {
	f := Function{Handicap: 3600, Run: 1, Width: 1}
	long, short := f.Score(3600, 16, 0), f.Score(0, 16, 3599)
	if !(short < long && long < f.Score(0, 16, 3601)) {
		t.Errorf("an hour's job on 16 processors has the score %v, one of no length that comes an hour later %v: want 3600 and 3599", long, short)
	}
	if zero := (Function{}); zero.Score(1e6, 256, 7) != 7 {
		t.Errorf("the zero function scores %v, want the instant of submission", zero.Score(1e6, 256, 7))
	}
	r := Rank{Function: f, Guess: 3600e9}
	j := sim.JobInfo{Tasks: 4, Submit: sim.Time(10e9), Demand: sim.Demand{CPU: 4000}}
	if got := r.Score(&j, 99e9); math.Abs(got-3610) > 1e-9 || !r.Steady() {
		t.Errorf("a job without an estimate has the score %v, want 10 s and the handicap of the guess, 3600", got)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	const good = `{"kind":"order","version":1,"parameters":[{"name":"handicap","value":5,"unit":"s"},{"name":"run","value":1,"unit":"1"},{"name":"width","value":2,"unit":"1"}],"provenance":{"command":"by hand"}}`
	read := func(text string) (Function, error) {
		file, err := weights.Read("w.json", []byte(text))
		if err != nil {
			return Function{}, err
		}
		return Read(file)
	}
	if f, err := read(good); err != nil || f != (Function{5, 1, 2}) {
		t.Fatalf("Read = %+v, %v", f, err)
	}
	for _, tt := range []struct{ old, new, want string }{
		{`"order"`, `"bandit"`, `weights w.json: kind is "bandit", want "order"`},
		{`"version":1`, `"version":2`, "version is 2, and order is at version 1: train it again"},
		{`"name":"run"`, `"name":"rum"`, "parameters have no run, which order wants"},
		{`{"name":"run","value":1,"unit":"1"},`, ``, "parameters have no run"},
		{`{"name":"run"`, `{"name":"wait","value":0,"unit":"1"},{"name":"run"`, "parameters.wait is unknown to order"},
		{`"value":5`, `"value":-5`, "parameters.handicap is -5, want a number from 0 to 1e+12"},
		{`"value":2`, `"value":9`, "parameters.width is 9, want a number from -8 to 8"},
		{`"unit":"s"`, `"unit":"h"`, `parameters.handicap has the unit "h", want "s"`},
		{`"value":1,`, ``, "parameters[1].value is missing"},
	} {
		if f, err := read(strings.Replace(good, tt.old, tt.new, 1)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("with %s: %+v, %v, want %s", tt.new, f, err, tt.want)
		}
	}
	for _, values := range [][]float64{{1, 1}, {math.NaN(), 1, 1}, {1, math.Inf(1), 1}, {-1, 1, 1}} {
		if _, err := From(values); err == nil {
			t.Errorf("From(%v): no error", values)
		}
	}
}

func ExampleFunction() {
	f := Function{Handicap: 7200, Run: 1, Width: 1} // two hours for a job of an hour on 16 processors
	fmt.Printf("%.0f\n", f.Score(3600, 16, 100))
	fmt.Printf("%.0f\n", f.Score(3600, 8, 100))
	fmt.Printf("%.0f\n", f.Score(60, 1, 100))
	// Output:
	// 7300
	// 3700
	// 249
}
