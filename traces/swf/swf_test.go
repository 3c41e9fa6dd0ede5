package swf

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

// collect takes all jobs of a log.
func collect(t testing.TB, r *Reader) (jobs []sim.Job) {
	t.Helper()
	var j sim.Job
	for r.Next(&j) {
		jobs = append(jobs, j)
		j = sim.Job{}
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return jobs
}

// open opens a log of testdata until the test ends.
func open(t testing.TB, path string, o Options) *Reader {
	t.Helper()
	r, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// read reads the text of a log.
func read(t testing.TB, text string, o Options) *Reader {
	t.Helper()
	r, err := NewReader(strings.NewReader(text), "x.swf", o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const s = time.Second

// job is a job as the sample has them.
func job(at time.Duration, cores int64, run, claim time.Duration) sim.Job {
	return sim.Job{Submit: sim.Time(at), Demand: sim.Demand{CPU: 1000 * cores}, Tasks: 1, Work: int64(run), Estimate: claim, User: 1, Group: 1}
}

// by gives the job to a user and a group.
func by(j sim.Job, user, group int32) sim.Job {
	j.User, j.Group = user, group
	return j
}

// sample are the jobs of testdata/sample.swf.
func sample() []sim.Job {
	return []sim.Job{
		job(100*s, 4, 60*s, 50*s), // longer than it asked for
		by(job(100*s, 2, 30*s, 600*s), 2, 1),
		by(job(130*s, 1, 0, 60*s), 2, 1),
		job(180*s, 4, 40*s, 60*s),
		by(job(200*s, 7, 300*s, 300*s), 3, 2), // asked for no time
		job(210*s, 8, 100*s, 300*s),
		by(job(300*s+s/2, 9, s/4, 300*s), 0, 0),
	}
}

func TestSample(t *testing.T) {
	r := open(t, "testdata/sample.swf", Options{})
	if diff := cmp.Diff(collect(t, r), sample()); diff != "" {
		t.Errorf("jobs (-got +want):\n%s", diff)
	}
	var skipped strings.Builder
	for _, k := range r.Skipped() {
		fmt.Fprintln(&skipped, k)
	}
	want := `1 row skipped, first testdata/sample.swf:17: run time is "-1", want to be known
1 row skipped, first testdata/sample.swf:18: processors is "0", want above 0, allocated or requested
1 row skipped, first testdata/sample.swf:19: status is "5", want a job that ran; this one was cancelled before
2 rows skipped, first testdata/sample.swf:23: status is "2", want a whole job; 2, 3 and 4 are parts of one that has a row of its own
`
	if diff := cmp.Diff(skipped.String(), want); diff != "" {
		t.Errorf("Skipped() (-got +want):\n%s", diff)
	}
	// 4·60 + 2·30 + 4·40 + 8·300 + 8·100 + 9·0.25 processor-seconds
	got := r.Counts()
	wantCounts := Counts{
		Rows: 12, Jobs: 7, NoRequest: 1, OverRequest: 1, Zero: 2, TooWide: 1, Differ: 1, First: int64(100 * s), Last: int64(600 * s),
		ProcTime: sim.Product(3_662_250_000_000, 1), good: true,
	}
	if got != wantCounts {
		t.Errorf("Counts() = %+v, want %+v", got, wantCounts)
	}
	if got, want := fmt.Sprintf("%.6f", got.Utilisation(8)), fmt.Sprintf("%.6f", 3662.25/(8*500)); got != want {
		t.Errorf("utilisation of 8 = %s, want %s", got, want)
	}
}

func TestHeader(t *testing.T) {
	h := open(t, "testdata/sample.swf", Options{}).Header()
	if len(h.Raw) != 12 || h.Raw[9] != "over several lines" {
		t.Errorf("Raw = %q, want the 12 comments before the first job", h.Raw)
	}
	h.Raw = nil
	want := Header{
		Version: "2.2", Computer: "Tin Can 8", Installation: "Sample Hill, made by hand", MaxJobs: 40, MaxRecords: 12,
		UnixStartTime: 1_000_000_000, TimeZoneString: "Europe/Zurich", MaxNodes: 8,
	}
	if diff := cmp.Diff(*h, want); diff != "" {
		t.Errorf("header (-got +want):\n%s", diff)
	}
	if h.Procs() != 8 {
		t.Errorf("Procs() = %d, want MaxNodes, as there is no MaxProcs", h.Procs())
	}
	if at, ok := h.Epoch(); !ok || at != time.Date(2001, 9, 9, 1, 46, 40, 0, time.UTC) {
		t.Errorf("Epoch() = %v, %v, want 2001-09-09 01:46:40", at, ok)
	}
}

// Headers lie, and what they say is only ever a doubt.
func TestDoubts(t *testing.T) {
	r := open(t, "testdata/sample.swf", Options{})
	collect(t, r)
	want := []string{
		"rows are 12, and the header's MaxJobs is 40: it counts jobs that were removed",
		"jobs on more processors than the header's 8: 1",
		"jobs without a requested time, for which their run time stands: 1",
		"jobs that ran longer than they asked for: 1",
		"jobs that ran 0 s: 2",
		"jobs that got another number of processors than they asked for: 1",
	}
	if diff := cmp.Diff(r.Doubts(), want); diff != "" {
		t.Errorf("Doubts() (-got +want):\n%s", diff)
	}
	row := "1 0 -1 10 1 -1 -1 -1 20 -1 1 1 1 -1 -1 -1 -1 -1\n"
	r = read(t, "; MaxRecords: 7\n; MaxProcs: lots\n"+row, Options{})
	collect(t, r)
	want = []string{
		`the header's MaxProcs is "lots", which is not a number`,
		"rows are 1, and the header's MaxRecords is 7: the log was cleaned, or cut short",
		"the header does not say how many processors there are",
	}
	if diff := cmp.Diff(r.Doubts(), want); diff != "" {
		t.Errorf("Doubts() (-got +want):\n%s", diff)
	}
}

func TestRowSaysAll(t *testing.T) {
	r := open(t, "testdata/sample.swf", Options{First: 4})
	var j sim.Job
	if !r.Next(&j) {
		t.Fatal(r.Err())
	}
	want := Row{
		Number: 10, Submit: int64(200 * s), Wait: int64(100 * s), Run: int64(300 * s), Allocated: 8, CPU: int64(99*s + s/2), UsedMem: 1500,
		Requested: 7, Request: Unknown, ReqMem: Unknown, Status: Failed, User: 3, Group: 2, App: Unknown, Queue: 1,
		Partition: Unknown, Preceding: 9, Think: int64(20 * s), Line: 22,
	}
	if diff := cmp.Diff(*r.Row(), want); diff != "" {
		t.Errorf("row (-got +want):\n%s", diff)
	}
}

// MetaCentrum's logs have 21 columns, others 19 or 20. What is beyond the
// format is text.
func TestExtraColumns(t *testing.T) {
	r := open(t, "testdata/extended.swf", Options{FromZero: true})
	jobs := collect(t, r)
	want := []sim.Job{by(job(0, 16, 560*s, 864*s), 62, 1), by(job(60*s, 1, 100*s, 864*s), 24, 1)}
	if diff := cmp.Diff(jobs, want); diff != "" {
		t.Errorf("jobs (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(r.Row().Extra, []string{"{11}", "q_1w", "1:ppn=1"}); diff != "" {
		t.Errorf("Extra (-got +want):\n%s", diff)
	}
	got := r.Doubts()
	if want := "the rows have 21 columns, 3 more than the format"; got[len(got)-1] != want {
		t.Errorf("the last doubt is %q, want %q", got[len(got)-1], want)
	}
	row := "1 0 -1 10 1 -1 -1 -1 20 -1 1 1 1 -1 -1 -1 -1 -1"
	r = read(t, row+"\t2\n"+row+" -1\r\n", Options{})
	if got := collect(t, r); len(got) != 2 || r.Row().Extra[0] != "-1" {
		t.Errorf("19 columns with a tab and a carriage return: %v, extra %q", got, r.Row().Extra)
	}
}

func TestLineEndsAndPackingDoNotMatter(t *testing.T) {
	plain, err := os.ReadFile("testdata/sample.swf")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"CRLF":             strings.ReplaceAll(string(plain), "\n", "\r\n"),
		"no final newline": strings.TrimSpace(string(plain)),
		"tabs":             strings.ReplaceAll(string(plain), "  ", "\t"),
		"byte order mark":  "\ufeff" + string(plain),
		"no header":        string(plain[strings.Index(string(plain), "   3 "):]),
	} {
		if diff := cmp.Diff(collect(t, read(t, text, Options{})), sample()); diff != "" {
			t.Errorf("%s (-got +want):\n%s", name, diff)
		}
	}
}

// The log's first job is held while the header is read, and given once.
func TestNothingButAHeader(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "x.swf: the log is empty, want at least one row of 18 columns",
		"; MaxJobs: 3\n\n;": "x.swf: the log is empty, want at least one row of 18 columns",
	} {
		if _, err := NewReader(strings.NewReader(text), "x.swf", Options{}); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	var j sim.Job
	r := read(t, "1 0 -1 -1 1 -1 -1 -1 20 -1 1 1 1 -1 -1 -1 -1 -1", Options{})
	want := `x.swf: no jobs are left: 1 row skipped, first x.swf:1: run time is "-1", want to be known`
	if r.Next(&j) || r.Err() == nil || r.Err().Error() != want {
		t.Errorf("a log without a job that ran: %v, want %s", r.Err(), want)
	}
	if _, err := NewReader(io.MultiReader(), "x.swf", Options{First: -1}); err == nil {
		t.Error("a negative First is no error")
	}
}
