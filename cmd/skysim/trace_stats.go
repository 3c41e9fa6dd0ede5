package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"skysim/bench/table"
	"skysim/sim"
	"skysim/traces/formats"
	"skysim/traces/summary"
)

// statsFlags are what trace stats may be told.
type statsFlags struct {
	format, capacity, plot string
	json                   bool
	gap                    time.Duration
	find                   string
}

func newTraceStats() *cobra.Command {
	var f statsFlags
	c := &cobra.Command{
		Use:   "stats FILE…",
		Short: "Say what is in a recording, and what a careful person wants to know before trusting it",
		Long: "Say what is in a recording: rows, span, units, what is missing, what was skipped and why, arrivals, sizes, durations,\n" +
			"concurrency, utilisation, anomalies. A FILE of - is what comes in; it wants --format. With --json each file is one object in one line.",
		Example: "  skysim trace stats KTH-SP2-1996-2.1-cln.swf.gz\n" +
			"  skysim trace stats pai_1k.csv --format gaia-seconds --json\n" +
			"  skysim trace stats us-west-2a_v100_1.json --format spot-available --plot supply.png",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if f.plot != "" && len(args) > 1 {
				return &misuseError{errors.New("--plot draws one file, want one FILE")}
			}
			for _, path := range args {
				if err := f.stats(c, path); err != nil {
					return err
				}
			}
			return nil
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.format, "format", "", "format of the files (default what fits; skysim trace formats lists them)")
	flags.BoolVar(&f.json, "json", false, "print a JSON object for each file")
	flags.StringVar(&f.plot, "plot", "", "draw a page into this file, .svg or .png")
	flags.StringVar(&f.capacity, "capacity", "", "what utilisation is measured against, as in 128, 128cores or 6212gpus (default what the file says)")
	flags.DurationVar(&f.gap, "gap", 0, "time between bare samples, as in 10m")
	flags.StringVar(&f.find, "find", "", "say more about this machine type, place or instance")
	return c
}

// options returns what formats are to know.
func (f *statsFlags) options() (formats.Options, error) {
	o := formats.Options{Gap: sim.Duration(f.gap), Find: f.find}
	if f.gap < 0 {
		return o, &misuseError{fmt.Errorf("--gap is %v, want more than 0", f.gap)}
	}
	for _, part := range strings.Split(f.capacity, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		number, to := strings.TrimSuffix(part, "cores"), &o.Cores
		if gpus, ok := strings.CutSuffix(part, "gpus"); ok {
			number, to = gpus, &o.GPUs
		}
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil || n <= 0 || n > 1<<40 {
			return o, &misuseError{fmt.Errorf("--capacity is %q, want a number above 0 of cores or gpus, as in 128cores or 64cores,8gpus", f.capacity)}
		}
		*to = n
	}
	return o, nil
}

// stats reports on one file.
func (f *statsFlags) stats(c *cobra.Command, path string) (err error) {
	o, err := f.options()
	if err != nil {
		return err
	}
	if path == "-" && f.format == "" {
		return &misuseError{errors.New("what comes in at - cannot be looked at twice: want --format")}
	}
	in, fit, err := openTrace(c, path, f.format, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if err := fit.Format.Unused(o); err != nil {
		return &misuseError{err}
	}
	r, err := fit.Format.Summarise(in)
	var missing *formats.NotFoundError
	if errors.As(err, &missing) {
		return &misuseError{err}
	}
	if err != nil {
		return err
	}
	r.Why = fit.Why
	if f.plot != "" {
		if err := drawTrace(f.plot, r); err != nil {
			return err
		}
	}
	if f.json {
		return printJSON(c.OutOrStdout(), r)
	}
	return printReport(c.OutOrStdout(), r)
}

// printJSON writes a report as one line.
func printJSON(w io.Writer, r *summary.Report) error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", b)
	return err
}

// printReport writes a report for people.
func printReport(w io.Writer, r *summary.Report) error {
	t := table.New(fmt.Sprintf("%s: %s of format %s (%s)", r.File, r.Kind, r.Format, r.Why), table.Column{Title: "figure"}, table.Column{Title: "value"})
	t.Add(table.Text("rows"), table.Count(r.Rows))
	t.Add(table.Text("skipped"), table.Count(r.Skipped()))
	if !r.Epoch.IsZero() {
		t.Add(table.Text("second 0"), table.Text(r.Epoch.Format(time.RFC3339Nano)))
	}
	for _, f := range r.Figures() {
		addFigure(t, f.Key, f.Value)
	}
	for _, s := range r.Skips {
		t.Add(table.Text(fmt.Sprintf("skipped %d", s.Rows)), table.Text(s.First.Error()))
	}
	for _, a := range r.Anomalies {
		what := a.What
		if a.Line > 0 {
			what += fmt.Sprintf(" (first in line %d)", a.Line)
		}
		t.Add(table.Text(fmt.Sprintf("odd %d", a.Count)), table.Text(what))
	}
	for _, m := range r.Missing {
		t.Add(table.Text("not recorded"), table.Text(m))
	}
	for _, a := range r.Assumed {
		t.Add(table.Text("taken as"), table.Text(a))
	}
	if err := printTable(w, t); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

// grouped writes a number as people read it.
func grouped(n json.Number) string { return table.Group(string(n)) }

// mostEntries is how many entries of a list people are shown.
const mostEntries = 12

// addFigure adds the rows of one figure.
func addFigure(t *table.Table, key string, value any) {
	name := strings.ReplaceAll(key, "_", " ")
	switch v := value.(type) {
	case nil:
		t.Add(table.Text(name), table.Text("–"))
	case int64:
		t.Add(table.Text(name), table.Count(v))
	case json.Number:
		t.Add(table.Text(name), table.Text(grouped(v)))
	case float64:
		t.Add(table.Text(name), table.Number(v, 8))
	case *summary.Spread:
		if v == nil {
			t.Add(table.Text(name), table.Text("–"))
			return
		}
		t.Add(table.Text(name), table.Text(fmt.Sprintf("mean %s, least %s, 10 %% %s, median %s, 90 %% %s, 99 %% %s, most %s",
			table.Number(v.Mean, 6).String(), grouped(v.Min), grouped(v.P10), grouped(v.P50), grouped(v.P90), grouped(v.P99), grouped(v.Max))))
	case summary.List:
		for i, n := range v {
			if i == mostEntries {
				t.Add(table.Text(""), table.Text(fmt.Sprintf("and %d more; --json has all", len(v)-i)))
				break
			}
			addFigure(t, key+" "+n.Name, n.Value)
		}
	default:
		t.Add(table.Text(name), table.Text(fmt.Sprint(v)))
	}
}
