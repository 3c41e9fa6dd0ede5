package predict

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

func ExampleRuntimes() {
	r := NewRuntimes(DefaultRuntimes())
	ann := &sim.JobInfo{User: 1, Tasks: 1, Demand: sim.Demand{CPU: 4000}, Estimate: time.Hour}
	show := func(j *sim.JobInfo) {
		d, from := r.Predict(j)
		fmt.Println(d, "by", from)
	}
	show(ann)
	r.Observe(ann, 10*time.Minute)
	r.Observe(ann, 20*time.Minute)
	r.Observe(ann, 40*time.Minute)
	show(ann) // the mean of the last two
	larger := *ann
	larger.Demand.CPU, larger.Estimate = 8000, 25*time.Minute
	show(&larger) // hers, and not longer than she claims
	bob := *ann
	bob.User = 2
	show(&bob)
	// Output:
	// 1h0m0s by estimate
	// 30m0s by template
	// 25m0s by user
	// 30m0s by all
}

// The second implementation keeps everything and looks for it each time.
func TestRuntimesAgainstAListOfAll(t *testing.T) {
	type run struct {
		j sim.JobInfo
		d float64
	}
	rapid.Check(t, func(t *rapid.T) {
		o := RuntimeOptions{Last: rapid.IntRange(1, 4).Draw(t, "last"), Keep: rapid.IntRange(4, 8).Draw(t, "keep"), Least: 1}
		r := NewRuntimes(o)
		var all []run
		for range rapid.IntRange(0, 60).Draw(t, "runs") {
			j := sim.JobInfo{
				User: rapid.Int32Range(0, 2).Draw(t, "user"), Tasks: rapid.Int32Range(1, 2).Draw(t, "tasks"),
				Demand: sim.Demand{CPU: 1000 * rapid.Int64Range(1, 2).Draw(t, "cores")}, Estimate: time.Duration(rapid.Int64Range(0, 2).Draw(t, "claim")) * time.Hour,
			}
			same := []func(a *sim.JobInfo) bool{
				func(a *sim.JobInfo) bool { return *a == j },
				func(a *sim.JobInfo) bool { return a.User == j.User && a.Demand == j.Demand && a.Tasks == j.Tasks },
				func(a *sim.JobInfo) bool { return a.User == j.User },
				func(*sim.JobInfo) bool { return true },
			}
			want, from := j.Estimate, ByEstimate
			var runs []float64
			for b, is := range same {
				for i := range all {
					if is(&all[i].j) {
						runs = append(runs, all[i].d)
					}
				}
				if len(runs) > 0 {
					from = Basis(b + 1)
					break
				}
			}
			if len(runs) > 0 {
				last := runs[max(0, len(runs)-o.Last):]
				want = time.Duration(mean(last) * 1e9)
				if j.Estimate > 0 {
					want = min(want, j.Estimate)
				}
			}
			if got, by := r.Predict(&j); got != want || by != from {
				t.Fatalf("%v by %v, want %v by %v", got, by, want, from)
			}
			kept := runs[max(0, len(runs)-o.Keep):]
			if from != ByEstimate && len(kept) >= 1 && j.Estimate == 0 {
				slices.Sort(kept)
				if got, _ := r.Quantile(&j, 0); got != time.Duration(kept[0]*1e9) {
					t.Fatalf("the least of %v is %v", kept, got)
				}
			}
			d := rapid.Int64Range(1, 7200).Draw(t, "seconds")
			r.Observe(&j, time.Duration(d)*time.Second)
			all = append(all, run{j, float64(d)})
		}
	})
}

// A share q of jobs ends by the q-quantile, where runs are exchangeable.
func TestRuntimeQuantilesCover(t *testing.T) {
	for _, q := range []float64{0.5, 0.9} {
		r := NewRuntimes(DefaultRuntimes())
		s := sim.NewStream(1, "runs")
		below, n := 0, 0
		for i := range 6000 {
			j := sim.JobInfo{User: int32(s.Int64N(5))}
			run := time.Duration(float64(1+j.User) * 600e9 * s.Exponential())
			if d, by := r.Quantile(&j, q); i > 500 && by == ByTemplate {
				n++
				if run <= d {
					below++
				}
			}
			r.Observe(&j, run)
		}
		if got := float64(below) / float64(n); n < 5000 || math.Abs(got-q) > 0.02 {
			t.Errorf("%.3f of %d runs end by their %v-quantile", got, n, q)
		}
	}
}
