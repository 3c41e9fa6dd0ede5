package network

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"skysim/sim"
)

// instance is a problem as a linear programme, and our answer, in the form that
// .ci/solver_agrees.py reads.
type instance struct {
	Name      string      `json:"name"`
	Cost      []int64     `json:"cost"`
	Lower     []int64     `json:"lower"`
	Upper     []any       `json:"upper"` // null is no bound
	Rows      [][4]any    `json:"rows"`  // lower, upper, columns, values
	Status    string      `json:"status"`
	Objective json.Number `json:"objective"`
}

// add adds a column.
func (in *instance) add(cost, upper, infinite int64) int {
	in.Cost, in.Lower = append(in.Cost, cost), append(in.Lower, 0)
	if upper == infinite {
		in.Upper = append(in.Upper, nil)
	} else {
		in.Upper = append(in.Upper, upper)
	}
	return len(in.Cost) - 1
}

// programme writes p as a linear programme.
func programme(name string, p *Problem) *instance {
	in := &instance{Name: name, Cost: []int64{}, Lower: []int64{}, Upper: []any{}, Rows: [][4]any{}, Objective: "0"}
	out, into := make([][]int, len(p.Supply)), make([][]int, len(p.Demand))
	for _, a := range p.Arcs {
		j := in.add(a.Cost, a.Cap, Unlimited)
		out[a.From], into[a.To] = append(out[a.From], j), append(into[a.To], j)
	}
	for j := range p.Demand {
		if c := p.penalty(j); c != Required {
			into[j] = append(into[j], in.add(c, -1, -1))
		}
	}
	row := func(lower, upper any, columns []int) {
		values := make([]int, len(columns))
		for i := range values {
			values[i] = 1
		}
		in.Rows = append(in.Rows, [4]any{lower, upper, append([]int{}, columns...), values})
	}
	for i, n := range p.Supply {
		row(nil, n, out[i])
	}
	for j, n := range p.Demand {
		row(n, n, into[j])
	}
	return in
}

// TestWriteInstances writes problems and our answers into the directory
// SKYSIM_INSTANCES, where another solver can compare them (.ci/run solvers).
func TestWriteInstances(t *testing.T) {
	dir := os.Getenv("SKYSIM_INSTANCES")
	if dir == "" {
		t.Skip("SKYSIM_INSTANCES is not set: .ci/run solvers sets it")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	var s Solver
	for seed := range 3000 {
		r := sim.NewStream(uint64(seed), "instances")
		p := draw(&r)
		if seed%60 == 0 {
			p = dense(30, 20, uint64(seed))
		}
		in := programme(fmt.Sprint("network seed ", seed), p)
		in.Status = "optimal"
		o, err := s.Solve(p, Budget{})
		var no *InfeasibleError
		switch {
		case errors.As(err, &no):
			in.Status = "infeasible"
		case err != nil:
			t.Fatal(err)
		default:
			in.Objective = json.Number(o.Cost.String())
		}
		if err := e.Encode(in); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "network.jsonl"), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
