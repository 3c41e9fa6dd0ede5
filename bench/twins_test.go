package bench

import (
	"strings"
	"testing"
)

// Workloads that differ in nothing but their names have the same results, and figures of both.
func TestTwinsHaveOneResult(t *testing.T) {
	p := smallPlan(t, "[[workload]]", "[[workload]]\nname = \"twin\"\nuse = \"mmc\"\nlambda = 1.5\njobs = 200\n[[workload]]")
	if p.Cells[0].Hash != p.Cells[4].Hash {
		t.Fatalf("%s and %s are no twins", p.Cells[0].Name, p.Cells[4].Name)
	}
	r := mustRun(t, p, RunOptions{Dir: t.TempDir()})
	if err := r.Draw(); err != nil {
		t.Errorf("figures: %v", err)
	}
	again, err := ReadResult(r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Draw(); err != nil {
		t.Errorf("figures of the stored result: %v", err)
	}
	if !strings.Contains(p.Cells[0].Name, "twin") || len(again.Rows) != len(p.Cells) {
		t.Errorf("%d rows of %d cells", len(again.Rows), len(p.Cells))
	}
}
