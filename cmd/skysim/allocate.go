package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"skysim/bench/allocate"
	"skysim/bench/plot"
	oneshot "skysim/policies/allocate"
	"skysim/policies/grammar"
	"skysim/traces/columns"
)

func newAllocate() *cobra.Command {
	var policy, figure string
	var asJSON bool
	var budget int64
	c := &cobra.Command{
		Use:   "allocate FILE.toml",
		Short: "Lay demands on resources once, and prove how good that is",
		Long: `Lay demands on resources once, without time: the problem of the source articles. The
file says what is to be minimised or maximised, which resources there are and what is
demanded of them; an example that comes with skysim goes by its name (see "skysim
list allocations"). Without --policy all policies that suit the file are compared;
with it, the one is shown with shadow prices, and who gets what. Every answer has a bound that
nothing can beat, and says whether it is optimal.

Policies:
` + policyDocs() + `
Exit code 1 means that no allocation was found, and says which demand exceeds what; or
that Ctrl-C ended a search, of which the best allocation and bound so far are printed.
bench/allocate/FORMAT.md describes the file and the JSON; bench/allocate/ARTICLES.md
sets what the articles print beside what is true.`,
		Example: "  skysim allocate article-1\n  skysim allocate article-2 --policy lp\n  skysim allocate my.toml --policy \"dp(lambda=0.5)\" --json\n  skysim allocate article-3 --figure article-3.svg",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if budget < 0 {
				return &misuseError{fmt.Errorf("--budget is %d, want 0 or more steps", budget)}
			}
			if err := checkFigure(figure); err != nil {
				return &misuseError{err}
			}
			ctx := c.Context()
			o := oneshot.Options{Budget: budget, Stop: func() bool { return ctx.Err() != nil }}
			r, err := interruptible(ctx, func() (*allocate.Report, error) { return allocated(args[0], policy, o) })
			if err != nil {
				return err
			}
			return showAllocation(c.OutOrStdout(), r, asJSON, figure)
		},
	}
	c.Flags().StringVar(&policy, "policy", "", "solve with one policy only")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object: objective, cost, utilisation, allocation, optimal, bound, …")
	c.Flags().StringVar(&figure, "figure", "", "draw load and cost of each resource into this file, .svg or .png")
	c.Flags().Int64Var(&budget, "budget", 0, fmt.Sprintf("steps that a search may take (default %d)", oneshot.DefaultBudget))
	return c
}

// grace is how long Ctrl-C waits for the searches to end with what they have.
const grace = 10 * time.Second

// interruptible waits for an answer, after Ctrl-C no longer than grace.
func interruptible(ctx context.Context, solve func() (*allocate.Report, error)) (*allocate.Report, error) {
	var r *allocate.Report
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		r, err = solve()
	}()
	select {
	case <-done:
		return r, err
	case <-ctx.Done():
	}
	select {
	case <-done:
		return r, err
	case <-time.After(grace):
		return nil, errors.New("interrupted before there was an allocation or a bound")
	}
}

// policyDocs lists the policies for the help.
func policyDocs() string {
	text := ""
	for _, k := range oneshot.Kinds() {
		text += fmt.Sprintf("  %-11s %s\n", k, k.Doc())
	}
	return text
}

// allocated reads the problem and solves it. What is wrong with either is misuse.
func allocated(ref, policy string, o oneshot.Options) (*allocate.Report, error) {
	f, err := allocate.Open(ref)
	var unread *fs.PathError
	if errors.As(err, &unread) {
		return nil, &misuseError{err}
	}
	if err != nil {
		return nil, err
	}
	if policy == "" {
		return allocate.Compare(f, o)
	}
	r, err := allocate.Solve(f, policy, o)
	var construction *grammar.Error
	if errors.As(err, &construction) {
		return nil, &misuseError{err}
	}
	return r, err
}

// showAllocation prints a report and draws it. If no allocation was found, that is the error.
func showAllocation(out io.Writer, r *allocate.Report, asJSON bool, figure string) error {
	var err error
	switch infeasible := r.Chosen.Outcome() == "infeasible"; {
	case asJSON:
		err = r.WriteJSON(out)
	case !infeasible:
		err = r.WriteText(out)
	}
	if err == nil && figure != "" {
		err = drawAllocation(figure, r)
	}
	if err != nil {
		return err
	}
	if r.Chosen.Err != nil {
		return fmt.Errorf("%s: %w", r.File.Name, r.Chosen.Err)
	}
	if r.Interrupted() {
		return fmt.Errorf("%s: interrupted: allocation and bound are the best that were known by then", r.File.Name)
	}
	return nil
}

// checkFigure finds what is wrong with the name of a figure, before anything is solved.
func checkFigure(path string) error {
	if path == "" {
		return nil
	}
	if ext := strings.ToLower(filepath.Ext(path)); ext != ".png" && ext != ".svg" {
		return fmt.Errorf("--figure %s: the name ends in %q, want .svg or .png", path, ext)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("--figure %s is a directory, want a file that ends in .svg or .png", path)
	}
	if dir := filepath.Dir(path); !isDirectory(dir) {
		return fmt.Errorf("--figure %s is to be written to %s, which is no directory", path, dir)
	}
	return nil
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// drawAllocation draws a report into a file that checkFigure allows, whole or not at all.
func drawAllocation(path string, r *allocate.Report) error {
	write := (*plot.Figure).WriteSVG
	if strings.EqualFold(filepath.Ext(path), ".png") {
		write = (*plot.Figure).WritePNG
	}
	f, err := r.Figure()
	if f == nil || err != nil {
		return err
	}
	out, err := columns.CreateFile(path)
	if err != nil {
		return err
	}
	if err := write(f, out); err != nil {
		return errors.Join(err, out.Abort())
	}
	return out.Close()
}

// listAllocations names the problems that come with skysim.
func listAllocations(w io.Writer) error {
	for _, name := range allocate.Examples() {
		f, err := allocate.Open(name)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s\n    %s\n\n", name, f.Why); err != nil {
			return err
		}
	}
	return nil
}
