package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"skysim/traces/columns"
)

// Result is a finished experiment, as its directory holds it. Tables and
// figures are made of nothing else.
type Result struct {
	Dir      string
	Name     string
	Manifest Manifest
	Rows     []Row         // in plan order
	Timings  []Timing      // one per row, or none
	Series   []SeriesPoint // in order of row, then of time
	Waits    []WaitPoint   // in order of row, then of share
	Bounds   []BoundRow    // one per instance, or none
	Tallies  []Tally       // in order of row

	added map[string]bool // hashes of cells whose lines are in the tables

	Reused int  // by Run: cells that earlier runs had finished
	Kept   bool // by Run: nothing was left to do, and nothing was written
}

// write stores the tables, the rows last.
func (r *Result) write() error {
	meta := map[string]string{"experiment": r.Name, "engine": EngineVersion}
	if err := columns.WriteFile(filepath.Join(r.Dir, timingFile), r.Timings, meta); err != nil {
		return err
	}
	if err := columns.WriteFile(filepath.Join(r.Dir, seriesFile), r.Series, meta); err != nil {
		return err
	}
	if err := columns.WriteFile(filepath.Join(r.Dir, waitsFile), r.Waits, meta); err != nil {
		return err
	}
	if err := columns.WriteFile(filepath.Join(r.Dir, boundsFile), r.Bounds, meta); err != nil {
		return err
	}
	if err := columns.WriteFile(filepath.Join(r.Dir, talliesFile), r.Tallies, meta); err != nil {
		return err
	}
	return columns.WriteFile(filepath.Join(r.Dir, runsFile), r.Rows, meta)
}

// ReadResult reads the result in a directory. If there is none, or it is not
// complete, the error is fs.ErrNotExist.
func ReadResult(dir string) (*Result, error) {
	r := &Result{Dir: dir}
	var err error
	if r.Rows, err = columns.ReadFile[Row](filepath.Join(dir, runsFile)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s is not a complete result: %w", dir, err)
		}
		var schema *columns.SchemaError
		if errors.As(err, &schema) {
			return nil, fmt.Errorf("%w; another version of skysim made it: run the experiment again", err)
		}
		return nil, err
	}
	// A published result may come without what somebody's wall clock said.
	r.Timings, err = columns.ReadFile[Timing](filepath.Join(dir, timingFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if r.Series, err = columns.ReadFile[SeriesPoint](filepath.Join(dir, seriesFile)); err != nil {
		return nil, err
	}
	if r.Waits, err = columns.ReadFile[WaitPoint](filepath.Join(dir, waitsFile)); err != nil {
		return nil, err
	}
	if r.Tallies, err = columns.ReadFile[Tally](filepath.Join(dir, talliesFile)); err != nil {
		return nil, err
	}
	// Results from before there were bounds have none.
	r.Bounds, err = columns.ReadFile[BoundRow](filepath.Join(dir, boundsFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &r.Manifest); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, manifestFile), err)
	}
	r.Name = r.Manifest.Experiment
	return r, nil
}
