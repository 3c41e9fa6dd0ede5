package allocate

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"skysim/policies/allocate"
)

var update = flag.Bool("update", false, "rewrite the outputs in ARTICLES.md")

// TestPage runs every command of ARTICLES.md and compares its output with what follows
// it there.
func TestPage(t *testing.T) {
	const page = "ARTICLES.md"
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var now strings.Builder
	commands, skipping := 0, false
	for line := range strings.Lines(string(data)) {
		command, found := strings.CutPrefix(line, "$ skysim allocate ")
		switch {
		case found:
			commands++
			now.WriteString(line + transcript(t, strings.Fields(command)))
			skipping = true
			continue
		case strings.HasPrefix(line, "```"):
			skipping = false
		}
		if !skipping {
			now.WriteString(line)
		}
	}
	if commands < 5 {
		t.Errorf("the page has %d commands", commands)
	}
	if now.String() == string(data) {
		return
	}
	if !*update {
		t.Fatal("ARTICLES.md is not what the commands print: go test ./bench/allocate -run Page -update, and read the diff")
	}
	if err := os.WriteFile(page, []byte(now.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// transcript is what a command prints.
func transcript(t *testing.T, args []string) string {
	t.Helper()
	f, err := Open(args[0])
	if err != nil {
		t.Fatal(err)
	}
	var r *Report
	if len(args) == 3 && args[1] == "--policy" {
		r, err = Solve(f, args[2], allocate.Options{})
	} else {
		r, err = Compare(f, allocate.Options{})
	}
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String() + "\n"
}
