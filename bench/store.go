package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"skysim/traces/columns"
)

// The files of a result directory.
const (
	experimentFile = "experiment.toml"
	manifestFile   = "manifest.json"
	runsFile       = "runs.parquet"
	timingFile     = "timing.parquet"
	seriesFile     = "series.parquet"
	waitsFile      = "waits.parquet"
	figuresDir     = "figures"
	cellsDir       = ".cells" // finished cells of a run that is not complete
)

// store keeps the cells of one result directory. A file appears there whole
// or not at all.
type store struct{ dir string }

func openStore(dir string) (*store, error) {
	if err := os.MkdirAll(filepath.Join(dir, cellsDir), 0o755); err != nil {
		return nil, err
	}
	return &store{dir}, nil
}

func (s *store) path(parts ...string) string {
	return filepath.Join(append([]string{s.dir}, parts...)...)
}

// put stores a finished cell.
func (s *store) put(o *outcome) error {
	data, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return writeFile(s.path(cellsDir, o.Row.Hash+".json"), data)
}

// mine reports an error if the directory holds another experiment's result.
func (s *store) mine(name string) error {
	data, err := os.ReadFile(s.path(manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil || m.Experiment != name {
		return fmt.Errorf("%s holds the result of experiment %q, not of %q: choose another directory or remove it", s.dir, m.Experiment, name)
	}
	return nil
}

// finished returns all cells stored so far, complete or not, by hash.
func (s *store) finished() (map[string]*outcome, error) {
	found := map[string]*outcome{}
	if err := s.readComplete(found); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(s.path(cellsDir))
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		hash, ok := strings.CutSuffix(entry.Name(), ".json")
		if !ok {
			continue
		}
		data, err := os.ReadFile(s.path(cellsDir, entry.Name()))
		if err != nil {
			return nil, err
		}
		o := new(outcome)
		if err := json.Unmarshal(data, o); err != nil || o.Row.Hash != hash {
			return nil, fmt.Errorf("%s is not a finished cell: remove it and run again", s.path(cellsDir, entry.Name()))
		}
		found[hash] = o
	}
	return found, nil
}

// readComplete adds the cells of a complete result, if there is one.
func (s *store) readComplete(found map[string]*outcome) error {
	r, err := ReadResult(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w; a fresh run replaces it", err)
	}
	for _, row := range r.Rows {
		found[row.Hash] = &outcome{Row: row}
	}
	for _, t := range r.Timings {
		if o := found[t.Hash]; o != nil {
			o.Timing = t
		}
	}
	for _, p := range r.Series {
		if o := found[p.Hash]; o != nil {
			o.Series = append(o.Series, p)
		}
	}
	for _, p := range r.Waits {
		if o := found[p.Hash]; o != nil {
			o.Waits = append(o.Waits, p)
		}
	}
	return nil
}

// complete writes the result. The rows come last: a result that has them has
// everything, and only then are the single cells removed.
func (s *store) complete(p *Plan, outcomes []*outcome, command []string) (*Result, error) {
	r := &Result{Dir: s.dir, Name: p.Experiment.Name, Manifest: p.manifest(command)}
	for _, o := range outcomes {
		r.Rows = append(r.Rows, o.Row)
		r.Timings = append(r.Timings, o.Timing)
		r.Series = append(r.Series, o.Series...)
		r.Waits = append(r.Waits, o.Waits...)
	}
	manifest, err := json.MarshalIndent(r.Manifest, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := s.writeExperiment(p.Experiment); err != nil {
		return nil, err
	}
	if err := writeFile(s.path(manifestFile), append(manifest, '\n')); err != nil {
		return nil, err
	}
	if err := r.write(); err != nil {
		return nil, err
	}
	return r, os.RemoveAll(s.path(cellsDir))
}

// writeExperiment copies the experiment and the files it names.
func (s *store) writeExperiment(e *Experiment) error {
	for _, c := range e.Clouds {
		if c.File == "" {
			continue
		}
		if !filepath.IsLocal(c.File) {
			continue // outside of the experiment's directory: the manifest's hashes must do
		}
		if err := os.MkdirAll(filepath.Dir(s.path(c.File)), 0o755); err != nil {
			return err
		}
		if err := writeFile(s.path(c.File), c.Contents); err != nil {
			return err
		}
	}
	return writeFile(s.path(experimentFile), e.Source)
}

// writeFile writes a file whole or not at all.
func writeFile(path string, data []byte) error {
	f, err := columns.CreateFile(path)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", path, err), f.Abort())
	}
	return f.Close()
}
