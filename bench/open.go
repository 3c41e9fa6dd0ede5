package bench

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"skysim/bench/experiments"
)

// UnknownError is a name of nothing there is.
type UnknownError struct {
	What  string // "experiment", "cell"
	Name  string
	Known []string
}

// Error suggests the nearest known name.
func (e *UnknownError) Error() string {
	return fmt.Sprintf("unknown %s %q%s", e.What, e.Name, suggest(e.Name, e.Known))
}

// Open returns the experiment that a user means by ref: a file if it ends in
// .toml, and otherwise one of those that come with skysim.
func Open(ref string) (*Experiment, error) {
	if strings.HasSuffix(ref, ".toml") {
		return ReadFile(ref)
	}
	file, data, err := experiments.Read(ref)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, &UnknownError{"experiment", ref, experiments.Names()}
	}
	if err != nil {
		return nil, err
	}
	return Parse(file, data)
}

// Experiments returns the names of the experiments that come with skysim.
func Experiments() []string { return experiments.Names() }

// Size returns the number of cells of the experiment. A workload whose path has a star
// counts once, until Prepare has found the files.
func (e *Experiment) Size() int64 {
	places := len(e.Clouds) * len(e.Workloads)
	if e.Zipped {
		places = len(e.Workloads)
	}
	return int64(places*len(e.Policies)) * e.Seeds.Count
}
