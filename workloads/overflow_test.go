package workloads

import (
	"math"
	"strings"
	"testing"
)

// The rows are what numpy 2.4 prints with its legacy RandomState: number, arrival
// and run time in seconds, GPUs. The script:
//
//	r = numpy.random.RandomState(seed)
//	t = numpy.cumsum(numpy.concatenate([[0], r.exponential(1/rate, n-1)]))*3600
//	run = r.exponential(mean, n)*3600
//	gpus = r.choice([1, 2, 4, 8], size=n, p=p)
func TestOverflowIsWhatNumPyDraws(t *testing.T) {
	for _, c := range []struct {
		name string
		seed uint64
		args []Arg
		rows [][4]float64
	}{
		{"Starburst's", 13, nil, [][4]float64{
			{0, 0.0, 3881.59660090849, 1},
			{1, 338.3411179179703, 2802.7826327922403, 4},
			{2, 399.362654898369, 1059.3048317761793, 2},
			{3, 790.6050545298667, 889.7715871330114, 1},
			{17, 4528.374172400641, 2533.582935563657, 1},
			{250, 52066.777254026114, 311.54150057876717, 1},
			{499, 111120.9873472883, 1678.9957752711962, 2},
		}},
		{"another", 7, []Arg{
			{"jobs", "20000"}, {"jobs_per_hour", "3"}, {"duration", "30m"},
			{"gpu1", "3"}, {"gpu2", "3"}, {"gpu4", "3"}, {"gpu8", "3"},
		}, [][4]float64{
			{0, 0.0, 2949.998069102145, 4},
			{1, 95.2522914257334, 1915.9954382129097, 8},
			{2, 1911.7627008962775, 371.4908008787611, 2},
			{19999, 23801079.307276808, 496.6854046984548, 8},
		}},
	} {
		jobs := take(t, nil, "overflow", c.args, c.seed, 1_000_000)
		if want := int(c.rows[len(c.rows)-1][0]) + 1; len(jobs) != want {
			t.Errorf("%s: %d jobs, want %d", c.name, len(jobs), want)
		}
		for _, row := range c.rows {
			j := jobs[int(row[0])]
			got := [4]float64{row[0], j.Submit.Seconds(), float64(j.Work) / 1e9, float64(j.Demand.GPUs)}
			for i := range row {
				// half a nanosecond of rounding, and one part in 10¹⁴ of arithmetic
				if math.Abs(got[i]-row[i]) > 0.5000001e-9+1e-14*row[i] {
					t.Errorf("%s: job %v, want %v", c.name, got, row)
					break
				}
			}
		}
	}
}

func TestOverflowWithOneSizeOnly(t *testing.T) {
	for i, name := range []string{"gpu1", "gpu2", "gpu4", "gpu8"} {
		args := []Arg{{"gpu1", "0"}, {"gpu2", "0"}, {"gpu4", "0"}, {"gpu8", "0"}}
		args[i].Value = "0.3"
		for _, j := range take(t, nil, "overflow", args, 1, 500) {
			if j.Demand.GPUs != 1<<i {
				t.Fatalf("a job of %d GPUs where %s is all there is", j.Demand.GPUs, name)
			}
		}
	}
}

func TestOverflowRefuses(t *testing.T) {
	none := []Arg{{"gpu1", "0"}, {"gpu2", "0"}, {"gpu4", "0"}, {"gpu8", "0"}}
	if _, err := New(testWorld(), "overflow", none, 1); err == nil || !strings.Contains(err.Error(), "all 0") {
		t.Errorf("no sizes: %v, want an error that says so", err)
	}
	if _, err := New(testWorld(), "overflow", nil, 1<<32); err == nil || !strings.Contains(err.Error(), "4294967295") {
		t.Errorf("seed 2³²: %v, want an error that names the largest", err)
	}
}
