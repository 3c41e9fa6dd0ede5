package train

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"skysim/bench"
	"skysim/policies/learned/weights"
)

// Task is something that can be learned.
type Task struct {
	Name string // as a user types it: lower case letters and hyphens
	Doc  string // one line
	Kind string // of the weights that come out
	Data string // file below the data directory that it needs, "" if none
	// Usual is how many generations, or passes, it takes without being told.
	Usual int
	// Train learns. What comes out does not depend on Lab.Workers, Lab.Checkpoint or Lab.Progress.
	Train func(ctx context.Context, lab *Lab) (*Result, error)
}

// Lab is what a training may use.
type Lab struct {
	Data        string // directory that recorded data are below; "" if none
	Workers     int    // simulations that run at once; 0 is one per processor
	Seed        int64  // of the training
	Generations int    // 0 is what the task usually takes
	// Checkpoint is the file to keep what has been done in; "" keeps nothing. A file that is there
	// already is gone on from if it is of the same training, and otherwise an error.
	Checkpoint string
	// Progress, if set, is told how far the training is, by one goroutine at a time.
	Progress func(bench.Progress)
}

// Result is what was learned.
type Result struct {
	Task    string
	Weights *weights.File // with provenance and the report on held-out data
	Curve   []Point
	Usual   string // the heuristic that is the unit of the curve
	Unit    string // what the curve is of, and its unit
	// Resumed is how many generations came from a checkpoint.
	Resumed int
}

// Point is a generation of a learning curve.
type Point struct {
	Mean   []float64 `json:"mean"` // of the candidates that come next, as the optimiser sees them
	Best   float64   `json:"best"` // values of the candidates
	Middle float64   `json:"middle"`
	Usual  float64   `json:"usual"` // of the heuristic to beat, on the same cases
	Fixed  float64   `json:"fixed"` // of Mean, on training cases that are the same in every generation
}

// All lists the tasks, in reading order.
func All() []Task { return []Task{orderTask(), diurnalTask(), imitationTask()} }

// Names returns the names of all tasks, in the order of All.
func Names() (names []string) {
	for _, t := range All() {
		names = append(names, t.Name)
	}
	return names
}

// Find returns the task of a name; of an unknown one the error is a *bench.UnknownError.
func Find(name string) (*Task, error) {
	for _, t := range All() {
		if strings.EqualFold(t.Name, name) {
			return &t, nil
		}
	}
	return nil, &bench.UnknownError{What: "training", Name: name, Known: Names()}
}

// Missing reports recorded data that the task needs and that are not there, or nil.
func (t *Task) Missing(data string) error {
	switch {
	case t.Data == "":
		return nil
	case data == "":
		return fmt.Errorf("%s needs the recorded data in %s: say with --data which directory it is below", t.Name, t.Data)
	}
	if _, err := os.Stat(filepath.Join(data, filepath.FromSlash(t.Data))); err != nil {
		return fmt.Errorf("%s needs recorded data: %w", t.Name, err)
	}
	return nil
}

// check reports a lab that cannot be used.
func (l *Lab) check() error {
	switch {
	case l.Workers < 0:
		return fmt.Errorf("workers = %d, want 0 for one per processor, or more", l.Workers)
	case l.Generations < 0:
		return fmt.Errorf("generations = %d, want 0 for the usual number, or more", l.Generations)
	case l.Seed < 0:
		return fmt.Errorf("seed = %d, want 0 or more", l.Seed)
	}
	return nil
}
