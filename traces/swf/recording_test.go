package swf

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"skysim/sim"
	"skysim/traces/tracetest"
)

func TestRecordings(t *testing.T) {
	for _, c := range []struct {
		path                       string
		rows, jobs                 int64
		hours, used                string
		first                      int64 // s
		noRequest, over, zero, not int64
	}{
		{path: "swf/KTH-SP2-1996-2.1-cln.swf.gz", rows: 28_476, jobs: 28_475, hours: "560164.3", used: "0.7011", first: 599_850, over: 475, zero: 8, not: 1},
		{path: "swf/NASA-iPSC-1993-3.1-cln.swf.gz", rows: 18_239, jobs: 18_239, hours: "131732.8", used: "0.4661", noRequest: 18_239, zero: 173},
		{path: "swf/LCG.swf.gz", rows: 188_041, jobs: 188_041, hours: "417369.7", used: "0.0546", zero: 521},
		{path: "swf/hpc2n.swf", rows: 3_170, jobs: 3_145, hours: "139904.2", used: "0.3972", over: 320, not: 25},
		{path: "rlscheduler/lublin_256.swf", rows: 10_000, jobs: 10_000, hours: "581328.1", used: "1.0569", first: 5_094, noRequest: 10_000},
	} {
		r := open(t, tracetest.Path(t, c.path), Options{})
		jobs := collect(t, r)
		n := r.Counts()
		if n.Rows != c.rows || n.Jobs != c.jobs || int64(len(jobs)) != c.jobs {
			t.Errorf("%s: %d rows, %d jobs, want %d and %d", c.path, n.Rows, n.Jobs, c.rows, c.jobs)
		}
		if got := fmt.Sprintf("%.1f", n.CoreHours()); got != c.hours {
			t.Errorf("%s: core-hours = %s, want %s", c.path, got, c.hours)
		}
		if got := fmt.Sprintf("%.4f", n.Utilisation(r.Header().Procs())); got != c.used {
			t.Errorf("%s: utilisation of %d = %s, want %s", c.path, r.Header().Procs(), got, c.used)
		}
		if n.First != c.first*second || n.NoRequest != c.noRequest || n.OverRequest != c.over || n.Zero != c.zero {
			t.Errorf("%s: %+v, want %+v", c.path, n, c)
		}
		not := int64(0)
		for _, k := range r.Skipped() {
			not += k.Rows
		}
		if not != c.not {
			t.Errorf("%s: %d rows are not jobs, want %d: %v", c.path, not, c.not, r.Skipped())
		}
	}
}

// What the artifact of RLScheduler calls job 1981 is the 1,982nd of the log.
func TestWindowOfARecording(t *testing.T) {
	r := open(t, tracetest.Path(t, "rlscheduler/lublin_256.swf"), Options{First: 1981, Count: 1024})
	jobs := collect(t, r)
	if len(jobs) != 1024 || r.Row().Number != 1982+1023 {
		t.Fatalf("%d jobs up to number %d, want 1024 up to 3005", len(jobs), r.Row().Number)
	}
	for _, j := range jobs {
		if int64(j.Estimate) != j.Work || j.Work == 0 {
			t.Fatalf("job %+v has no estimate of its run time", j)
		}
	}
}

// dumb reads the submit times, run times and processors of a log with floats
// and the standard library, as a script would.
func dumb(text string) (jobs [][3]float64) {
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, ";") {
			continue
		}
		var v []float64
		for _, word := range strings.Fields(line) {
			x, err := strconv.ParseFloat(word, 64)
			if err != nil {
				return jobs
			}
			v = append(v, x)
		}
		if len(v) >= Columns && v[3] >= 0 && (v[4] > 0 || v[7] > 0) {
			procs := v[7]
			if procs <= 0 {
				procs = v[4]
			}
			jobs = append(jobs, [3]float64{v[1], v[3], procs})
		}
	}
	return jobs
}

func TestADumberReaderAgrees(t *testing.T) {
	text, err := os.ReadFile(tracetest.Path(t, "swf/hpc2n.swf"))
	if err != nil {
		t.Fatal(err)
	}
	got, want := collect(t, read(t, string(text), Options{})), dumb(string(text))
	if len(got) != len(want) {
		t.Fatalf("%d jobs, want %d", len(got), len(want))
	}
	for i, j := range got {
		w := want[i]
		if math.Abs(float64(j.Submit)/1e9-w[0]) > 1e-6 || math.Abs(float64(j.Work)/1e9-w[1]) > 1e-6 || float64(j.Demand.CPU) != 1000*w[2] {
			t.Fatalf("job %d is %+v, want %v", i, j, w)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"testdata/sample.swf", "testdata/extended.swf", "testdata/damaged.swf"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, int64(0), int64(0), uint8(0))
		f.Add(b, int64(1), int64(2), uint8(3))
		f.Add(b, int64(0), int64(0), uint8(15))
	}
	f.Fuzz(func(t *testing.T, b []byte, first, count int64, flags uint8) {
		o := Options{
			First: first, Count: count, Lenient: flags&1 != 0, Sort: flags&2 != 0, FromZero: flags&4 != 0, CoresPerTask: int64(flags >> 4),
			Memory: Memory(flags >> 3 & 1),
		}
		r, err := NewReader(bytes.NewReader(b), "x.swf", o)
		if err != nil {
			return
		}
		var j sim.Job
		last := sim.Time(0)
		for n := int64(0); r.Next(&j); n++ {
			if j.Submit < last || j.Work < 0 || j.Tasks < 1 || j.Demand.CPU < 1000 || j.Demand.Mem < 0 || j.Estimate < 0 || j.User < 0 ||
				n == 0 && o.FromZero && j.Submit != 0 || count > 0 && n >= count {
				t.Fatalf("job %d after %v is %+v", n, last, j)
			}
			last = j.Submit
		}
		c := r.Counts()
		if r.Err() == nil && c.Jobs == 0 || c.Jobs > c.Rows || c.Last < c.First || c.ProcTime.Hi < 0 {
			t.Fatalf("counts are %+v after %v", c, r.Err())
		}
		r.Doubts()
	})
}

func BenchmarkRead(b *testing.B) {
	path := tracetest.Path(b, "swf/LCG.swf.gz")
	b.ReportAllocs()
	for b.Loop() {
		r, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		var j sim.Job
		for r.Next(&j) {
		}
		r.Close()
	}
}
