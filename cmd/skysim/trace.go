package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"skysim/bench"
	"skysim/bench/table"
	"skysim/traces/formats"
)

func newTrace() *cobra.Command {
	c := &cobra.Command{
		Use:   "trace",
		Short: "Look at recordings: stats, formats, convert",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			var known []string
			for _, sub := range c.Commands() {
				known = append(known, sub.Name())
			}
			return &bench.UnknownError{What: "trace", Name: args[0], Known: known}
		},
		Args: cobra.ArbitraryArgs,
	}
	c.AddCommand(newTraceStats(), newTraceConvert(), newTraceFormats())
	for _, sub := range c.Commands() {
		sub.Args = misusing(sub.Args)
	}
	return c
}

func newTraceFormats() *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: "List the formats of recordings that can be read",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, args []string) error {
			t := table.New("formats of recordings", table.Column{Title: "format"}, table.Column{Title: "holds"}, table.Column{Title: "converts to"}, table.Column{Title: "what it is"})
			for _, f := range formats.All() {
				t.Add(table.Code(f.Name), table.Text(f.Kind), table.Text(f.Streams()), table.Text(f.Doc))
			}
			return printTable(c.OutOrStdout(), t)
		},
	}
}

// openTrace opens a file, or what comes in if it is -, and finds out its format: the
// one named, or the one that fits. What the user could have known is misuse: no such
// file, an unknown format, one that is not said where the file does not decide.
func openTrace(c *cobra.Command, path, name string, o formats.Options) (*formats.Input, formats.Fit, error) {
	var fit formats.Fit
	if name != "" {
		f, err := formats.Find(name)
		if err != nil {
			return nil, fit, &misuseError{err}
		}
		fit = formats.Fit{Format: f, Why: "as was said"}
	}
	o.Stop = c.Context().Err
	in, err := openInput(c.InOrStdin(), path, o)
	if err != nil {
		return nil, fit, err
	}
	if name == "" {
		if fit, err = formats.Detect(in); err != nil {
			var several *formats.AmbiguousError
			var none *formats.UnknownError
			switch {
			case errors.As(err, &several):
				err = &misuseError{fmt.Errorf("%w with --format", err)}
			case errors.As(err, &none):
				err = &misuseError{fmt.Errorf("%w; --format reads it as one of these all the same", err)}
			}
			return nil, fit, errors.Join(err, in.Close())
		}
	}
	return in, fit, nil
}

// openInput opens a file, or what comes in.
func openInput(stdin io.Reader, path string, o formats.Options) (*formats.Input, error) {
	if path == "-" {
		return formats.From(stdin, "-", o)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, &misuseError{&fs.PathError{Op: "read", Path: path, Err: errors.New("is a directory, want a file")}}
	}
	in, err := formats.Open(path, o)
	var unread *fs.PathError
	if errors.As(err, &unread) {
		err = &misuseError{err}
	}
	return in, err
}
