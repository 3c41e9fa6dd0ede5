package gavel

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

// A row with a duration is a job without a table of speeds; its steps do not matter.
func TestJobByDuration(t *testing.T) {
	row := Row{Type: "A3C", Steps: 7, Scale: 2, SLO: 1_500_000, Duration: 2 * second, Arrival: 5 * second}
	want := sim.Job{
		Submit: sim.Time(5 * second), Demand: sim.Demand{GPUs: 1, Share: 1000}, Tasks: 2, Work: 2 * second, Deadline: sim.Time(8 * second),
	}
	if got, err := row.Job(); err != nil || !cmp.Equal(got, want) {
		t.Errorf("%v (-got +want):\n%s", err, cmp.Diff(got, want))
	}
	row.SLO, want.Deadline = Absent, 0
	if got, err := row.Job(); err != nil || !cmp.Equal(got, want) {
		t.Errorf("without an SLO: %v (-got +want):\n%s", err, cmp.Diff(got, want))
	}
	row.Duration = Absent
	if j, err := row.Job(); err == nil {
		t.Errorf("without a duration: %+v, want an error", j)
	}
	row.Duration, row.SLO = 1<<60, 4_000_000_000
	if j, err := row.Job(); err == nil {
		t.Errorf("with a deadline after ages: %+v, want an error", j)
	}
}
