package sim_test

import (
	"encoding/binary"
	"math"
	"os"
	"testing"

	"skysim/sim"
)

// inOrder is the plainest policy: the head of the queue goes to the first, or
// tightest, machine with room, or waits and blocks the others.
type inOrder struct{ best bool }

func (f inOrder) Decide(v *sim.View, p *sim.Plan) {
	for j := v.First(); j != 0; j = v.First() {
		m := v.FirstFit
		if f.best {
			m = v.BestFit
		}
		at := m(j)
		if at == 0 {
			return
		}
		p.Start(j, sim.Place{Machine: at})
	}
}

func (f inOrder) String() string { return "in-order" }

func (f inOrder) Needs() sim.Needs { return sim.Needs{FirstFit: !f.best, BestFit: f.best} }

// cluster is a world of n owned machines of one kind.
func cluster(n, cpu, mem int64) *sim.World {
	return &sim.World{
		Providers: []sim.Provider{{Name: "own"}},
		Regions:   []sim.Region{{Name: "here"}},
		Zones:     []sim.Zone{{Name: "here-1"}},
		Types:     []sim.MachineType{{Name: "host", CPU: cpu, Mem: mem, GPUKind: -1, Speed: 1_000_000}},
		Offers:    []sim.Offer{{Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(n)}},
	}
}

type rows struct {
	data  []float64
	width int
}

func (r *rows) Next(j *sim.Job) bool {
	if len(r.data) == 0 {
		return false
	}
	j.Submit = sim.Time(math.Round(r.data[0] * 1e9))
	j.Work = int64(math.Round(r.data[1] * 1e9))
	j.Demand.CPU = 1000
	if r.width == 4 {
		j.Demand.CPU, j.Demand.Mem = int64(r.data[2])*1000, int64(r.data[3])*1024
	}
	r.data = r.data[r.width:]
	return true
}

func (r *rows) Err() error { return nil }

func load(t testing.TB, path string, width int) *rows {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Skip(err)
	}
	data := make([]float64, len(raw)/8)
	for i := range data {
		data[i] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:]))
	}
	return &rows{data, width}
}

func BenchmarkTmp(b *testing.B) {
	for _, c := range []struct {
		name, path string
		width      int
		n, cpu     int64
		best       bool
	}{
		{"w1", "/tmp/w1.bin", 2, 64, 1000, false},
		{"w2first", "/tmp/w2.bin", 4, 1000, 64000, false},
		{"w2best", "/tmp/w2.bin", 4, 1000, 64000, true},
		{"w2x10first", "/tmp/w2x10.bin", 4, 1000, 64000, false},
		{"h10kfirst", "/tmp/w2h10k.bin", 4, 10000, 64000, false},
		{"h10kbest", "/tmp/w2h10k.bin", 4, 10000, 64000, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			src := load(b, c.path, c.width)
			var tot sim.Totals
			for b.Loop() {
				r := *src
				s, err := sim.New(sim.Config{World: cluster(c.n, c.cpu, 256*1024), Jobs: &r, Policy: inOrder{c.best}})
				if err != nil {
					b.Fatal(err)
				}
				if err := s.Run(); err != nil {
					b.Fatal(err)
				}
				tot = s.Totals()
			}
			b.ReportMetric(float64(tot.Events)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mevents/s")
			b.ReportMetric(tot.WaitSum.Float()/1e9/float64(tot.Started), "wait")
			b.ReportMetric(tot.LastEnd.Seconds(), "makespan")
		})
	}
}
