package gavel

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

func throughputs(t testing.TB, path string) *Throughputs {
	t.Helper()
	table, err := OpenThroughputs(path)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

var a3c, lm = JobType{"A3C", 1}, JobType{"LM (batch size 5)", 4}

func TestThroughputs(t *testing.T) {
	table := throughputs(t, "testdata/throughputs.json")
	if diff := cmp.Diff(table.Kinds, []string{"k80", "v100"}) + cmp.Diff(table.Types, []JobType{a3c, lm}); diff != "" {
		t.Errorf("kinds and types (-got +want):\n%s", diff)
	}
	for _, c := range []struct {
		kind string
		job  JobType
		want Rate
		ok   bool
	}{
		{"v100", a3c, 40_000_000_000, true}, {"k80", a3c, 10_000_000_001, true}, {"k80", lm, 0, true}, {"v100", JobType{"A3C", 2}, 0, false}, {"p100", a3c, 0, false},
	} {
		if got, ok := table.Rate(c.kind, c.job); got != c.want || ok != c.ok {
			t.Errorf("%v on %s makes %d, %v, want %d, %v", c.job, c.kind, got, ok, c.want, c.ok)
		}
	}
	if both, ok := table.Pair("v100", a3c, lm); both != [2]Rate{12_500_000_000, 0} || !ok || table.Pairs() != 2 {
		t.Errorf("the pair makes %v, %v, want 12.5 and 0; %d pairs, want 2", both, ok, table.Pairs())
	}
	if diff := cmp.Diff(table.Speeds(a3c, "v100", []string{"v100", "k80", "p100"}), []int64{1_000_000, 250_000, 0}); diff != "" {
		t.Errorf("speeds (-got +want):\n%s", diff)
	}
}

// A job's work is the time that its steps take on the kind it is measured on.
func TestJob(t *testing.T) {
	table := throughputs(t, "testdata/throughputs.json")
	row := Row{Type: "LM (batch size 5)", Steps: 20, Scale: 4, SLO: 1_500_000, Duration: Absent, Arrival: 5 * second, Line: 3}
	got, err := table.Job(&row, "v100")
	want := sim.Job{
		Submit: sim.Time(5 * second), Demand: sim.Demand{GPUs: 1, Share: 1000}, Tasks: 4, Work: 6_666_666_667,
		Deadline: sim.Time(15*second + 1),
	}
	if diff := cmp.Diff(got, want); diff != "" || err != nil {
		t.Errorf("%v; job (-got +want):\n%s", err, diff)
	}
	row.Duration = 2 * second
	if got, err := table.Job(&row, "v100"); err != nil || got.Deadline != sim.Time(8*second) {
		t.Errorf("with a duration of 2 s the deadline is %v, %v, want 8 s", got.Deadline, err)
	}
	for _, c := range []struct {
		row  Row
		kind string
		want string
	}{
		{row, "k80", "testdata/throughputs.json: the speed of ('LM (batch size 5)', 4) on k80 is unknown or 0"},
		{row, "v10", `testdata/throughputs.json: kind of GPU is "v10", want one of k80, v100; did you mean "v100"?`},
		{Row{Type: "A3D", Scale: 1, Line: 9}, "k80", `testdata/throughputs.json: the speed of ('A3D', 1) on k80 is unknown or 0; did you mean "A3C"?`},
		{Row{Type: "A3C", Scale: 1, Steps: 1 << 50, Line: 9}, "k80", "testdata/throughputs.json: 1125899906842624 steps of ('A3C', 1) on k80 take more than a century"},
	} {
		if _, err := table.Job(&c.row, c.kind); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestThroughputFaults(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"v100": {"A3C": {}}}`, `x:1:12: job type is "A3C", want a type and a number of GPUs, like ('A3C', 1)`},
		{`{"v100": {"('A3C', 0)": {}}}`, `x:1:12: job type is "('A3C', 0)", want a type and a number of GPUs, like ('A3C', 1)`},
		{`{"v100": {"('A3C', 1)": {"null": -1}}}`, `x:1:34: steps per second is "-1", want steps per second, 0 or more`},
		{`{"v100": {"('A3C', 1)": {"('A3C', 1)": [1]}}}`, `x:1:42: speeds is "]", want two numbers`},
		{`{"v100": {"('A3C', 1)": {"none": 1}}}`, `x:1:27: job type is "none", want null, or a type and a number of GPUs, like ('A3C', 1)`},
		{`{"v100": {}, "v100": {}}`, `x:1:15: kind is "v100", want each kind of GPU once`},
		{`{"v100": {}}`, "x: there are no speeds, want kinds of GPUs with types of jobs"},
		{`{"v100": 7}`, `x:1:10: v100 is "7", want an object`},
	} {
		if _, err := ReadThroughputs(strings.NewReader(c.text), "x"); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
	}
}
