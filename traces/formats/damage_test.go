package formats

import (
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"skysim/sim"
	"skysim/traces/summary"
)

// gapOf is a gap where a format wants to be told it.
func gapOf(format string) sim.Duration {
	if strings.HasPrefix(format, "text") {
		return 1
	}
	return 0
}

// summed reads a text as a format.
func summed(t testing.TB, format string, from io.Reader, o Options) (*summary.Report, error) {
	t.Helper()
	f, err := Find(format)
	if err != nil {
		t.Fatal(err)
	}
	in, err := From(from, "x", o)
	if err != nil {
		return nil, err
	}
	return f.Summarise(in)
}

const (
	samplesText = `{"metadata": {"gap_seconds": 600}, "data": [1, 0]}`
	meansText   = "## alone\n['a', 'b'] ; Input job rate: 0.4 ; a: 1.5 ; b: 2 ; \nInput job rate: 0.8 ; a: 1.5 ; b: 2 ; \n"
	starText    = `{"jobs": 5, "rate": 16, "price_per_gpu_h": 2.5, "rows": {"no_wait": 7.5}}`
	allocText   = "workload,sc_policy,tune,seed,total_gpus,0\na,b,1.3,42,6212,0.25\n"
)

// Files that are not what they were said to be, or not whole, are told with their place;
// no row is lost without being counted.
func TestDamage(t *testing.T) {
	speeds := `{"v100": {"('a', 1)": {"null": 1.5}}}`
	coroot := `{"aws": {"compute": {"e": {"m": {"on_demand": 1}}}}}`
	for _, c := range []struct{ format, text, want string }{
		{"spot-available", samplesText + "\n{}", `x:2:1: text behind the end is "{", want the end of the file`},
		{"spot-available", samplesText + "]", `x:1:51: text is "invalid character ']'`},
		{"coroot", coroot + " 7", `x:1:54: text behind the end is "7"`},
		{"huawei-ecs", `{"region": "r", "flavors": [{"name": "m", "hourly": 1}]} "more"`, `text behind the end is "more"`},
		{"gavel-throughputs", speeds + "{", `x:1:38: text behind the end is "{"`},
		{"starburst", starText + "\n\n 1", `x:3:2: text behind the end is "1"`},
		{"aws-spot", `[{"AvailabilityZone":"z","InstanceType":"m","SpotPrice":"1","Timestamp":"2023-01-01T00:00:00Z"}] ]`, `x:1:98: text is "invalid character ']'`},
		{"starburst", strings.Repeat("[1,", 8000) + "1" + strings.Repeat("]", 8000), `x:1:193: nesting is "[", want at most 64`},
		{"starburst", strings.Repeat("[", 1<<20), `x:1:65: nesting is "["`},
		{"starburst", strings.Replace(starText, "7.5", `"7.5"`, 1), `x:1:70: rows/no_wait is "7.5", want a number`},
		{"starburst", strings.Replace(starText, "7.5", `1e400`, 1), `rows/no_wait is "1e400", want a number`},
		{"starburst", strings.Replace(starText, "rows", `rwos`, 1), `x: there is no number at "rows"`},
		{"starburst", strings.Replace(starText, "rate", `jobs`, 1), `jobs is "16", want each key once`},
		{"starburst", `{"a": 1}`, `x: there is no number at "jobs"`},
		{"melange", starText, `x:1:3: key is "jobs", want gpu_info`},
		{"openb-allocation", "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n", `x:1: header is "TIMESTAMP,ContextTokens,GeneratedTokens", want a column workload`},
		{"openb-allocation", allocText[:strings.Index(allocText, "\n")+1], "x: the file is empty, want at least one row after the header"},
		{"skynomad-results", "scenario_name,strategy,cost\n", "x: the file is empty"},
		{"skynomad-results", "scenario_name,strategy,cost\na,b,NaN\n", `no rows are left: 1 row skipped, first x:2:5: cost is "NaN", want a number`},
		{"gavel-jct", "nothing\n", `x: no rows are left: 1 row skipped, first x:1:1: line is "nothing"`},
		{"gavel-jct", "## a\n", `x: there are no rows`},
		{"spot-counts", "2021-12-10, 13:77:45, 80\n", `x:1:13: time is "13:77:45", want a time like 13:07:45`},
		{"spot-counts", "2021-13-10, 13:07:45, 80\n", `x:1:1: time is "2021-13-10", want a date and time`},
		{"spot-counts", strings.Repeat(" ", 1<<17), `x:1: the line is longer than 64 KiB`},
		{"bamboo", "0,add," + strings.Repeat("n", 300) + "\n", `x:1:7: add is`},
		{"text-available", strings.Repeat("x", 1<<21), `x:1: the line is longer than 1024 KiB`},
	} {
		_, err := summed(t, c.format, strings.NewReader(c.text), Options{Gap: gapOf(c.format)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %.60q: %v, want %s", c.format, c.text, err, c.want)
		}
	}
}

// Rows of published numbers with a mistake are left out and counted.
func TestDamagedRowsOfResults(t *testing.T) {
	for _, c := range []struct {
		format, text, want string
	}{
		{"openb-allocation", allocText + "a,b,1.3,42,,0.25\n", `x:3:12: total_gpus is "", want a number`},
		{"openb-allocation", allocText + "a,b,1.3,42,6212,1e400\n", `x:3:17: 0 is "1e400", want a number`},
		{"openb-allocation", allocText + "a,,1.3,42,6212,1\n", `x:3:3: sc_policy is "", want a name`},
		{"openb-allocation", allocText + "a,b,1.3\n", `x:3: number of columns is "3", want 6, as in the header`},
		{"gavel-jct", meansText + "Input job rate: 1.2 ; a: 1.5 ; b: 2", `x:4:1: line is "Input job rate: 1.2 ; a: 1.5 ; b: 2", want a rate and policies, with a ; behind each`},
		{"gavel-jct", meansText + "Input job rate: 1.2 ; a: 1.5 ; ", `x:4:1: policies is "a", want a, b, as in the first line of the section`},
		{"gavel-jct", meansText + "Input job rate: 1.2 ; a: 1.5 ; \xff: 2 ; \n", `x:4:1: policies is`},
		{"gavel-jct", meansText + "Input job r\xffte: 1.2 ; a: 1.5 ; b: 2 ; \n", `x:4:1: line is`},
		{"gavel-jct", meansText + "Input job rate: 1.2 ; a: NaN ; b: 2 ; \n", `x:4:26: a is "NaN", want a number of 0 or more`},
		{"gavel-jct", meansText + "Input job rate: 1.2 ; a 7 ; b: 2 ; \n", `x:4:23: cell is "a 7"`},
	} {
		r, err := summed(t, c.format, strings.NewReader(c.text), Options{})
		if err != nil {
			t.Errorf("%s %.60q: %v", c.format, c.text, err)
			continue
		}
		if r.Skipped() != 1 || !strings.Contains(r.Skips[0].First.Error(), c.want) {
			t.Errorf("%s %.60q: skipped %v, want %s", c.format, c.text, r.Skips, c.want)
		}
	}
	r, err := summed(t, "gavel-jct", strings.NewReader(meansText), Options{})
	if err != nil || r.Rows != 2 || r.Value("points") != int64(4) || r.Skipped() != 0 {
		t.Errorf("whole: %+v, %v", r, err)
	}
}

// repeated is a text that goes on for a while.
type repeated struct {
	text string
	left int64
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p, r.text[r.at:])
	r.at, r.left = (r.at+n)%len(r.text), r.left-int64(n)
	return n, nil
}

// A text of 64 MiB, which is a few kilobytes when it is packed, takes less memory than
// that; one of points at most as much as a recording may have of them.
func TestMemoryIsBounded(t *testing.T) {
	const block = 1 << 16
	for _, c := range []struct {
		format, text, want string
		most               uint64 // MiB, also of what was freed
	}{
		{"spot-available", strings.Repeat("\x00", block), "x:1:1: text is", 16},
		{"spot-available", strings.Repeat(" ", block), "x:1: a value does not end within 4 MiB", 32},
		{"text-available", strings.Repeat("\x00", block), "x:1: the line is longer", 16},
		{"text-available", strings.Repeat("0 1 1 0\n", block/8), "more than 4194304 points", 700},
		{"spot-counts", strings.Repeat("\x00", block), "x:1: the line is longer", 16},
		{"bamboo", strings.Repeat("\x00", block), "x:1: the line is longer", 16},
		{"gavel-jct", strings.Repeat("\x00", block), "x:1: the line is longer", 16},
		{"starburst", strings.Repeat("[", block), "x:1:65: nesting", 16},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := summed(t, c.format, &repeated{text: c.text, left: 64 << 20}, Options{Gap: gapOf(c.format)})
		runtime.ReadMemStats(&after)
		if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > c.most || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s of %.10q: %v, want %s; %d MiB in all, want at most %d", c.format, c.text, err, c.want, took, c.most)
		}
	}
}

// Reading ends when it is to stop, in every format.
func TestStop(t *testing.T) {
	for _, f := range All() {
		reads := 0
		in, err := From(&repeated{text: strings.Repeat("1 1\n", 1<<12), left: 64 << 20}, "x", Options{Gap: 1, Stop: func() error {
			if reads++; reads > 20 {
				return context.Canceled
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Summarise(in); err == nil || reads > 40 {
			t.Errorf("%s: %v after %d reads", f.Name, err, reads)
		}
	}
	_, err := summed(t, "text-available", &repeated{text: "1 1\n", left: 64 << 20}, Options{Gap: 1, Stop: func() error { return context.Canceled }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
}

// What goes back or comes twice in a recording of supply is counted, with its first line.
func TestOddSupply(t *testing.T) {
	r, err := summed(t, "spot-counts", strings.NewReader("2023-01-01 00:00:10,1\n2023-01-01 00:00:05,2\n2023-01-01 00:00:10,1\n2023-01-01 00:00:10,3\n2023-01-01 00:00:20,0\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []summary.Anomaly{
		{What: "unsorted: points earlier than the one above them", Count: 1, Line: 2},
		{What: "duplicate: points at the instant of another, with the same number", Count: 1, Line: 3},
		{What: "overlapping: points at the instant of another, with another number; the later in the file holds", Count: 1, Line: 4},
	}
	if !slices.Equal(r.Anomalies, want) || r.Value("peak") != int64(3) {
		t.Errorf("%+v, want %+v", r.Anomalies, want)
	}
}
