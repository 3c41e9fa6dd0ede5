package bench

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"skysim/sim"

	"skysim/bench/experiments"
)

// small is an experiment that takes milliseconds; tests change it by
// replacing a line.
const small = `name = "small"
why = "tests"
seeds = { first = 3, count = 2 }
baseline = "first"
[[cloud]]
use = "machines"
[[cloud.machine]]
name = "server"
count = 2
cores = 1
price_per_hour = 0.25
[[workload]]
use = "mmc"
lambda = 1.5
jobs = 200
[[policy]]
name = "first"
use = "greedy(order=fcfs,place=firstfit)"
[[policy]]
name = "second"
use = "greedy(order=fcfs,place=bestfit)"
`

func TestParse(t *testing.T) {
	e, err := Parse("small.toml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if e.Name != "small" || e.Baseline != "first" || e.Seeds != (Seeds{3, 2}) || e.Size() != 4 {
		t.Errorf("Parse: name %q, baseline %q, seeds %v, %d cells", e.Name, e.Baseline, e.Seeds, e.Size())
	}
	want := []Machines{{Name: "server", Provider: "own", Purchase: sim.Owned, Count: 2, CPU: 1000, Price: 250_000_000_000}}
	if d := cmp.Diff(want, e.Clouds[0].Machines, cmpopts.IgnoreUnexported(Machines{})); d != "" {
		t.Errorf("Parse: machines differ (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]Param{{"jobs", int64(200)}, {"lambda", 1.5}}, e.Workloads[0].Params); d != "" {
		t.Errorf("Parse: parameters differ (-want +got):\n%s", d)
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"syntax", `name = "small"`, `name = `, "x.toml:1:8: "},
		{"unknown key", `seeds = {`, `sedes = {`, `x.toml:3:1: unknown key "sedes"; did you mean "seeds"?`},
		{"unknown key inside", `count = 2 }`, `cuont = 2 }`, `x.toml:3:22: unknown key "cuont"; did you mean "count"?`},
		{"unknown key of a machine", `cores = 1`, `cores = 1` + "\n" + `gpu = 3`, `x.toml:11:1: unknown key "gpu"; did you mean "gpus"?`},
		{"wrong type", `jobs = 200`, `jobs = { n = 200 }`, `x.toml:15:1: jobs = {…} is a table, want a plain value`},
		{"text for a number", `count = 2 }`, `count = "2" }`, `x.toml:3:22: count = "2" is a string, want an integer`},
		{"zero seeds", `count = 2 }`, `count = 0 }`, `x.toml:3:22: count = 0, want at least 1`},
		{"negative price", `price_per_hour = 0.25`, `price_per_hour = -0.25`, `x.toml:11:1: price_per_hour = -0.25 is negative, want dollars per hour`},
		{"unknown baseline", `baseline = "first"`, `baseline = "frist"`, `x.toml:4:1: unknown baseline "frist"; did you mean "first"?`},
		{"no name", `name = "small"`, ``, `x.toml: name is missing`},
		{"a name that leaves the directory", `name = "small"`, `name = "../up"`, `x.toml:1:1: name = "../up", want letters`},
		{"two policies of one name", `name = "second"`, `name = "first"`, `x.toml:19:3: policy "first" has the name of policy 1`},
		{"unknown kind of cloud", `use = "machines"`, `use = "machine"`, `x.toml:6:1: unknown kind of cloud "machine"; did you mean "machines"?`},
		{"no cores", `cores = 1`, ``, `machine "server" has no cores`},
		{"gpus without a kind", `cores = 1`, "cores = 1\ngpus = 2", `machine "server" has gpus = 2 and gpu_kind = ""`},
		{"not a duration", `why = "tests"`, "why = \"tests\"\nuntil = \"3 days\"", `x.toml:3:1: until = "3 days", want a duration such as "1h30m"`},
		{"warmup beyond the end", `why = "tests"`, "why = \"tests\"\nuntil = \"1h\"\nwarmup = \"2h\"", `warmup = 2h0m0s, want less than until = 1h0m0s`},
		{"unknown trace format", `use = "mmc"`, "use = \"trace\"\npath = \"a\"\nformat = \"phily\"", `unknown trace format "phily"; did you mean "philly"?`},
		{"unknown metric", `[[workload]]`, "[[expect]]\npolicy = \"first\"\nmetric = \"wait_men_seconds\"\nmax_ratio = 1\n[[workload]]", `unknown metric "wait_men_seconds"; did you mean "wait_mean_seconds"?`},
		{"expectation of nothing", `[[workload]]`, "[[expect]]\npolicy = \"first\"\nmetric = \"restarts\"\n[[workload]]", `wants min_ratio, max_ratio or both`},
		{"expectation of two kinds", `[[workload]]`, "[[expect]]\npolicy = \"first\"\nmetric = \"restarts\"\nequals = 0\nmax_ratio = 1\n[[workload]]", `wants min_ratio, max_ratio or both; or equals; or interval and value`},
		{"expectation of an interval without a value", `[[workload]]`, "[[expect]]\npolicy = \"first\"\nmetric = \"restarts\"\ninterval = 0.99\n[[workload]]", `wants interval and value together`},
		{"expectation of a wide interval", `[[workload]]`, "[[expect]]\npolicy = \"first\"\nmetric = \"restarts\"\nvalue = 3\ninterval = 99\n[[workload]]", `interval = 99, want a level`},
		{"expectation of nobody", `[[workload]]`, "[[expect]]\npolicy = \"thrid\"\nmetric = \"restarts\"\nmax_ratio = 1\n[[workload]]", `unknown policy "thrid"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(small, c.old, c.new, 1)
			_, err := Parse("x.toml", []byte(text))
			var f *FileError
			if !errors.As(err, &f) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Parse: error %v, want a FileError with %s", err, c.want)
			}
		})
	}
}

// Several mistakes are told together, in the order of the file.
func TestParseTellsAll(t *testing.T) {
	text := strings.Replace(small, "count = 2 }", "count = 0 }", 1)
	text = strings.Replace(text, "cores = 1", "coers = 1", 1)
	_, err := Parse("x.toml", []byte(text))
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "x.toml:3:") || !strings.HasPrefix(lines[2], "x.toml:10:") {
		t.Errorf("Parse: errors\n%v\nwant three, of lines 3, 7 and 10", err)
	}
}

// One fault is one message.
func TestParseTellsOnce(t *testing.T) {
	for _, now := range []string{"cores = nan", "cores = -1", "cores = \"x\"", "cores = 1\ngpus = -2"} {
		_, err := Parse("x.toml", []byte(strings.Replace(small, "cores = 1", now, 1)))
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one", now, err)
		}
	}
}

func TestMachinesFromFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	from := strings.Index(small, "[[cloud.machine]]")
	to := strings.Index(small, "[[workload]]")
	text := strings.Replace(small[:from]+small[to:], `use = "machines"`, "use = \"file\"\npath = \"ours.toml\"", 1)
	write("e.toml", text)
	write("ours.toml", "[[machine]]\nname = \"big\"\ncores = 64\ncount = 3\n")
	e, err := ReadFile(filepath.Join(dir, "e.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if m := e.Clouds[0].Machines; len(m) != 1 || m[0].CPU != 64_000 {
		t.Errorf("ReadFile: machines %+v, want one of 64 cores", m)
	}
	write("ours.toml", "[[machine]]\nname = \"big\"\ncores = -1\n")
	if _, err := ReadFile(filepath.Join(dir, "e.toml")); err == nil || !strings.Contains(err.Error(), "ours.toml:3:1: cores = -1") {
		t.Errorf("ReadFile: error %v, want one about cores in ours.toml", err)
	}
}

func TestEmbeddedExperiments(t *testing.T) {
	names := experiments.Names()
	if len(names) < 5 {
		t.Errorf("experiments.Names() = %q, want at least 5", names)
	}
	for _, name := range names {
		e, err := Open(name)
		if err != nil {
			t.Errorf("Open(%q): %v", name, err)
			continue
		}
		if e.Name != name || strings.TrimSpace(e.Why) == "" {
			t.Errorf("Open(%q): name %q, why %q: want the file's name and a reason", name, e.Name, e.Why)
		}
	}
	var unknown *UnknownError
	if _, err := Open("three-clowds"); !errors.As(err, &unknown) || !strings.Contains(err.Error(), `did you mean "three-clouds"?`) {
		t.Errorf("Open(three-clowds): %v, want an UnknownError that suggests three-clouds", err)
	}
}

// FuzzParse looks for panics, and for errors without a place.
func FuzzParse(f *testing.F) {
	f.Add(small)
	for _, name := range experiments.Names() {
		_, data, err := experiments.Read(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add("cloud = [[1], {use = 3}]\npolicy = [{use = 1, x.y.z = 2}]")
	f.Add("[a.b]\n[[a.c]]\n'q.[0]' = [{},{}]\nseeds.first = 1e300\nname = 1979-05-27")
	f.Add("[[cloud]]\nuse='machines'\n[[cloud.machine]]\ncores=nan\nprice_per_hour=1e-300\nmem_gib=inf\ncount=9223372036854775807")
	f.Fuzz(func(t *testing.T, text string) {
		begin := time.Now()
		e, err := Parse("f.toml", []byte(text))
		if err != nil && !strings.HasPrefix(err.Error(), "f.toml:") {
			t.Errorf("Parse: error %q does not begin with the file", err)
		}
		if err == nil && (e.Name == "" || e.Size() == 0) {
			t.Errorf("Parse: no error for an experiment without a name or without cells")
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("Parse took %v", took)
		}
	})
}
