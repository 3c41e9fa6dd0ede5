package fair

import (
	"fmt"
	"math"
	"testing"

	"skysim/policies/lp/general"
	"skysim/sim"
)

// draw draws a problem, with jobs that cannot run everywhere, kinds without
// machines, weights and scales.
func draw(r *sim.Stream, jobs, kinds int) *Problem {
	p := &Problem{}
	for range kinds {
		m := float64(1 + r.Int64N(8))
		if r.Bool(0.1) {
			m = 0
		}
		p.Machines = append(p.Machines, m)
	}
	p.Machines[r.Int64N(int64(kinds))] = 4
	for range jobs {
		row := make([]float64, kinds)
		size := 1 + float64(99*r.Float64())
		for j := range row {
			if row[j] = float64(size * (0.1 + r.Float64())); r.Bool(0.2) {
				row[j] = 0
			}
		}
		for j, m := range p.Machines {
			if m == 4 && row[j] == 0 {
				row[j] = size
			}
		}
		p.Throughput = append(p.Throughput, row)
	}
	if r.Bool(0.5) {
		for range jobs {
			p.Scale = append(p.Scale, []float64{1, 1, 2, 4, 8}[r.Int64N(5)])
			p.Weight = append(p.Weight, []float64{1, 2, 5}[r.Int64N(3)])
		}
	}
	if r.Bool(0.2) { // jobs alike: degenerate
		for i := range p.Throughput {
			p.Throughput[i] = p.Throughput[0]
		}
	}
	return p
}

// programme writes the problem for the general solver; the level is column 0.
func programme(p *Problem) *general.Problem {
	n, k := len(p.Throughput), len(p.Machines)
	a := p.gains()
	q := &general.Problem{Columns: []general.Column{{Cost: -1, Upper: math.Inf(1)}}}
	for range n * k {
		q.Columns = append(q.Columns, general.Column{Upper: 1})
	}
	for i := range n {
		level := general.Row{Sense: general.GreaterEqual, Terms: []general.Term{{Col: 0, Value: -1}}}
		time := general.Row{Sense: general.LessEqual, RHS: 1}
		for j := range k {
			level.Terms = append(level.Terms, general.Term{Col: 1 + i*k + j, Value: a[i*k+j]})
			time.Terms = append(time.Terms, general.Term{Col: 1 + i*k + j, Value: 1})
		}
		q.Rows = append(q.Rows, level, time)
	}
	for j, m := range p.Machines {
		row := general.Row{Sense: general.LessEqual, RHS: m}
		for i := range n {
			row.Terms = append(row.Terms, general.Term{Col: 1 + i*k + j, Value: p.scale(i)})
		}
		q.Rows = append(q.Rows, row)
	}
	return q
}

// TestAgainstProgramme compares levels with the general solver's.
func TestAgainstProgramme(t *testing.T) {
	cases := 10_000
	if testing.Short() {
		cases = 300
	}
	steps := 0
	for seed := range cases {
		r := sim.NewStream(uint64(seed), "fair")
		p := draw(&r, 1+int(r.Int64N(12)), 1+int(r.Int64N(4)))
		got, err := Solve(p, Budget{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		steps = max(steps, got.Iterations)
		if err := Check(p, got, 1e-9); err != nil || !got.Optimal {
			t.Errorf("seed %d: %v, optimal %t after %d steps: %v to %v", seed, err, got.Optimal, got.Iterations, got.Level, got.Upper)
		}
		want, err := general.Own{}.Solve(programme(p), general.Budget{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if off := math.Abs(got.Level + want.Objective); off > 1e-8*got.Level {
			t.Errorf("seed %d: level %v, want %v", seed, got.Level, -want.Objective)
		}
	}
	t.Logf("at most %d steps", steps)
}

func BenchmarkSolve(b *testing.B) {
	for _, n := range [][2]int{{100, 3}, {500, 10}, {2000, 10}, {10000, 10}} {
		b.Run(fmt.Sprintf("jobs=%d/kinds=%d", n[0], n[1]), func(b *testing.B) {
			r := sim.NewStream(1, "bench")
			p := draw(&r, n[0], n[1])
			steps := 0
			for b.Loop() {
				s, err := Solve(p, Budget{})
				if err != nil || !s.Optimal {
					b.Fatal(err, s.Level, s.Upper)
				}
				steps += s.Iterations
			}
			b.ReportMetric(float64(steps)/float64(b.N), "steps/op")
		})
	}
}

func Example() {
	p := &Problem{
		Throughput: [][]float64{{40, 20, 10}, {12, 4, 1}, {100, 50, 50}},
		Machines:   []float64{1, 1, 1},
	}
	s, err := Solve(p, Budget{})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.4f %t\n", s.Level, s.Optimal)
	for _, row := range s.X {
		fmt.Printf("%.3f\n", row)
	}
	// Output:
	// 1.0449 true
	// [0.219 0.781 0.000]
	// [0.388 0.219 0.393]
	// [0.393 0.000 0.607]
}
