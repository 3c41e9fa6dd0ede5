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
	if err := Overview([]Comparison{all[0], other[0], undone[0]}).WriteMarkdown(&text); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(text.String(), "\n") {
		if !strings.Contains(line, all[0].Lines[0].Policy) {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) < 5 || !strings.Contains(cells[2], "%") || strings.Contains(cells[3], "(") || !strings.Contains(cells[4], "(–)") {
			t.Errorf("bounded, without bounds and undone are %q", cells)
		}
		return
	}
	t.Errorf("no row of the first policy in\n%s", text.String())
}
