package bench

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"skysim/sim"
)

const speedsTable = `{"v100": {"('A', 1)": {"null": 8}, "('A', 2)": {"null": 12}, "('B', 1)": {"null": 2}},
"K80": {"('A', 1)": {"null": 1}, "('A', 2)": {"null": 3}, "('B', 1)": {"null": 3}}}`

const speedsHead = `name = "x"
why = "w"
[[workload]]
use = "training"
types = 2
gang_types = 1
first_profile = 2
[[policy]]
use = "greedy"
[[cloud]]
use = "machines"
[[cloud.machine]]
name = "new"
cores = 8
mem_gib = 64
gpus = 1
gpu_kind = "V100"
[[cloud.machine]]
name = "old"
cores = 8
mem_gib = 64
gpus = 1
gpu_kind = "K80"
[[cloud.machine]]
name = "odd"
cores = 8
mem_gib = 64
gpus = 1
gpu_kind = "H100"
[[cloud.machine]]
name = "plain"
cores = 8
[cloud.speeds]
`

// prepareSpeeds plans the experiment whose [cloud.speeds] has these lines.
func prepareSpeeds(t *testing.T, lines string) (*Plan, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "table.json"), []byte(speedsTable), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := Parse("x.toml", []byte(speedsHead+lines))
	if err != nil {
		return nil, err
	}
	return Prepare(e, dir)
}

func TestSpeedsBecomeProfiles(t *testing.T) {
	p, err := prepareSpeeds(t, "path = \"table.json\"\nreference = \"v100\"\ntypes = [\"B\", \"A\"]\ngpus = [1, 2]\n")
	if err != nil {
		t.Fatal(err)
	}
	w := p.clouds[0].base
	for i, want := range [][4]int64{{1e6, 1.5e6}, {1e6, 125e3}, {}, {1e6, 250e3}} {
		got := w.Profiles[2+i]
		for k, name := range []string{"new", "old", "odd", "plain"} {
			at := slices.IndexFunc(w.Types, func(m sim.MachineType) bool { return m.Name == name })
			if got[at] != want[k] {
				t.Errorf("profile %d of %s is %d, want %d", 2+i, name, got[at], want[k])
			}
		}
	}
}

func TestSpeedsThatAreWrong(t *testing.T) {
	for lines, want := range map[string]string{
		"":               "path is missing",
		"path = \"t\"\n": "reference is missing",
		"path = \"no.json\"\nreference = \"v100\"\ntypes = [\"A\"]\n":                       "x.toml:34:1: open",
		"path = \"table.json\"\nreference = \"v10\"\ntypes = [\"A\"]\n":                     `no speeds on "v10"`,
		"path = \"table.json\"\nreference = \"v100\"\n":                                     "types has no types of jobs",
		"path = \"table.json\"\nreference = \"v100\"\ntypes = [\"A\"]\ngpus = [0]\n":        "gpus has 0, want integers from 1",
		"path = \"table.json\"\nreference = \"v100\"\ntypes = [\"A\"]\ngpu = [1]\n":         `unknown key "gpu"`,
		"path = \"table.json\"\nreference = \"v100\"\ntypes = [\"A\", \"AB\"]\n":            "the speed of ('AB', 1) on v100 is unknown or 0",
		"path = \"table.json\"\nreference = \"v100\"\ntypes = [\"A\", \"B\"]\ngpus = [2]\n": "\"B\" is there on other numbers of GPUs",
		"path = \"table.json\"\nreference = \"v100\"\ntypes = [\"A\"]\n":                    "first_profile is 2, and so the last is 3",
		"path = \"../table.json\"\nreference = \"v100\"\ntypes = [\"A\"]\n":                 "leads out of the data directory",
	} {
		p, err := prepareSpeeds(t, lines)
		if err == nil {
			_, err = p.Config(p.Cells[0])
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", lines, err, want)
		}
	}
}
