package bench

import (
	"context"
	"fmt"
	"testing"
	"time"

	"skysim/bench/reference"
	"skysim/bench/stats"
	"skysim/policies"
	"skysim/sim"
)

// world is one of the two worlds of ../../shared/engine, with its jobs in memory.
type world struct {
	name  string
	plan  *Plan
	cell  Cell
	jobs  []reference.Job
	hosts reference.Hosts
}

func worlds(b *testing.B) []world {
	b.Helper()
	w1 := ready(b, "engine-w1", "", nil)
	w2 := ready(b, "engine-w2", "", nil)
	all := []world{
		{name: "w1", plan: w1, cell: w1.Cells[0], hosts: reference.Hosts{N: 64, Cores: 1}},
		{name: "w2-firstfit", plan: w2, cell: w2.Cells[0], hosts: reference.Hosts{N: 1000, Cores: 64, Mem: 256}},
		{name: "w2-bestfit", plan: w2, cell: w2.Cells[1], hosts: reference.Hosts{N: 1000, Cores: 64, Mem: 256, BestFit: true}},
	}
	for i := range all {
		w := &all[i]
		src, err := w.plan.workloads[0].source(w.plan.clouds[0].base, uint64(w.cell.Seed))
		if err != nil {
			b.Fatal(err)
		}
		for j := (sim.Job{}); src.Next(&j); j = (sim.Job{}) {
			w.jobs = append(w.jobs, reference.Job{
				Arrival: int64(j.Submit), Duration: j.Work, Cores: int32(j.Demand.CPU / 1000), Mem: int32(j.Demand.Mem / 1024),
			})
		}
	}
	return all
}

// simulate runs the engine over the jobs and returns the number of events.
func (w *world) simulate(b *testing.B, observers ...sim.Observer) int64 {
	b.Helper()
	policy, err := policies.Parse(w.plan.policies[w.cell.policy], policies.Env{})
	if err != nil {
		b.Fatal(err)
	}
	s, err := sim.New(sim.Config{World: w.plan.clouds[0].base, Jobs: &list{w.jobs}, Policy: policy, Observers: observers})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Run(); err != nil {
		b.Fatal(err)
	}
	return s.Totals().Events
}

// list is a Source of jobs in memory, as compact as the hand-written loop's.
type list struct{ left []reference.Job }

func (l *list) Next(j *sim.Job) bool {
	if len(l.left) == 0 {
		return false
	}
	r := &l.left[0]
	j.Submit, j.Work = sim.Time(r.Arrival), r.Duration
	j.Demand.CPU, j.Demand.Mem = int64(r.Cores)*1000, int64(r.Mem)*1024
	l.left = l.left[1:]
	return true
}

func (l *list) Err() error { return nil }

// BenchmarkEngine sets the engine, bare and under the Observer that makes rows,
// beside a hand-written event loop of the same world. Compare the ratios, not
// the figures:
//
//	go test -run - -bench Engine -count 6 ./bench | benchstat -col /loop -
func BenchmarkEngine(b *testing.B) {
	for _, w := range worlds(b) {
		for _, loop := range []struct {
			name string
			run  func() int64
		}{
			{"reference", func() int64 { return reference.Run(w.jobs, w.hosts).Events }},
			{"engine", func() int64 { return w.simulate(b) }},
			{"measured", func() int64 { return w.simulate(b, newMeasure(0, 1e9)) }},
		} {
			b.Run(fmt.Sprintf("world=%s/loop=%s", w.name, loop.name), func(b *testing.B) {
				b.ReportAllocs()
				var events int64
				for b.Loop() {
					events += loop.run()
				}
				b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
			})
		}
	}
}

// BenchmarkRatio plays engine and hand-written loop in turn and reports the
// engine's speed as a multiple of the loop's, each pair in the same moments of
// a noisy machine: the median over the pairs.
//
//	go test -run - -bench Ratio -benchtime 9x ./bench
func BenchmarkRatio(b *testing.B) {
	for _, w := range worlds(b) {
		b.Run("world="+w.name, func(b *testing.B) {
			var ratios, speeds []float64
			for b.Loop() {
				began := time.Now()
				reference.Run(w.jobs, w.hosts)
				loop := time.Since(began)
				began = time.Now()
				events := w.simulate(b)
				engine := time.Since(began)
				ratios = append(ratios, loop.Seconds()/engine.Seconds())
				speeds = append(speeds, float64(events)/engine.Seconds())
			}
			b.ReportMetric(stats.Median(ratios), "x-reference")
			b.ReportMetric(stats.Median(speeds), "events/s")
		})
	}
}

// BenchmarkCell runs one cell of three-clouds under each policy, from the
// weather to the row.
func BenchmarkCell(b *testing.B) {
	p := ready(b, "three-clouds", "", func(e *Experiment) { e.Seeds.Count = 1 })
	for _, c := range p.Cells {
		b.Run("policy="+p.policies[c.policy], func(b *testing.B) {
			var events int64
			for b.Loop() {
				if _, err := p.simulate(context.Background(), c, meter{now: time.Now, tick: func(n int64) { events += n }}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
