package reproduce

import (
	"context"
	_ "embed" // assignment_maxima.csv
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"skysim/policies/bound/assign"
	"skysim/traces"
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
	err     error // of the solver
}

// name is what tables call the case.
func (c *assignmentCase) name() string { return c.path + ", " + c.problem.Sense.String() }

// assignments are the cases of the data folder, with what is known and what cannot be used.
type assignments struct {
	cases   []*assignmentCase
	known   []gap.Published
	shipped int // how many of known, from the end, come with the project
	bad     []Number
	refused map[string]bool // instances in bad
}

// findAssignments looks through the data folder for instances, in order of names:
// every file that is no table, text or picture. One of which nothing is known
// is a minimisation.
func findAssignments(lab *Lab) (*assignments, error) {
	root := lab.Path(gapData)
	found := &assignments{refused: map[string]bool{}}
	if err := found.read(lab, root); err != nil {
		return nil, err
	}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		ext := filepath.Ext(file)
		if errors.Is(err, fs.ErrNotExist) && file == root {
			return fs.SkipAll // only fleets, perhaps
		}
		if err != nil || d.IsDir() || ext == ".csv" || ext == ".md" || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		below, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		below = filepath.ToSlash(below)
		all, err := gap.Read(file)
		if err != nil {
			found.bad = append(found.bad, unusable(lab.short(file), err))
			found.refused[below] = true
			return nil
		}
		for i := range all {
			name := below
			if len(all) > 1 {
				name = fmt.Sprintf("%s#%d", below, all[i].Number)
			}
			found.add(name, &all[i])
		}
		return nil
	})
	return found, err
}

// read reads the table of the data folder, if it has one, and adds the one that
// comes with the project.
func (a *assignments) read(lab *Lab, root string) error {
	maxima, err := gap.PublishedFrom(strings.NewReader(assignmentMaxima), "assignment_maxima.csv")
	if err != nil {
		return err
	}
	file := filepath.Join(root, "data.csv")
	known, err := gap.ReadPublished(file)
	a.known, a.shipped = append(known, maxima...), len(maxima)
	var rows interface{ Unwrap() []error }
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil:
	case errors.As(err, &rows):
		for _, err := range rows.Unwrap() {
			at := lab.short(file)
			var row *traces.SyntaxError
			if errors.As(err, &row) {
				at = fmt.Sprintf("%s:%d", at, row.Line)
			}
			a.bad = append(a.bad, unusable(at, err))
		}
	default:
		a.bad = append(a.bad, unusable(lab.short(file), err))
	}
	return nil
}

// absent says how many rows are about instances that the folder does not have: a note
// for each table.
func (a *assignments) absent() (notes []string) {
	var gone [2][]string
	for i := range a.known {
		p := &a.known[i]
		file, _, _ := strings.Cut(p.Path, "#")
		here := a.refused[file] || a.refused[p.Path] ||
			slices.ContainsFunc(a.cases, func(c *assignmentCase) bool { return c.path == p.Path })
		if !here {
			k := 0
			if i >= len(a.known)-a.shipped {
				k = 1
			}
			gone[k] = append(gone[k], p.Path)
		}
	}
	for k, table := range []string{"data.csv", "the project's table of maxima"} {
		if n := len(gone[k]); n > 0 {
			notes = append(notes, fmt.Sprintf("%d instances of %s are not compared: they are not in the folder (%s to %s)", n, table, gone[k][0], gone[k][n-1]))
		}
	}
	return notes
}

// add makes a case of each row about an instance.
func (a *assignments) add(name string, i *gap.Instance) {
	add := func(p *gap.Published) {
		c := &assignmentCase{path: name, known: p, dataset: path.Dir(name)}
		c.problem = &assign.Problem{Sense: assign.Minimise, Cost: i.Cost, Use: i.Use, Capacity: i.Capacity}
		if p != nil && p.Maximise {
			c.problem.Sense = assign.Maximise
		}
		a.cases = append(a.cases, c)
	}
	seen := map[bool]bool{}
	for k := range a.known {
		p := &a.known[k]
		if p.Path != name || seen[p.Maximise] {
			continue
		}
		seen[p.Maximise] = true
		if p.Agents != i.Agents() || p.Jobs != i.Jobs() {
			a.refused[name] = true
			a.bad = append(a.bad, unusable(name, fmt.Errorf("line %d of the table: %s has %d agents and %d jobs, want %d and %d as the table says",
				p.Line, name, i.Agents(), i.Jobs(), p.Agents, p.Jobs)))
			continue
		}
		add(p)
	}
	if len(seen) == 0 {
		add(nil)
	}
}

// solveAll solves the cases, several at once.
func solveAll(ctx context.Context, cases []*assignmentCase, effort int64, workers int) error {
	if workers == 0 {
		workers = runtime.NumCPU()
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for _, c := range cases {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			c.effort = effort
			c.result, c.err = assign.Solve(c.problem, assign.Options{Effort: effort})
			return nil
		})
	}
	return group.Wait()
}
