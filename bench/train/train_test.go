package train

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"skysim/bench"
	"skysim/policies/learned"
	"skysim/policies/learned/imitate"
	"skysim/policies/learned/weights"
	"skysim/sim"
	"skysim/traces/tracetest"
)

// trained runs a task and returns the bytes of its file.
func trained(t *testing.T, name string, lab Lab) []byte {
	t.Helper()
	task, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := task.Train(context.Background(), &lab)
	if err != nil {
		t.Fatal(err)
	}
	data, err := r.Weights.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	_, order := learned.Read("w.json", data)
	if _, imitation := imitate.Read("w.json", data); order != nil && imitation != nil {
		t.Errorf("what was trained cannot be used: %v, %v", order, imitation)
	}
	return data
}

// TestWorkersChangeNothing trains with one worker and with four, in one go and in two, and with
// another seed.
func TestWorkersChangeNothing(t *testing.T) {
	for _, task := range All() {
		lab := Lab{Seed: 3, Generations: 2, Workers: 1}
		if task.Data != "" {
			lab.Data = dataWith(t)
		}
		t.Run(task.Name, func(t *testing.T) {
			want := trained(t, task.Name, lab)
			part := lab
			part.Workers, part.Checkpoint = 4, filepath.Join(t.TempDir(), "w.json.checkpoint")
			stopAfter(t, task, part, 1)
			if got := trained(t, task.Name, part); !bytes.Equal(got, want) {
				t.Errorf("on four workers, interrupted and gone on with:\n%s\nwant\n%s", got, want)
			}
			part.Seed = 4
			if _, err := task.Train(context.Background(), &part); err == nil || !strings.Contains(err.Error(), "is of another training") {
				t.Errorf("a checkpoint of another seed: %v", err)
			}
		})
	}
}

// stopAfter trains until some generations are over.
func stopAfter(t *testing.T, task Task, lab Lab, generations int) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	lab.Progress = func(p bench.Progress) {
		if p.Done >= generations {
			stop()
		}
	}
	if _, err := task.Train(ctx, &lab); !errors.Is(err, context.Canceled) {
		t.Fatalf("a training that was stopped: %v, want %v", err, context.Canceled)
	}
	if _, err := os.Stat(lab.Checkpoint); err != nil {
		t.Errorf("nothing to go on from: %v", err)
	}
}

// dataWith returns the data directory, if the log is there.
func dataWith(t *testing.T) string {
	t.Helper()
	tracetest.Path(t, rlLog)
	return tracetest.Path(t, "")
}

// TestEmbeddedWeightsAreOfTheLog holds the weights that come with skysim against the log that they
// say they are from, and their reports against runs of today.
func TestEmbeddedWeightsAreOfTheLog(t *testing.T) {
	w, err := openWindows(dataWith(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rlscheduler-1", "rlscheduler-5"} {
		data, err := weights.Embedded(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := weights.Read(name, data)
		if err != nil {
			t.Fatal(err)
		}
		if in := f.Provenance.Inputs; len(in) != 1 || in[0].SHA256 != w.sum {
			t.Errorf("%s is trained on %v, and the log is %s", name, in, w.sum)
		}
		function, err := learned.Read(name, data)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, first := range HeldOutWindows() {
			v, err := w.try(context.Background(), committed(function), int(first))
			if err != nil {
				t.Fatal(err)
			}
			sum += v
		}
		for _, row := range f.HeldOut[0].Rows {
			if strings.Contains(row.Policy, "learned(") && row.Value != sum/25 {
				t.Errorf("%s reports %v on held-out windows, today it is %v", name, row.Value, sum/25)
			}
		}
	}
}

// TestTheHeldOutIsNotSeen: no window of any training reaches job 6,000, where those of the exam begin
// later, and no seed of a training is one of the exam's.
func TestTheHeldOutIsNotSeen(t *testing.T) {
	for seed := range int64(50) {
		for generation := -1; generation < 60; generation++ {
			for _, first := range drawWindows(seed, generation) {
				if first < 0 || first+windowJobs > 6000 {
					t.Fatalf("seed %d, generation %d: a window of jobs %d to %d", seed, generation, first, first+windowJobs)
				}
			}
			for _, s := range drawDays(seed, generation) {
				if s <= 10 {
					t.Fatalf("seed %d, generation %d: trains on seed %d of the exam", seed, generation, s)
				}
			}
		}
	}
	if w := HeldOutWindows(); len(w) != 25 || w[0] != 6100 || w[24] != 8956 {
		t.Errorf("held-out windows are %v", w)
	}
}

// TestSlowdownIsTheColumn compares the observer of trainings with the column of a row.
func TestSlowdownIsTheColumn(t *testing.T) {
	d, err := openDays()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := d.plan.Collect(context.Background(), bench.CollectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.try(context.Background(), named(d.cell.Policy), 1)
	if err != nil || rows[0].SlowdownMean == nil || got != *rows[0].SlowdownMean {
		t.Errorf("slowdown %v, %v, want that of the row: %+v", got, err, rows[0])
	}
	_, err = d.try(context.Background(), func(uint64) (sim.Policy, error) { return idle{}, nil }, 1)
	if err == nil || !strings.Contains(err.Error(), "seed 1: idle finished 0 of") {
		t.Errorf("jobs that do not finish: %v", err)
	}
}

// idle starts nothing.
type idle struct{}

func (idle) Decide(*sim.View, *sim.Plan) {}
func (idle) String() string              { return "idle" }

func TestBadInput(t *testing.T) {
	if _, err := Find("oder"); err == nil || !strings.Contains(err.Error(), `unknown training "oder"; did you mean "order"?`) {
		t.Errorf("an unknown task: %v", err)
	}
	order := orderTask()
	if err := order.Missing(""); err == nil || !strings.Contains(err.Error(), "say with --data") {
		t.Errorf("no data: %v", err)
	}
	if err := order.Missing(t.TempDir()); err == nil || !strings.Contains(err.Error(), "order needs recorded data") {
		t.Errorf("other data: %v", err)
	}
	dir := t.TempDir()
	checkpoint := filepath.Join(dir, "c")
	if err := os.WriteFile(checkpoint, []byte(`{"of": `), 0o644); err != nil {
		t.Fatal(err)
	}
	task := diurnalTask()
	for _, tt := range []struct {
		lab  Lab
		want string
	}{
		{Lab{Workers: -1}, "workers = -1"}, {Lab{Generations: -1}, "generations = -1"}, {Lab{Seed: -1}, "seed = -1"},
		{Lab{Checkpoint: checkpoint}, "delete it to begin anew"},
	} {
		if _, err := task.Train(context.Background(), &tt.lab); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v, want %s", tt.lab, err, tt.want)
		}
	}
	if err := Store(filepath.Join(dir, "none", "w.json"), nil); err == nil {
		t.Error("a file in no directory: no error")
	}
}
