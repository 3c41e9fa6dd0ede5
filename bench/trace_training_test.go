package bench

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
	"skysim/traces/tracetest"
)

// traceFiles are small traces whose files do not say all that is in them.
var traceFiles = map[string]string{
	"gaia.csv":    "arrival_time,length,cpus\n0.5,2,1\n1,0.25,1.5\n",
	"back.csv":    "arrival_time,length,cpus\n2,1,1\n1,1,1\n",
	"steps.trace": "A3C\trun\trl\t-s\t1\t1000\t1\t1\t-1\t0\nLM\tlm\tlm\t-s\t0\t20\t4\t1\t1.5\t60.25\n",
	"timed.trace": "A3C\trun\trl\t-s\t1\t1000\t2\tstatic\t1\t2\t500.5\t3\n",
	"odd.trace":   "A3C\trun\trl\t-s\t1\t1000\t1\t1\t-1\t0\nGAN\trun\trl\t-s\t1\t1000\t1\t1\t-1\t7\n",
	"speeds.json": `{"v100": {"('A3C', 1)": {"null": 40}, "('LM', 4)": {"null": 3}}, "k80": {"('A3C', 1)": {"null": 10}}}`,
	"slower.json": `{"v100": {"('A3C', 1)": {"null": 20}, "('LM', 4)": {"null": 3}}}`,
}

// traceOf opens the trace of the given keys; the keys begin in line 11 of the file.
func traceOf(t *testing.T, keys string) (*workload, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range traceFiles {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e, err := Parse("e.toml", []byte("name = \"t\"\nwhy = \"t\"\n[[cloud]]\nuse = \"machines\"\n[[cloud.machine]]\nname = \"n\"\ncores = 8\n"+
		"[[policy]]\nuse = \"greedy(order=fcfs,place=firstfit)\"\n[[workload]]\nuse = \"trace\"\n"+keys+"\n"))
	if err != nil {
		return nil, err
	}
	w, err := openTrace(&e.Workloads[0], dir)
	if err != nil {
		err = fmt.Errorf("%s", strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), ""))
	}
	return w, err
}

// What the file leaves open, its keys say.
func TestTracesThatNeedToBeTold(t *testing.T) {
	const s = 1_000_000_000
	cpu := func(milli, mib int64) sim.Demand { return sim.Demand{CPU: milli, Mem: mib} }
	gpu := sim.Demand{GPUs: 1, Share: 1000}
	for _, c := range []struct {
		name, keys string
		want       []sim.Job
	}{
		{"hours", "format = \"gaia\"\npath = \"gaia.csv\"\nunit = \"hours\"", []sim.Job{
			{Submit: 1800 * s, Work: 7200 * s, Tasks: 1, Demand: cpu(1000, 0)}, {Submit: 3600 * s, Work: 900 * s, Tasks: 1, Demand: cpu(1500, 0)},
		}},
		{"seconds, with memory", "format = \"gaia\"\npath = \"gaia.csv\"\nunit = \"seconds\"\nmem_gib_per_core = 2", []sim.Job{
			{Submit: s / 2, Work: 2 * s, Tasks: 1, Demand: cpu(1000, 2048)}, {Submit: s, Work: s / 4, Tasks: 1, Demand: cpu(1500, 3072)},
		}},
		{"unsorted", "format = \"gaia\"\npath = \"back.csv\"\nunit = \"seconds\"\nsort = true", []sim.Job{
			{Submit: s, Work: s, Tasks: 1, Demand: cpu(1000, 0)}, {Submit: 2 * s, Work: s, Tasks: 1, Demand: cpu(1000, 0)},
		}},
		{"steps on a V100", "format = \"gavel\"\npath = \"steps.trace\"\nthroughputs = \"speeds.json\"\ngpu_kind = \"v100\"", []sim.Job{
			{Work: 25 * s, Tasks: 1, Demand: gpu},
			{Submit: 60*s + s/4, Work: 6_666_666_667, Tasks: 4, Demand: gpu, Deadline: 70*s + s/4 + 1},
		}},
		{"durations", "format = \"gavel\"\npath = \"timed.trace\"\ncores_per_gpu = 4\nmem_gib_per_gpu = 0.5\nprofile = \"training\"", []sim.Job{
			{Submit: 3 * s, Work: 500*s + s/2, Tasks: 2, Demand: sim.Demand{CPU: 4000, Mem: 512, GPUs: 1, Share: 1000}, Profile: 1, Deadline: 1004 * s},
		}},
	} {
		w, err := traceOf(t, c.keys)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got, err := w.trace.list(nil)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", c.name, err, diff)
		}
	}
}

func TestTracesThatAreToldWrong(t *testing.T) {
	const gaia, steps = "format = \"gaia\"\npath = \"gaia.csv\"\n", "format = \"gavel\"\npath = \"steps.trace\"\n"
	for _, c := range []struct{ keys, want string }{
		{gaia, `e.toml:10:3: unit is missing, want "hours" or "seconds": the file does not say which its times are in`},
		{gaia + `unit = "second"`, `e.toml:14:1: unit is "second", want "seconds" or "hours"; did you mean "seconds"?`},
		{gaia + `unit = 3600`, `e.toml:14:1: unit = 3600 is an integer, want a string`},
		{gaia + "unit = \"hours\"\nmem_gib_per_core = 1e9", `e.toml:15:1: mem_gib_per_core = 1e+09, want at most 131072`},
		{gaia + "unit = \"hours\"\nunits = 1", `e.toml:15:1: unknown key "units"; did you mean "unit"?`},
		{"format = \"gaia\"\npath = \"back.csv\"\nunit = \"hours\"", `e.toml:13:1: back.csv:3:1: arrival_time is "1", want at least the 7200 s of line 2: ask for the file to be sorted in memory`},
		{steps, `e.toml:13:1: steps.trace:1: the row has steps and no duration: want throughputs, a table of speeds, and gpu_kind`},
		{steps + `gpu_kind = "v100"`, `e.toml:14:1: gpu_kind = "v100" without throughputs: want the table of speeds that has it`},
		{steps + `throughputs = "speeds.json"`, `e.toml:14:1: throughputs without gpu_kind: want the kind of GPU whose speeds turn steps into time`},
		{steps + "gpu_kind = \"v10\"\nthroughputs = \"speeds.json\"", `e.toml:14:1: speeds.json has no speeds on "v10"; did you mean "v100"?`},
		{steps + "gpu_kind = \"k80\"\nthroughputs = \"none.json\"", `e.toml:15:1: open none.json: no such file or directory`},
		{steps + "gpu_kind = \"k80\"\nthroughputs = \"../speeds.json\"", `e.toml:15:1: throughputs = "../speeds.json" leads out of the data directory`},
		{steps + "gpu_kind = \"k80\"\nthroughputs = \"speeds.json\"", `e.toml:13:1: steps.trace:2: speeds.json: the speed of ('LM', 4) on k80 is unknown or 0`},
		{steps + `cores_per_gpu = 134218`, `e.toml:14:1: cores_per_gpu = 134218, want at most 134217`},
		{"format = \"gavel\"\npath = \"odd.trace\"\ngpu_kind = \"k80\"\nthroughputs = \"speeds.json\"\nlenient = true", `e.toml:13:1: odd.trace:2: speeds.json: the speed of ('GAN', 1) on k80 is unknown or 0`},
	} {
		if _, err := traceOf(t, c.keys); err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.keys, err, c.want)
		}
	}
}

// Another table of speeds is another workload, though the trace is the same.
func TestTheTableOfSpeedsIsInTheHash(t *testing.T) {
	hash := func() string {
		w, err := traceOf(t, "format = \"gavel\"\npath = \"steps.trace\"\ngpu_kind = \"v100\"\nthroughputs = \"speeds.json\"")
		if err != nil {
			t.Fatal(err)
		}
		return w.hash
	}
	before := hash()
	if again := hash(); again != before {
		t.Errorf("hash %s and then %s of the same files", before, again)
	}
	defer func(text string) { traceFiles["speeds.json"] = text }(traceFiles["speeds.json"])
	traceFiles["speeds.json"] = traceFiles["slower.json"]
	if hash() == before {
		t.Error("the hash does not change with the table of speeds")
	}
}

// Gavel's own trace with its own table, beside steps ÷ speed in floats.
func TestRecordedGavelTrace(t *testing.T) {
	data := tracetest.Path(t, "")
	e, err := Parse("e.toml", []byte("name = \"t\"\nwhy = \"t\"\n[[cloud]]\nuse = \"machines\"\n[[cloud.machine]]\nname = \"n\"\ncores = 8\n[[policy]]\nuse = \"greedy(order=fcfs,place=firstfit)\"\n"+
		"[[workload]]\nuse = \"trace\"\nformat = \"gavel\"\npath = \"gavel/max_min_fairness.trace\"\nthroughputs = \"gavel/gavel_simulation_throughputs.json\"\ngpu_kind = \"p100\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	w, err := openTrace(&e.Workloads[0], data)
	if err != nil {
		t.Fatal(err)
	}
	jobs, _ := w.trace.list(nil)
	text, err := os.ReadFile(filepath.Join(data, "gavel", "max_min_fairness.trace"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(jobs) != 96 || len(lines) != 96 {
		t.Fatalf("%d jobs of %d lines, want 96", len(jobs), len(lines))
	}
	var speeds map[string]map[string]map[string]any
	if text, err := os.ReadFile(filepath.Join(data, "gavel", "gavel_simulation_throughputs.json")); err != nil || json.Unmarshal(text, &speeds) != nil {
		t.Fatal(err)
	}
	for i, line := range lines {
		cells := strings.Split(line, "\t")
		steps, _ := strconv.ParseFloat(cells[5], 64)
		rate, _ := speeds["p100"][fmt.Sprintf("('%s', %s)", cells[0], cells[6])]["null"].(float64)
		if got, want := float64(jobs[i].Work)/1e9, steps/rate; !(math.Abs(got-want) <= 1e-8*want) {
			t.Errorf("line %d: %v s, want %v s", i+1, got, want)
		}
	}
}
