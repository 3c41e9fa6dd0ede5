package general

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"skysim/sim"
)

// instance is a problem and our answer in the form that .ci/solver_agrees.py reads.
type instance struct {
	Name      string   `json:"name"`
	Cost      []any    `json:"cost"`
	Lower     []any    `json:"lower"` // null is no bound
	Upper     []any    `json:"upper"`
	Rows      [][4]any `json:"rows"` // lower, upper, columns, values
	Status    string   `json:"status"`
	Objective float64  `json:"objective"`
}

// finite returns a number, or nil if it is infinite.
func finite(x float64) any {
	if math.IsInf(x, 0) {
		return nil
	}
	return x
}

// write writes a problem with the answer given.
func write(e *json.Encoder, name string, p *Problem, a *Answer, err error) error {
	in := instance{Name: name, Status: outcome(a, err), Rows: [][4]any{}}
	if a != nil {
		in.Objective = a.Objective
	}
	for _, c := range p.Columns {
		in.Cost, in.Lower, in.Upper = append(in.Cost, c.Cost), append(in.Lower, finite(c.Lower)), append(in.Upper, finite(c.Upper))
	}
	for _, r := range p.Rows {
		columns, values := []int{}, []float64{}
		for _, t := range r.Terms {
			columns, values = append(columns, t.Col), append(values, t.Value)
		}
		row := [4]any{r.RHS, r.RHS, columns, values}
		if r.Sense == LessEqual {
			row[0] = nil
		}
		if r.Sense == GreaterEqual {
			row[1] = nil
		}
		in.Rows = append(in.Rows, row)
	}
	return e.Encode(in)
}

// TestWriteInstances writes problems and Own's answers into the directory
// SKYSIM_INSTANCES, where another solver can compare them (.ci/run solvers).
func TestWriteInstances(t *testing.T) {
	dir := os.Getenv("SKYSIM_INSTANCES")
	if dir == "" {
		t.Skip("SKYSIM_INSTANCES is not set: .ci/run solvers sets it")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for seed := range 3000 {
		r := sim.NewStream(uint64(seed), "instances")
		most := int64(8)
		if seed%100 == 0 {
			most = 60
		}
		p := draw(&r, most)
		a, err := Own{}.Solve(p, Budget{})
		if err := write(e, "general seed "+number(float64(seed)), p, a, err); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "general.jsonl"), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestExternalHiGHS solves a few problems with HiGHS itself, through MPS text and
// the file of its solution. SKYSIM_HIGHS is a Python that has highspy.
func TestExternalHiGHS(t *testing.T) {
	python := os.Getenv("SKYSIM_HIGHS")
	if python == "" {
		t.Skip("SKYSIM_HIGHS is not set: .ci/run solvers sets it")
	}
	highs := External{Run: func(mps []byte) ([]byte, error) {
		c := exec.Command(python, "../../../.ci/solver_agrees.py", "-")
		c.Stdin, c.Stderr = bytes.NewReader(mps), os.Stderr
		return c.Output()
	}}
	for seed := range 6 {
		r := sim.NewStream(uint64(seed), "external")
		p := draw(&r, 9)
		for j := range p.Columns {
			p.Columns[j].Name = []string{"", "hours of spot", "hours of spot", "α*$", "3"}[r.Int64N(5)]
		}
		a, aErr := highs.Solve(p, Budget{})
		b, bErr := Own{}.Solve(p, Budget{})
		if errors.Is(aErr, ErrUnverified) || outcome(a, aErr) != outcome(b, bErr) {
			t.Errorf("seed %d: HiGHS %s (%v), Own %s", seed, outcome(a, aErr), aErr, outcome(b, bErr))
		} else if a != nil && math.Abs(a.Objective-b.Objective) > 1e-6*(1+math.Abs(b.Objective)) {
			t.Errorf("seed %d: HiGHS %v, Own %v", seed, a.Objective, b.Objective)
		}
	}
}
