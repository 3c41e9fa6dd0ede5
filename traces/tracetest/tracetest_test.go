package tracetest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// record is a test that notes how it was ended.
type record struct {
	testing.TB
	skipped, failed string
}

func (r *record) Helper()                        {}
func (r *record) Skipf(format string, _ ...any)  { r.skipped = format; panic(r) }
func (r *record) Fatalf(format string, _ ...any) { r.failed = format; panic(r) }

// ask asks for a recording and returns its path and how the test ended.
func ask(t *testing.T, name string) (path string, r *record) {
	r = &record{TB: t}
	defer func() {
		if e := recover(); e != nil && e != r {
			panic(e)
		}
	}()
	return Path(r, name), r
}

func TestPath(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("SKYSIM_DATA", dir)
	if err := os.WriteFile(filepath.Join(dir, "here"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, ci        string
		skipped, failed bool
	}{
		{name: "here"}, {name: "here", ci: "true"}, {name: ""},
		{name: "gone", skipped: true}, {name: "gone", ci: "true", failed: true},
	} {
		t.Setenv("CI", c.ci)
		path, r := ask(t, c.name)
		if (r.skipped != "") != c.skipped || (r.failed != "") != c.failed {
			t.Errorf("%q with CI=%q: skipped %q, failed %q", c.name, c.ci, r.skipped, r.failed)
		}
		if ended := c.skipped || c.failed; !ended && path != filepath.Join(dir, c.name) {
			t.Errorf("%q is at %s, want it in %s", c.name, path, dir)
		}
	}
}

// Without the variable it is beside the checkout, wherever in it the test is.
func TestBesideTheCheckout(t *testing.T) {
	t.Setenv("SKYSIM_DATA", "")
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := directory(t), filepath.Join(filepath.Dir(root), "shared", "data"); got != want || strings.HasPrefix(got, root+"/") {
		t.Errorf("recordings are looked for in %s, want %s", got, want)
	}
}
