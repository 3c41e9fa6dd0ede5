package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"skysim/traces/columns"
	recorded "skysim/traces/formats"
	"skysim/traces/interchange"
	"skysim/traces/tracetest"
)

// convert writes a recording in the interchange format.
func convert(t testing.TB, from, format, to string) {
	t.Helper()
	in, err := recorded.Open(from, recorded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	f, err := recorded.Find(format)
	if err != nil {
		t.Fatal(err)
	}
	form, err := interchange.FormOf(to)
	if err != nil {
		t.Fatal(err)
	}
	out, err := columns.CreateFile(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Convert(in, out, form); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// runOf is runWith for a format without keys.
func runOf(t *testing.T, data, format, path string) []Row {
	t.Helper()
	return runWith(t, data, fmt.Sprintf("format = %q\npath = %q", format, path))
}

// runWith runs one workload of those keys on the nodes of openb, which have all kinds of GPUs that its
// pods name.
func runWith(t *testing.T, data, keys string) []Row {
	t.Helper()
	text := fmt.Sprintf(`name = "same"
why = "The same simulation."
until = "4800h"
[[workload]]
use = "trace"
%s
[[cloud]]
use = "openb"
path = "openb/openb_node_list_all_node.csv"
[[policy]]
use = "greedy(order=fcfs,place=bestfit)"
`, keys)
	e, err := Parse("same.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Prepare(e, data)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := p.Collect(context.Background(), CollectOptions{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows { // what depends on the file, and not on its jobs
		rows[i].Cell, rows[i].Hash, rows[i].Workload, rows[i].WorkloadHash = "", "", "", ""
	}
	return rows
}

// withNodes returns a folder for converted traces, with the list of nodes.
func withNodes(t *testing.T, data string) string {
	t.Helper()
	dir := t.TempDir()
	const nodes = "openb/openb_node_list_all_node.csv"
	b, err := os.ReadFile(filepath.Join(data, nodes))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "openb"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, nodes), b, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Recordings that were converted give the same run, event by event: its digest is
// among the columns of a row.
func TestConvertedTracesGiveTheSameRun(t *testing.T) {
	if testing.Short() {
		t.Skip("minutes under the race detector; nothing in it runs in parallel that other tests do not")
	}
	data := tracetest.Path(t, "")
	dir := withNodes(t, data)
	for _, c := range []struct{ path, format, own string }{
		{"swf/KTH-SP2-1996-2.1-cln.swf.gz", "swf", "swf"},
		{"openb/openb_pod_list_gpuspec20.csv", "openb", "openb-pods"},
		{"philly/philly.csv.gz", "philly", "philly"},
	} {
		want := runOf(t, data, c.format, c.path)
		if want[0].Finished == 0 {
			t.Errorf("%s: no job finished", c.path)
		}
		for _, ext := range []string{".parquet", ".csv"} {
			name := strings.ReplaceAll(filepath.Base(c.path), ".", "-") + ext
			convert(t, filepath.Join(data, c.path), c.own, filepath.Join(dir, name))
			if diff := cmp.Diff(want, runOf(t, dir, "skysim", name)); diff != "" {
				t.Errorf("%s: the run of %s differs (-recorded +converted):\n%s", c.path, name, diff)
			}
		}
	}
}

// A converted file of GAIA's runs as the file itself does once its unit is said, and so
// does the conversion of a conversion.
func TestConvertedGAIA(t *testing.T) {
	if testing.Short() {
		t.Skip("minutes under the race detector; nothing in it runs in parallel that other tests do not")
	}
	data := tracetest.Path(t, "")
	dir := withNodes(t, data)
	first := filepath.Join(dir, "first.parquet")
	convert(t, filepath.Join(data, "gaia", "pai_1k.csv"), "gaia-seconds", first)
	convert(t, first, "skysim-jobs", filepath.Join(dir, "second.csv"))
	convert(t, filepath.Join(dir, "second.csv"), "skysim-jobs", filepath.Join(dir, "third.parquet"))
	want := runOf(t, dir, "skysim", "first.parquet")
	if want[0].Finished != 1000 {
		t.Errorf("%d jobs finished, want 1000", want[0].Finished)
	}
	if diff := cmp.Diff(want, runWith(t, data, "format = \"gaia\"\npath = \"gaia/pai_1k.csv\"\nunit = \"seconds\"")); diff != "" {
		t.Errorf("the run of the file itself differs (-converted +recorded):\n%s", diff)
	}
	for _, name := range []string{"second.csv", "third.parquet"} {
		if diff := cmp.Diff(want, runOf(t, dir, "skysim", name)); diff != "" {
			t.Errorf("the run of %s differs (-first +again):\n%s", name, diff)
		}
	}
	a, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	convert(t, filepath.Join(data, "gaia", "pai_1k.csv"), "gaia-seconds", filepath.Join(dir, "again.parquet"))
	if b, err := os.ReadFile(filepath.Join(dir, "again.parquet")); err != nil || string(a) != string(b) {
		t.Errorf("converting twice gives other bytes: %v", err)
	}
}
