package bench

import (
	"strings"
	"testing"

	"skysim/bench/table"
)

// made returns rows of three policies over seeds: b costs a tenth less than a
// under every seed, c is rejected a job now and then.
func made(seeds int64) []Row {
	var rows []Row
	for s := range seeds {
		wait := float64(10 + s)
		for _, p := range []struct {
			name string
			cost int64
			done int64
		}{{"a", 100, 50}, {"b", 90, 50}, {"c", 10, 50 - s%2}} {
			rows = append(rows, Row{
				Workload: "w", Cloud: "k", Policy: p.name, Seed: s, Submitted: 50, Finished: p.done, Rejected: 50 - p.done,
				Cost: (p.cost + s) * 1e9, WaitMean: &wait, DeadlineJobs: 10, DeadlineMisses: 1,
			})
		}
	}
	return rows
}

func TestCompare(t *testing.T) {
	all, err := Compare(made(8), "a")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || len(all[0].Lines) != 3 || all[0].Seeds != 8 {
		t.Fatalf("Compare: %+v, want one comparison of three policies over 8 seeds", all)
	}
	var text strings.Builder
	if err := all[0].Table().WriteText(&text, table.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"baseline", "not comparable", "10.0 %", "-9.", "warning: "} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, text.String())
		}
	}
	if _, err := Compare(made(8), "aa"); err == nil || !strings.Contains(err.Error(), `did you mean "a"?`) {
		t.Errorf("Compare with baseline aa: error %v, want one that suggests a", err)
	}
}

// Rows of a seed that only one side has decide nothing.
func TestComparePairs(t *testing.T) {
	rows := made(8)
	rows = append(rows, Row{Workload: "w", Cloud: "k", Policy: "b", Seed: 99, Submitted: 50, Finished: 50, Cost: 1e15, WaitMean: rows[0].WaitMean})
	all, err := Compare(rows, "a")
	if err != nil {
		t.Fatal(err)
	}
	if c := all[0].Lines[1].Cost; c.N != 8 || c.Difference.Center != -10 {
		t.Errorf("%d pairs with a difference of %v, want 8 with -10", c.N, c.Difference.Center)
	}
}

func TestJudge(t *testing.T) {
	all, err := Compare(made(8), "a")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		x    Expect
		pass bool
	}{
		{Expect{Policy: "b", Metric: "cost_nanousd", MaxRatio: 0.95}, true},
		{Expect{Policy: "b", Metric: "cost_nanousd", MaxRatio: 0.85}, false},
		{Expect{Policy: "b", Metric: "cost_nanousd", MinRatio: 0.85, MaxRatio: 0.95}, true},
		{Expect{Policy: "b", Metric: "cost_nanousd", MinRatio: 0.95}, false},
		{Expect{Policy: "nobody", Metric: "cost_nanousd", MaxRatio: 2}, false},
	} {
		if got := Judge([]Expect{c.x}, all)[0]; got.Pass != c.pass {
			t.Errorf("Judge(%+v): %v", c.x, got)
		}
	}
}

func TestMerge(t *testing.T) {
	before := &Result{Dir: "results/before", Rows: made(6), Manifest: Manifest{Baseline: "a"}}
	after := &Result{Dir: "results/after", Rows: made(6), Manifest: Manifest{Baseline: "a"}}
	rows, baseline := Merge([]*Result{before, after})
	if baseline != "a@before" || len(rows) != 36 || rows[35].Policy != "c@after" {
		t.Errorf("Merge: baseline %s, %d rows, last of %s", baseline, len(rows), rows[len(rows)-1].Policy)
	}
	all, err := Compare(rows, baseline)
	if err != nil {
		t.Fatal(err)
	}
	if len(all[0].Lines) != 6 {
		t.Errorf("%d policies, want 6", len(all[0].Lines))
	}
}
