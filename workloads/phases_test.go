package workloads

import (
	"math"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// phaseCount counts the jobs of each phase of a day, by vCPUs.
func phaseCount(jobs []sim.Job) (small, large [100]int) {
	for _, j := range jobs {
		day := int(j.Submit / sim.Time(24*time.Hour))
		if j.Demand.CPU == 4000 {
			small[day]++
		} else {
			large[day]++
		}
	}
	return small, large
}

// The kinds take turns: in each phase there are jobs of one kind only, as many as its rate says.
func TestPhasesTakeTurns(t *testing.T) {
	small, large := phaseCount(take(t, nil, "phases", []Arg{{"days", "40"}, {"two_per_hour", "30"}}, 5, 1e6))
	for day := range 40 {
		at, other, want := small[day], large[day], 60*24.0
		if day%2 == 1 {
			at, other, want = large[day], small[day], 30*24.0
		}
		if other != 0 || math.Abs(float64(at)-want) > 5*math.Sqrt(want) {
			t.Errorf("day %d has %d of its kind and %d of the other, want %v ± %.0f and none", day, at, other, want, 5*math.Sqrt(want))
		}
	}
}

// Drawn phases are each as likely, and still of one kind each.
func TestPhasesDrawn(t *testing.T) {
	small, large := phaseCount(take(t, nil, "phases", []Arg{{"days", "100"}, {"two_per_hour", "30"}, {"random", "true"}}, 5, 1e6))
	first := 0
	for day := range 100 {
		if small[day] > 0 && large[day] > 0 {
			t.Errorf("day %d has %d and %d of both kinds", day, small[day], large[day])
		}
		if small[day] > 0 {
			first++
		}
	}
	if first < 30 || first > 70 { // four standard deviations
		t.Errorf("%d of 100 phases are of the first kind", first)
	}
}

func TestPhasesOfGPUsWithDeadlines(t *testing.T) {
	for _, j := range take(t, nil, "phases", []Arg{{"one_gpus", "8"}, {"one_tasks", "2"}, {"one_slack", "1.5"}, {"one_checkpoint", "30m"}}, 5, 100) {
		if j.Demand.GPUs != 8 || j.Demand.Share != 1000 || j.Tasks != 2 || j.Restart.Keep != sim.KeepCheckpoint || j.Restart.Every != 30*time.Minute {
			t.Fatalf("job %+v", j)
		}
		if got := j.Deadline.Sub(j.Submit); math.Abs(float64(got)-1.5*float64(j.Work)) > 1 {
			t.Fatalf("deadline after %v, run time %v", got, sim.Duration(j.Work))
		}
	}
	if _, err := New(testWorld(), "phases", []Arg{{"two_slack", "0.5"}}, 1); err == nil || !strings.Contains(err.Error(), "two_slack = 0.5, want 0 or at least 1") {
		t.Errorf("a deadline before the end: %v", err)
	}
}
