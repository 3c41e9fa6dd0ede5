package summary

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"skysim/traces"
)

func TestRankIsNearest(t *testing.T) {
	ten := []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for _, c := range []struct {
		percent, want int64
	}{{0, 1}, {1, 1}, {10, 1}, {11, 2}, {50, 5}, {51, 6}, {90, 9}, {99, 10}, {100, 10}} {
		if got := Rank(ten, c.percent); got != c.want {
			t.Errorf("Rank of 1..10 at %d %% = %d, want %d", c.percent, got, c.want)
		}
	}
	// Word for word: the least value that so many per cent do not exceed.
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(-5, 5), 1, 40).Draw(t, "values")
		percent := rapid.Int64Range(0, 100).Draw(t, "percent")
		slices.Sort(values)
		want := values[len(values)-1]
		for _, v := range values {
			n := int64(0)
			for _, w := range values {
				if w <= v {
					n++
				}
			}
			if 100*n >= percent*int64(len(values)) {
				want = v
				break
			}
		}
		if got := Rank(values, percent); got != want {
			t.Fatalf("Rank of %v at %d %% = %d, want %d", values, percent, got, want)
		}
	})
}

func TestSpreadIsExact(t *testing.T) {
	s := NewSpread([]int64{3_000_000_001, 1, 2}, 9)
	want := &Spread{Count: 3, Mean: 1.000000001333333333, Min: "0.000000001", P10: "0.000000001", P50: "0.000000002", P90: "3.000000001", P99: "3.000000001", Max: "3.000000001"}
	if !cmp.Equal(s, want) {
		t.Errorf("NewSpread (-got +want):\n%s", cmp.Diff(s, want))
	}
	if NewSpread(nil, 0) != nil {
		t.Error("there is a spread of nothing")
	}
	if got := Units(-1500, 3); got != "-1.5" {
		t.Errorf("Units(-1500, 3) = %s, want -1.5", got)
	}
}

func TestVariation(t *testing.T) {
	for _, c := range []struct {
		at   []int64
		want any
	}{
		{[]int64{1}, nil},
		{[]int64{4, 4, 4}, nil},
		{[]int64{0, 5, 10, 15}, 0.0},
		{[]int64{0, 0, 2}, 1.0}, // gaps 0 and 2: mean 1, deviation 1
		{[]int64{0, 1 << 60, 1 << 61}, 0.0},
	} {
		if got := variation(c.at); got != c.want {
			t.Errorf("variation of %v = %v, want %v", c.at, got, c.want)
		}
	}
}

// drawJobs draws jobs with few different values, so that they coincide.
func drawJobs(t *rapid.T) []Job {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Job {
		j := Job{
			Submit: rapid.Int64Range(0, 8).Draw(t, "submit"), Begin: Unknown, Run: rapid.Int64Range(0, 5).Draw(t, "run"),
			CPU: rapid.Int64Range(0, 3).Draw(t, "cpu"), GPU: rapid.Int64Range(0, 2).Draw(t, "gpu"), Request: rapid.SampledFrom([]int64{Unknown, 2, 4}).Draw(t, "request"),
			Number: rapid.Int64Range(0, 6).Draw(t, "number"), Never: rapid.IntRange(0, 5).Draw(t, "never") == 0,
		}
		if rapid.Bool().Draw(t, "waited?") {
			j.Begin = j.Submit + rapid.Int64Range(0, 4).Draw(t, "wait")
		}
		return j
	}), 1, 12).Draw(t, "jobs")
}

// dumb is what the dumbest way of counting finds.
type dumb struct{ peakJobs, peakCPU, time, over, unsorted, zero, equal, double, first, last int64 }

// dumbly counts instant by instant, pair by pair.
func dumbly(jobs []Job) (d dumb) {
	d.first, d.last = math.MaxInt64, -1
	type same struct{ submit, begin, run, cpu, gpu int64 }
	seen, numbers := map[same]bool{}, map[int64]bool{}
	begin := func(j Job) int64 {
		switch {
		case j.Never:
			return math.MinInt64
		case j.Begin == Unknown:
			return j.Submit
		}
		return j.Begin
	}
	for i, j := range jobs {
		d.time += j.CPU * j.Run
		d.first = min(d.first, j.Submit)
		if !j.Never {
			d.last = max(d.last, begin(j)+j.Run)
		}
		if i > 0 && j.Submit < jobs[i-1].Submit {
			d.unsorted++
		}
		if j.Request > 0 && j.Run > j.Request {
			d.over++
		}
		if j.Run == 0 {
			d.zero++
		}
		key := same{j.Submit, begin(j), j.Run, j.CPU, j.GPU}
		if seen[key] {
			d.equal++
		}
		if numbers[j.Number] {
			d.double++
		}
		seen[key], numbers[j.Number] = true, true
	}
	for at := int64(0); at < 30; at++ {
		var n, cpu int64
		for _, j := range jobs {
			if b := begin(j); !j.Never && b <= at && at < b+j.Run {
				n++
				cpu += j.CPU
			}
		}
		d.peakJobs, d.peakCPU = max(d.peakJobs, n), max(d.peakCPU, cpu)
	}
	return d
}

// TestJobs compares with the dumbest way of counting.
func TestJobs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		jobs := drawJobs(t)
		sum := NewJobs(JobOptions{CPUs: true, GPUs: true, Numbered: true, CPUCapacity: 4})
		for i, j := range jobs {
			j.Line = i + 1
			sum.Add(j)
		}
		r := New("x")
		sum.Put(r)
		d := dumbly(jobs)
		want := map[string]any{
			"jobs": int64(len(jobs)), "peak_jobs": d.peakJobs, "peak_cores": Units(d.peakCPU, 3),
			"core_hours": float64(d.time) / (1000 * hour),
		}
		for key, w := range want {
			if got := r.Value(key); got != w {
				t.Fatalf("%s is %v, want %v", key, got, w)
			}
		}
		use := r.Value("utilisation")
		if use == nil { // above 1, and nobody knows when jobs began
			use = r.Value("offered_load")
		}
		if d.last > d.first {
			if got := use.(float64); math.Abs(got-float64(d.time)/float64(4*(d.last-d.first))) > 1e-12 {
				t.Fatalf("utilisation is %v, want %d/%d", got, d.time, 4*(d.last-d.first))
			}
		}
		for what, n := range map[string]int64{
			"unsorted: jobs that come before the one above them": d.unsorted, "run time above the requested time": d.over, "run time of 0": d.zero,
			"duplicate: jobs equal to another in all but their number": d.equal, "duplicate: jobs with the number or name of another": d.double,
		} {
			if got := counted(r, what); got != n {
				t.Fatalf("%d are %q, want %d", got, what, n)
			}
		}
	})
}

// counted returns how often something odd was counted.
func counted(r *Report, what string) int64 {
	for _, a := range r.Anomalies {
		if a.What == what {
			return a.Count
		}
	}
	return 0
}

func TestOverlapOfOneNumber(t *testing.T) {
	sum := NewJobs(JobOptions{Numbered: true})
	sum.Add(Job{Submit: 0, Begin: Unknown, Run: 10, Number: 1, Line: 1})
	sum.Add(Job{Submit: 5, Begin: Unknown, Run: 10, Number: 2, Line: 2})
	sum.Add(Job{Submit: 9, Begin: Unknown, Run: 10, Number: 1, Line: 3})
	sum.Add(Job{Submit: 19, Begin: Unknown, Run: 10, Number: 1, Line: 4})
	r := New("x")
	sum.Put(r)
	if got := counted(r, "overlapping: jobs of one number or name that run at the same time"); got != 1 {
		t.Errorf("%d overlap, want 1: %v", got, r.Anomalies)
	}
}

func TestReportIsOneObject(t *testing.T) {
	r := New("x.csv")
	r.Format, r.Rows = "f", 3
	r.Skips = []traces.Skip{{Reason: "a: want b", Rows: 2, First: &traces.SyntaxError{File: "x.csv", Line: 7, Field: "a", Value: "c", Want: "b"}}}
	r.Lead("jobs", int64(1))
	r.Set("core_hours", 0.5)
	r.Set("types", List{{"z", int64(1)}, {"a", Units(25, 1)}})
	r.Doubt(0, 1, "nothing")
	r.Doubt(2, 0, "odd")
	b, err := json.Marshal(r)
	want := `{"file":"x.csv","format":"f","kind":"","why":"","rows":3,"skipped":2,"jobs":1,"first":null,"last":null,"core_hours":0.5,"gpu_hours":null,` +
		`"types":{"z":1,"a":2.5},"assumed":[],"missing":[],"skips":[{"reason":"a: want b","rows":2,"first_line":7,"first":"x.csv:7: a is \"c\", want b"}],` +
		`"anomalies":[{"what":"odd","count":2,"first_line":null}]}`
	if err != nil || string(b) != want {
		t.Errorf("Marshal = %v\n%s\nwant\n%s", err, b, want)
	}
}

func TestThinKeepsTheArea(t *testing.T) {
	var points []Point
	for i := range 10_001 {
		points = append(points, Point{float64(i), float64(i % 2)})
	}
	out := Thin(points, false)
	if len(out) != mostPoints+1 {
		t.Fatalf("%d points, want %d", len(out), mostPoints+1)
	}
	area := 0.0
	for i := range len(out) - 1 {
		area += out[i].Y * (out[i+1].X - out[i].X)
	}
	if math.Abs(area-5000) > 0.01 {
		t.Errorf("the area is %v, want 5000", area)
	}
	if peaks := Thin(points, true); peaks[3].Y != 1 {
		t.Errorf("a peak of %v, want 1", peaks[3].Y)
	}
}
