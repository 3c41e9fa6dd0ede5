package reproduce

import (
	"context"
	_ "embed" // assignment_maxima.csv
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"skysim/policies/bound/assign"
	"skysim/traces/gap"
)

const gapData = "oracle/gap"

// assignmentMaxima is what OR-Library publishes of gap1 to gap12, in the format of
// data.csv with a column Sense.
//
//go:embed assignment_maxima.csv
var assignmentMaxima string

// assignmentCase is an instance in one sense, what is known of it, and our result.
type assignmentCase struct {
	path    string // below the data folder, with #number in files of several
	dataset string
	problem *assign.Problem
	known   *gap.Published // nil if nothing is
	effort  int64
	result  *assign.Result
}

// name is what tables call the case.
func (c *assignmentCase) name() string { return c.path + ", " + c.problem.Sense.String() }

// findAssignments looks through the data folder for instances, in order of names:
// every file that is no table, text or picture. One of which nothing is known
// is a minimisation.
func findAssignments(lab *Lab) (cases []*assignmentCase, err error) {
	root := lab.Path(gapData)
	known, err := knownAssignments(root)
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		ext := filepath.Ext(file)
		if errors.Is(err, fs.ErrNotExist) && file == root {
			return fs.SkipAll // only fleets, perhaps
		}
		if err != nil || d.IsDir() || ext == ".csv" || ext == ".md" || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		all, err := gap.Read(file)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		below = filepath.ToSlash(below)
		for i := range all {
			name := below
			if len(all) > 1 {
				name = fmt.Sprintf("%s#%d", below, all[i].Number)
			}
			more, err := casesOf(name, &all[i], known)
			if err != nil {
				return err
			}
			cases = append(cases, more...)
		}
		return nil
	})
	return cases, err
}

// knownAssignments reads the table of the data folder, if it has one, and adds the one that
// comes with the project.
func knownAssignments(root string) ([]gap.Published, error) {
	maxima, err := gap.PublishedFrom(strings.NewReader(assignmentMaxima), "assignment_maxima.csv")
	if err != nil {
		return nil, err
	}
	known, err := gap.ReadPublished(filepath.Join(root, "data.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		return maxima, nil
	}
	return append(known, maxima...), err
}

// casesOf makes a case of each row about an instance.
func casesOf(name string, i *gap.Instance, known []gap.Published) (cases []*assignmentCase, err error) {
	add := func(p *gap.Published) {
		c := &assignmentCase{path: name, known: p, dataset: path.Dir(name)}
		c.problem = &assign.Problem{Sense: assign.Minimise, Cost: i.Cost, Use: i.Use, Capacity: i.Capacity}
		if p != nil && p.Maximise {
			c.problem.Sense = assign.Maximise
		}
		cases = append(cases, c)
	}
	seen := map[bool]bool{}
	for k := range known {
		p := &known[k]
		if p.Path != name || seen[p.Maximise] {
			continue
		}
		if p.Agents != i.Agents() || p.Jobs != i.Jobs() {
			return nil, fmt.Errorf("%s has %d agents and %d jobs, want %d and %d as the table says", name, i.Agents(), i.Jobs(), p.Agents, p.Jobs)
		}
		seen[p.Maximise] = true
		add(p)
	}
	if len(cases) == 0 {
		add(nil)
	}
	return cases, nil
}

// solveAll solves the cases, several at once.
func solveAll(ctx context.Context, cases []*assignmentCase, effort int64, workers int) error {
	if workers == 0 {
		workers = runtime.NumCPU()
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for _, c := range cases {
		group.Go(func() (err error) {
			if err := ctx.Err(); err != nil {
				return err
			}
			c.effort = effort
			if c.result, err = assign.Solve(c.problem, assign.Options{Effort: effort}); err != nil {
				return fmt.Errorf("%s: %w", c.path, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// exists reports whether a file is there.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
