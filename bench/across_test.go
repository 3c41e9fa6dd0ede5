package bench

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"skysim/bench/table"
)

// The change from the first cloud is in cost, policy by policy, and a workload
// on one cloud alone has no such table.
func TestAcross(t *testing.T) {
	rows := made(8)
	for _, r := range made(8) {
		r.Cloud, r.Cost = "dearer", r.Cost*5/4
		if r.Policy == "b" {
			r.Cost = r.Cost * 8 / 5
		}
		rows = append(rows, r)
	}
	for _, r := range made(8) {
		r.Workload = "alone"
		rows = append(rows, r)
	}
	all, err := Compare(rows, "a")
	if err != nil {
		t.Fatal(err)
	}
	tables := Across(all)
	if len(tables) != 1 {
		t.Fatalf("Across makes %d tables, want one, of workload w", len(tables))
	}
	var text strings.Builder
	if err := tables[0].WriteText(&text, table.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"workload w, cost on other clouds than k", "$103.50", "25.0 % [25.0, 25.0]", "100 % [100, 100]"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, text.String())
		}
	}
}

// What every run has done is said only where it is the same.
func TestWhatEveryRunFinished(t *testing.T) {
	const said = "every run finished 50 jobs: 2.0000 GPU-hours and 0.0001 vCPU-hours of work"
	for _, c := range []struct {
		name   string
		change func(*Row)
		want   string
	}{
		{"the same", func(*Row) {}, said},
		{"other jobs", func(r *Row) { r.Finished-- }, ""},
		{"other work on GPUs", func(r *Row) { r.FinishedGPU++ }, ""},
		{"other work on CPUs", func(r *Row) { r.FinishedCPU++ }, ""},
	} {
		rows := make([]Row, 3)
		for i := range rows {
			rows[i] = Row{Workload: "w", Cloud: "k", Policy: "a", Seed: int64(i), Submitted: 50, Finished: 50, FinishedGPU: 7_200_000_000, FinishedCPU: 360_000}
		}
		c.change(&rows[2])
		all, err := Compare(rows, "a")
		if err != nil {
			t.Fatal(err)
		}
		if got := all[0].finished(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// The story of a gang names all its machines, and its bill has all their lines.
func TestExplainAGang(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "g.csv"), []byte("arrival_s,duration_s,cores,tasks\n0,100,2,3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := Parse("gang.toml", []byte(`name = "gang"
why = "where a gang is"
[[cloud]]
use = "catalog"
regions = ["us-east-1"]
types = ["m5.large"]
purchases = ["on-demand"]
zones_per_region = 1
[[workload]]
use = "trace"
format = "jobs"
path = "g.csv"
[[policy]]
use = "greedy(order=fcfs,place=cheapest)"
`))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Prepare(e, dir)
	if err != nil {
		t.Fatal(err)
	}
	var story strings.Builder
	if err := Explain(context.Background(), p, p.Cells[0], 0, &story); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"3 tasks of job 0 get their places, attempt 1: 1 on each of machines 0-2 (aws/us-east-1/", "machine 1 is up", "machine 2 is up", " in 3 lines"} {
		if !strings.Contains(story.String(), want) {
			t.Errorf("the story lacks %q:\n%s", want, story.String())
		}
	}
}
