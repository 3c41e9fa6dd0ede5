package bench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree lists the files below a directory with their sizes and times.
func tree(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		list = append(list, fmt.Sprint(path, info.Size(), info.ModTime()))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// When nothing is left to do, nothing is written, and fewer seeds than are
// stored are shown without a loss.
func TestKept(t *testing.T) {
	dir := t.TempDir()
	plan := func(count int64) *Plan {
		e, err := Parse("small.toml", []byte(small))
		if err != nil {
			t.Fatal(err)
		}
		e.Seeds.Count = count
		p, err := Prepare(e, "")
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if r := mustRun(t, plan(3), RunOptions{Dir: dir}); r.Kept || r.Reused != 0 {
		t.Errorf("the first run kept %v and reused %d cells", r.Kept, r.Reused)
	}
	before := tree(t, dir)
	for _, count := range []int64{3, 1} {
		r := mustRun(t, plan(count), RunOptions{Dir: dir, Command: []string{"another"}})
		if !r.Kept || r.Reused != int(2*count) || len(r.Rows) != int(2*count) || len(r.Waits) != 200*len(r.Rows) {
			t.Errorf("%d seeds: kept %v, reused %d, %d rows, %d waits; want all of %d cells", count, r.Kept, r.Reused, len(r.Rows), len(r.Waits), 2*count)
		}
	}
	if d := cmp.Diff(before, tree(t, dir)); d != "" {
		t.Errorf("runs with nothing to do have changed the directory:\n%s", d)
	}
	if r := mustRun(t, plan(3), RunOptions{Dir: dir, Fresh: true}); r.Kept || r.Reused != 0 {
		t.Errorf("a fresh run kept %v and reused %d cells", r.Kept, r.Reused)
	}
}

// Finished cells that a run does not ask for are kept for one that does, and do
// not show in its tables.
func TestOtherCellsAreKept(t *testing.T) {
	dir, alone := t.TempDir(), t.TempDir()
	mustRun(t, smallPlan(t, "", ""), RunOptions{Dir: dir})
	mustRun(t, smallPlan(t, "first = 3", "first = 7"), RunOptions{Dir: dir})
	mustRun(t, smallPlan(t, "first = 3", "first = 7"), RunOptions{Dir: alone})
	sameFiles(t, "after other seeds and alone", dir, alone)
	if r := mustRun(t, smallPlan(t, "", ""), RunOptions{Dir: dir}); r.Reused != 4 || r.Kept {
		t.Errorf("%d cells were reused, want the 4 of the first run", r.Reused)
	}
	if r := mustRun(t, smallPlan(t, "count = 2", "count = 6"), RunOptions{Dir: dir}); r.Reused != 8 {
		t.Errorf("%d cells were reused, want all 8", r.Reused)
	}
	if _, err := os.Stat(filepath.Join(dir, cellsDir)); err == nil {
		t.Error("single cells are left, although the tables have them all")
	}
}

// Figures that are missing are drawn of all that is stored.
func TestDrawMissing(t *testing.T) {
	dir := t.TempDir()
	mustRun(t, smallPlan(t, "", ""), RunOptions{Dir: dir})
	r := mustRun(t, smallPlan(t, "", ""), RunOptions{Dir: dir})
	if err := r.DrawMissing(); err != nil || !r.Kept {
		t.Fatalf("DrawMissing: error %v", err)
	}
	before := tree(t, dir)
	if err := r.DrawMissing(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, tree(t, dir)); d != "" {
		t.Errorf("figures that were there were drawn again:\n%s", d)
	}
}

// A directory is written to by one run at a time; what a killed run left behind
// locks nobody out.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	p := smallPlan(t, "", "")
	unlock, err := lock(filepath.Join(dir, lockFile), dir)
	if err != nil {
		t.Fatal(err)
	}
	var locked *LockedError
	_, err = Run(context.Background(), p, RunOptions{Dir: dir})
	if want := fmt.Sprintf("is in use by process %d on ", os.Getpid()); !errors.As(err, &locked) || !strings.Contains(err.Error(), want) {
		t.Errorf("Run into a directory in use: error %v, want %q", err, want)
	}
	unlock()
	if left := tree(t, dir); len(left) != 1 {
		t.Errorf("the refused run has left %q", left[1:])
	}
	if err := os.WriteFile(filepath.Join(dir, lockFile), []byte("process 1 on nowhere"), 0o644); err != nil {
		t.Fatal(err)
	}
	mustRun(t, p, RunOptions{Dir: dir})
	if _, err := os.Stat(filepath.Join(dir, lockFile)); err == nil {
		t.Error("the lock file is still there after the run")
	}
}

// A run that may not write to a directory leaves nothing in it.
func TestRefusedRunLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	mustRun(t, smallPlan(t, "", ""), RunOptions{Dir: dir})
	before := tree(t, dir)
	if _, err := Run(context.Background(), smallPlan(t, `name = "small"`, `name = "large"`), RunOptions{Dir: dir}); err == nil {
		t.Error("Run over another experiment's result went well")
	}
	if d := cmp.Diff(before, tree(t, dir)); d != "" {
		t.Errorf("the refused run has changed the directory:\n%s", d)
	}
	if err := os.WriteFile(filepath.Join(dir, manifestFile), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), smallPlan(t, "", ""), RunOptions{Dir: dir}); err == nil || !strings.Contains(err.Error(), "manifest.json is damaged: ") {
		t.Errorf("Run over a damaged manifest: error %v", err)
	}
}

func TestSeedsCheck(t *testing.T) {
	for _, c := range []struct {
		seeds Seeds
		want  string
	}{
		{Seeds{0, 1_000_000}, ""},
		{Seeds{math.MaxInt64 - 1, 1}, ""},
		{Seeds{0, 1_000_001}, "1000001 seeds, want 1 to 1,000,000"},
		{Seeds{0, 0}, "0 seeds, want"},
		{Seeds{math.MaxInt64 - 1, 2}, "want seeds from 0 to 9223372036854775806"},
		{Seeds{-1, 2}, "the first seed is -1"},
	} {
		if err := c.seeds.Check(); (err == nil) != (c.want == "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: error %v, want %q", c.seeds, err, c.want)
		}
	}
	if _, err := Parse("x.toml", []byte(strings.Replace(small, "first = 3", "first = 9223372036854775807", 1))); err == nil || !strings.Contains(err.Error(), "x.toml:3:1: the first seed is 9223372036854775807") {
		t.Errorf("Parse of seeds beyond the last: error %v", err)
	}
}
