package train

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"skysim/policies/learned/weights"
)

// TestOnlyWeightsOfTheKindAreReplaced tries what may stand where weights are to go.
func TestOnlyWeightsOfTheKindAreReplaced(t *testing.T) {
	order, err := weights.Embedded("diurnal-1")
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(string(order), `"kind": "order"`, `"kind": "imitate"`, 1)
	for _, c := range []struct{ name, text, want string }{
		{"weights", string(order), ""},
		{"weights of another kind", other, `weights of the kind "imitate", and order-diurnal trains the kind "order": name another file`},
		{"something else", "my diary", "is there already, and no file of weights (weights "},
		{"nothing", "", "no file of weights"},
		{"something long", strings.Repeat(" ", weights.Longest+1), "it has 4194305 bytes: name another file, or move this one away"},
	} {
		file := filepath.Join(t.TempDir(), "w.json")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		task := diurnalTask()
		switch err := task.Writable(file); {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want ... %s ...", c.name, err, c.want)
		}
	}
	task := diurnalTask()
	if err := task.Writable(t.TempDir()); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("a directory: %v", err)
	}
	if err := task.Writable(filepath.Join(t.TempDir(), "new.json")); err != nil {
		t.Errorf("nothing there: %v", err)
	}
}

// TestEveryTaskSaysItsKind holds the kinds against those of the weights that come with skysim.
func TestEveryTaskSaysItsKind(t *testing.T) {
	for name, comes := range map[string]string{"order": "rlscheduler-1", "order-diurnal": "diurnal-1", "imitation": "spot-1"} {
		task, err := Find(name)
		if err != nil {
			t.Fatal(err)
		}
		data, err := weights.Embedded(comes)
		if err != nil {
			t.Fatal(err)
		}
		if f, err := weights.Read(comes, data); err != nil || f.Kind != task.Kind {
			t.Errorf("%s has the kind %q, %s %q, %v", name, task.Kind, comes, f.Kind, err)
		}
	}
}
