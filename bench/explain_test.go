package bench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestExplain(t *testing.T) {
	p := weatherPlan(t)
	var all, one strings.Builder
	if err := Explain(context.Background(), p, p.Cells[0], AllJobs, &all); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		p.Cells[0].Name, p.Cells[0].Hash, " is rented: aws/", "job 0 is submitted: 1 vCPU", "does not come up",
		"will be reclaimed at", "job 199 has finished", "\nbill\n", "200 jobs, 200 finished, 0 not",
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("the story of all jobs lacks %q", want)
		}
	}
	// The lines of the bill add up to what the engine charged.
	total := regexp.MustCompile(`(?m)^total (\S+) in \d+ lines`).FindStringSubmatch(all.String())
	if total == nil || !strings.Contains(all.String(), "whole bill "+total[1]+"\n") {
		t.Errorf("the total %v is not the whole bill", total)
	}
	if err := Explain(context.Background(), p, p.Cells[0], 7, &one); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(one.String(), "job 7 has finished") || strings.Contains(one.String(), "job 8 ") {
		t.Errorf("the story of job 7 is\n%s", one.String())
	}
	var unknown *UnknownError
	if err := Explain(context.Background(), p, p.Cells[0], 200, &one); !errors.As(err, &unknown) {
		t.Errorf("Explain of job 200: %v, want an UnknownError", err)
	}
}

func TestLocate(t *testing.T) {
	results := t.TempDir()
	p := smallPlan(t, "", "")
	mustRun(t, p, RunOptions{Dir: results + "/small"})
	for _, in := range []string{"", results + "/small"} {
		found, c, err := Locate(p.Cells[1].Short(), in, results, "")
		if err != nil || c.Name != p.Cells[1].Name || found.Experiment.Name != "small" {
			t.Errorf("Locate in %q: %v, error %v; want %s", in, c.Name, err, p.Cells[1].Name)
		}
	}
	name := strings.Replace(p.Cells[1].Name, "first", "frist", 1)
	if _, _, err := Locate(name, "", results, ""); err == nil || !strings.Contains(err.Error(), "did you mean") {
		t.Errorf("Locate(%s): error %v, want a suggestion", name, err)
	}
}

// A cell that is known and cannot be run is not called unknown.
func TestLocateSaysWhyNot(t *testing.T) {
	results := t.TempDir()
	philly := "workload=philly/cloud=three-clouds/policy=greedy(order=fcfs,place=cheapest,spot=avoid)/seed=1"
	if _, _, err := Locate(philly, "", results, ""); err == nil || !strings.Contains(err.Error(), "say with --data which directory") {
		t.Errorf("Locate of a trace's cell: error %v, want one that asks for --data", err)
	}
	if _, _, err := Locate("0123456789", "", results, ""); err == nil || !strings.Contains(err.Error(), "without --data nothing is known of the hashes of ") || !strings.Contains(err.Error(), "philly-on-clouds") {
		t.Errorf("Locate of an unknown hash: error %v, want one that says what was not searched", err)
	}
	dir := filepath.Join(results, "small")
	mustRun(t, smallPlan(t, "", ""), RunOptions{Dir: dir})
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		t.Fatal(err)
	}
	hash := smallPlan(t, "", "").Cells[0].Hash
	other := strings.Repeat("0123", 16)
	if err := os.WriteFile(filepath.Join(dir, manifestFile), []byte(strings.ReplaceAll(string(data), hash, other)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, in := range []string{"", dir} {
		for _, ref := range []string{other[:10], smallPlan(t, "", "").Cells[0].Name} {
			if _, _, err := Locate(ref, in, results, ""); err == nil || !strings.Contains(err.Error(), "made by another engine or catalogue") {
				t.Errorf("Locate of %s in %q: error %v", ref, in, err)
			}
		}
	}
}
