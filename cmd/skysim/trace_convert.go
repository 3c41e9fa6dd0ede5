package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"skysim/traces/columns"
	"skysim/traces/formats"
	"skysim/traces/interchange"
)

func newTraceConvert() *cobra.Command {
	var from string
	var o formats.Options
	c := &cobra.Command{
		Use:   "convert IN OUT",
		Short: "Write a recording of jobs, requests, supply or prices in skysim's interchange format",
		Long: "Write a recording of jobs, requests, supply or prices in skysim's interchange format: Parquet or CSV, as OUT ends in .parquet or .csv.\n" +
			"It is read strictly, and reading OUT gives the same simulation as reading IN. An IN of - is what comes in; it wants --from.",
		Example: "  skysim trace convert philly.csv.gz philly.parquet\n" +
			"  skysim trace convert pai_1k.csv pai.csv --from gaia-seconds",
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) (err error) {
			form, err := interchange.FormOf(args[1])
			if err != nil {
				return &misuseError{err}
			}
			if args[0] == "-" && from == "" {
				return &misuseError{errors.New("what comes in at - cannot be looked at twice: want --from")}
			}
			in, fit, err := openTrace(c, args[0], from, o)
			if err != nil {
				return err
			}
			if err := fit.Format.Unused(o); err != nil {
				return errors.Join(&misuseError{err}, in.Close())
			}
			defer func() { err = errors.Join(err, in.Close()) }()
			if fit.Format.Streams() == "" {
				return &misuseError{fmt.Errorf("%s: format %s is of %s, want jobs, requests, supply or prices to convert", args[0], fit.Format.Name, fit.Format.Kind)}
			}
			out, err := columns.CreateFile(args[1])
			if err != nil {
				return &misuseError{err}
			}
			done, err := fit.Format.Convert(in, out, form)
			if err != nil {
				return errors.Join(err, out.Abort())
			}
			if err := out.Close(); err != nil {
				return err
			}
			text := fmt.Sprintf("%s: %s of %s from %s of format %s (%s)\n", args[1], rowsOf(done.Rows), fit.Format.Streams(), args[0], fit.Format.Name, fit.Why)
			for _, s := range done.Skips {
				text += fmt.Sprintf("left out: %s, first %v\n", rowsOf(s.Rows), s.First)
			}
			for _, note := range done.Notes {
				text += fmt.Sprintf("taken as: %s\n", note)
			}
			_, err = io.WriteString(c.OutOrStdout(), text)
			return err
		},
	}
	c.Flags().StringVar(&from, "from", "", "format of IN (default what fits; skysim trace formats lists them)")
	c.Flags().BoolVar(&o.Sort, "sort", false, "take rows in any order, holding all in memory")
	c.Flags().DurationVar(&o.Gap, "gap", 0, "time between bare samples, as in 10m")
	return c
}

// rowsOf counts rows.
func rowsOf(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}
