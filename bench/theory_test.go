package bench

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"skysim/bench/stats"
	"skysim/sim"
)

// dataDir returns the directory of recorded traces. Without it a test is
// skipped, but not in CI, where it must be there.
func dataDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("SKYSIM_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("recorded traces are not at %s: set SKYSIM_DATA", dir)
		}
		t.Skipf("recorded traces are not at %s: set SKYSIM_DATA to where they are", dir)
	}
	return dir
}

// ready prepares an embedded experiment.
func ready(t testing.TB, name, data string, change func(*Experiment)) *Plan {
	t.Helper()
	e, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(e)
	}
	p, err := Prepare(e, data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Erlang C says 0.668732 s for M/M/10 at λ = 9.
func TestMMC(t *testing.T) {
	r := mustRun(t, ready(t, "mmc", "", nil), RunOptions{Dir: t.TempDir()})
	var means []float64
	for _, row := range r.Rows {
		means = append(means, *row.WaitMean)
		if row.LittlesGap != 0 {
			t.Errorf("%s: Little's law is off by %d ns", row.Cell, row.LittlesGap)
		}
	}
	if i := stats.MeanInterval(means, 0.99); !i.Contains(0.668732) {
		t.Errorf("mean wait %v, 99 %% interval [%v, %v], want one that contains 0.668732", i.Center, i.Low, i.High)
	}
}

// Ten independent programs agree on these answers (../../shared/engine).
func TestEngineWorlds(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got/want-1) > 1e-6 {
			t.Errorf("%s is %.12g, want %.12g to 1e-6", what, got, want)
		}
	}
	w1 := mustRun(t, ready(t, "engine-w1", "", nil), RunOptions{Dir: t.TempDir()})
	near("w1: mean wait", *w1.Rows[0].WaitMean, 0.048501385633)
	w2 := mustRun(t, ready(t, "engine-w2", "", nil), RunOptions{Dir: t.TempDir()})
	first, best := w2.Rows[0], w2.Rows[1]
	near("w2 first fit: makespan", float64(first.Makespan)/1e9, 18331.954126)
	near("w2 first fit: mean wait", *first.WaitMean, 15.3105186698)
	near("w2 best fit: makespan", float64(best.Makespan)/1e9, 18367.447505)
	near("w2 best fit: mean wait", *best.WaitMean, 19.8115733771)
	near("w2 first fit: utilisation", *first.OwnedCPU, 0.342508716166)
	near("w2 best fit: utilisation", *best.OwnedCPU, 0.341846850017)
}

// Every run of the Philly trace accounts for all recorded work.
func TestPhilly(t *testing.T) {
	p := ready(t, "philly-on-clouds", dataDir(t), func(e *Experiment) { e.Seeds.Count, e.Policies = 1, e.Policies[:2] })
	for _, row := range mustRun(t, p, RunOptions{Dir: t.TempDir()}).Rows {
		// 978,078.4728 GPU-hours, of which the recording has whole seconds.
		if lasts := int64(p.Experiment.Clouds[0].Weather.Lasts); row.Makespan > lasts {
			t.Errorf("%s: the last job ends after %v, when the weather has stopped: it lasts %v", row.Cell, sim.Duration(row.Makespan), sim.Duration(lasts))
		}
		if row.Finished != 82_247 || row.FinishedGPU != 3_521_082_502_000_000 {
			t.Errorf("%s: %d jobs and %d GPU-µs finished, want 82247 and 3521082502000000", row.Cell, row.Finished, row.FinishedGPU)
		}
	}
}
