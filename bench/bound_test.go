package bench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/bench/experiments"
	"skysim/traces/tracetest"
)

// holds runs the cells of a plan and holds the bounds against them.
func holds(t *testing.T, p *Plan) (compared int) {
	t.Helper()
	r := &Result{}
	found := map[string]*BoundRow{}
	for _, i := range p.instances() {
		if found[i.hash] == nil {
			b, err := p.bound(i)
			if err != nil {
				t.Fatal(err)
			}
			found[i.hash] = b
		}
	}
	r.Bounds = p.collect(found)
	at := instancesOf(r.Bounds)
	for _, c := range p.Cells {
		o, err := p.simulate(context.Background(), c, meter{now: time.Now, tick: func(int64) {}})
		if err != nil {
			t.Fatal(err)
		}
		r.Rows = append(r.Rows, o.Row)
		if b := at[o.Row.instance()]; b != nil {
			if b.compares(&o.Row) == "" && b.Cost > 0 {
				compared++
			}
		}
	}
	if err := r.hold(); err != nil {
		t.Error(err)
	}
	return compared
}

// No run of what comes with skysim costs less than its bound.
func TestBoundsHoldOnBundledExperiments(t *testing.T) {
	compared := 0
	for _, name := range experiments.Names() {
		e, err := Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if needsData(e) {
			continue
		}
		e.Seeds.Count, e.Policies = 1, e.Policies[:min(3, len(e.Policies))]
		p, err := Prepare(e, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(p.instances()) == 0 {
			continue // nothing costs anything
		}
		n := holds(t, p)
		t.Logf("%s: %d of %d runs are compared with a bound above nothing", name, n, len(p.Cells))
		compared += n
	}
	if compared < 20 {
		t.Errorf("%d runs were compared: that says little", compared)
	}
}

// needsData reports whether an experiment reads recordings.
func needsData(e *Experiment) bool {
	return slices.ContainsFunc(e.Workloads, func(w Workload) bool { return w.Use == "trace" }) ||
		slices.ContainsFunc(e.Clouds, func(c Cloud) bool {
			return c.Nodes != "" || len(c.Recordings) > 0 || c.Carbon != nil || c.Speeds != nil || c.Network != nil && c.Network.Path != ""
		})
}

func TestBoundsHoldOnPhilly(t *testing.T) {
	tracetest.Path(t, "philly")
	e, err := Open("philly-on-clouds")
	if err != nil {
		t.Fatal(err)
	}
	e.Seeds.Count, e.Policies = 1, e.Policies[:2]
	p, err := Prepare(e, filepath.Dir(tracetest.Path(t, "philly")))
	if err != nil {
		t.Fatal(err)
	}
	if n := holds(t, p); n != 2 {
		t.Errorf("%d of 2 runs are compared with a bound above nothing", n)
	}
}

// A bound above what a run cost is an error that names both, and nothing is written.
func TestBrokenBound(t *testing.T) {
	p := weatherPlan(t)
	b, err := p.bound(p.instances()[0])
	if err != nil {
		t.Fatal(err)
	}
	b.Cost, b.NoSpot = 1000*b.Cost, 1000*b.NoSpot
	dir := t.TempDir()
	st := &store{dir}
	unlock, err := st.open()
	if err != nil {
		t.Fatal(err)
	}
	if err := st.putBound(b); err != nil {
		t.Fatal(err)
	}
	unlock()
	_, err = Run(context.Background(), p, RunOptions{Dir: dir})
	var broken *BoundBrokenError
	if !errors.As(err, &broken) || !strings.Contains(err.Error(), b.Instance) {
		t.Fatalf("error %v, want a BoundBrokenError about %s", err, b.Instance)
	}
	if _, err := os.Stat(filepath.Join(dir, runsFile)); err == nil {
		t.Error("rows were written all the same")
	}
}

// A result without bounds, from before there were any, is read and gets them
// without a cell being run again.
func TestBoundsAreAddedLater(t *testing.T) {
	p := weatherPlan(t)
	dir, fresh := t.TempDir(), t.TempDir()
	mustRun(t, p, RunOptions{Dir: fresh})
	mustRun(t, p, RunOptions{Dir: dir})
	if err := os.Remove(filepath.Join(dir, boundsFile)); err != nil {
		t.Fatal(err)
	}
	r, err := ReadResult(dir)
	if err != nil {
		t.Fatal(err)
	}
	if text := compared(t, r); strings.Contains(text, "bound") {
		t.Errorf("no bounds, but:\n%s", text)
	}
	if r = mustRun(t, p, RunOptions{Dir: dir}); r.Reused != len(p.Cells) {
		t.Errorf("%d cells were reused, want all %d", r.Reused, len(p.Cells))
	}
	sameFiles(t, "bounds later and at once", dir, fresh)
	if text := compared(t, r); !strings.Contains(text, "above the bound") || !strings.Contains(text, "lower bound") {
		t.Errorf("no bounds in:\n%s", text)
	}
}

// compared is what the tables of a result print.
func compared(t *testing.T, r *Result) string {
	t.Helper()
	all, err := Compare(r.Rows, "")
	if err != nil {
		t.Fatal(err)
	}
	Bound(all, r)
	var text strings.Builder
	if err := all[0].Table().WriteMarkdown(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// Runs that left something undone are not compared, and the table says which.
func TestBoundWantsAllWork(t *testing.T) {
	p := weatherPlan(t)
	r := mustRun(t, p, RunOptions{Dir: t.TempDir()})
	r.Rows[0].Finished--
	if text := compared(t, r); !strings.Contains(text, "not comparable") || !strings.Contains(text, "jobs that can be finished") {
		t.Errorf("one job less finished, but:\n%s", text)
	}
	b := BoundRow{Cost: 1000, NoSpot: 1000, Required: 3}
	for _, c := range []struct {
		cost, waived, lines int64
		broken              bool
	}{
		{1000, 0, 0, false},
		{999, 0, 0, true},
		{999, 0, 1, false}, // may have been rounded
		{997, 0, 3, true},
		{600, 400, 0, false},
		{600, 399, 0, true},
	} {
		if got := b.broken(&Row{Finished: 3, Cost: c.cost, CostWaived: c.waived, Lines: c.lines}); got != c.broken {
			t.Errorf("cost %d, %d waived, %d lines: broken %t", c.cost, c.waived, c.lines, got)
		}
	}
}

// Credits of a commitment are rounded by the hour: a bill of many lines may be below
// the bound by half a nano-dollar for each.
func TestBoundAllowsForRoundedCredits(t *testing.T) {
	e, err := Parse("credits.toml", []byte(`name = "credits"
why = "?"
seeds = { first = 1, count = 1 }
[[cloud]]
use = "machines"
[[cloud.machine]]
name = "vm"
provider = "cloud"
purchase = "on-demand"
cores = 1
price_per_hour = 0.3333333335
[[cloud.commitment]]
region = "cloud"
type = "vm"
count = 1
price_per_hour = 0.2
[[workload]]
use = "levels"
periods = 400
least = 1
most = 1
[[policy]]
use = "greedy(order=fcfs,place=cheapest,idle=1h)"
`))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Prepare(e, "")
	if err != nil {
		t.Fatal(err)
	}
	if n := holds(t, p); n != 1 {
		t.Errorf("%d runs compared, want 1", n)
	}
}

func TestNoBoundWanted(t *testing.T) {
	p := smallPlan(t, "seeds", "bound = false\nseeds")
	if r := mustRun(t, p, RunOptions{Dir: t.TempDir()}); len(r.Bounds) > 0 || len(p.instances()) > 0 {
		t.Errorf("bound = false, and there are %d", len(r.Bounds))
	}
}
