package network

import (
	"fmt"
	"testing"
	"time"

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

// drift changes all costs by up to 3 % and supplies and demands by one unit here and
// there.
func drift(r *sim.Stream, p *Problem) { driftOf(r, p, 1) }

// driftOf is drift that changes one cost in so many.
func driftOf(r *sim.Stream, p *Problem, every int) {
	for i := 0; i < len(p.Arcs); i += every {
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

// again copies what drifted, without allocating.
func again(to, from *Problem) {
	copy(to.Supply, from.Supply)
	copy(to.Demand, from.Demand)
	copy(to.Arcs, from.Arcs)
}

func BenchmarkWarm(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("sources=%d/sinks=%d", n[0], n[1]), func(b *testing.B) {
			r := sim.NewStream(1, "drift")
			p := dense(n[0], n[1], 1)
			var list []*Problem
			for range 8 {
				list = append(list, copyOf(p))
				drift(&r, p)
			}
			var s Solver
			pivots, i, by := 0, 0, 1
			for b.Loop() {
				b.StopTimer()
				again(p, list[i]) // in place, as a policy does it
				b.StartTimer()
				o, err := s.Solve(p, Budget{})
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

// BenchmarkWarmRatio solves each problem once cold and once warm, in turn, and
// says how many warm ones a cold one is worth.
func BenchmarkWarmRatio(b *testing.B) {
	for _, n := range sizes[1:] {
		for _, every := range []int{1, 10} {
			b.Run(fmt.Sprintf("sources=%d/sinks=%d/changed=%d%%", n[0], n[1], 100/every), func(b *testing.B) { warmRatio(b, n, every) })
		}
	}
}

// warmRatio solves what drifts cold and warm, side by side.
func warmRatio(b *testing.B, n [2]int, every int) {
	r := sim.NewStream(1, "drift")
	p := dense(n[0], n[1], 1)
	var cold, warm Solver
	var took [2]time.Duration
	if _, err := warm.Solve(p, Budget{}); err != nil {
		b.Fatal(err)
	}
	driftOf(&r, p, every)
	for b.Loop() {
		began := time.Now()
		cold.Forget()
		if _, err := cold.Solve(p, Budget{}); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		if _, err := warm.Solve(p, Budget{}); err != nil {
			b.Fatal(err)
		}
		took[0] += middle.Sub(began)
		took[1] += time.Since(middle)
		driftOf(&r, p, every)
	}
	b.ReportMetric(float64(took[0])/float64(took[1]), "cold/warm")
}

// TestWarmTakesFewSteps counts: a hundred warm solves take fewer steps than ten
// cold ones. What that is in time is BenchmarkWarmRatio's to say.
func TestWarmTakesFewSteps(t *testing.T) {
	for _, n := range sizes[1:3] {
		r := sim.NewStream(1, "drift")
		p := dense(n[0], n[1], 1)
		var warm Solver
		cold, steps := 0, 0
		for i := range 101 {
			o, err := warm.Solve(p, Budget{})
			if err == nil {
				err = Check(p, o)
			}
			if err != nil {
				t.Fatal(err)
			}
			if i > 0 {
				steps += o.Pivots
			}
			if i%10 == 9 {
				o, err := Solve(p, Budget{})
				if err != nil {
					t.Fatal(err)
				}
				cold += o.Pivots
			}
			drift(&r, p)
		}
		if steps >= cold {
			t.Errorf("%d sources, %d sinks: 100 warm solves took %d steps, 10 cold ones %d", n[0], n[1], steps, cold)
		}
		t.Logf("%d sources, %d sinks: 100 warm solves took %d steps, 10 cold ones %d", n[0], n[1], steps, cold)
	}
}
