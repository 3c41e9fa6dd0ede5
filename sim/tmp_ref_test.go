package sim_test

import (
	"testing"

	"skysim/bench/reference"
)

func BenchmarkTmpRef(b *testing.B) {
	for _, c := range []struct {
		name, path string
		width      int
		n, cpu     int32
		best       bool
	}{
		{"w1", "/tmp/w1.bin", 2, 64, 1, false},
		{"w2first", "/tmp/w2.bin", 4, 1000, 64, false},
		{"w2best", "/tmp/w2.bin", 4, 1000, 64, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			src := load(b, c.path, c.width)
			var jobs []reference.Job
			for len(src.data) > 0 {
				j := reference.Job{Arrival: int64(src.data[0] * 1e9), Duration: int64(src.data[1] * 1e9), Cores: 1}
				if c.width == 4 {
					j.Cores, j.Mem = int32(src.data[2]), int32(src.data[3])
				}
				src.data = src.data[c.width:]
				jobs = append(jobs, j)
			}
			var a reference.Answer
			for b.Loop() {
				a = reference.Run(jobs, reference.Hosts{N: c.n, Cores: c.cpu, Mem: 256, BestFit: c.best})
			}
			b.ReportMetric(float64(a.Events)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mevents/s")
			b.ReportMetric(a.MeanWait(len(jobs)), "wait")
			b.ReportMetric(float64(a.Makespan)/1e9, "makespan")
		})
	}
}
