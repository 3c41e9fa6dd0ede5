package network

import (
	"fmt"
	"testing"

	"skysim/sim"
)

// dense draws a dense problem with about as much supply as demand.
func dense(sources, sinks int, seed uint64) *Problem {
	r := sim.NewStream(seed, "dense")
	cost := make([][]int64, sources)
	supply, demand := make([]int64, sources), make([]int64, sinks)
	for i := range cost {
		cost[i] = make([]int64, sinks)
		for j := range cost[i] {
			cost[i][j] = 1 + r.Int64N(1_000_000)
		}
		supply[i] = 1 + r.Int64N(100)
	}
	var have, want int64
	for _, n := range supply {
		have += n
	}
	for j := range demand {
		demand[j] = have * 9 / 10 / int64(sinks)
		want += demand[j]
	}
	demand[0] += have*9/10 - want
	return Dense(supply, demand, cost)
}

var sizes = [][2]int{{10, 10}, {50, 50}, {200, 100}, {500, 300}}

func BenchmarkCold(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("sources=%d/sinks=%d", n[0], n[1]), func(b *testing.B) {
			var list []*Problem
			for seed := range 8 {
				list = append(list, dense(n[0], n[1], uint64(seed)))
			}
			var s Solver
			pivots, i := 0, 0
			for b.Loop() {
				s.Forget()
				o, err := s.Solve(list[i%len(list)], Budget{})
				if err != nil {
					b.Fatal(err)
				}
				pivots += o.Pivots
				i++
			}
			b.ReportMetric(float64(pivots)/float64(b.N), "pivots/op")
			b.ReportAllocs()
		})
	}
}

// drift changes costs by up to 3 % and supplies and demands by one unit here and
// there.
func drift(r *sim.Stream, p *Problem) {
	for i := range p.Arcs {
		c := p.Arcs[i].Cost
		p.Arcs[i].Cost = max(1, c+r.Int64N(c*6/100+1)-c*3/100)
	}
	for range 5 {
		p.Supply[r.Int64N(int64(len(p.Supply)))]++
		i, j := r.Int64N(int64(len(p.Demand))), r.Int64N(int64(len(p.Demand)))
		if p.Demand[i] > 0 {
			p.Demand[i]--
			p.Demand[j]++
		}
	}
}

func BenchmarkWarm(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("sources=%d/sinks=%d", n[0], n[1]), func(b *testing.B) {
			r := sim.NewStream(1, "drift")
			p := dense(n[0], n[1], 1)
			list := []*Problem{p}
			for range 15 {
				q := &Problem{Supply: append([]int64(nil), p.Supply...), Demand: append([]int64(nil), p.Demand...), Arcs: append([]Arc(nil), p.Arcs...)}
				drift(&r, q)
				list = append(list, q)
				p = q
			}
			var s Solver
			pivots, i, by := 0, 0, 1
			for b.Loop() {
				o, err := s.Solve(list[i], Budget{})
				if err != nil {
					b.Fatal(err)
				}
				pivots += o.Pivots
				if i+by < 0 || i+by == len(list) {
					by = -by // back the same way, so that every step is small
				}
				i += by
			}
			b.ReportMetric(float64(pivots)/float64(b.N), "pivots/op")
			b.ReportAllocs()
		})
	}
}
