package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"skysim/bench"
	"skysim/bench/table"
)

func newCompare() *cobra.Command {
	var baseline, format string
	var overview, troubles bool
	c := &cobra.Command{
		Use:   "compare DIR|NAME...",
		Short: "Compare the policies of one or more stored results, paired by seed",
		Long: `Compare the policies of stored results, each against the baseline and paired by
seed. A result is its directory, or the name of one below results. With several
results, a policy that more than one has carries the result's name behind an @,
or as much of its path as tells it from the others; the baseline is then the first
result's. What ran under another workload, cloud, until or warmup than the baseline
is not compared with it, whatever its name.`,
		Example: "  skysim compare three-clouds\n  skysim compare results/before results/after --baseline 'greedy(order=fcfs,place=cheapest)'",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var results []*bench.Result
			for _, ref := range args {
				r, err := bench.ReadResult(resultDir(ref))
				if err != nil {
					return &misuseError{err}
				}
				results = append(results, r)
			}
			rows, base, err := bench.Merge(results)
			if err != nil {
				return &misuseError{err}
			}
			if baseline != "" {
				base = baseline
			}
			all, err := bench.Compare(rows, base)
			if err != nil {
				return &misuseError{err}
			}
			bench.WarnOfTrials(all, results...)
			bench.WarnOfRiders(all, results...)
			bench.Bound(all, results...)
			if err := writeTables(c.OutOrStdout(), all, showing{format: format, overview: overview, troubles: troubles, results: results}); err != nil {
				return err
			}
			for _, r := range results {
				if n := len(r.Rows); n > 0 && r.Rows[0].Engine != bench.EngineVersion {
					fmt.Fprintf(c.ErrOrStderr(), "note: %s was made by engine %s, this is %s\n", r.Dir, r.Rows[0].Engine, bench.EngineVersion)
				}
			}
			return nil
		},
	}
	c.Flags().StringVar(&baseline, "baseline", "", "policy that the others are compared with (default the first result's)")
	c.Flags().BoolVar(&overview, "overview", false, "print one table: a row per policy, a column per workload and cloud")
	c.Flags().BoolVar(&troubles, "troubles", false, "print what went wrong in every workload and cloud, and count refusals, interruptions and traffic by kind")
	c.Flags().StringVar(&format, "format", "text", "text, markdown or csv")
	return c
}

// showing says how comparisons are printed.
type showing struct {
	format             string
	overview, troubles bool
	results            []*bench.Result
}

// writeTables prints comparisons in a format, or their overview alone.
func writeTables(w io.Writer, all []bench.Comparison, s showing) error {
	list := tables(all, s.troubles)
	if s.troubles {
		list = append(list, bench.TallyTables(s.results...)...)
	}
	if s.overview {
		t := bench.Overview(all)
		if t == nil {
			return &misuseError{errors.New("--overview is for results of several workloads or clouds: this is one of each")}
		}
		list = []*table.Table{t}
	}
	for i, t := range list {
		var err error
		if i > 0 && s.format == "markdown" {
			if _, err := fmt.Fprintln(w); err != nil { // or the table goes on with the list of notes above it
				return err
			}
		}
		switch s.format {
		case "text":
			err = printTables(w, []*table.Table{t})
		case "markdown":
			err = t.WriteMarkdown(w)
		case "csv":
			err = t.WriteCSV(w)
		default:
			return &misuseError{fmt.Errorf("--format is %q, want text, markdown or csv", s.format)}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// resultDir is the directory that a reference to a result means.
func resultDir(ref string) string {
	if _, err := os.Stat(ref); err != nil {
		if below := filepath.Join("results", ref); exists(below) {
			return below
		}
	}
	return ref
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
