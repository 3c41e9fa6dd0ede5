package philly

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/tracetest"
)

// collect takes all jobs of a source.
func collect(t *testing.T, s sim.Source) (jobs []sim.Job) {
	t.Helper()
	for {
		var j sim.Job
		if !s.Next(&j) {
			break
		}
		jobs = append(jobs, j)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return jobs
}

func TestSample(t *testing.T) {
	trace, err := Open("testdata/sample.csv", Options{CPUPerGPU: 4000, MemPerGPU: 1024, Profile: 3, Estimate: ExactEstimate})
	if err != nil {
		t.Fatal(err)
	}
	job := func(at, d time.Duration, tasks, gpus, vc int32) sim.Job {
		return sim.Job{
			Submit:  sim.Time(at),
			Demand:  sim.Demand{CPU: 4000 * int64(gpus), Mem: 1024 * int64(gpus), GPUs: gpus, Share: 1000},
			Tasks:   tasks,
			Work:    int64(d),
			Profile: 3, Estimate: d, User: vc, Group: vc,
		}
	}
	want := []sim.Job{
		job(0, time.Hour, 2, 6, 0),
		job(30*time.Second, 2*time.Minute, 1, 1, 1), // in the file before the next
		job(30*time.Second, 250*time.Millisecond, 1, 8, 0),
		job(59*time.Minute+59*time.Second, 7*time.Second, 1, 4, 2),
		job(75*time.Minute, 25*time.Hour+61*time.Second, 2, 8, 1),
	}
	if diff := cmp.Diff(collect(t, trace.Jobs()), want); diff != "" {
		t.Errorf("jobs (-got +want):\n%s", diff)
	}
	if got := len(collect(t, trace.Jobs())); got != trace.Len() {
		t.Errorf("a second stream has %d jobs, want %d", got, trace.Len())
	}
	if got, want := fmt.Sprint(trace.Clusters()), "[3d4e5f 0a1b2c 678901]"; got != want {
		t.Errorf("Clusters() = %s, want %s", got, want)
	}
	if want := time.Date(2017, 10, 2, 9, 0, 0, 0, time.UTC); trace.Epoch() != want {
		t.Errorf("Epoch() = %v, want %v", trace.Epoch(), want)
	}
	if got, want := trace.GPUTime().String(), "1484326000000000"; got != want {
		t.Errorf("GPUTime() = %s, want %s", got, want)
	}
}

func TestGangsAreEqualTasks(t *testing.T) {
	for _, c := range []struct{ gpus, most, want int32 }{
		{gpus: 1, want: 1},
		{gpus: 8, want: 8},
		{gpus: 12, want: 6},
		{gpus: 24, want: 8},
		{gpus: 128, want: 8},
		{gpus: 13, want: 1},
		{gpus: 7, want: 7},
		{gpus: 12, most: 4, want: 4},
		{gpus: 12, most: 5, want: 4},
		{gpus: 12, most: 1, want: 1},
		{gpus: 64, most: 32, want: 32},
		{gpus: 1<<31 - 1, most: 32, want: 1},
	} {
		if got := perTask(c.gpus, c.most); got != c.want {
			t.Errorf("perTask(%d, %d) = %d, want %d", c.gpus, c.most, got, c.want)
		}
	}
}

const good = "2017-10-02 09:00:30,120.0,1,120.0,0a1b2c\n"

func TestBadRowsSayWhereWhatAndWanted(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{name: "four columns", row: "2017-10-02 09:00:30,120.0,1,120.0",
			want: `x.csv:3: number of columns is "4", want 5: ` + header},
		{name: "negative duration", row: "2017-10-02 09:00:30,-1.5,1,-1.5,a",
			want: `x.csv:3:21: duration is "-1.5", want seconds, 0 or more`},
		{name: "no duration", row: "2017-10-02 09:00:30,,1,0.0,a",
			want: `x.csv:3:21: duration is "", want seconds, 0 or more`},
		{name: "zero GPUs", row: "2017-10-02 09:00:30,1.5,0,0.0,a",
			want: `x.csv:3:25: num_gpus is "0", want a whole number above 0`},
		{name: "half a GPU", row: "2017-10-02 09:00:30,1.5,0.5,0.75,a",
			want: `x.csv:3:25: num_gpus is "0.5", want a whole number above 0`},
		{name: "a date alone", row: "2017-10-02,1.5,1,1.5,a",
			want: `x.csv:3:1: timestamp is "2017-10-02", want a date and time like 2006-01-02 15:04:05, 1970 to 2200`},
		{name: "a fraction of a second", row: "2017-10-02 09:00:30.5,1.5,1,1.5,a",
			want: `x.csv:3:1: timestamp is "2017-10-02 09:00:30.5", want a date and time like 2006-01-02 15:04:05, 1970 to 2200`},
		{name: "a year long past", row: "0001-10-02 09:00:30,1.5,1,1.5,a",
			want: `x.csv:3:1: timestamp is "0001-10-02 09:00:30", want a date and time like 2006-01-02 15:04:05, 1970 to 2200`},
		{name: "GPU time of another row", row: "2017-10-02 09:00:30,1.5,2,1.5,a",
			want: `x.csv:3:27: gpu_time is "1.5", want duration × num_gpus`},
		{name: "no cluster", row: "2017-10-02 09:00:30,1.5,2,3.0,",
			want: `x.csv:3:31: cluster is "", want the name of a virtual cluster`},
	} {
		text := header + "\n" + good + c.row + "\n" + good
		_, err := Read(strings.NewReader(text), Options{File: "x.csv"})
		var bad *traces.SyntaxError
		if !errors.As(err, &bad) || err.Error() != c.want {
			t.Errorf("%s: strict: %v, want %s", c.name, err, c.want)
		}
		trace, err := Read(strings.NewReader(text), Options{File: "x.csv", Lenient: true})
		if err != nil || trace.Len() != 2 || len(trace.Skipped()) != 1 || trace.Skipped()[0].First.Error() != c.want {
			t.Errorf("%s: lenient: %v, %v, want 2 jobs and one skip: %s", c.name, trace, err, c.want)
		}
	}
}

func TestLenientCountsByReason(t *testing.T) {
	trace, err := Open("testdata/damaged.csv", Options{Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, s := range trace.Skipped() {
		fmt.Fprintf(&got, "%d from line %d: %s\n", s.Rows, s.First.Line, s.Reason)
	}
	want := "2 from line 3: number of columns: want 5: " + header + "\n" +
		"1 from line 4: duration: want seconds, 0 or more\n" +
		"1 from line 5: num_gpus: want a whole number above 0\n"
	if got.String() != want {
		t.Errorf("Skipped() =\n%swant\n%s", got.String(), want)
	}
	if trace.Len() != 2 {
		t.Errorf("Len() = %d, want 2", trace.Len())
	}
}

func TestNothingToRead(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
		options          Options
	}{
		{name: "empty file", want: "x.csv: the file is empty, want the header " + header + " and at least one job"},
		{name: "header alone", text: header + "\n", want: "x.csv: the trace is empty, want at least one job after the header"},
		{name: "blank lines", text: header + "\n\n\n", want: "x.csv: the trace is empty, want at least one job after the header"},
		{name: "wrong header", text: "time,duration\n", want: `x.csv:1: header is "time,duration", want ` + header},
		{name: "no good row", text: header + "\na,b\n", options: Options{Lenient: true},
			want: `x.csv: no jobs are left: 1 row skipped, first x.csv:2: number of columns is "2", want 5: ` + header},
		{name: "endless line", text: header + "\n" + strings.Repeat("9", 1<<17), want: "x.csv:2: the line is longer than 64 KiB"},
		{name: "negative CPU", text: header + "\n" + good, options: Options{CPUPerGPU: -1},
			want: "philly: CPU per GPU is -1 milli-vCPU, want 0 to 134217728"},
		{name: "33 GPUs in a machine", text: header + "\n" + good, options: Options{MaxPerTask: 33},
			want: "philly: GPUs per task are at most 33, want 1 to 32, or 0 for 8"},
	} {
		c.options.File = "x.csv"
		if _, err := Read(strings.NewReader(c.text), c.options); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestGzipAndLineEndsDoNotMatter(t *testing.T) {
	plain, err := os.ReadFile("testdata/sample.csv")
	if err != nil {
		t.Fatal(err)
	}
	want, err := Read(bytes.NewReader(plain), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(plain)
	z.Close()
	for _, c := range []struct{ name, text string }{
		{name: "gzip", text: packed.String()},
		{name: "CRLF", text: strings.ReplaceAll(string(plain), "\n", "\r\n")},
		{name: "byte order mark", text: "\ufeff" + string(plain)},
		{name: "no final newline", text: strings.TrimSpace(string(plain))},
	} {
		got, err := Read(strings.NewReader(c.text), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(collect(t, got.Jobs()), collect(t, want.Jobs())); diff != "" {
			t.Errorf("%s (-got +want):\n%s", c.name, diff)
		}
	}
	cut := packed.Bytes()[:packed.Len()-9]
	if _, err := Read(bytes.NewReader(cut), Options{File: "x.gz"}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("gzip file cut short: %v, want unexpected EOF", err)
	}
}

func TestRecording(t *testing.T) {
	trace, err := Open(tracetest.Path(t, "philly/philly.csv.gz"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := trace.Len(), 82_247; got != want {
		t.Errorf("jobs = %d, want %d", got, want)
	}
	if got, want := len(trace.Clusters()), 15; got != want {
		t.Errorf("virtual clusters = %d, want %d", got, want)
	}
	if got, want := trace.GPUTime(), sim.Product(3_521_082_502, 1_000_000_000); got != want {
		t.Errorf("GPU time = %v ns, want %v", got, want)
	}
	if got, want := fmt.Sprintf("%.4f", trace.GPUTime().Float()/3.6e12), "978078.4728"; got != want {
		t.Errorf("GPU-hours = %s, want %s", got, want)
	}
	if want := time.Date(2017, 9, 4, 10, 30, 41, 0, time.UTC); trace.Epoch() != want {
		t.Errorf("epoch = %v, want %v", trace.Epoch(), want)
	}
	// The stream carries the same work, in order, and the gangs are whole.
	var sum sim.Wide
	last := sim.Time(0)
	for _, j := range collect(t, trace.Jobs()) {
		if j.Submit < last || j.Demand.GPUs > 8 || j.Demand.Share != 1000 {
			t.Fatalf("job %+v after %v: out of order, or not whole GPUs of one machine", j, last)
		}
		last = j.Submit
		sum.AddProduct(int64(j.Tasks)*int64(j.Demand.GPUs), j.Work)
	}
	if sum != trace.GPUTime() {
		t.Errorf("the stream carries %v GPU-ns, want %v", sum, trace.GPUTime())
	}
	if end := trace.Epoch().Add(time.Duration(last)); end != time.Date(2017, 12, 22, 8, 2, 11, 0, time.UTC) {
		t.Errorf("last submit = %v, want 2017-12-22 08:02:11", end)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"testdata/sample.csv", "testdata/damaged.csv"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, false)
		f.Add(b, true)
	}
	f.Fuzz(func(t *testing.T, b []byte, lenient bool) {
		trace, err := Read(bytes.NewReader(b), Options{Lenient: lenient, Estimate: ExactEstimate})
		if err != nil {
			return
		}
		last := sim.Time(0)
		for i, j := range collect(t, trace.Jobs()) {
			if i == 0 && j.Submit != 0 || j.Submit < last || j.Work < 0 || j.Tasks < 1 || j.Demand.GPUs < 1 ||
				j.Demand.GPUs > 8 || int(j.User) >= len(trace.Clusters()) || int64(j.Estimate) != j.Work {
				t.Fatalf("job %d after %v is %+v", i, last, j)
			}
			last = j.Submit
		}
	})
}

func BenchmarkRead(b *testing.B) {
	path := tracetest.Path(b, "philly/philly.csv.gz")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(path, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkJobs(b *testing.B) {
	trace, err := Open(tracetest.Path(b, "philly/philly.csv.gz"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var j sim.Job
	for b.Loop() {
		for s := trace.Jobs(); s.Next(&j); {
		}
	}
}
