package bench

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

// pins are fingerprints of what a few cells measured, by engine version.
var pins = map[string][3]string{
	"4": {"f2c15a4ce4f7f502", "9a7e64b53b80392e", "5868b81d7839de93"},
}

// A result that changes under the same version would be taken for a finished
// cell of the other. Whoever changes one on purpose raises EngineVersion and
// replaces the pins with those of the new version. The catalogue's contents are in
// the hash of a cell: if nothing but a price has changed, new pins are enough.
func TestEngineVersionNamesTheResults(t *testing.T) {
	want, known := pins[EngineVersion]
	if !known {
		t.Errorf("no fingerprints are pinned for engine version %s", EngineVersion)
	}
	clouds := ready(t, "three-clouds", "", func(e *Experiment) {
		e.Seeds.Count = 1
		e.Workloads[0].Params = []Param{{"days", 0.5}}
	})
	money := ready(t, "money", "", func(e *Experiment) {
		e.Seeds.Count = 1
		e.Workloads[0].Params = []Param{{"days", 0.5}}
	})
	for i, p := range []*Plan{weatherPlan(t), clouds, money} {
		o, err := p.simulate(context.Background(), p.Cells[1], meter{now: time.Now, tick: func(int64) {}})
		if err != nil {
			t.Fatal(err)
		}
		row := o.Row // what it measured, without what it is about
		row.Hash, row.Cell, row.Engine, row.Catalog, row.WorkloadHash, row.CloudHash = "", "", "", "", "", ""
		o.Row, o.Timing = row, Timing{}
		for k := range o.Series {
			o.Series[k].Hash = ""
		}
		for k := range o.Waits {
			o.Waits[k].Hash = ""
		}
		for k := range o.Tallies {
			o.Tallies[k].Hash = ""
		}
		data, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		if got := hashOf(string(data))[:16]; got != want[i] {
			t.Errorf("%s has the fingerprint %s, pinned for version %s is %s: if the change is wanted, raise EngineVersion and pin it",
				p.Cells[1].Name, got, EngineVersion, want[i])
		}
	}
}

// Input that does not fit is told in a sentence; a bug with its trace.
func TestBrokenRuns(t *testing.T) {
	p := smallPlan(t, "price_per_hour = 0.25\n[[workload]]\nuse = \"mmc\"\nlambda = 1.5",
		"price_per_hour = \"9000000\"\n[[workload]]\nuse = \"mmc\"\nlambda = 0.00001")
	_, err := p.simulate(context.Background(), p.Cells[0], meter{now: time.Now, tick: func(int64) {}})
	if err == nil || strings.Contains(err.Error(), "goroutine") || !strings.Contains(err.Error(), "does not fit") {
		t.Errorf("a bill that does not fit: error %v, want a sentence", err)
	}
	if err := broken(errors.New("too much")); err.Error() != "too much" {
		t.Errorf("a panic with an error gives %q", err)
	}
	for _, bug := range []any{"over capacity", func() (r any) { defer func() { r = recover() }(); return []int{}[len(p.Notes())] }()} {
		if err := broken(bug); !strings.Contains(err.Error(), "goroutine") {
			t.Errorf("the panic %v gives %q, want a trace", bug, err)
		}
	}
}
