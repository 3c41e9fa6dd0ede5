package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
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
	boundsFile     = "bounds.parquet"
	talliesFile    = "tallies.parquet"
	figuresDir     = "figures"
	cellsDir       = ".cells" // finished cells that the tables do not have
	lockFile       = ".lock"  // held by the run that writes
)

// store keeps the cells of one result directory. A file appears there whole
// or not at all.
type store struct{ dir string }

// open makes the directory and takes it for one run; unlock gives it back.
func (s *store) open() (unlock func(), err error) {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return nil, err
	}
	if unlock, err = lock(s.path(lockFile), s.dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.path(cellsDir), 0o755); err != nil {
		unlock()
		return nil, err
	}
	return unlock, nil
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
	if err := json.Unmarshal(data, &m); err != nil {
		return fmt.Errorf("%s is damaged: %w; remove %s or choose another directory", s.path(manifestFile), err, s.dir)
	}
	if m.Experiment != name {
		return fmt.Errorf("%s holds the result of experiment %q, not of %q: choose another directory or remove it", s.dir, m.Experiment, name)
	}
	return nil
}

// kept returns what the plan asks for of a stored result that has all of it, with
// the same experiment file and names, and nil otherwise.
func (s *store) kept(p *Plan) *Result {
	source, err := os.ReadFile(s.path(experimentFile))
	if err != nil || !bytes.Equal(source, p.Experiment.Source) {
		return nil
	}
	all, err := ReadResult(s.dir)
	if err != nil {
		return nil
	}
	found := all.outcomes()
	r := &Result{Dir: s.dir, Name: all.Name, Manifest: all.Manifest, Kept: true, Reused: len(p.Cells)}
	for _, c := range p.Cells {
		o := found[c.Hash]
		if o == nil || o.Row.Cell != c.Name {
			return nil
		}
		r.add(o)
	}
	have := all.bounds()
	if r.Bounds = p.collect(have); len(r.Bounds) < len(p.instances()) {
		return nil
	}
	return r
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
		if !ok || strings.HasPrefix(hash, boundPrefix) {
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
	maps.Copy(found, r.outcomes())
	return nil
}

// outcomes takes the result apart, by hash of the cell.
func (r *Result) outcomes() map[string]*outcome {
	found := map[string]*outcome{}
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
	for _, t := range r.Tallies {
		if o := found[t.Hash]; o != nil {
			o.Tallies = append(o.Tallies, t)
		}
	}
	return found
}

// add puts a cell's outcome at the end of the tables. Of cells that differ in nothing but
// their names, which have one hash, the tables by hash have one set of lines.
func (r *Result) add(o *outcome) {
	r.Rows = append(r.Rows, o.Row)
	r.Timings = append(r.Timings, o.Timing)
	if r.added[o.Row.Hash] {
		return
	}
	if r.added == nil {
		r.added = map[string]bool{}
	}
	r.added[o.Row.Hash] = true
	r.Series = append(r.Series, o.Series...)
	r.Waits = append(r.Waits, o.Waits...)
	r.Tallies = append(r.Tallies, o.Tallies...)
}

// complete writes the result. The rows come last: a result that has them has
// everything, and only then are the single cells removed. What earlier runs
// finished beside the plan becomes single cells before the tables lose it; the
// figures of other rows go.
func (r *runner) complete() (*Result, error) {
	s, p := r.store, r.plan
	out := &Result{Dir: s.dir, Name: p.Experiment.Name, Manifest: p.manifest(r.options.Command), Reused: r.progress.Reused}
	for _, o := range r.outcomes {
		out.add(o)
	}
	out.Bounds = p.collect(r.bounds)
	if err := out.hold(); err != nil {
		return nil, err
	}
	for _, o := range r.others {
		if err := s.put(o); err != nil {
			return nil, err
		}
	}
	manifest, err := json.MarshalIndent(out.Manifest, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := os.RemoveAll(s.path(figuresDir)); err != nil {
		return nil, err
	}
	if err := s.writeExperiment(p.Experiment); err != nil {
		return nil, err
	}
	if err := writeFile(s.path(manifestFile), append(manifest, '\n')); err != nil {
		return nil, err
	}
	if err := out.write(); err != nil {
		return nil, err
	}
	if len(r.others) == 0 || r.options.Fresh {
		return out, os.RemoveAll(s.path(cellsDir))
	}
	for _, o := range r.outcomes {
		if err := os.Remove(s.path(cellsDir, o.Row.Hash+".json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return out, s.dropBounds(out.Bounds)
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
