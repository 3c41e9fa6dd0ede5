package bench

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// outputs are the files that must be the same bytes whenever they are made.
var outputs = []string{runsFile, seriesFile, waitsFile, boundsFile, experimentFile}

func mustRun(t *testing.T, p *Plan, o RunOptions) *Result {
	t.Helper()
	r, err := Run(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sameFiles(t *testing.T, what, a, b string) {
	t.Helper()
	for _, name := range outputs {
		x, err := os.ReadFile(filepath.Join(a, name))
		if err != nil {
			t.Fatal(err)
		}
		y, err := os.ReadFile(filepath.Join(b, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(x, y) {
			t.Errorf("%s: %s differs", what, name)
		}
	}
}

// weatherPlan is a plan with machines that fail and are lost.
func weatherPlan(t *testing.T) *Plan {
	t.Helper()
	text := strings.Replace(small, `use = "machines"`, `use = "catalog"
types = ["m5.large", "c5.xlarge"]
zones_per_region = 1
weather = { spot_up = "20m", spot_down = "10m", boot_failure = 0.1 }`, 1)
	text = strings.Replace(text, "lambda = 1.5", "lambda = 0.1", 1)
	e, err := Parse("small.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Prepare(e, "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWorkersDoNotShow(t *testing.T) {
	p := weatherPlan(t)
	one, eight := t.TempDir(), t.TempDir()
	mustRun(t, p, RunOptions{Dir: one, Workers: 1})
	mustRun(t, p, RunOptions{Dir: eight, Workers: 8})
	sameFiles(t, "one worker and eight", one, eight)
}

// A sweep that is stopped after each cell ends with the same bytes as one that
// was not, and runs every cell once.
func TestResume(t *testing.T) {
	p := weatherPlan(t)
	whole, parts := t.TempDir(), t.TempDir()
	mustRun(t, p, RunOptions{Dir: whole})
	cells := 0
	for {
		ctx, stop := context.WithCancel(context.Background())
		before := -1
		_, err := Run(ctx, p, RunOptions{Dir: parts, Workers: 1, Progress: func(now Progress) {
			if before >= 0 && now.Done > before {
				cells++
				stop()
			}
			before = now.Done
		}})
		stop()
		var stopped *StoppedError
		if err == nil {
			break
		}
		if !errors.As(err, &stopped) || stopped.Done != cells {
			t.Fatalf("Run: %v, want a StoppedError after %d cells", err, cells)
		}
		if _, err := os.Stat(filepath.Join(parts, runsFile)); err == nil {
			t.Fatal("a stopped run has written rows")
		}
	}
	if cells != len(p.Cells) {
		t.Errorf("%d cells were run, want %d", cells, len(p.Cells))
	}
	sameFiles(t, "stopped and not", whole, parts)
	if _, err := os.Stat(filepath.Join(parts, cellsDir)); err == nil {
		t.Error("the single cells are still there")
	}
}

// Finished cells are not run again when the plan grows, and are when they change.
func TestReuse(t *testing.T) {
	dir := t.TempDir()
	reused := func(p *Plan, o RunOptions) int {
		n := 0
		o.Dir, o.Progress = dir, func(now Progress) { n = now.Reused }
		mustRun(t, p, o)
		return n
	}
	if n := reused(smallPlan(t, "", ""), RunOptions{}); n != 0 {
		t.Errorf("the first run reused %d cells", n)
	}
	if n := reused(smallPlan(t, "count = 2 }", "count = 3 }"), RunOptions{}); n != 4 {
		t.Errorf("with one more seed %d cells were reused, want 4", n)
	}
	if n := reused(smallPlan(t, `name = "second"`, `name = "2nd"`), RunOptions{}); n != 4 {
		t.Errorf("with another name %d cells were reused, want 4", n)
	}
	r, err := ReadResult(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Rows[2].Policy; got != "2nd" {
		t.Errorf("the reused row says %q, want the policy's new name", got)
	}
	if n := reused(smallPlan(t, "lambda = 1.5", "lambda = 1.25"), RunOptions{}); n != 0 {
		t.Errorf("with other arrivals %d cells were reused, want 0", n)
	}
	if n := reused(smallPlan(t, "lambda = 1.5", "lambda = 1.25"), RunOptions{Fresh: true}); n != 0 {
		t.Errorf("a fresh run reused %d cells, want 0", n)
	}
}

func TestStoreErrors(t *testing.T) {
	p := smallPlan(t, "", "")
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, cellsDir), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, cellsDir, "ab.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), p, RunOptions{Dir: dir}); err == nil || !strings.Contains(err.Error(), "ab.json is not a finished cell") {
		t.Errorf("Run: error %v, want one about ab.json", err)
	}
	other := t.TempDir()
	mustRun(t, p, RunOptions{Dir: other})
	if _, err := Run(context.Background(), smallPlan(t, `name = "small"`, `name = "large"`), RunOptions{Dir: other}); err == nil || !strings.Contains(err.Error(), `holds the result of experiment "small"`) {
		t.Errorf("Run over another experiment's result: error %v", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), p, RunOptions{Dir: file}); err == nil {
		t.Error("Run into a file went well")
	}
}

// Timing takes its clock from the caller: under a clock that stands still no
// time passes.
func TestClockIsHandedIn(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	r := mustRun(t, smallPlan(t, "", ""), RunOptions{Dir: t.TempDir(), Now: func() time.Time { return now }})
	for _, x := range r.Timings {
		if x.Seconds != 0 || x.Finished != "2026-01-02T03:04:05Z" {
			t.Errorf("timing %+v, want 0 seconds at the clock's time", x)
		}
	}
}

// The rows hold what the measures say they hold.
func TestRowsAddUp(t *testing.T) {
	r := mustRun(t, weatherPlan(t), RunOptions{Dir: t.TempDir()})
	var failed int64
	for _, row := range r.Rows {
		if sum := row.CostOwned + row.CostOnDemand + row.CostSpot + row.CostTraffic + row.CostCommitments; sum != row.Cost {
			t.Errorf("%s: purchases add up to %d, the bill is %d", row.Cell, sum, row.Cost)
		}
		if sum := row.CostAWS + row.CostAzure + row.CostGCP + row.CostOwn + row.CostOther; sum != row.Cost {
			t.Errorf("%s: providers add up to %d, the bill is %d", row.Cell, sum, row.Cost)
		}
		var spent int64
		for _, p := range r.Series {
			if p.Hash == row.Hash {
				spent += p.Spent
			}
		}
		if spent != row.Cost {
			t.Errorf("%s: spending over time adds up to %d, the bill is %d", row.Cell, spent, row.Cost)
		}
		ended := row.Finished + row.Rejected + row.TimedOut + row.Impossible + row.Orphaned
		if ended+row.Unfinished != row.Submitted || row.Submitted != 200 {
			t.Errorf("%s: %d jobs ended, %d did not, of %d", row.Cell, ended, row.Unfinished, row.Submitted)
		}
		failed += row.BootFailures
	}
	if failed == 0 {
		t.Error("no boot failed under a failure rate of 0.1: the weather does not reach the runs")
	}
	back, err := ReadResult(r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(back.Rows) != len(r.Rows) || back.Rows[1].Digest != r.Rows[1].Digest || *back.Rows[1].WaitMean != *r.Rows[1].WaitMean {
		t.Error("what is read back is not what was written")
	}
}
