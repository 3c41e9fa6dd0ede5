package swf

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
	"skysim/traces"
)

// row returns a row of ones with the column n, from 1, replaced.
func row(n int, value string) string {
	cells := strings.Fields(strings.Repeat("1 ", Columns))
	cells[n-1] = value
	return strings.Join(cells, " ") + "\n"
}

func TestFaultsSayWhereAndWhat(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{name: "no number", text: row(1, "id"), want: `x.swf:1:1: job number is "id", want a whole number from 0 to 9007199254740992, or -1 for unknown`},
		{name: "unknown submit time", text: row(2, "-1"), want: `x.swf:1:3: submit time is "-1", want seconds from 0 to 3·10⁹`},
		{name: "minus 2", text: row(4, "-2"), want: `x.swf:1:7: run time is "-2", want seconds from 0 to 3·10⁹, or -1 for unknown`},
		{name: "too long", text: row(4, "3000000001"), want: `x.swf:1:7: run time is "3000000001", want seconds from 0 to 3·10⁹, or -1 for unknown`},
		{name: "far too long", text: row(4, "1e300"), want: `x.swf:1:7: run time is "1e300", want seconds from 0 to 3·10⁹, or -1 for unknown`},
		{name: "half a processor", text: row(5, "1.5"), want: `x.swf:1:9: allocated processors is "1.5", want a whole number from 0 to 134217728, or -1 for unknown`},
		{name: "user of 64 bits", text: row(12, "2147483648"), want: `x.swf:1:23: user is "2147483648", want a whole number from 0 to 2147483647, or -1 for unknown`},
		{name: "memory", text: row(7, "∞"), want: `x.swf:1:13: used memory is "∞", want KiB from 0 to 2⁴⁰, or -1 for unknown`},
		{name: "comma", text: "1,2,3\n", want: `x.swf:1: number of columns is "1", want 18 or more`},
		{name: "cut short", text: row(1, "1") + "2 1 1", want: `x.swf:2: number of columns is "3", want 18, as in line 1`},
		{name: "other dialect", text: row(1, "1") + ";\n" + row(1, "2 3"), want: `x.swf:3: number of columns is "19", want 18, as in line 1`},
		{name: "backwards", text: row(2, "7.5") + row(2, "7"), want: `x.swf:2: submit time is "7", want at least 7.5 as in line 1: ask for the log to be sorted in memory`},
		{name: "no line end", text: row(1, "1") + strings.Repeat("1", 1<<20+1), want: "x.swf:2: the line is longer than 1024 KiB"},
	} {
		r, err := NewReader(strings.NewReader(c.text), "x.swf", Options{})
		if err == nil {
			var j sim.Job
			for r.Next(&j) {
			}
			err = r.Err()
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestLenientCountsWhatItLeavesOut(t *testing.T) {
	r := open(t, "testdata/damaged.swf", Options{Lenient: true})
	jobs := collect(t, r)
	if len(jobs) != 2 || jobs[1].Submit != sim.Time(10*s) {
		t.Errorf("jobs are %+v, want the first and the last but one", jobs)
	}
	var got []string
	for _, k := range r.Skipped() {
		got = append(got, k.String())
	}
	want := []string{
		`4 rows skipped, first testdata/damaged.swf:4:8: run time is "ten", want seconds from 0 to 3·10⁹, or -1 for unknown`,
		`1 row skipped, first testdata/damaged.swf:5:3: submit time is "-1", want seconds from 0 to 3·10⁹`,
		`1 row skipped, first testdata/damaged.swf:6:11: allocated processors is "1.5", want a whole number from 0 to 134217728, or -1 for unknown`,
		`1 row skipped, first testdata/damaged.swf:11: number of columns is "9", want 18, as in line 3`,
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("Skipped() (-got +want):\n%s", diff)
	}
	if c := r.Counts(); c.Rows != 9 || c.Jobs != 2 || c.First != 0 {
		t.Errorf("Counts() = %+v, want 9 rows, 2 jobs from 0 s on", c)
	}
	// Even a lenient reader does not guess what an unsorted log means.
	r = read(t, row(2, "8")+row(2, "7"), Options{Lenient: true})
	var j sim.Job
	for r.Next(&j) {
	}
	var bad *traces.SyntaxError
	if !errors.As(r.Err(), &bad) || bad.Line != 2 {
		t.Errorf("lenient reading of an unsorted log: %v, want an error of line 2", r.Err())
	}
}

func TestLogCutShortInItsPacking(t *testing.T) {
	plain, err := os.ReadFile("testdata/sample.swf")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(plain)
	z.Close()
	r, err := NewReader(bytes.NewReader(packed.Bytes()[:packed.Len()-9]), "x.swf.gz", Options{})
	if err == nil {
		var j sim.Job
		for r.Next(&j) {
		}
		err = r.Err()
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(err.Error(), "x.swf.gz:") {
		t.Errorf("gzip file cut short: %v, want unexpected EOF", err)
	}
}
