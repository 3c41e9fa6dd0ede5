package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the README shows anew")

// TestReadmeShowsTheStoredResult compares the README's table with what its
// command prints of results/published. When a result changes on purpose:
//
//	go run ./cmd/skysim run three-clouds --fresh --out results/published/three-clouds
//	go test ./cmd/skysim -run Readme -update
func TestReadmeShowsTheStoredResult(t *testing.T) {
	const file, end = "README.md", "<!-- end three-clouds -->"
	const begin = "<!-- begin three-clouds: go run ./cmd/skysim compare results/published/three-clouds --format markdown -->\n"
	t.Chdir("../..")
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(old), begin)
	shown, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no table between %q and %q", file, begin, end)
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"compare", "results/published/three-clouds", "--format", "markdown"}, &out, &errs); code != 0 {
		t.Fatalf("compare exits with %d: %s", code, errs.String())
	}
	want := "\n" + strings.TrimSpace(out.String()) + "\n\n"
	if *update {
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if shown != want {
		t.Errorf("the README shows\n%s\nbut its command prints\n%s", shown, want)
	}
}
