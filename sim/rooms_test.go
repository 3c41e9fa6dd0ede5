package sim_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// DO NOT CHANGE THIS DATA TO FIX BUILDS. It is the import table of DESIGN.md,
// section 6: a statement of policy.

// room is what code below a directory may import. A directory deeper down may
// have a room of its own, which adds to those above it.
type room struct {
	path  string
	ours  []string // rooms of ours
	third []string // modules of others
	tests []string // further modules, in tests
}

var rooms = []room{
	{path: "sim", tests: everyTest},
	{path: "sim/simtest", third: []string{"github.com/cockroachdb/datadriven"}},
	{path: "policies", ours: []string{"sim"}, third: []string{"gonum.org/v1/gonum"}, tests: everyTest},
	{path: "workloads", ours: []string{"sim"}, tests: append([]string{"gonum.org/v1/gonum"}, everyTest...)},
	{path: "traces", ours: []string{"sim"}, third: []string{"github.com/klauspost/compress"}, tests: everyTest},
	{path: "traces/columns", third: []string{"github.com/parquet-go/parquet-go"}},
	{
		path: "bench", ours: []string{"sim", "policies", "workloads", "traces"}, tests: append([]string{"gonum.org/v1/gonum"}, everyTest...),
		third: []string{"github.com/pelletier/go-toml/v2", "golang.org/x/sync", "github.com/HdrHistogram/hdrhistogram-go", "golang.org/x/perf"},
	},
	{path: "bench/table", third: []string{"github.com/jedib0t/go-pretty/v6"}},
	// plot's own dependencies: fonts, and images of them
	{path: "bench/plot", third: []string{"gonum.org/v1/plot", "golang.org/x/image", "codeberg.org/go-fonts/liberation"}},
	{
		path: "cmd", ours: []string{"sim", "policies", "workloads", "traces", "bench"}, tests: everyTest,
		// x/term tells progressbar's terminal from a file
		third: []string{"github.com/spf13/cobra", "github.com/schollz/progressbar/v3", "golang.org/x/term"},
	},
}

var everyTest = []string{
	"pgregory.net/rapid", "github.com/cockroachdb/datadriven", "github.com/google/go-cmp", "github.com/rogpeppe/go-internal",
}

// pure rooms touch nothing outside, and no other random numbers than sim's.
var pure = []string{"sim", "policies", "workloads"}

// topLevel is all that may stand beside them; names with a dot in front are free.
var topLevel = []string{"results", "go.mod", "go.sum", "README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md"}

// impureImports are packages that a pure room cannot need.
var impureImports = []string{
	"os", "os/exec", "os/signal", "os/user", "io/ioutil", "net", "net/http", "syscall", "runtime", "runtime/debug", "log", "log/slog",
	"math/rand", "math/rand/v2", "crypto/rand", "sync", "sync/atomic", "unsafe", "plugin", "golang.org/x/exp/rand",
	"gonum.org/v1/gonum/stat/distuv", "gonum.org/v1/gonum/stat/distmv", "gonum.org/v1/gonum/stat/sampleuv",
}

// impureCalls are functions that a pure room cannot need, by package.
var impureCalls = map[string][]string{
	"time": {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"},
	"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
	"maps": {"Keys", "Values", "All"},
}

// exactMath are the functions of package math whose results are exact by definition, the
// same on every processor.
var exactMath = []string{
	"Abs", "Ceil", "Copysign", "Float32bits", "Float32frombits", "Float64bits", "Float64frombits", "Floor", "Frexp", "Inf", "IsInf", "IsNaN",
	"Ldexp", "Max", "Min", "Mod", "Modf", "NaN", "Nextafter", "Remainder", "Round", "RoundToEven", "Signbit", "Sqrt", "Trunc",
}

const (
	mostFileLines     = 400
	mostFunctionLines = 70
)

// TestRooms reads every Go file of the module and reports each place that
// breaks the import table, the purity of the pure rooms or the style budget.
func TestRooms(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	found, unchecked := inspectModule(t, root)
	for _, v := range found {
		t.Error(v)
	}
	for _, err := range unchecked {
		t.Errorf("types are not known: %v", err)
	}
}

// planted are files with one mistake each, and what is to be said about it.
var planted = []struct{ file, text, want string }{
	{"sim/a.go", "import _ \"skysim/bench\"\n", `sim/a.go:4: sim may not import skysim/bench`},
	{"sim/b.go", "import \"os\"\n\nvar _ = os.Args\n", `sim/b.go:4: package os in a pure room`},
	{"sim/c.go", "import \"time\"\n\nvar Start = time.Now()\n", `sim/c.go:6: time.Now in a pure room`},
	{"sim/d.go", "func D() { go D() }\n", `sim/d.go:4: a goroutine`},
	{"sim/e.go", "func E(m map[int]int) (n int) {\n\tfor k := range m {\n\t\tn += k\n\t}\n\treturn n\n}\n", `sim/e.go:5: range over a map`},
	{"sim/f.go", "type set map[string]bool\n\nvar all = func(s set) {\n\tfor range s {\n\t}\n}\n", `sim/f.go:7: range over a map`},
	{"policies/g.go", "import \"math\"\n\nvar G = math.Exp(1)\n", `policies/g.go:6: math.Exp`},
	{"policies/h.go", "import m \"math\"\n\nvar H = m.Pow\n", `policies/h.go:6: math.Pow`},
	{"policies/i.go", "import \"math/rand/v2\"\n\nvar I = rand.IntN(3)\n", `policies/i.go:4: package math/rand/v2`},
	{"policies/j.go", "import \"maps\"\n\nfunc J(m map[int]int) { maps.Keys(m) }\n", `policies/j.go:6: maps.Keys`},
	{"policies/k.go", "import _ \"skysim/traces\"\n", `policies/k.go:4: policies may not import skysim/traces`},
	{"workloads/l.go", "import \"fmt\"\n\nfunc L() { fmt.Println() }\n", `workloads/l.go:6: fmt.Println`},
	{"traces/m.go", "import _ \"github.com/parquet-go/parquet-go\"\n", `traces/m.go:4: traces may not import github.com/parquet-go/parquet-go`},
	{"traces/n.go", "func N() { go N() }\n", `traces/n.go:4: a goroutine`},
	{"bench/o.go", "import _ \"github.com/spf13/cobra\"\n", `bench/o.go:4: bench may not import github.com/spf13/cobra`},
	{"bench/p.go", "func P() {\n" + strings.Repeat("\t_ = 0\n", 70) + "}\n", `bench/p.go:4: function P has 72 lines`},
	{"bench/q.go", strings.Repeat("// a line\n", 400), `bench/q.go:401: 403 lines`},
	{"bench/r.go", "// FIX" + "ME: later\n", `bench/r.go:4: FIX` + `ME`},
	{"bench/util/util.go", "", `bench/util/util.go:1: a package called util`},
	{"bench/silent/s.go", "//", `bench/silent/s.go:1: package silent has no package comment`},
	{"sim/t_test.go", "import _ \"gonum.org/v1/gonum/stat\"\n", `sim/t_test.go:4: sim may not import gonum.org/v1/gonum/stat`},
	{"more/v.go", "", `more: not a room`},
	{"results/w.go", "", `results/w.go:1: Go in results`},
}

// allowed are files without a mistake, though some look like one.
var allowed = map[string]string{
	"sim/good.go": "import (\n\t\"math\"\n\t\"time\"\n)\n\nvar Day = 24 * time.Hour\n\nfunc Root(list []float64) (x float64) {\n\tfor _, v := range list {\n\t\tx += math.Sqrt(v) * math.Pi\n\t}\n" +
		"\tfor range 3 {\n\t}\n\treturn x\n}\n\ntype clock struct{}\n\nfunc (clock) Now() int { return 0 }\n\nvar time2 = clock{}.Now()\n",
	"sim/good_test.go":     "import (\n\t\"os\"\n\t\"testing\"\n\n\t_ \"pgregory.net/rapid\"\n)\n\nfunc TestX(*testing.T) { go os.Getpid() }\n",
	"policies/good.go":     "import (\n\t\"maps\"\n\t\"slices\"\n\n\t\"skysim/sim\"\n)\n\nvar Day = sim.Day\n\nfunc Names(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }\n",
	"bench/good.go":        "import (\n\t\"time\"\n\n\t_ \"skysim/sim\"\n)\n\nfunc Now(m map[int]int) {\n\tfor range m {\n\t\tgo time.Now()\n\t}\n}\n",
	"traces/columns/ok.go": "import _ \"github.com/parquet-go/parquet-go\"\n",
	"sim/testdata/bad.go":  "import \"os\"\n",
}

// TestRoomsFindsWhatIsPlanted tests the test.
func TestRoomsFindsWhatIsPlanted(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	goFile := func(name, text string) {
		pkg := filepath.Base(filepath.Dir(name))
		comment := "// Package " + pkg + " is here.\n"
		if text == "//" {
			comment, text = "", ""
		}
		write(name, comment+"package "+pkg+"\n\n"+text)
	}
	write("go.mod", "module skysim\n\ngo 1.26.0\n")
	for name, text := range allowed {
		goFile(name, text)
	}
	for _, p := range planted {
		goFile(p.file, p.text)
	}
	found, _ := inspectModule(t, root)
	for _, p := range planted {
		i := slices.IndexFunc(found, func(v string) bool { return strings.HasPrefix(v, p.want) })
		if i < 0 {
			t.Errorf("%s: nobody says %q", p.file, p.want)
			continue
		}
		found = slices.Delete(found, i, i+1)
	}
	for _, v := range found {
		t.Errorf("not planted: %s", v)
	}
}

// lines returns the number of lines that a node takes.
func (m *module) lines(n ast.Node) int {
	return m.fset.Position(n.End()).Line - m.fset.Position(n.Pos()).Line + 1
}
