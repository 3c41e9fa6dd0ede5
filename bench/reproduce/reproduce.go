package reproduce

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"skysim/bench"
	"skysim/bench/plot"
)

// Reproduction is a published experiment that skysim gives back.
type Reproduction struct {
	Name     string // as a user types it: lower case letters and hyphens
	Title    string // one line
	Citation string // authors, title, venue, year
	// Data is the directory below the data directory that it needs, "" if none.
	Data string
	// Run returns the published numbers beside ours. An error is about the run, such as a
	// damaged file or a context that ended; a number that is off is no error.
	Run func(ctx context.Context, lab *Lab) (*Outcome, error)
}

// Outcome is what a reproduction found.
type Outcome struct {
	Numbers []Number
	Figures []Figure
	// Notes are for the foot of the table: what holds for all numbers.
	Notes []string
}

// Compared counts the numbers that something published was compared with. A
// reproduction of which nothing was compared has not reproduced anything.
func (o *Outcome) Compared() (n int) {
	for i := range o.Numbers {
		if o.Numbers[i].judged() {
			n++
		}
	}
	return n
}

// Figure is a drawing of an outcome.
type Figure struct {
	// Name is "" for the only or main one, whose file is called after the reproduction;
	// another's file has it behind a hyphen.
	Name string
	Plot *plot.Figure
}

// MissingError is recorded data that a reproduction needs and that are not there.
type MissingError struct {
	Name string // of the reproduction
	Dir  string // that is missing; below the data directory, if one was given
	Data string // the data directory, "" if none was given
}

// Error says what is missing and how to give it.
func (e *MissingError) Error() string {
	if e.Data == "" {
		return fmt.Sprintf("%s needs the recorded data in %s: say with --data which directory it is below", e.Name, e.Dir)
	}
	return fmt.Sprintf("%s needs recorded data: the directory %s is missing", e.Name, e.Dir)
}

// Missing returns a *MissingError if the data are not there, and otherwise nil.
func (r *Reproduction) Missing(data string) error {
	if r.Data == "" {
		return nil
	}
	if data == "" {
		return &MissingError{Name: r.Name, Dir: r.Data}
	}
	dir := filepath.Join(data, filepath.FromSlash(r.Data))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return &MissingError{Name: r.Name, Dir: dir, Data: data}
	}
	return nil
}

// Do runs a reproduction and judges its numbers. Without a figure of its own it
// gets one of its numbers. Errors are those of Missing and Run, and of numbers that
// cannot be judged: no case, two of one case, a tolerance below 0.
func (r *Reproduction) Do(ctx context.Context, lab *Lab) (*Outcome, error) {
	if err := r.Missing(lab.Data); err != nil {
		return nil, err
	}
	out, err := r.Run(ctx, lab)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Name, err)
	}
	seen := map[string]bool{}
	var errs []error
	for i := range out.Numbers {
		n := &out.Numbers[i]
		n.Name = r.Name
		n.OK = n.holds()
		if err := n.check(); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", r.Name, err))
		}
		for base, k := n.Case, 2; n.Relation == Unusable && seen[n.Case]; k++ {
			n.Case = fmt.Sprintf("%s (%d)", base, k)
		}
		if seen[n.Case] {
			errs = append(errs, fmt.Errorf("%s: the case %q comes twice", r.Name, n.Case))
		}
		seen[n.Case] = true
	}
	if err := errors.Join(errs...); err != nil || len(out.Figures) > 0 {
		return out, err
	}
	f, err := r.agreement(out)
	if f != nil {
		out.Figures = []Figure{{Plot: f}}
	}
	return out, err
}

// Find returns the reproductions of the names, in the order of All and each once;
// upper and lower case are the same. Without names it returns all. A name of nothing is a
// *bench.UnknownError.
func Find(names []string) ([]Reproduction, error) {
	all := All()
	if len(names) == 0 {
		return all, nil
	}
	wanted := make([]bool, len(all))
	for _, name := range names {
		i := slices.IndexFunc(all, func(r Reproduction) bool { return strings.EqualFold(r.Name, name) })
		if i < 0 {
			return nil, &bench.UnknownError{What: "reproduction", Name: name, Known: Names()}
		}
		wanted[i] = true
	}
	var found []Reproduction
	for i := range all {
		if wanted[i] {
			found = append(found, all[i])
		}
	}
	return found, nil
}

// Names returns the names of all reproductions, in the order of All.
func Names() []string {
	var names []string
	for _, r := range All() {
		names = append(names, r.Name)
	}
	return names
}
