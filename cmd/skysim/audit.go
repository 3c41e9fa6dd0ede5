package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"skysim/bench"
	"skysim/bench/audit"
	"skysim/traces/columns"
)

func newAudit() *cobra.Command {
	c := &cobra.Command{
		Use:   "audit",
		Short: "Record every decision of a run in a log that nobody can alter unseen, verify it, and show it",
		Long: `An audit log is an append-only file of lines, one for each decision of a run: who
decided and for whom, what was asked for, whether it was done or which rule refused it,
why, and which alternatives there were. Each line has the hash of itself and all lines
before it. The hash of the last one, the head, stands for the whole log: keep it
elsewhere, and verify also finds a log that was written anew.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newAuditRecord(), newAuditVerify(), newAuditShow())
	for _, sub := range c.Commands() {
		sub.Args = misusing(sub.Args)
	}
	return c
}

func newAuditRecord() *cobra.Command {
	var in, data, out string
	most := bench.MostAlternatives
	c := &cobra.Command{
		Use:   "record [EXPERIMENT] CELL --out FILE",
		Short: "Run one cell again and write the log of its decisions",
		Long: `Run one cell again and write the log of its decisions. A cell is named as for explain:
by its name or the beginning of its hash. Same cell, same bytes.`,
		Example: "  skysim audit record gdpr 3f9a1c --out decisions.jsonl\n  skysim audit verify decisions.jsonl",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case out == "":
				return &misuseError{fmt.Errorf("--out is missing, want the file to write")}
			case most < 0:
				return &misuseError{fmt.Errorf("--alternatives is %d, want 0 or more", most)}
			case len(args) == 2 && in != "":
				return &misuseError{fmt.Errorf("--in %s beside %s: want one of them", in, args[0])}
			case len(args) == 2:
				in = args[0]
			}
			plan, cell, err := bench.Locate(args[len(args)-1], in, "results", data)
			if err != nil {
				return err
			}
			return recordAudit(c, plan, cell, most, out)
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", "file to write")
	c.Flags().IntVar(&most, "alternatives", most, "tell of at most so many alternatives to each decision")
	c.Flags().StringVar(&in, "in", "", "result directory, experiment file or experiment that the cell belongs to")
	c.Flags().StringVar(&data, "data", os.Getenv("SKYSIM_DATA"), "directory that traces are below (default $SKYSIM_DATA)")
	return c
}

// recordAudit writes the log of a cell to a file, whole or not at all.
func recordAudit(c *cobra.Command, plan *bench.Plan, cell bench.Cell, most int, path string) error {
	f, err := columns.CreateFile(path)
	if err != nil {
		return err
	}
	end, head, err := bench.Audit(c.Context(), plan, cell, most, f)
	if err != nil {
		f.Abort()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %d decisions, %d accepted and %d refused, %d jobs forbidden\nhead %s\n", path, end.Accepted+end.Refused, end.Accepted, end.Refused, end.Forbidden, head)
	return nil
}

func newAuditVerify() *cobra.Command {
	var head string
	c := &cobra.Command{
		Use:   "verify FILE",
		Short: "Check that a log is as it was written",
		Long: `Check that a log is as it was written. A byte that was changed, a line that was removed,
added or moved, a log that was cut off: the first line that does not follow from those
before it is reported, and the exit code is 1. Somebody who can compute hashes may write a
whole log anew: only --head, kept elsewhere since the log was recorded, finds that.`,
		Example: "  skysim audit verify decisions.jsonl --head 5b1e…",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("head") && !audit.IsHash(head) {
				return &misuseError{fmt.Errorf("--head is %q, want the 64 hexadecimal digits that record printed", head)}
			}
			f, err := os.Open(args[0])
			if err != nil {
				return &misuseError{err}
			}
			defer f.Close()
			s, err := audit.Verify(f, args[0], head)
			if err != nil {
				return err
			}
			if head == "" {
				fmt.Fprintln(c.ErrOrStderr(), "note: without --head a log that somebody has written anew as a whole passes too")
			}
			fmt.Fprintf(c.OutOrStdout(), "%s: as it was written: %d lines, %d decisions of cell %s\nhead %s\n", args[0], s.Lines, s.End.Decisions, s.Begin.Cell, s.Head)
			return nil
		},
	}
	c.Flags().StringVar(&head, "head", "", "hash that the last line must have, as record told it")
	return c
}

func newAuditShow() *cobra.Command {
	job := audit.AllJobs
	c := &cobra.Command{
		Use:     "show FILE",
		Short:   "Tell what a log says, and verify it on the way",
		Example: "  skysim audit show decisions.jsonl --job 12",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("job") && job < 0 {
				return &misuseError{fmt.Errorf("--job is %d, want a job's number, from 0 on", job)}
			}
			f, err := os.Open(args[0])
			if err != nil {
				return &misuseError{err}
			}
			defer f.Close()
			return audit.Show(f, args[0], job, c.OutOrStdout())
		},
	}
	c.Flags().Int64Var(&job, "job", job, "tell of the decisions about this job alone (default all)")
	return c
}
