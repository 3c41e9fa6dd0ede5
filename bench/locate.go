package bench

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
		p, err := planOf(in, data)
		if err != nil {
			return nil, Cell{}, err
		}
		return pick(p, ref, p.Find(ref))
	}
	places := resultDirs(results)
	places = append(places, experiments.Names()...)
	var known []string
	for _, place := range places {
		p, err := planOf(place, data)
		if err != nil {
			continue // such as an experiment whose trace is not there
		}
		if found := p.Find(ref); len(found) > 0 {
			return pick(p, ref, found)
		}
		for _, c := range p.Cells {
			known = append(known, c.Name)
		}
	}
	return nil, Cell{}, &UnknownError{"cell", ref, nearestOnly(ref, known)}
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
		return nil, Cell{}, &UnknownError{"cell", ref, nearestOnly(ref, known)}
	}
	return nil, Cell{}, errors.New(ambiguous(ref, found))
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
