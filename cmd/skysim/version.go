package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"skysim/bench"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the engine, of Go, and of the source if known",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.OutOrStdout(), "skysim engine %s, revision %s, %s %s/%s\n",
				bench.EngineVersion, bench.Revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
