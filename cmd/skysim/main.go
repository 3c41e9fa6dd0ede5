// Command skysim simulates scheduling over many clouds and compares policies.
//
// Each verb has a file of its own, named after it, and says in its help what
// it does; the work is done in package bench. Exit codes: 0 when all went well;
// 1 when something failed: a run, an expectation, a file, or Ctrl-C; 2 for
// misuse: an unknown verb, flag, experiment or cell, or an experiment file that
// is wrong.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
