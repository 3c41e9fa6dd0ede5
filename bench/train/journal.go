package train

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"skysim/policies/learned/evolve"
)

// journal is what a training has done so far: a checkpoint, as JSON.
type journal struct {
	Of       string       `json:"of"` // the training: task, seed, data and settings
	Strategy evolve.State `json:"strategy"`
	Curve    []Point      `json:"curve"`

	resumed int
}

// open returns an empty journal with a new strategy, or those of the checkpoint.
func (s *school) open(lab *Lab, opts evolve.Options) (*journal, *evolve.Strategy, error) {
	j := &journal{Of: fmt.Sprintf("%s seed %d %s", s.task, lab.Seed, s.settings)}
	if lab.Checkpoint == "" {
		strategy, err := evolve.New(opts)
		return j, strategy, err
	}
	data, err := os.ReadFile(lab.Checkpoint)
	if errors.Is(err, fs.ErrNotExist) {
		strategy, err := evolve.New(opts)
		return j, strategy, err
	}
	if err != nil {
		return nil, nil, err
	}
	var old journal
	if err := json.Unmarshal(data, &old); err != nil {
		return nil, nil, fmt.Errorf("checkpoint %s: %w; delete it to begin anew", lab.Checkpoint, err)
	}
	if old.Of != j.Of || old.Strategy.Generation != len(old.Curve) {
		return nil, nil, fmt.Errorf("checkpoint %s is of another training (%s; this is %s): delete it to begin anew", lab.Checkpoint, old.Of, j.Of)
	}
	strategy, err := evolve.Resume(opts, old.Strategy)
	if err != nil {
		return nil, nil, fmt.Errorf("checkpoint %s: %w; delete it to begin anew", lab.Checkpoint, err)
	}
	for i, p := range old.Curve {
		if len(p.Mean) != len(opts.Start) {
			return nil, nil, fmt.Errorf("checkpoint %s: generation %d has %d parameters, want %d; delete it to begin anew", lab.Checkpoint, i, len(p.Mean), len(opts.Start))
		}
	}
	old.resumed = len(old.Curve)
	return &old, strategy, nil
}

// add notes a generation that has ended. The first value is the usual heuristic's;
// fixed is that of the mean on cases that stay the same.
func (j *journal) add(s *evolve.Strategy, values []float64, fixed float64) {
	sorted := slices.Sorted(slices.Values(values[1:]))
	j.Strategy = s.State()
	j.Curve = append(j.Curve, Point{Mean: s.Mean(), Best: sorted[0], Middle: sorted[len(sorted)/2], Usual: values[0], Fixed: fixed})
}

// average returns the average of the means of the later half of the generations.
func (j *journal) average(generations int) []float64 {
	late := j.Curve[generations/2 : generations]
	sum := make([]float64, len(late[0].Mean))
	for _, p := range late {
		for i, v := range p.Mean {
			sum[i] += v
		}
	}
	for i := range sum {
		sum[i] /= float64(len(late))
	}
	return sum
}

// save writes the journal; "" writes nothing.
func (j *journal) save(file string) error {
	if file == "" {
		return nil
	}
	data, err := json.MarshalIndent(j, "", " ")
	if err != nil {
		return err
	}
	return Store(file, append(data, '\n'))
}

// Store writes a file whole or not at all: beside it first, and then in its place.
func Store(file string, data []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // of no effect once it has been renamed
	_, err = temporary.Write(data)
	if err := errors.Join(err, temporary.Chmod(0o644), temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}
