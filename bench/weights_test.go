package bench

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const someWeights = `{"kind":"order","version":1,"parameters":[{"name":"handicap","value":7200,"unit":"s"},{"name":"run","value":1,"unit":"1"},{"name":"width","value":1,"unit":"1"}],"provenance":{"command":"by hand"}}`

// TestWeightsAreFoundAndHashed puts weights beside an experiment, and then below the data
// directory: what a cell is depends on their contents, and on nothing else.
func TestWeightsAreFoundAndHashed(t *testing.T) {
	beside, below := t.TempDir(), t.TempDir()
	file := filepath.Join(beside, "small.toml")
	put := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put(file, strings.Replace(small, `use = "greedy`, `use = "learned(weights=w.json)" # "`, 1))
	plan := func() (*Plan, error) {
		e, err := ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return Prepare(e, below)
	}
	hash := func() string {
		p, err := plan()
		if err != nil {
			t.Fatal(err)
		}
		return p.Cells[0].Hash
	}
	if _, err := plan(); err == nil || !strings.HasPrefix(err.Error(), file+":") || !strings.Contains(err.Error(), "column 17: weights=w.json") || !strings.Contains(err.Error(), "nor below --data") {
		t.Errorf("no weights anywhere: %v, want the place and both files", err)
	}
	put(filepath.Join(below, "w.json"), someWeights)
	first := hash()
	put(filepath.Join(beside, "w.json"), strings.Replace(someWeights, "7200", "7201", 1))
	if hash() == first {
		t.Error("other weights, and the same hash")
	}
	put(filepath.Join(beside, "w.json"), someWeights)
	if got := hash(); got != first {
		t.Errorf("the same weights in another place have the hash %s, want %s", got, first)
	}
	p, err := plan()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := p.Collect(context.Background(), CollectOptions{})
	if err != nil || rows[0].Finished != rows[0].Submitted {
		t.Errorf("a run with weights: %+v, %v", rows, err)
	}
	for _, tt := range []struct{ old, new, want string }{
		{`"version":1`, `"version":7`, "weights w.json: version is 7, and order is at version 1"},
		{`"run"`, `"ran"`, "parameters have no run"},
		{someWeights, "", "the file ends within an object"},
	} {
		put(filepath.Join(beside, "w.json"), strings.Replace(someWeights, tt.old, tt.new, 1))
		if _, err := plan(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.new, err, tt.want)
		}
	}
}

// TestEmbeddedWeightsAreHashed: those that come with skysim may be trained again.
func TestEmbeddedWeightsAreHashed(t *testing.T) {
	p := smallPlan(t, `use = "greedy`, `use = "learned(weights=rlscheduler-1)" # "`)
	if len(p.learned) == 0 || !strings.Contains(p.learned[0], " rlscheduler-1=") {
		t.Errorf("in the hash is %q, want the contents of the weights", p.learned)
	}
	if plain := smallPlan(t, "", ""); plain.learned[0] != "" {
		t.Errorf("greedy adds %q to the hash, want nothing", plain.learned[0])
	}
}
