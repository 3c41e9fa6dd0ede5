package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"skysim/bench/reproduce"
	"skysim/bench/table"
)

func newReproduce() *cobra.Command {
	var q reproduction
	c := &cobra.Command{
		Use:   "reproduce [NAME...]",
		Short: "Run published experiments and print their numbers beside ours",
		Long: `Run published experiments and print, per number: published, ours, the difference,
the tolerance and the verdict; then the sum of verdicts. "skysim list reproductions"
names them, and bench/reproductions has a page for each. Without a name all
are run but those whose recorded data are not there, which are listed.

With --json each number is an object: name, case, published, ours, tolerance, ok,
relation, and perhaps low and high (of an interval), unit, note and detail. What is
not there is null, as is what is not finite. ok is judged by relation:
  equal     ours is within the tolerance of published
  at most   ours is at most published + tolerance
  at least  ours is at least published − tolerance
  ordering  both are differences of two cases, and have the same sign
  interval  published is from low to high, give or take the tolerance
  context   nothing is judged: ok is true, and tolerance null
  unusable  a file, row or case that could not be used, as note says: ok is false,
            and published, ours and tolerance are null; all others are run
detail marks numbers that tables fold while they are ok.

Exit codes: 1 if a number is out of its tolerance, something is unusable or failed,
a reproduction compared nothing, or it was interrupted, when what was finished is
printed; 2 for misuse: an unknown name or a wrong flag, no data for what was named,
or figures that cannot be written.`,
		Example: "  skysim reproduce theory\n  skysim reproduce fgd --data ../shared/data --json",
		RunE: func(c *cobra.Command, args []string) error {
			q.out, q.errs = c.OutOrStdout(), c.ErrOrStderr()
			return q.run(c, args)
		},
	}
	c.Flags().StringVar(&q.lab.Data, "data", os.Getenv("SKYSIM_DATA"), "directory that recorded data are below (default $SKYSIM_DATA)")
	c.Flags().BoolVar(&q.json, "json", false, "print all numbers as a JSON array instead of tables; the sum goes to standard error")
	c.Flags().IntVar(&q.lab.Workers, "workers", 0, "cells to run at once (default one per processor)")
	c.Flags().StringVar(&q.figures, "figures", "", "write the figures to this directory")
	c.Flags().BoolVar(&q.lab.Quick, "quick", false, "leave out what takes long, where a reproduction can; what is left out is not counted")
	return c
}

// reproduction is one call of reproduce.
type reproduction struct {
	lab       reproduce.Lab
	json      bool
	figures   string
	out, errs io.Writer

	numbers []reproduce.Number
	tally   reproduce.Tally
	failed  []error
	done    []string // names of what is finished
}

func (q *reproduction) run(c *cobra.Command, names []string) error {
	list, err := reproduce.Find(names)
	if err != nil {
		return err
	}
	if q.lab.Workers < 0 {
		return &misuseError{fmt.Errorf("--workers is %d, want 0 for one per processor, or more", q.lab.Workers)}
	}
	if err := q.present(list, len(names) > 0); err != nil {
		return err
	}
	for i := range list {
		r := &list[i]
		if err := r.Missing(q.lab.Data); err != nil {
			q.tally.NotRun = append(q.tally.NotRun, r.Name+" ("+q.why(err)+")")
			continue
		}
		if err := q.one(c, r); err != nil {
			if c.Context().Err() != nil {
				q.interrupted(list[i:])
				break
			}
			q.failed = append(q.failed, err)
			q.tally.NotRun = append(q.tally.NotRun, r.Name+" (failed)")
		}
	}
	return q.end()
}

// interrupted notes what will not be run.
func (q *reproduction) interrupted(rest []reproduce.Reproduction) {
	finished := "nothing was finished"
	if len(q.done) > 0 {
		finished = "finished: " + strings.Join(q.done, ", ")
	}
	q.failed = append(q.failed, fmt.Errorf("interrupted during %s; %s", rest[0].Name, finished))
	for i := range rest {
		q.tally.NotRun = append(q.tally.NotRun, rest[i].Name+" (interrupted)")
	}
}

// present finds wrong names of directories, and data that are missing for what was
// asked for by name, before anything has run.
func (q *reproduction) present(list []reproduce.Reproduction, named bool) error {
	if q.lab.Data != "" {
		if info, err := os.Stat(q.lab.Data); err != nil || !info.IsDir() {
			return &misuseError{fmt.Errorf("--data is %q, which is no directory", q.lab.Data)}
		}
	}
	if q.figures != "" {
		if err := os.MkdirAll(q.figures, 0o755); err != nil {
			return &misuseError{fmt.Errorf("--figures: %w", err)}
		}
	}
	if !named {
		return nil
	}
	var errs []error
	for i := range list {
		errs = append(errs, list[i].Missing(q.lab.Data))
	}
	if err := errors.Join(errs...); err != nil {
		return &misuseError{err}
	}
	return nil
}

// why says in a few words why something was not run.
func (q *reproduction) why(err error) string {
	var missing *reproduce.MissingError
	if errors.As(err, &missing) && missing.Data != "" {
		return missing.Dir + " is missing"
	}
	return "needs --data"
}

// one runs a reproduction and prints its table.
func (q *reproduction) one(c *cobra.Command, r *reproduce.Reproduction) error {
	bar := newProgress(q.errs, r.Name)
	lab := q.lab
	lab.Progress = bar.show
	found, err := r.Do(c.Context(), &lab)
	bar.end()
	if err != nil {
		return err
	}
	q.numbers = append(q.numbers, found.Numbers...)
	q.tally.Add(found)
	q.done = append(q.done, r.Name)
	if found.Compared() == 0 {
		q.failed = append(q.failed, fmt.Errorf("%s: nothing was compared with a published number", r.Name))
	}
	if q.figures != "" {
		if err := r.WriteFigures(found, q.figures); err != nil {
			return err
		}
	}
	if q.json {
		return nil
	}
	if err := r.Table(found).WriteText(q.out, table.TextOptions{Width: width(q.out)}); err != nil {
		return err
	}
	_, err = fmt.Fprintln(q.out)
	return err
}

// end prints the sum, and the numbers as JSON if they are wanted.
func (q *reproduction) end() error {
	sum := q.out
	if q.json {
		sum = q.errs
		if q.numbers == nil {
			q.numbers = []reproduce.Number{}
		}
		text, err := json.MarshalIndent(q.numbers, "", "  ")
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(q.out, "%s\n", text); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintln(sum, q.tally.String()); err != nil {
		return err
	}
	if q.figures != "" {
		fmt.Fprintf(q.errs, "figures in %s\n", filepath.Clean(q.figures))
	}
	return q.failure()
}

// failure is what went wrong, nil if all is well. It is never misuse, whatever kind of
// error a reproduction came upon.
func (q *reproduction) failure() error {
	var said []string
	for _, err := range q.failed {
		said = append(said, err.Error())
	}
	if q.tally.Off > 0 {
		said = append(said, fmt.Sprintf("%d of %d numbers are out of tolerance", q.tally.Off, q.tally.Within+q.tally.Off))
	}
	if q.tally.Unusable > 0 {
		said = append(said, fmt.Sprintf("%d files, rows or cases are unusable", q.tally.Unusable))
	}
	if len(said) == 0 {
		return nil
	}
	return errors.New(strings.Join(said, "\n"))
}

// listReproductions names them with what they need and whose they are.
func listReproductions(w io.Writer) error {
	for _, r := range reproduce.All() {
		needs := ""
		if r.Data != "" {
			needs = "\n    needs the recorded data in " + r.Data
		}
		if _, err := fmt.Fprintf(w, "%s: %s\n    %s%s\n\n", r.Name, r.Title, strings.TrimSpace(r.Citation), needs); err != nil {
			return err
		}
	}
	return nil
}
