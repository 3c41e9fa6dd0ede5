// Package tracetest finds recorded data for tests. Recordings are not part of the
// repository: they lie beside a checkout, in ../shared/data, or where the environment
// variable SKYSIM_DATA points.
//
// A test that needs one and does not find it is skipped, with a sentence that says
// what to do; with CI=true it fails, so that nothing is left out unseen.
package tracetest

import (
	"os"
	"path/filepath"
	"testing"
)

// Path returns the path of a file or directory of recorded data, from its name with
// forward slashes; "" is the directory of all. If it is not there the test is skipped,
// or fails with CI=true.
func Path(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(directory(t), filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("recorded data is missing: %v", err)
		}
		t.Skipf("this test needs recorded data: %v; set SKYSIM_DATA to where they are", err)
	}
	return path
}

// directory returns where recorded data should be.
func directory(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("SKYSIM_DATA"); dir != "" {
		return dir
	}
	dir, err := os.Getwd() // a test runs in the directory of its package
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "..", "shared", "data")
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		t.Fatal("no go.mod above the directory of the test")
	}
}
