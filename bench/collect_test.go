package bench

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

// ends counts what it sees end.
type ends struct{ n int64 }

func (e *ends) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		if events[i].Kind == sim.JobEnded {
			e.n++
		}
	}
}

// Rows that are collected are those that are stored, under any number of
// workers, and whoever watches changes nothing.
func TestCollect(t *testing.T) {
	p := weatherPlan(t)
	stored := mustRun(t, p, RunOptions{Dir: t.TempDir()}).Rows
	for _, workers := range []int{1, 3} {
		seen := map[string]*ends{}
		rows, err := p.Collect(context.Background(), CollectOptions{Workers: workers, Watch: func(c Cell, w *sim.World) []sim.Observer {
			if len(w.Offers) == 0 {
				t.Errorf("cell %s: a world without offers", c.Name)
			}
			seen[c.Workload+"|"+c.Cloud+"|"+c.Policy+"|"+c.Hash] = &ends{}
			return []sim.Observer{seen[c.Workload+"|"+c.Cloud+"|"+c.Policy+"|"+c.Hash]}
		}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(stored, rows); diff != "" {
			t.Errorf("%d workers: stored and collected rows differ:\n%s", workers, diff)
		}
		for _, r := range rows {
			if got := seen[r.Workload+"|"+r.Cloud+"|"+r.Policy+"|"+r.Hash]; got == nil || got.n != r.Finished {
				t.Errorf("cell %s: watched %v, want %d jobs ended", r.Cell, got, r.Finished)
			}
		}
	}
}

func TestCollectStops(t *testing.T) {
	p := weatherPlan(t)
	ctx, stop := context.WithCancel(context.Background())
	_, err := p.Collect(ctx, CollectOptions{Workers: 1, Progress: func(now Progress) {
		if now.Done == 1 {
			stop()
		}
	}})
	var stopped *StoppedError
	if !errors.As(err, &stopped) || stopped.Done < 1 || stopped.Done == stopped.Total {
		t.Fatalf("Collect that is told to stop after a cell = %v, want a *StoppedError", err)
	}
	if got, want := stopped.Error(), "stopped after 1 of 4 cells"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	if _, err := p.Collect(context.Background(), CollectOptions{Workers: -1}); err == nil {
		t.Error("-1 workers are no error")
	}
	if _, err := p.Collect(context.Background(), CollectOptions{}); err != nil {
		t.Errorf("the same plan once more: %v", err)
	}
}
