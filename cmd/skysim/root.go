package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"skysim/bench"
)

// run is the whole program: arguments and writers in, exit code out.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var quiet *quietError
	if !errors.As(err, &quiet) {
		fmt.Fprintf(errs, "skysim: %s\n", strings.TrimSpace(err.Error()))
	}
	return exitCode(err)
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "skysim",
		Short:         "Simulate scheduling over many clouds and compare policies on cost, utilisation and latency",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &misuseError{err} })
	root.AddCommand(newRun(), newAllocate(), newList(), newExplain(), newAudit(), newCompare(), newReproduce(), newBill(), newCatalog(), newTrace(), newTrain(), newVersion())
	for _, c := range root.Commands() {
		if c.Args != nil {
			c.Args = misusing(c.Args)
		}
	}
	return root
}

// misuseError is something that the user did wrong.
type misuseError struct{ error }

func (e *misuseError) Unwrap() error { return e.error }

// quietError is a failure that has been told already.
type quietError struct{ error }

// misusing makes errors about arguments count as misuse.
func misusing(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			return &misuseError{fmt.Errorf("%w\nusage: %s", err, c.UseLine())}
		}
		return nil
	}
}

// exitCode tells misuse from failure.
func exitCode(err error) int {
	var misuse *misuseError
	var file *bench.FileError
	var unknown *bench.UnknownError
	switch {
	case errors.As(err, &misuse), errors.As(err, &file), errors.As(err, &unknown),
		strings.HasPrefix(err.Error(), "unknown command"), strings.HasPrefix(err.Error(), "unknown shorthand"):
		return 2
	}
	return 1
}

// open returns an experiment; a file that cannot be read is misuse.
func open(ref string) (*bench.Experiment, error) {
	e, err := bench.Open(ref)
	if err != nil {
		if info, there := os.Stat(ref); there == nil && info.IsDir() {
			return nil, &misuseError{fmt.Errorf("%s is a directory, want the name of an experiment or a file that ends in .toml", ref)}
		}
	}
	var unread *fs.PathError
	if errors.As(err, &unread) {
		return nil, &misuseError{err}
	}
	return e, err
}
