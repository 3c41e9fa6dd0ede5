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
are run but those whose recorded data are not there, which are listed. The exit
code is 1 if some number is out of its tolerance.`,
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
				return err
			}
			q.failed = append(q.failed, err)
			q.tally.NotRun = append(q.tally.NotRun, r.Name+" (failed)")
		}
	}
	return q.end()
}

// present finds wrong names of directories, and data that are missing for what was
// asked for by name, before anything has run.
func (q *reproduction) present(list []reproduce.Reproduction, named bool) error {
	if q.lab.Data != "" {
		if info, err := os.Stat(q.lab.Data); err != nil || !info.IsDir() {
			return &misuseError{fmt.Errorf("--data is %q, which is no directory", q.lab.Data)}
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
	if len(q.failed) > 0 {
		return errors.Join(q.failed...)
	}
	if q.tally.Off > 0 {
		return fmt.Errorf("%d of %d numbers are out of tolerance", q.tally.Off, q.tally.Within+q.tally.Off)
	}
	return nil
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
