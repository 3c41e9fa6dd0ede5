package bench

import (
	"strings"
	"testing"
)

// The overview has each policy's mean costs beside each other, and says what is not
// comparable.
func TestOverview(t *testing.T) {
	r := mustRun(t, weatherPlan(t), RunOptions{Dir: t.TempDir()})
	all, err := Compare(r.Rows, "")
	if err != nil {
		t.Fatal(err)
	}
	Bound(all, r)
	if Overview(all) != nil {
		t.Error("one comparison has an overview")
	}
	other, err := Compare(r.Rows, "")
	if err != nil {
		t.Fatal(err)
	}
	r.Rows[0].Finished-- // other has a row of its own
	undone, err := Compare(r.Rows, "")
	if err != nil {
		t.Fatal(err)
	}
	Bound(undone, r)
	other[0].Workload, undone[0].Workload = "without", "undone"
	var text strings.Builder
	if err := Overview([]Comparison{all[0], other[0], undone[0]}).WriteCSV(&text); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(text.String()), "\n")
	if len(lines) < 4 || !strings.Contains(lines[0], "without on") {
		t.Fatalf("overview:\n%s", text.String())
	}
	cells := strings.Split(lines[1], ",")
	n := len(cells)
	if !strings.Contains(cells[n-3], "%") || strings.Contains(cells[n-2], "(") || !strings.Contains(cells[n-1], "(–)") {
		t.Errorf("bounded, without bounds and undone are %q", cells[n-3:])
	}
}
