package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"skysim/bench"
	"skysim/bench/table"
)

func newRun() *cobra.Command {
	var o bench.RunOptions
	var data, seeds string
	c := &cobra.Command{
		Use:   "run NAME|FILE.toml",
		Short: "Run an experiment, store its result and print the comparison",
		Long: `Run an experiment: one that comes with skysim (see "skysim list experiments")
or a file of your own. The result goes to results/NAME: the rows, the figures,
the experiment itself and a manifest. A cell that was finished before is not run
again; after Ctrl-C the same command goes on where it stopped. Cells that an
earlier run finished and this one does not ask for are kept, unless --fresh is given.`,
		Example: "  skysim run three-clouds\n  skysim run philly-on-clouds --data ../shared/data --workers 2",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o.Command = append([]string{"skysim"}, os.Args[1:]...)
			return runExperiment(c, args[0], request{data: data, seeds: seeds, options: o})
		},
	}
	c.Flags().StringVar(&data, "data", os.Getenv("SKYSIM_DATA"), "directory that traces are below (default $SKYSIM_DATA)")
	c.Flags().StringVar(&o.Dir, "out", "", "directory of the result (default results/NAME)")
	c.Flags().IntVar(&o.Workers, "workers", 0, "cells to run at once (default one per processor)")
	c.Flags().BoolVar(&o.Fresh, "fresh", false, "run cells again that were finished before")
	c.Flags().StringVar(&seeds, "seeds", "", "seeds instead of the experiment's: a number of seeds, as in 3, or a range, as in 5-9")
	return c
}

// request is what the flags of run ask for.
type request struct {
	data, seeds string
	options     bench.RunOptions
}

func runExperiment(c *cobra.Command, ref string, q request) error {
	e, err := open(ref)
	if err != nil {
		return err
	}
	if e.Seeds, err = parseSeeds(q.seeds, e.Seeds); err != nil {
		return &misuseError{err}
	}
	if q.options.Workers < 0 {
		return &misuseError{fmt.Errorf("--workers is %d, want 0 for one per processor, or more", q.options.Workers)}
	}
	plan, err := bench.Prepare(e, q.data)
	if err != nil {
		return err
	}
	if q.options.Dir == "" {
		q.options.Dir = filepath.Join("results", e.Name)
	}
	for _, note := range plan.Notes() {
		fmt.Fprintf(c.ErrOrStderr(), "note: %s\n", note)
	}
	bar := newProgress(c.ErrOrStderr(), e.Name)
	q.options.Progress = bar.show
	result, err := bench.Run(c.Context(), plan, q.options)
	bar.end()
	if err != nil {
		return err
	}
	if err := result.DrawMissing(); err != nil {
		return err
	}
	return report(c.OutOrStdout(), e, result)
}

// report prints the comparison and the judgements; an expectation that failed
// is an error.
func report(w io.Writer, e *bench.Experiment, r *bench.Result) error {
	all, err := bench.Compare(r.Rows, e.Baseline)
	if err != nil {
		return err
	}
	bench.WarnOfTrials(all, r)
	bench.WarnOfRiders(all, r)
	bench.Bound(all, r)
	fmt.Fprintf(w, "%s\n\n%s\n\n", e.Name, strings.TrimSpace(e.Why))
	if err := printTables(w, tables(all, false)); err != nil {
		return err
	}
	failed := 0
	for _, j := range bench.Judge(e.Expects, all) {
		fmt.Fprintf(w, "%s\n", j)
		if !j.Pass {
			failed++
		}
	}
	if len(e.Expects) > 0 {
		fmt.Fprintln(w)
	}
	switch {
	case r.Kept:
		fmt.Fprintf(w, "nothing was left to do: all %d cells were finished before; --fresh runs them again\n", r.Reused)
	case r.Reused > 0:
		fmt.Fprintf(w, "%d of %d cells were finished before\n", r.Reused, len(r.Rows))
	}
	if _, err := fmt.Fprintf(w, "result in %s: %d rows, figures in %s\n", r.Dir, len(r.Rows), filepath.Join(r.Dir, "figures")); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d expectations failed", failed, len(e.Expects)*len(all))
	}
	return nil
}

// printTables prints tables as wide as the terminal.
func printTables(w io.Writer, list []*table.Table) error {
	o := table.TextOptions{Width: width(w)}
	for _, t := range list {
		if err := t.WriteText(w, o); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	return nil
}

// width is how many columns a terminal has, and 0 for no limit elsewhere.
func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil {
			return columns
		}
	}
	return 0
}

// tables are what there is to show of comparisons, with every table of what went wrong or the worst.
func tables(all []bench.Comparison, every bool) []*table.Table {
	var list []*table.Table
	for i := range all {
		list = append(list, all[i].Table())
	}
	list = append(list, bench.Troubles(all, every)...)
	list = append(list, bench.Across(all)...)
	if t := bench.Overview(all); t != nil {
		list = append(list, t)
	}
	return list
}

// parseSeeds reads --seeds.
func parseSeeds(text string, otherwise bench.Seeds) (bench.Seeds, error) {
	if text == "" {
		return otherwise, nil
	}
	seeds := otherwise
	from, to, ranged := strings.Cut(text, "-")
	a, err := strconv.ParseInt(from, 10, 64)
	if err == nil && ranged {
		var b int64
		if b, err = strconv.ParseInt(to, 10, 64); err == nil && b < a {
			err = strconv.ErrRange
		}
		seeds = bench.Seeds{First: a, Count: int64(min(uint64(b-a), math.MaxInt64-1)) + 1}
	} else {
		seeds.Count = a
	}
	if err != nil {
		return seeds, fmt.Errorf("--seeds is %q, want a number of seeds, as in 3, or a range, as in 5-9", text)
	}
	if err := seeds.Check(); err != nil {
		return seeds, fmt.Errorf("--seeds is %q: %w", text, err)
	}
	return seeds, nil
}
