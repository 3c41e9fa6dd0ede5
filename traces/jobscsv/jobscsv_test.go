package jobscsv

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
	"skysim/traces"
)

var gpuKinds = []string{"T4", "V100", "A100", "H100"}

// take returns the jobs of a source and what ended it.
func take(s sim.Source) (jobs []sim.Job, err error) {
	for {
		var j sim.Job
		if !s.Next(&j) {
			return jobs, s.Err()
		}
		jobs = append(jobs, j)
	}
}

// readText reads jobs from a text named x.csv.
func readText(text string, o Options) ([]sim.Job, error) {
	o.File, o.GPUKinds = "x.csv", gpuKinds
	r, err := NewReader(strings.NewReader(text), o)
	if err != nil {
		return nil, err
	}
	return take(r)
}

func TestSample(t *testing.T) {
	r, err := Open("testdata/jobs.csv", Options{GPUKinds: gpuKinds})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := take(r)
	if err != nil {
		t.Fatal(err)
	}
	const s = int64(time.Second)
	want := []sim.Job{
		{Work: 120 * s, Demand: sim.Demand{CPU: 4000, Mem: 16 << 10}, Estimate: 5 * time.Minute},
		{Submit: sim.Time(s / 2), Work: 60*s + s/4, Demand: sim.Demand{CPU: 500, Mem: 1 << 10, GPUs: 1, Share: 250, Kinds: 1}, User: 1},
		{
			Submit: sim.Time(30 * s), Work: 3600 * s, Demand: sim.Demand{CPU: 8000, Mem: 64 << 10, GPUs: 8, Share: 1000, Kinds: 4 | 8},
			Tasks: 2, Estimate: 2 * time.Hour, Deadline: sim.Time(4 * 3600 * s), Priority: 5, User: 1,
			Restart: sim.Restart{Keep: sim.KeepCheckpoint, Every: 10 * time.Minute, Cost: 10 * time.Second, Overhead: 30 * time.Second, Owes: sim.OweRestart},
		},
		{
			Submit: sim.Time(30 * s), Work: 10_000, Demand: sim.Demand{CPU: 1000}, User: 2, After: []int64{0, 1},
			Restart: sim.Restart{Keep: sim.KeepAll, Overhead: 5 * time.Second, Owes: sim.OweRestart},
		},
		{Submit: sim.Time(86400*s + 12_345_679), Work: 90061 * s, Demand: sim.Demand{CPU: 16000, Mem: 102}, Priority: -1, After: []int64{2}},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("jobs (-got +want):\n%s", diff)
	}
}

func TestDressDoesNotMatter(t *testing.T) {
	b, err := os.ReadFile("testdata/jobs.csv")
	if err != nil {
		t.Fatal(err)
	}
	plain := string(b)
	want, err := readText(plain, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(b)
	z.Close()
	for _, c := range []struct{ name, text string }{
		{name: "gzip", text: packed.String()},
		{name: "CRLF", text: strings.ReplaceAll(plain, "\n", "\r\n")},
		{name: "byte order mark", text: "\ufeff" + plain},
		{name: "no final newline", text: strings.TrimSuffix(plain, "\n")},
		{name: "blank lines", text: strings.ReplaceAll(plain, "\n", "\n\n")},
		{name: "quotes", text: `"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(plain, "\n"), ",", `","`), "\n", "\"\n\"") + `"`},
		{name: "spaces", text: strings.ReplaceAll(plain, ",", " , ")},
	} {
		got, err := readText(c.text, Options{})
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s: %v (-got +want):\n%s", c.name, err, cmp.Diff(got, want))
		}
	}
}

func TestHeadersThatAreWrong(t *testing.T) {
	for _, c := range []struct{ name, header, want string }{
		{name: "empty file", header: "", want: "x.csv: the file is empty, want a header with arrival_s and duration_s"},
		{name: "misspelt", header: "arrival_s,duration_s,core",
			want: `x.csv:1:22: column is "core", want one of ` + strings.Join(columnNames(), ", ") + `; did you mean "cores"?`},
		{name: "unlike any", header: "arrival_s,colour,duration_s",
			want: `x.csv:1:11: column is "colour", want one of ` + strings.Join(columnNames(), ", ")},
		{name: "pandas index", header: ",arrival_s,duration_s",
			want: `x.csv:1:1: column is "", want one of ` + strings.Join(columnNames(), ", ") + "; pandas writes no such column with index=False"},
		{name: "twice", header: "arrival_s,duration_s,arrival_s", want: `x.csv:1:22: column is "arrival_s", want each column once`},
		{name: "no duration", header: "arrival_s,cores", want: `x.csv:1: header is "arrival_s,cores", want a column duration_s`},
		{name: "share of nothing", header: "arrival_s,duration_s,gpu_milli",
			want: `x.csv:1: header is "arrival_s,duration_s,gpu_milli", want a column gpus, without which gpu_milli means nothing`},
		{name: "checkpoints not kept", header: "arrival_s,duration_s,checkpoint_every_s",
			want: `x.csv:1: header is "arrival_s,duration_s,checkpoint_every_s", want a column keep, without which checkpoint_every_s means nothing`},
		{name: "open quote", header: `"arrival_s,duration_s`, want: `x.csv:1: row is "extraneous or missing \" in quoted-field", want quotes in pairs around a whole cell`},
	} {
		if c.header != "" {
			c.header += "\n0,1,2\n"
		}
		if _, err := readText(c.header, Options{}); err == nil || err.Error() != c.want {
			t.Errorf("%s:\n%v, want\n%s", c.name, err, c.want)
		}
	}
}

func TestRowsThatAreWrong(t *testing.T) {
	for _, c := range []struct{ name, columns, row, want string }{
		{name: "short", columns: "cores", row: "5,60", want: `x.csv:3: number of columns is "2", want 3, as in the header`},
		{name: "negative arrival", row: "-5,60", want: `x.csv:3:1: arrival_s is "-5", want seconds, 0 or more and below 9223372036`},
		{name: "no arrival", row: ",60", want: `x.csv:3:1: arrival_s is "", want seconds, 0 or more and below 9223372036`},
		{name: "negative duration", row: "5,-60.0", want: `x.csv:3:3: duration_s is "-60.0", want seconds, 0 or more and below 9223372036`},
		{name: "no duration", row: "5,", want: `x.csv:3:3: duration_s is "", want seconds, 0 or more and below 9223372036`},
		{name: "never", row: "5,9223372036.854775807", want: `x.csv:3:3: duration_s is "9223372036.854775807", want seconds, 0 or more and below 9223372036`},
		{name: "nan", row: "5,nan", want: `x.csv:3:3: duration_s is "nan", want seconds, 0 or more and below 9223372036`},
		{name: "too many cores", columns: "cores", row: "5,6,1e7", want: `x.csv:3:5: cores is "1e7", want vCPUs of one task, 0 to 4294967`},
		{name: "half a GPU", columns: "gpus", row: "5,6,0.5", want: `x.csv:3:5: gpus is "0.5", want a whole number of devices of one task, 0 to 32`},
		{name: "33 GPUs", columns: "gpus", row: "5,6,33", want: `x.csv:3:5: gpus is "33", want a whole number of devices of one task, 0 to 32`},
		{name: "share of nothing", columns: "gpus,gpu_milli", row: "5,6,,500",
			want: `x.csv:3:6: gpu_milli is "500", want thousandths of each of the task's GPUs, 1 to 1000, and 0 or nothing without GPUs`},
		{name: "nothing of a GPU", columns: "gpu_milli,gpus", row: "5,6,0,1",
			want: `x.csv:3:5: gpu_milli is "0", want thousandths of each of the task's GPUs, 1 to 1000, and 0 or nothing without GPUs`},
		{name: "misspelt kind", columns: "gpus,gpu_kind", row: "5,6,1,A100|v10",
			want: `x.csv:3:7: gpu_kind is "A100|v10", want names of GPU kinds of the world, joined by |, and nothing without GPUs; "v10" is not known, did you mean "V100"?`},
		{name: "unknown kind", columns: "gpus,gpu_kind", row: "5,6,1,abacus",
			want: `x.csv:3:7: gpu_kind is "abacus", want names of GPU kinds of the world, joined by |, and nothing without GPUs; "abacus" is none of T4, V100, A100, H100`},
		{name: "kind of nothing", columns: "gpus,gpu_kind", row: "5,6,0,T4",
			want: `x.csv:3:7: gpu_kind is "T4", want names of GPU kinds of the world, joined by |, and nothing without GPUs`},
		{name: "no tasks", columns: "tasks", row: "5,6,0", want: `x.csv:3:5: tasks is "0", want a whole number, 1 to 2147483647`},
		{name: "relative deadline", columns: "deadline_s", row: "5,6,4",
			want: `x.csv:3:5: deadline_s is "4", want seconds on the clock of arrival_s, not before the arrival, and below 9223372036`},
		{name: "keep what", columns: "keep", row: "5,6,some", want: `x.csv:3:5: keep is "some", want nothing, checkpoint or all`},
		{name: "no interval", columns: "keep,checkpoint_every_s", row: "5,6,checkpoint,",
			want: `x.csv:3:16: checkpoint_every_s is "", want seconds, 0 or more and below 9223372036, and above 0 where keep is checkpoint`},
		{name: "no interval column", columns: "keep", row: "5,6,checkpoint",
			want: `x.csv:3: checkpoint_every_s is "", want seconds, 0 or more and below 9223372036, and above 0 where keep is checkpoint`},
		{name: "owed when", columns: "overhead_s,overhead_at", row: "5,6,7,always",
			want: `x.csv:3:7: overhead_at is "always", want never, or some of first, restart and move, joined by |`},
		{name: "after itself", columns: "after", row: "5,6,1", want: `x.csv:3:5: after is "1", want numbers of earlier jobs, counted from 0, joined by |; this is job 1`},
		{name: "after nobody", columns: "after", row: "5,6,0|", want: `x.csv:3:5: after is "0|", want numbers of earlier jobs, counted from 0, joined by |; this is job 1`},
		{name: "stray quote", row: `5,6"7`, want: `x.csv:3:4: row is "bare \" in non-quoted-field", want quotes in pairs around a whole cell`},
	} {
		header, good := "arrival_s,duration_s", "1,1"
		if c.columns != "" {
			header += "," + c.columns
			good += strings.Repeat(",", strings.Count(c.columns, ",")+1)
		}
		text := header + "\n" + good + "\n" + c.row + "\n9" + good[1:] + "\n"
		jobs, err := readText(text, Options{})
		var bad *traces.SyntaxError
		if !errors.As(err, &bad) || err.Error() != c.want || len(jobs) != 1 {
			t.Errorf("%s: strict: %d jobs,\n%v, want 1 and\n%s", c.name, len(jobs), err, c.want)
		}
		for _, sorted := range []bool{false, true} {
			o := Options{File: "x.csv", GPUKinds: gpuKinds, Lenient: true, Sort: sorted}
			r, err := NewReader(strings.NewReader(text), o)
			if err != nil {
				t.Errorf("%s: lenient: %v", c.name, err)
				continue
			}
			jobs, err = take(r)
			if skips := r.Skipped(); err != nil || len(jobs) != 2 || len(skips) != 1 || skips[0].First.Error() != c.want {
				t.Errorf("%s: lenient: %d jobs, %v, %v, want 2 and one skip", c.name, len(jobs), err, skips)
			}
		}
	}
}

func TestWhatNobodyPassesOver(t *testing.T) {
	const header = "arrival_s,duration_s\n"
	for _, c := range []struct{ name, text, want string }{
		{name: "out of order", text: header + "1,1\n7.25,1\n\n5.0,1\n",
			want: `x.csv:5:1: arrival_s is "5", want at least 7.25 as in line 3: sort the file, or ask for it to be sorted in memory`},
		{name: "header alone", text: header, want: "x.csv: the trace is empty, want at least one job after the header"},
		{name: "no good row", text: header + "1,x\n2,y\n",
			want: `x.csv: no jobs are left: 2 rows skipped, first x.csv:2:3: duration_s is "x", want seconds, 0 or more and below 9223372036`},
		{name: "open quote", text: header + "1,1\n2,\"2\n3,3\n4,4\n",
			want: `x.csv:3: row is "extraneous or missing \" in quoted-field", want quotes in pairs around a whole cell`},
		{name: "open quote in a long file", text: header + "1,1\n2,\"2\n" + strings.Repeat("3,3\n", 1<<19),
			want: "x.csv: after row 1: the row is longer than 1 MiB; is a quote left open?"},
	} {
		if _, err := readText(c.text, Options{Lenient: true}); err == nil || err.Error() != c.want {
			t.Errorf("%s:\n%v, want\n%s", c.name, err, c.want)
		}
	}
	broken := errors.New("the cable is out")
	r, err := NewReader(io.MultiReader(strings.NewReader(header+"1,1\n"), iotest.ErrReader(broken)), Options{Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := take(r); !errors.Is(err, broken) {
		t.Errorf("broken reader: %v, want %v", err, broken)
	}
}

func TestLenientKeepsNumbersStraight(t *testing.T) {
	r, err := Open("testdata/damaged.csv", Options{Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	jobs, err := take(r)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for i, j := range jobs {
		fmt.Fprintf(&got, "%d at %v after %v\n", i, j.Submit, j.After)
	}
	for _, s := range r.Skipped() {
		fmt.Fprintf(&got, "%d %s\n", s.Rows, s.Reason)
	}
	want := `0 at 0s after []
1 at 40s after [0]
2 at 1m0s after [1]
1 duration_s: want seconds, 0 or more and below 9223372036
1 number of columns: want 4, as in the header
1 after: want jobs whose rows were not skipped
1 cores: want vCPUs of one task, 0 to 4294967
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}

func TestSort(t *testing.T) {
	const text = "arrival_s,duration_s,after\n50,1,3\n10,2,\n50,3,1|3\n20,4,1\n"
	jobs, err := readText(text, Options{Sort: true})
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, j := range jobs {
		fmt.Fprintf(&got, "%v for %v after %v\n", j.Submit, time.Duration(j.Work), j.After)
	}
	want := "10s for 2s after []\n20s for 4s after [0]\n50s for 1s after [1]\n50s for 3s after [0 1]\n"
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
	for _, c := range []struct{ name, text, want string }{
		{name: "after a later job", text: "arrival_s,duration_s,after\n50,1,\n10,2,0\n",
			want: `x.csv:3: after is "0", want jobs that were read and arrive earlier; the job in row 0 is not one`},
		{name: "after no job", text: "arrival_s,duration_s,after\n50,1,7\n10,2,\n",
			want: `x.csv:2: after is "7", want jobs that were read and arrive earlier; the job in row 7 is not one`},
		{name: "after a bad row", text: "arrival_s,duration_s,after\n50,1,1\n10,x,\n",
			want: `x.csv:2: after is "1", want jobs that were read and arrive earlier; the job in row 1 is not one`},
		{name: "nothing", text: "arrival_s,duration_s\n", want: "x.csv: the trace is empty, want at least one job after the header"},
	} {
		if _, err := readText(c.text, Options{Sort: true, Lenient: true}); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestOptionsThatAreWrong(t *testing.T) {
	for _, kinds := range [][]string{{""}, {"A|B"}, {"A", "A"}, {" A"}, {"A\nB"}, make([]string, 65)} {
		if _, err := NewReader(strings.NewReader("arrival_s,duration_s\n"), Options{GPUKinds: kinds}); err == nil {
			t.Errorf("NewReader took the GPU kinds %q", kinds)
		}
	}
	if _, err := Open("testdata/none.csv", Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Open of no file: %v, want ErrNotExist", err)
	}
}
