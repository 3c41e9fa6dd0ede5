package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"skysim/bench"
	"skysim/traces/columns"
)

func newExplain() *cobra.Command {
	var in, data, usage, fork, policy string
	job := bench.AllJobs
	c := &cobra.Command{
		Use:   "explain CELL",
		Short: "Run one cell again and tell what happened: events, decisions, refusals, the bill",
		Long: `Run one cell again and tell what happened. A cell is named by its name, as in
  workload=diurnal/cloud=three-clouds/policy=greedy(order=fcfs,place=cheapest)/seed=7
or by the beginning of its hash (four digits or more), both of which are in the
manifest of a result. It is looked for in the results below results and in the
experiments that come with skysim.`,
		Example: "  skysim explain 3f9a1c --job 12\n  skysim explain 3f9a1c --usage used.csv && skysim bill used.csv\n  skysim explain 3f9a1c --fork outage --policy 'greedy(order=fcfs,place=cheapest)'",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("job") && job < 0 {
				return &misuseError{fmt.Errorf("--job is %d, want a job's number, from 0 on", job)}
			}
			plan, cell, err := bench.Locate(args[0], in, "results", data)
			if err != nil {
				return err
			}
			if usage != "" {
				return writeUsage(c, plan, cell, usage)
			}
			if fork != "" || policy != "" {
				if job != bench.AllJobs || usage != "" {
					return &misuseError{errors.New("--job and --usage are of one run, and --fork tells of two: want one of them")}
				}
				return forkCell(c, plan, cell, fork, policy)
			}
			return bench.Explain(c.Context(), plan, cell, job, c.OutOrStdout())
		},
	}
	c.Flags().Int64Var(&job, "job", bench.AllJobs, "tell of this job alone, and of the machines it ran on (default all)")
	c.Flags().StringVar(&usage, "usage", "", "instead of the story, write what the run used of the clouds to this CSV file, for skysim bill")
	c.Flags().StringVar(&fork, "fork", "", "instead of the story, run up to this instant (such as 30h, or outage for the first one) and from there on twice: as before, and under --policy")
	c.Flags().StringVar(&policy, "policy", "", "with --fork: the other policy")
	c.Flags().StringVar(&in, "in", "", "result directory, experiment file or experiment that the cell belongs to")
	c.Flags().StringVar(&data, "data", os.Getenv("SKYSIM_DATA"), "directory that traces are below (default $SKYSIM_DATA)")
	return c
}

// forkCell tells where two futures of a cell part.
func forkCell(c *cobra.Command, plan *bench.Plan, cell bench.Cell, at, policy string) error {
	if at == "" || policy == "" {
		return &misuseError{errors.New("--fork says when and --policy under what else a run goes on: want both")}
	}
	when, err := bench.ForkAt(plan, cell, at)
	if err != nil {
		return &misuseError{err}
	}
	f, err := bench.MakeFork(c.Context(), plan, cell, when, policy)
	if err != nil {
		return err
	}
	return f.Write(c.OutOrStdout())
}

// writeUsage writes the usage of a cell to a file, whole or not at all.
func writeUsage(c *cobra.Command, plan *bench.Plan, cell bench.Cell, path string) error {
	f, err := columns.CreateFile(path)
	if err != nil {
		return err
	}
	owned, err := bench.Usage(c.Context(), plan, cell, f)
	if err != nil {
		f.Abort()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if owned > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "note: %d lines of machines of one's own are left out: no tariff prices them\n", owned)
	}
	return nil
}
