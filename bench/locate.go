package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"skysim/bench/experiments"
)

// OpenResult returns the experiment of a stored result as it was run.
func OpenResult(dir string) (*Experiment, error) {
	r, err := ReadResult(dir)
	if err != nil {
		return nil, err
	}
	e, err := ReadFile(filepath.Join(dir, experimentFile))
	if err != nil {
		return nil, err
	}
	e.Seeds = r.Manifest.Seeds
	return e, nil
}

// Locate finds the cell that ref means, by name or by the beginning of its
// hash. It looks where in says: in a result's directory, a file or an
// experiment that comes with skysim; an empty in looks through all of the last
// and, before them, the results below the directory results. What two
// experiments both have must be told apart by in.
func Locate(ref, in, results, data string) (*Plan, Cell, error) {
	if in != "" {
		return search(in, ref, data)
	}
	var known, skipped []string
	var near error // where the cell is, but cannot be run
	for _, place := range append(resultDirs(results), experiments.Names()...) {
		p, c, err := search(place, ref, data)
		if err == nil {
			return p, c, nil
		}
		var unknown *UnknownError
		var here *cellError
		switch {
		case errors.As(err, &here):
			if near == nil {
				near = err
			}
		case errors.As(err, &unknown):
			for _, c := range p.Cells {
				known = append(known, c.Name)
			}
		case p != nil:
			return nil, Cell{}, err // such as a hash of which too little is given
		case !slices.Contains(skipped, place): // such as an experiment whose trace is not there
			skipped = append(skipped, place)
		}
	}
	if near != nil {
		return nil, Cell{}, near
	}
	err := error(&UnknownError{"cell", ref, nearestOnly(ref, known)})
	if len(skipped) > 0 && data == "" {
		err = fmt.Errorf("%w; without --data nothing is known of the hashes of %s", err, strings.Join(skipped, ", "))
	}
	return nil, Cell{}, err
}

// cellError is a cell that is there and cannot be run.
type cellError struct {
	ref, place string
	why        error
}

func (e *cellError) Error() string { return fmt.Sprintf("cell %s of %s: %v", e.ref, e.place, e.why) }

func (e *cellError) Unwrap() error { return e.why }

// search finds a cell in one place. With an *UnknownError it returns the plan that
// does not have the cell.
func search(place, ref, data string) (*Plan, Cell, error) {
	stored := storedCells(place)
	recorded := slices.ContainsFunc(stored.Cells, func(c ManifestCell) bool { return means(ref, c.Name, c.Hash) })
	p, err := planOf(place, data)
	if err != nil {
		if recorded || names(place, ref) {
			return nil, Cell{}, &cellError{ref, place, err}
		}
		return nil, Cell{}, err
	}
	found := p.Find(ref)
	for _, c := range found {
		if len(stored.Cells) > 0 && !slices.Contains(stored.Cells, ManifestCell{c.Name, c.Hash}) {
			return nil, Cell{}, &cellError{ref, place, errOtherEngine(stored)}
		}
	}
	if len(found) == 0 && recorded {
		return nil, Cell{}, &cellError{ref, place, errOtherEngine(stored)}
	}
	return pick(p, ref, found)
}

func errOtherEngine(m Manifest) error {
	return fmt.Errorf("it was made by another engine or catalogue and cannot be run again as it was (by engine %s; this is %s): run the experiment anew", m.Engine, EngineVersion)
}

// storedCells returns the manifest of a result, or an empty one.
func storedCells(dir string) Manifest {
	var m Manifest
	if data, err := os.ReadFile(filepath.Join(dir, manifestFile)); err == nil {
		_ = json.Unmarshal(data, &m) // who reads the whole result says what is wrong with it
	}
	return m
}

// names reports whether an experiment has a cell of that name, which takes no traces.
func names(place, ref string) bool {
	e, err := Open(place)
	if err != nil {
		return false
	}
	p := &Plan{Experiment: e, clouds: make([]*cloud, len(e.Clouds)), workloads: make([]*workload, len(e.Workloads)), policies: make([]string, len(e.Policies)), learned: make([]string, len(e.Policies))}
	for i := range p.clouds {
		p.clouds[i] = &cloud{}
	}
	for i := range p.workloads {
		p.workloads[i] = &workload{}
	}
	p.layOut()
	return slices.ContainsFunc(p.Cells, func(c Cell) bool { return c.Name == ref })
}

// resultDirs lists the complete results below a directory.
func resultDirs(root string) []string {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil
	}
	var dirs []string
	for _, e := range entries {
		dir := filepath.Join(root, e.Name())
		if _, err := os.Stat(filepath.Join(dir, runsFile)); err == nil {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// planOf prepares the experiment that a place means.
func planOf(place, data string) (*Plan, error) {
	var e *Experiment
	var err error
	if _, statErr := os.Stat(filepath.Join(place, manifestFile)); statErr == nil {
		e, err = OpenResult(place)
	} else {
		e, err = Open(strings.TrimSuffix(place, string(filepath.Separator)))
	}
	if err != nil {
		return nil, err
	}
	return Prepare(e, data)
}

// pick returns the only cell found.
func pick(p *Plan, ref string, found []Cell) (*Plan, Cell, error) {
	switch len(found) {
	case 1:
		return p, found[0], nil
	case 0:
		var known []string
		for _, c := range p.Cells {
			known = append(known, c.Name)
		}
		return p, Cell{}, &UnknownError{"cell", ref, nearestOnly(ref, known)}
	}
	return p, Cell{}, errors.New(ambiguous(ref, found))
}

func ambiguous(ref string, found []Cell) string {
	return fmt.Sprintf("%q is the beginning of %d hashes, such as %s and %s: give more of it", ref, len(found), found[0].Hash, found[1].Hash)
}

// nearestOnly keeps a list of candidates from filling the screen.
func nearestOnly(ref string, known []string) []string {
	if n := nearest(ref, known); n != "" {
		return []string{n}
	}
	if len(known) > 3 {
		return append(known[:3:3], fmt.Sprintf("… %d in all", len(known)))
	}
	return known
}
