package workloads

import (
	"math"
	"testing"

	"skysim/sim"
)

// The rows are copied from what gen.py of ../shared/engine prints with its
// defaults: row number, arrival, service or duration in seconds, cores, GiB.
func TestEngineWorldsAreThoseOfTheGenerator(t *testing.T) {
	cases := []struct {
		name string
		rows [][5]float64
	}{
		{"engine-w1", [][5]float64{
			{0, 0.002505053196345646, 1.8801562654206254, 1},
			{1, 0.027556597039169652, 0.29446371689426293, 1},
			{2, 0.03943261751937105, 0.5969120918679972, 1},
			{999, 17.418501504721238, 0.5977758657106866, 1},
			{99999, 1739.9840675004534, 0.10527716278197448, 1},
			{199999, 3479.214294167452, 0.4293895233930124, 1},
		}},
		{"engine-w2", [][5]float64{
			{0, 0.10777605921442496, 1124.2349584860037, 1, 1},
			{1, 0.1700349724289135, 332.45462888256577, 4, 8},
			{2, 0.20215940975282118, 245.31605138043685, 2, 2},
			{999, 33.402966476705096, 142.81809941366797, 4, 8},
			{99999, 3442.048460715795, 160.06681460552002, 1, 2},
			{199999, 6905.744600158237, 258.3140325512317, 2, 2},
		}},
	}
	for _, c := range cases {
		jobs := take(t, nil, c.name, nil, 1, 200_000)
		for _, row := range c.rows {
			j := jobs[int(row[0])]
			got := [5]float64{row[0], j.Submit.Seconds(), float64(j.Work) / 1e9, float64(j.Demand.CPU) / 1000, float64(j.Demand.Mem) / 1024}
			for i := range row {
				// half a nanosecond of rounding, and one part in 10¹² of arithmetic
				if math.Abs(got[i]-row[i]) > 0.5000001e-9+1e-12*row[i] {
					t.Errorf("%s row %v: %v, want %v", c.name, row[0], got, row)
					break
				}
			}
		}
	}
}

func TestEngineWorldsEnd(t *testing.T) {
	for _, name := range []string{"engine-w1", "engine-w2"} {
		if got := len(take(t, nil, name, []Arg{{"n", "37"}}, 1, 1000)); got != 37 {
			t.Errorf("%s with n = 37 has %d jobs", name, got)
		}
	}
}

// BenchmarkNext is what a source costs the engine.
func BenchmarkNext(b *testing.B) {
	for _, w := range All() {
		b.Run("workload="+w.Name, func(b *testing.B) {
			b.ReportAllocs()
			var s sim.Source
			var j sim.Job
			for b.Loop() {
				for s == nil || !s.Next(&j) {
					var err error
					if s, err = New(testWorld(), w.Name, nil, 1); err != nil {
						b.Fatal(err)
					}
				}
				j = sim.Job{}
			}
		})
	}
}
