package gavel

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// collect reads a whole trace.
func collect(t testing.TB, r *Reader, err error) (rows []Row) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for row := (Row{}); r.Next(&row); {
		rows = append(rows, row)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// What a row means follows from how many columns there are.
func TestColumns(t *testing.T) {
	const one = 1_000_000
	for _, c := range []struct {
		name    string
		columns int
		want    []Row
	}{
		{"seven", 7, []Row{
			{Type: "A3C", Command: "python3 main.py %s", StepsArg: "-s", DataDir: true, Steps: 1000, Scale: 1, Weight: one, SLO: Absent, Duration: Absent, Arrival: 5_500_000_000, Line: 1},
			{Type: "LM (batch size 5)", Command: "python3 lm.py", StepsArg: "--steps", Steps: 20, Scale: 4, Weight: one, SLO: Absent, Duration: Absent, Arrival: 7 * second, Line: 3},
		}},
		{"nine", 9, []Row{{Type: "A3C", Command: "run", StepsArg: "-s", DataDir: true, Steps: 1000, Scale: 1, Weight: one, SLO: Absent, Duration: Absent, Line: 1}}},
		{"ten", 10, []Row{
			{Type: "A3C", Command: "run", Directory: "rl", StepsArg: "-s", DataDir: true, Steps: 1000, Scale: 1, Weight: one, SLO: Absent, Duration: Absent, Line: 1},
			{Type: "LM (batch size 5)", Command: "lm", Directory: "lm", StepsArg: "-s", Steps: 20, Scale: 4, Weight: one / 2, SLO: one * 3 / 2, Duration: Absent, Arrival: 60_250_000_000, Line: 2},
		}},
		{"eleven", 11, []Row{{Type: "A3C", Command: "run", Directory: "rl", StepsArg: "-s", DataDir: true, Steps: 1000, Scale: 1, Mode: "static", Weight: one, SLO: Absent, Duration: Absent, Line: 1}}},
		{"twelve", 12, []Row{
			{Type: "A3C", Command: "run", Directory: "rl", StepsArg: "-s", DataDir: true, Steps: 1000, Scale: 2, Mode: "accordion", Weight: one, SLO: one * 12 / 10, Duration: 500_500_000_000, Arrival: 3 * second, Line: 1},
		}},
	} {
		r, err := Open("testdata/"+c.name+".trace", Options{})
		got := collect(t, r, err)
		if diff := cmp.Diff(got, c.want); diff != "" || r.Columns() != c.columns {
			t.Errorf("%s: %d columns; rows (-got +want):\n%s", c.name, r.Columns(), diff)
		}
		if c.name == "seven" && (len(r.Skipped()) != 1 || r.Skipped()[0].First.Line != 2) {
			t.Errorf("seven: skipped %v, want the row on no GPUs in line 2", r.Skipped())
		}
		r.Close()
	}
}

// line returns a row of ten columns with one replaced.
func line(n int, value string) string {
	cells := []string{"A3C", "run", "rl", "-s", "1", "1000", "1", "1", "-1.000000", "0"}
	cells[n] = value
	return strings.Join(cells, "\t") + "\n"
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{line(0, ""), `x:1:1: job_type is "", want the type of the job`},
		{line(4, "2"), `x:1:15: needs_data_dir is "2", want 0 or 1`},
		{line(5, "1.5"), `x:1:17: total_steps is "1.5", want a whole number above 0`},
		{line(5, "0"), `x:1:17: total_steps is "0", want a whole number above 0`},
		{line(6, "0"), `x:1: scale_factor is "0", want a number of GPUs above 0`},
		{line(6, "-1"), `x:1:22: scale_factor is "-1", want a number of GPUs above 0`},
		{line(8, "-2"), `x:1:26: SLO is "-2", want a multiple of the run time, or -1 for none`},
		{line(9, "-1"), `x:1:36: arrival_time is "-1", want seconds, 0 or more`},
		{line(9, "0") + "A3C\trun\n", `x:2: number of columns is "2", want 10, as in line 1`},
		{"A3C run rl\n", `x:1: number of columns is "1", want 7, 9, 10, 11 or 12, with tabs between them`},
		{line(9, "7.5") + line(9, "7"), `x:2: arrival_time is "7", want at least 7.5 as in line 1: ask for the trace to be sorted in memory`},
		{"\n", "x: the trace is empty"},
		{strings.Repeat("z", 1<<17), "x:1: the line is longer than 64 KiB"},
	} {
		r, err := NewReader(strings.NewReader(c.text), "x", Options{})
		if err == nil {
			for row := (Row{}); r.Next(&row); {
			}
			err = r.Err()
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%.40q: %v, want %s", c.text, err, c.want)
		}
	}
	r, err := NewReader(strings.NewReader(line(6, "0")+line(9, "3")+line(9, "1")+"x\n"), "x", Options{Sort: true, Lenient: true})
	rows := collect(t, r, err)
	if len(rows) != 2 || rows[0].Line != 3 || rows[1].Line != 2 || fmt.Sprint(len(r.Skipped())) != "2" {
		t.Errorf("sorted and lenient: %v, skipped %v, want lines 3 and 2", rows, r.Skipped())
	}
}
