package bench

import (
	"os"
	"path/filepath"
	"slices"
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

func known(v float64) *float64 { return &v }

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
		{Expect{Policy: "a", Metric: "cost_nanousd", Equals: known(103.5e9)}, true},
		{Expect{Policy: "a", Metric: "cost_nanousd", Equals: known(103e9), Tolerance: 0.004}, false},
		{Expect{Policy: "a", Metric: "cost_nanousd", Equals: known(103e9), Tolerance: 0.005}, true},
		{Expect{Policy: "nobody", Metric: "cost_nanousd", Equals: known(0), Tolerance: 1}, false},
		{Expect{Policy: "a", Metric: "wait_mean_seconds", Interval: 0.99, Value: known(14)}, true},
		{Expect{Policy: "a", Metric: "wait_mean_seconds", Interval: 0.99, Value: known(17)}, false},
		{Expect{Policy: "a", Metric: "wait_mean_seconds", Interval: 0.9999, Value: known(17)}, true},
	} {
		if got := Judge([]Expect{c.x}, all)[0]; got.Pass != c.pass {
			t.Errorf("Judge(%+v): %v", c.x, got)
		}
	}
}

func TestMerge(t *testing.T) {
	before := &Result{Dir: "results/before", Rows: made(6), Manifest: Manifest{Baseline: "a"}}
	after := &Result{Dir: "results/after", Rows: made(6), Manifest: Manifest{Baseline: "a"}}
	rows, baseline, err := Merge([]*Result{before, after})
	if err != nil || baseline != "a@before" || len(rows) != 36 || rows[35].Policy != "c@after" {
		t.Errorf("Merge: baseline %s, %d rows, last of %s, error %v", baseline, len(rows), rows[len(rows)-1].Policy, err)
	}
	all, err := Compare(rows, baseline)
	if err != nil {
		t.Fatal(err)
	}
	if len(all[0].Lines) != 6 {
		t.Errorf("%d policies, want 6", len(all[0].Lines))
	}
}

// Results whose directories end alike stay apart.
func TestMergeLabels(t *testing.T) {
	at := func(dirs ...string) (results []*Result) {
		for _, d := range dirs {
			results = append(results, &Result{Dir: d, Rows: made(1), Manifest: Manifest{Baseline: "a"}})
		}
		return results
	}
	rows, _, err := Merge(at("x/one/r", "x/two/r", "y/one/r", "z"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := 0; i < len(rows); i += 3 {
		got = append(got, rows[i].Policy)
	}
	if want := []string{"a@x/one/r", "a@two/r", "a@y/one/r", "a@z"}; !slices.Equal(got, want) {
		t.Errorf("policies %q, want %q", got, want)
	}
	dir := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	for _, twice := range [][]string{{"r", "r"}, {"r", "./x/../r/"}, {dir, link}} {
		if _, _, err := Merge(at(twice...)); err == nil || !strings.Contains(err.Error(), "are the same result") {
			t.Errorf("Merge of %q: error %v, want one that says they are the same", twice, err)
		}
	}
}

// text is what is printed of a comparison.
func text(t *testing.T, c *Comparison) string {
	t.Helper()
	var out strings.Builder
	if err := c.Table().WriteText(&out, table.TextOptions{Width: 400}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// What ran under other conditions is not compared, whatever its name.
func TestCompareRefusesOtherConditions(t *testing.T) {
	for _, c := range []struct {
		change func(*Row)
		want   string
	}{
		{func(r *Row) { r.WorkloadHash = "0123456789abcdef" }, "b: its workload is another of the same name (workload_hash 0123456789,"},
		{func(r *Row) { r.CloudHash = "01" }, "b: its cloud is another of the same name (cloud_hash 01,"},
		{func(r *Row) { r.CloudHash, r.Catalog = "01", "23" }, "b: its cloud is another of the same name: the catalogue differs (catalog_hash 23,"},
		{func(r *Row) { r.Until = 3600e9 }, "b: its runs end at until = 1h0m0s"},
		{func(r *Row) { r.Warmup = 60e9 }, "b: its warmup is 1m0s"},
	} {
		rows := made(8)
		for i := range rows {
			if rows[i].Policy == "b" {
				c.change(&rows[i])
			}
		}
		all, err := Compare(rows, "a")
		if err != nil {
			t.Fatal(err)
		}
		if b := all[0].Lines[1]; b.Cost.N != 0 || b.Wait.N != 0 {
			t.Errorf("%s: %d and %d pairs, want none", c.want, b.Cost.N, b.Wait.N)
		}
		if out := text(t, &all[0]); !strings.Contains(out, c.want) {
			t.Errorf("the table lacks %q:\n%s", c.want, out)
		}
		if j := Judge([]Expect{{Policy: "b", Metric: "cost_nanousd", MaxRatio: 2}}, all)[0]; j.Pass {
			t.Errorf("%s: an expectation passes", c.want)
		}
	}
}

// Policies with other seeds than the baseline are named.
func TestCompareSaysWhichSeeds(t *testing.T) {
	var rows []Row
	for _, r := range made(8) {
		if r.Policy != "b" || (r.Seed != 2 && r.Seed < 6) {
			rows = append(rows, r)
		}
	}
	all, err := Compare(rows, "a")
	if err != nil {
		t.Fatal(err)
	}
	out := text(t, &all[0])
	for _, want := range []string{"means of each policy's own seeds, 5 to 8", "b ran under seeds 0-1, 3-5, the baseline under 0-7"} {
		if !strings.Contains(out, want) {
			t.Errorf("the table lacks %q:\n%s", want, out)
		}
	}
}

// A warning that does not hold for everything names what it is about.
func TestWarningsHaveSubjects(t *testing.T) {
	rows := made(8)
	seven := int64(7)
	for i := range rows {
		if rows[i].Policy == "c" {
			rows[i].Finished, rows[i].Rejected, rows[i].Cost = 50, 0, int64(50+rows[i].Seed*rows[i].Seed)*1e9
			rows[i].Unfinished, rows[i].WaitingJob = 3, &seven
		}
	}
	all, err := Compare(rows, "a")
	if err != nil {
		t.Fatal(err)
	}
	out := text(t, &all[0])
	for _, want := range []string{
		"warning: cost of b: the same difference for all 8 seeds",
		"warning: c: up to 3 jobs per run wait for ever, such as job 7 of seed 0",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the table lacks %q:\n%s", want, out)
		}
	}
}

// A warmup that is longer than the run leaves nothing to measure, and says so.
func TestWarmupBeyondTheRun(t *testing.T) {
	p := smallPlan(t, `why = "tests"`, "why = \"tests\"\nwarmup = \"1000h\"")
	all, err := Compare(mustRun(t, p, RunOptions{Dir: t.TempDir()}).Rows, "first")
	if err != nil {
		t.Fatal(err)
	}
	want := "warning: first: no job of seed 3 that started was submitted after the warmup of 1000h0m0s"
	if out := text(t, &all[0]); !strings.Contains(out, want) {
		t.Errorf("the table lacks %q:\n%s", want, out)
	}
}
