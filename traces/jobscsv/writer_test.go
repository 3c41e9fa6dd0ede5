package jobscsv

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"skysim/sim"
)

// anyJob draws job number n, arriving at or after last, with every facet that
// a file can hold.
func anyJob(t *rapid.T, n int, last sim.Time) sim.Job {
	nanos := func(name string) int64 {
		return rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 1e12), rapid.Int64Range(0, math.MaxInt64-1)).Draw(t, name)
	}
	small := rapid.OneOf(rapid.Just(int32(0)), rapid.Int32Min(0))
	j := sim.Job{
		Submit:   last.Add(sim.Duration(rapid.Int64Range(0, 1e15).Draw(t, "gap"))),
		Work:     nanos("work"),
		Tasks:    small.Draw(t, "tasks"),
		Profile:  small.Draw(t, "profile"),
		Estimate: sim.Duration(nanos("estimate")),
		Limit:    sim.Duration(nanos("limit")),
		Priority: rapid.Int32().Draw(t, "priority"),
		User:     small.Draw(t, "user"),
		Group:    small.Draw(t, "group"),
	}
	j.Demand.CPU = rapid.Int64Range(0, 1<<32).Draw(t, "cpu")
	j.Demand.Mem = rapid.Int64Range(0, 1<<32).Draw(t, "mem")
	if j.Demand.GPUs = rapid.Int32Range(0, 32).Draw(t, "gpus"); j.Demand.GPUs > 0 {
		j.Demand.Share = rapid.Int32Range(1, 1000).Draw(t, "share")
		j.Demand.Kinds = rapid.Uint64Range(0, 1<<len(gpuKinds)-1).Draw(t, "kinds")
	}
	if rapid.Bool().Draw(t, "due") {
		j.Deadline = j.Submit.Add(sim.Duration(rapid.Int64Range(0, 1e15).Draw(t, "slack")))
	}
	j.Restart = sim.Restart{
		Keep:     rapid.SampledFrom([]sim.Keep{sim.KeepNothing, sim.KeepCheckpoint, sim.KeepAll}).Draw(t, "keep"),
		Every:    sim.Duration(nanos("every")),
		Cost:     sim.Duration(nanos("cost")),
		Overhead: sim.Duration(nanos("overhead")),
		Owes:     sim.Owe(rapid.Uint8Range(0, 7).Draw(t, "owes")),
	}
	if j.Restart.Keep == sim.KeepCheckpoint {
		j.Restart.Every = max(j.Restart.Every, 1)
	}
	if n > 0 {
		j.After = rapid.SliceOfN(rapid.Int64Range(0, int64(n-1)), 0, 3).Draw(t, "after")
	}
	if len(j.After) == 0 {
		j.After = nil
	}
	return j
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []sim.Job
		last := sim.Time(0)
		for n := range rapid.IntRange(1, 8).Draw(t, "jobs") {
			want = append(want, anyJob(t, n, last))
			last = want[n].Submit
		}
		var b bytes.Buffer
		o := Options{GPUKinds: gpuKinds}
		if n, err := Write(&b, sim.Jobs(want...), o); err != nil || n != int64(len(want)) {
			t.Fatalf("Write = %d, %v, want %d", n, err, len(want))
		}
		for _, o.Sort = range []bool{false, true} {
			r, err := NewReader(bytes.NewReader(b.Bytes()), o)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := take(r); err != nil || !cmp.Equal(got, want) {
				t.Fatalf("sort=%v: read back %v from\n%s(-got +want):\n%s", o.Sort, err, b.String(), cmp.Diff(got, want))
			}
		}
	})
}

func TestKindsWithCommasAndQuotes(t *testing.T) {
	kinds := []string{`A100, 80 GB`, `the "big" one`, "ünï"}
	want := sim.Job{Demand: sim.Demand{GPUs: 1, Share: 1000, Kinds: 7}}
	var b bytes.Buffer
	if _, err := Write(&b, sim.Jobs(want), Options{GPUKinds: kinds}); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(&b, Options{GPUKinds: kinds})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := take(r); err != nil || !cmp.Equal(got, []sim.Job{want}) {
		t.Errorf("read back %+v, %v, want %+v", got, err, want)
	}
}

func TestJobsThatCannotBeWritten(t *testing.T) {
	for _, c := range []struct {
		name string
		job  sim.Job
		want string // within the error
	}{
		{name: "in the past", job: sim.Job{Submit: -1}, want: `job 1 cannot be written: arrival_s is "-0.000000001"`},
		{name: "long ago", job: sim.Job{Submit: math.MinInt64}, want: "job 1 cannot be written: arrival_s is "},
		{name: "never", job: sim.Job{Submit: sim.Never}, want: `job 1 cannot be written: arrival_s is "9223372036.854775807"`},
		{name: "before the other", job: sim.Job{Submit: 4}, want: "job 1 cannot be written: it arrives at 4ns, want 5ns, when the job before it does, or later"},
		{name: "negative work", job: sim.Job{Submit: 5, Work: -5}, want: `duration_s is "-0.000000005"`},
		{name: "negative CPU", job: sim.Job{Submit: 5, Demand: sim.Demand{CPU: -1}}, want: `cores is "-0.001"`},
		{name: "negative memory", job: sim.Job{Submit: 5, Demand: sim.Demand{Mem: -1}}, want: `mem_gib is "-1"`},
		{name: "no share", job: sim.Job{Submit: 5, Demand: sim.Demand{GPUs: 1}}, want: "it would be read back as "},
		{name: "share of nothing", job: sim.Job{Submit: 5, Demand: sim.Demand{Share: 5}}, want: `gpu_milli is "5"`},
		{name: "kind without name", job: sim.Job{Submit: 5, Demand: sim.Demand{GPUs: 1, Share: 1, Kinds: 1 << 5}}, want: `gpu_kind is "kind 5"`},
		{name: "keep without word", job: sim.Job{Submit: 5, Restart: sim.Restart{Keep: 9}}, want: `keep is "keep 9"`},
		{name: "owe without word", job: sim.Job{Submit: 5, Restart: sim.Restart{Owes: 9}}, want: `overhead_at is "first|owe 8"`},
		{name: "after itself", job: sim.Job{Submit: 5, After: []int64{1}}, want: `after is "1"`},
		{name: "due before", job: sim.Job{Submit: 5, Deadline: 4}, want: `deadline_s is "0.000000004"`},
	} {
		n, err := Write(io.Discard, sim.Jobs(sim.Job{Submit: 5}, c.job), Options{GPUKinds: gpuKinds})
		if err == nil || !strings.Contains(err.Error(), c.want) || n != 1 {
			t.Errorf("%s: Write = %d, %v, want 1 and an error with %s", c.name, n, err, c.want)
		}
	}
}

// full takes some bytes and then has no room, like a disk.
type full struct{ room int }

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return 0, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

// broken is a source that ends in an error.
type broken struct{ err error }

func (b broken) Next(*sim.Job) bool { return false }
func (b broken) Err() error         { return b.err }

func TestWriteReportsBothSides(t *testing.T) {
	jobs := make([]sim.Job, 2000)
	for _, room := range []int{0, 4096, 8192} {
		if _, err := Write(&full{room: room}, sim.Jobs(jobs...), Options{}); !errors.Is(err, errFull) {
			t.Errorf("Write with room for %d bytes = %v, want %v", room, err, errFull)
		}
	}
	if _, err := Write(io.Discard, broken{errFull}, Options{}); !errors.Is(err, errFull) {
		t.Errorf("Write from a broken source = %v, want %v", err, errFull)
	}
}

// Whatever is read without an error can be written, and is then read as the
// same jobs.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"testdata/jobs.csv", "testdata/damaged.csv"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, false, false)
		f.Add(b, true, true)
		f.Add(b, true, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, lenient, sorted bool) {
		o := Options{GPUKinds: gpuKinds, Lenient: lenient, Sort: sorted}
		r, err := NewReader(bytes.NewReader(b), o)
		if err != nil {
			return
		}
		jobs, err := take(r)
		if err != nil {
			return
		}
		if len(jobs) == 0 {
			t.Fatal("no jobs and no error")
		}
		var out bytes.Buffer
		if _, err := Write(&out, sim.Jobs(jobs...), o); err != nil {
			t.Fatal(err)
		}
		again, err := NewReader(&out, Options{GPUKinds: gpuKinds})
		if err != nil {
			t.Fatal(err)
		}
		if back, err := take(again); err != nil || !cmp.Equal(back, jobs) {
			t.Fatalf("read back %v (-got +want):\n%s", err, cmp.Diff(back, jobs))
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var text bytes.Buffer
	jobs := make([]sim.Job, 10_000)
	for i := range jobs {
		jobs[i] = sim.Job{Submit: sim.Time(i) * 1_234_567_891, Work: 60e9 + int64(i), Demand: sim.Demand{CPU: 4000, Mem: 8192}, User: int32(i % 9)}
	}
	if _, err := Write(&text, sim.Jobs(jobs...), Options{}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := NewReader(bytes.NewReader(text.Bytes()), Options{})
		if err != nil {
			b.Fatal(err)
		}
		var j sim.Job
		for r.Next(&j) {
		}
		if r.Err() != nil {
			b.Fatal(r.Err())
		}
	}
	b.ReportMetric(float64(b.N*len(jobs))/b.Elapsed().Seconds(), "jobs/s")
}
