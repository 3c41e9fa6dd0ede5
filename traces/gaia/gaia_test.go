package gaia

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
	"skysim/traces/tracetest"
)

// collect takes all jobs of a file.
func collect(t testing.TB, r *Reader) (jobs []sim.Job) {
	t.Helper()
	for j := (sim.Job{}); r.Next(&j); j = (sim.Job{}) {
		jobs = append(jobs, j)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return jobs
}

// open opens a file until the test ends.
func open(t testing.TB, path string, o Options) *Reader {
	t.Helper()
	r, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func job(at, work time.Duration, milli int64) sim.Job {
	return sim.Job{Submit: sim.Time(at), Work: int64(work), Demand: sim.Demand{CPU: milli}, Tasks: 1}
}

// An hour written as a float of hours is an hour to the nanosecond.
func TestUnits(t *testing.T) {
	const s = time.Second
	for _, c := range []struct {
		path string
		unit Unit
		want []sim.Job
	}{
		{"testdata/hours.csv", Hours, []sim.Job{job(0, 1800*s, 1000), job(s, 91_469*s, 4000), job(7200*s, 3600*time.Millisecond, 500)}},
		{"testdata/seconds.csv", Seconds, []sim.Job{job(5*s, 6302*s, 1000), job(68*s, 0, 3000), job(68*s, 1000*s, 2000)}},
		{"testdata/seconds.csv", Hours, []sim.Job{job(18_000*s, 22_687_200*s, 1000), job(244_800*s, 0, 3000), job(244_800*s, 3_600_000*s, 2000)}},
	} {
		if diff := cmp.Diff(collect(t, open(t, c.path, Options{Unit: c.unit})), c.want); diff != "" {
			t.Errorf("%s in %v (-got +want):\n%s", c.path, c.unit, diff)
		}
	}
}

// The unit is declared, never guessed.
func TestAnUndeclaredUnitIsAnError(t *testing.T) {
	want := "gaia: the unit is not declared, want Seconds or Hours: the files do not say, and both exist"
	if _, err := Open("testdata/hours.csv", Options{}); err == nil || err.Error() != want {
		t.Errorf("Open without a unit: %v, want %s", err, want)
	}
	for _, u := range []Unit{Seconds, Hours} {
		if got, err := ParseUnit(u.String()); got != u || err != nil {
			t.Errorf("ParseUnit(%v) = %v, %v", u, got, err)
		}
	}
	want = `unit is "hour", want "seconds" or "hours"; did you mean "hours"?`
	if _, err := ParseUnit("hour"); err == nil || err.Error() != want {
		t.Errorf(`ParseUnit("hour"): %v, want %s`, err, want)
	}
}

func TestDeclarations(t *testing.T) {
	got := collect(t, open(t, "testdata/hours.csv", Options{Unit: Hours, MemPerCPU: 1023, Exact: true, Profile: 2}))[2]
	want := job(7200*time.Second, 3600*time.Millisecond, 500)
	want.Demand.Mem, want.Estimate, want.Profile = 512, 3600*time.Millisecond, 2
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("job (-got +want):\n%s", diff)
	}
	for _, o := range []Options{{Unit: 3}, {Unit: Hours, MemPerCPU: -1}, {Unit: Hours, MemPerCPU: 1<<27 + 1}, {Unit: Hours, Profile: -1}} {
		if _, err := Open("testdata/hours.csv", o); err == nil || !strings.HasPrefix(err.Error(), "gaia: ") {
			t.Errorf("%+v: %v, want an error", o, err)
		}
	}
}

func TestOrder(t *testing.T) {
	text := "arrival_time,length,cpus\n7,1,1\n3,1,2\n7,1,3\n0.5,1,4\n"
	r, err := NewReader(strings.NewReader(text), "x.csv", Options{Unit: Seconds})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for j := (sim.Job{}); r.Next(&j); n++ {
	}
	want := `x.csv:3:1: arrival_time is "3", want at least the 7 s of line 2: ask for the file to be sorted in memory`
	if n != 1 || r.Err() == nil || r.Err().Error() != want {
		t.Errorf("%d jobs, then %v, want 1 and %s", n, r.Err(), want)
	}
	r, err = NewReader(strings.NewReader(text), "x.csv", Options{Unit: Seconds, Sort: true})
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, j := range collect(t, r) {
		got = append(got, j.Demand.CPU/1000)
	}
	if fmt.Sprint(got) != "[4 2 1 3]" {
		t.Errorf("sorted by arrival, the jobs are %v, want [4 2 1 3]", got)
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ rows, want string }{
		{"-1,1,1\n", `x.csv:2:1: arrival_time is "-1", want 0 or more, at most 4·10⁹ s`},
		{"0,,1\n", `x.csv:2:3: length is "", want 0 or more, at most 4·10⁹ s`},
		{"0,1111112,1\n", `x.csv:2:3: length is "1111112", want 0 or more, at most 4·10⁹ s`},
		{"0,1,0\n", `x.csv:2:5: cpus is "0", want a number above 0, at most 2²⁴`},
		{"0,1,NaN\n", `x.csv:2:5: cpus is "NaN", want a number above 0, at most 2²⁴`},
		{"0,1\n", `x.csv:2: number of columns is "2", want 3, as in the header`},
		{"", "x.csv: the file is empty, want at least one row after the header"},
	} {
		for _, sorted := range []bool{false, true} {
			r, err := NewReader(strings.NewReader("arrival_time,length,cpus\n"+c.rows), "x.csv", Options{Unit: Hours, Sort: sorted})
			if err != nil {
				t.Fatal(err)
			}
			if r.Next(new(sim.Job)) || r.Err() == nil || r.Err().Error() != c.want {
				t.Errorf("%q: %v, want %s", c.rows, r.Err(), c.want)
			}
		}
	}
	r, err := NewReader(strings.NewReader("arrival_time,length,cpus\n0,1,0\n0,1,1\n0,1,-3\n"), "x.csv", Options{Unit: Hours, Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(collect(t, r)); n != 1 || len(r.Skipped()) != 1 || r.Skipped()[0].Rows != 2 {
		t.Errorf("lenient reading: %d jobs, skipped %v, want 1 job and 2 rows for one reason", n, r.Skipped())
	}
}

func TestRecordings(t *testing.T) {
	r := open(t, tracetest.Path(t, "gaia/pai-100k.csv.gz"), Options{Unit: Hours})
	collect(t, r)
	c := r.Counts()
	if got := fmt.Sprintf("%d %.4f", c.Jobs, c.CPUHours()); got != "99998 1011245.8514" {
		t.Errorf("pai-100k: jobs and CPU-hours are %s, want 99998 1011245.8514", got)
	}
	r = open(t, tracetest.Path(t, "gaia/pai_1k.csv"), Options{Unit: Seconds})
	collect(t, r)
	c = r.Counts()
	if want := sim.Product(11_493_272_000, 1_000_000_000); c.Jobs != 1000 || c.CPUTime != want {
		t.Errorf("pai_1k: %d jobs, CPU time %v, want 1000 and %v", c.Jobs, c.CPUTime, want)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"testdata/hours.csv", "testdata/seconds.csv"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, true, false)
		f.Add(b, false, true)
	}
	f.Fuzz(func(t *testing.T, b []byte, lenient, sorted bool) {
		r, err := NewReader(bytes.NewReader(b), "x.csv", Options{Unit: Hours, MemPerCPU: 1 << 27, Lenient: lenient, Sort: sorted, Exact: true})
		if err != nil {
			return
		}
		last := sim.Time(0)
		for j := (sim.Job{}); r.Next(&j); last = j.Submit {
			if j.Submit < last || j.Work < 0 || j.Demand.CPU < 1 || j.Demand.Mem < 1 || int64(j.Estimate) != j.Work || j.Submit+sim.Time(j.Work) < 0 {
				t.Fatalf("job after %v is %+v", last, j)
			}
		}
		if c := r.Counts(); r.Err() == nil && c.Jobs == 0 {
			t.Fatal("no jobs and no error")
		}
	})
}
