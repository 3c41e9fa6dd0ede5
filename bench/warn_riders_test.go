package bench

import (
	"strings"
	"testing"
)

// TestRidersWithoutDeadlinesAreWarnedOf, by the construction and not by the name, and greedy is not.
func TestRidersWithoutDeadlinesAreWarnedOf(t *testing.T) {
	one := mustRun(t, smallPlan(t, `"greedy(order=fcfs,place=bestfit)"`, `"dp(every=1h)"`), RunOptions{Dir: t.TempDir()})
	rows, base, err := Merge([]*Result{one})
	if err != nil {
		t.Fatal(err)
	}
	warned := func() (about []string) {
		all, err := Compare(rows, base)
		if err != nil {
			t.Fatal(err)
		}
		WarnOfRiders(all, one)
		for _, w := range all[0].Warnings {
			if name, _, is := strings.Cut(w, ": no job has a deadline"); is {
				about = append(about, name)
			}
		}
		return about
	}
	if got := strings.Join(warned(), " "); got != "second" {
		t.Errorf("warned of %q, want second", got)
	}
	for i := range rows {
		rows[i].DeadlineJobs = 1
	}
	if got := warned(); len(got) > 0 {
		t.Errorf("with deadlines warned of %q", got)
	}
	for construction, want := range map[string]bool{
		"nomad(every=10m)": true, "failover(imitate(weights=spot-1),spares=2)": true, "greedy(order=fcfs)": false, "replicate(uniform(every=1h))": true,
	} {
		if rider.MatchString(construction) != want {
			t.Errorf("%s is a rider: %v, want %v", construction, !want, want)
		}
	}
}
