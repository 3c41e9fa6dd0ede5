package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"skysim/bench/plot"
	"skysim/bench/table"
	"skysim/bench/train"
	"skysim/policies/learned/weights"
)

func newTrain() *cobra.Command {
	var t training
	c := &cobra.Command{
		Use:   "train [NAME]",
		Short: "Train a learned policy, and report on data that it has not seen",
		Long: `Train a learned policy: write its weights with their provenance, draw the learning
curve, and print how it does on held-out data beside the heuristics. Without a name,
what can be trained is listed.

The weights go to --out, NAME-SEED.json if it is not given; a policy finds the file
beside the experiment that names it, or below --data: learned(weights=FILE.json). The
same name, seed, data and number of generations give the same file, to the byte, on any
number of workers.

An interrupted training leaves FILE.checkpoint and goes on from there when the same
command is given again.`,
		Example: "  skysim train order --seed 1 --data ../shared/data --figure curve.svg\n  skysim train order-diurnal --seed 7 --out mine.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			t.out, t.errs = c.OutOrStdout(), c.ErrOrStderr()
			if len(args) == 0 {
				return listTrainings(t.out)
			}
			return t.run(c.Context(), args[0])
		},
	}
	c.Flags().StringVar(&t.lab.Data, "data", os.Getenv("SKYSIM_DATA"), "directory that recorded data are below (default $SKYSIM_DATA)")
	c.Flags().Int64Var(&t.lab.Seed, "seed", 1, "seed of the training")
	c.Flags().IntVar(&t.lab.Generations, "generations", 0, "how long to train (default what the task usually takes)")
	c.Flags().IntVar(&t.lab.Workers, "workers", 0, "simulations to run at once (default one per processor)")
	c.Flags().StringVar(&t.file, "out", "", "file of weights to write, which ends in .json (default NAME-SEED.json)")
	c.Flags().StringVar(&t.figure, "figure", "", "draw the learning curve into this file, which ends in .svg or .png")
	return c
}

// training is one call of train.
type training struct {
	lab          train.Lab
	file, figure string
	out, errs    io.Writer
}

func (t *training) run(ctx context.Context, name string) error {
	task, err := train.Find(name)
	if err != nil {
		return err
	}
	if t.file == "" {
		t.file = fmt.Sprintf("%s-%d.json", task.Name, t.lab.Seed)
	}
	draw, err := t.check(task)
	if err != nil {
		return &misuseError{err}
	}
	t.lab.Checkpoint = t.file + ".checkpoint"
	bar := newProgress(t.errs, "train "+task.Name)
	t.lab.Progress = bar.show
	found, err := task.Train(ctx, &t.lab)
	bar.end()
	if ctx.Err() != nil && err != nil {
		return t.interrupted()
	}
	if err != nil {
		return err
	}
	if err := t.store(found, draw); err != nil {
		return err
	}
	if err := found.Table().WriteText(t.out, table.TextOptions{Width: width(t.out)}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.out, "\n%s\n", t.file)
	return err
}

// check finds what is wrong with the flags and the files they name, before anything
// has run. It returns how to draw the figure, nil for none.
func (t *training) check(task *train.Task) (draw func(*plot.Figure, io.Writer) error, err error) {
	switch ext := filepath.Ext(t.figure); {
	case ext == ".svg":
		draw = (*plot.Figure).WriteSVG
	case ext == ".png":
		draw = (*plot.Figure).WritePNG
	case t.figure != "":
		return nil, fmt.Errorf("--figure is %q, want a file that ends in .svg or .png", t.figure)
	}
	switch {
	case !weights.IsFile(t.file):
		return nil, fmt.Errorf("--out is %q, want a file that ends in .json", t.file)
	case t.lab.Workers < 0:
		return nil, fmt.Errorf("--workers is %d, want 0 for one per processor, or more", t.lab.Workers)
	case t.lab.Generations < 0 || t.lab.Generations > 100_000:
		return nil, fmt.Errorf("--generations is %d, want 1 to 100000, or 0 for the usual number", t.lab.Generations)
	case t.lab.Seed < 0:
		return nil, fmt.Errorf("--seed is %d, want 0 or more", t.lab.Seed)
	}
	for _, file := range []string{t.file, t.figure} {
		if dir := filepath.Dir(file); file != "" {
			if info, err := os.Stat(dir); err != nil || !info.IsDir() {
				return nil, fmt.Errorf("%s is to be written to %s, which is no directory", file, dir)
			}
		}
	}
	if info, err := os.Stat(t.figure); err == nil && info.IsDir() {
		return nil, fmt.Errorf("--figure %s is a directory, want a file that ends in .svg or .png", t.figure)
	}
	if err := task.Writable(t.file); err != nil {
		return nil, fmt.Errorf("--out: %w", err)
	}
	return draw, task.Missing(t.lab.Data)
}

// interrupted says what is left of a training that was stopped.
func (t *training) interrupted() error {
	if _, err := os.Stat(t.lab.Checkpoint); err != nil {
		return errors.New("interrupted before the first generation was over; nothing was written")
	}
	return fmt.Errorf("interrupted; the same command goes on from %s", t.lab.Checkpoint)
}

// store writes what was learned, and forgets the checkpoint.
func (t *training) store(found *train.Result, draw func(*plot.Figure, io.Writer) error) error {
	data, err := found.Weights.Bytes()
	if err != nil {
		return err
	}
	if draw != nil {
		figure, err := found.Figure()
		if err != nil {
			return err
		}
		var drawn strings.Builder
		if err := errors.Join(draw(figure, &drawn), train.Store(t.figure, []byte(drawn.String()))); err != nil {
			return err
		}
	}
	if err := train.Store(t.file, data); err != nil {
		return err
	}
	if err := os.Remove(t.lab.Checkpoint); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// listTrainings names what can be trained.
func listTrainings(w io.Writer) error {
	for _, t := range train.All() {
		needs := "no recorded data"
		if t.Data != "" {
			needs = t.Data + " below --data"
		}
		if _, err := fmt.Fprintf(w, "%s: %s\n    needs %s; %d generations\n", t.Name, t.Doc, needs, t.Usual); err != nil {
			return err
		}
	}
	return nil
}
