package general

import (
	"fmt"
	"math"
	"testing"

	"skysim/sim"
)

// packed draws a problem of as many packing rows as columns, which are all dense.
func packed(rows, columns int) *Problem {
	r := sim.NewStream(1, "packed")
	p := &Problem{}
	for range columns {
		p.Columns = append(p.Columns, Column{Cost: -1 - r.Float64(), Upper: math.Inf(1)})
	}
	for range rows {
		row := Row{Sense: LessEqual, RHS: 100 + r.Float64()}
		for j := range columns {
			row.Terms = append(row.Terms, Term{j, 0.1 + r.Float64()})
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

func BenchmarkOwn(b *testing.B) {
	for _, n := range [][2]int{{10, 10}, {50, 50}, {100, 200}, {200, 400}} {
		b.Run(fmt.Sprintf("rows=%d/columns=%d", n[0], n[1]), func(b *testing.B) {
			p := packed(n[0], n[1])
			steps := 0
			for b.Loop() {
				a, err := Own{}.Solve(p, Budget{})
				if err != nil || !a.Optimal {
					b.Fatal(err)
				}
				steps += a.Iterations
			}
			b.ReportMetric(float64(steps)/float64(b.N), "steps/op")
		})
	}
}
