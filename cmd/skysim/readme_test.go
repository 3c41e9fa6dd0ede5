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

// blocks are the parts of the README that are printed by a command, by name.
var blocks = []struct {
	name string
	args []string
}{
	{"three-clouds", []string{"compare", "results/published/three-clouds", "--format", "markdown"}},
	{"four-families", []string{"compare", "results/published/four-families", "--overview", "--format", "markdown"}},
}

// TestReadmeShowsTheStoredResults compares the README's tables with what their
// commands print of results/published. When a result changes on purpose:
//
//	go run ./cmd/skysim run NAME --fresh --out results/published/NAME
//	go test ./cmd/skysim -run Readme -update
func TestReadmeShowsTheStoredResults(t *testing.T) {
	t.Chdir("../..")
	const file = "README.md"
	for _, b := range blocks {
		begin := "<!-- begin " + b.name + ": go run ./cmd/skysim " + strings.Join(b.args, " ") + " -->\n"
		end := "<!-- end " + b.name + " -->"
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
		if code := run(context.Background(), b.args, &out, &errs); code != 0 {
			t.Fatalf("%q exits with %d: %s", b.args, code, errs.String())
		}
		want := "\n" + strings.TrimSpace(out.String()) + "\n\n"
		if *update {
			if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if shown != want {
			t.Errorf("the README shows\n%s\nbut its command prints\n%s", shown, want)
		}
	}
}
